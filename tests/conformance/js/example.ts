// A program as somebody would write it, with every call: the compiler holds it to the declarations of the package, and node runs it.
import { readFileSync } from 'node:fs';
import init, {
    History, Policy, codeLabels, eventKinds, formOf, forms, lifecycle, packNames, packText, schemaNames, schemaOf,
    type Act, type Checked, type Entry, type Form, type Offer, type Overview, type Possibility, type PracticeCycleError, type Reachability, type SearchProgress,
} from 'practice-cycle';

await init();
const [, , jsonl, pack, world] = process.argv;
const read = (file: string | undefined): string => readFileSync(file ?? '', 'utf8');

const history: History = History.read(read(jsonl));
const entries: Entry[] = history.entries();
const first = entries[0];
if (first?.type !== 'cycle_opened') throw new Error('a history begins with the opening of a cycle');
// The type of an entry says what its data holds.
const clinician: string = first.data.clinician;
const number: number = first.number;

const offer: Offer = { type: 'person_left', occurred_at: '2026-12-01T09:00:00Z', by: clinician, data: { person: 'somebody-unknown' } };
let refused: string | undefined;
try {
    history.record(offer, '2026-12-01T09:00:00Z');
} catch (error) {
    const { code, report } = error as PracticeCycleError;
    refused = `${code}: ${report?.message}`;
}

const overview: Overview = history.overview({ asOf: '2026-12-01', words: false });
const text: string = history.overviewText({ reader: clinician });
const possible: Possibility[] = history.possibleFor(clinician, '2026-12-01');

const policy: Policy = Policy.of([read(pack)]);
const checked: Checked = policy.check(history, { asOf: '2026-12-01' });
const sentences: string[] = checked.findings.map(({ finding, sentence }) => `${finding.rule} (${finding.severity}): ${sentence}`);

const searched = policy.search('T03', { world: read(world), seconds: 60, progress: ({ states }: SearchProgress) => states < 1e6 });
const broken: Reachability | undefined = searched.data().rules[0]?.breaks_alone;
const found: number = broken?.answer === 'found' ? broken.history.length : 0;

const form: Form = formOf('person_left');
const act: Act = { type: 'person_left', by: clinician, occurred_at: '2026-12-01T09:00:00Z', recorded_at: '2026-12-01T09:00:00Z', data: { person: clinician } };
const judged = policy.judge(history, act);

console.log(JSON.stringify({
    number, refused, as_of: overview.as_of, text: text.length > 0, possible: possible.length > 0, sentences, found, field: form.fields[0]?.name,
    judged: judged.warned.length, forms: forms().length === eventKinds().filter(({ code }) => forms().some(({ kind }) => kind === code)).length,
    packs: packNames().every((name) => packText(name) !== undefined), schemas: schemaNames().every((name) => typeof schemaOf(name) === 'object'),
    labels: codeLabels().length > 100, lifecycle: lifecycle().startsWith('stateDiagram'),
}));
