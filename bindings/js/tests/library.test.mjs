// The package in Node.js: `PACKAGE=FOLDER node --test bindings/js/tests`, where FOLDER is what `bindings/js/build FOLDER` made.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const {
    default: init, History, Policy, codeLabels, eventKinds, formOf, forms, lifecycle, packNames, packText, schemaNames, schemaOf,
} = await import(pathToFileURL(`${process.env.PACKAGE}/node.js`));
const data = new URL('../../../examples/data/', import.meta.url);
const text = (name) => readFileSync(new URL(name, data), 'utf8');
const lines = (written) => written.trim().split('\n').map((line) => JSON.parse(line));
const histories = readdirSync(data).filter((name) => name.endsWith('.jsonl') && !['acts.jsonl', 'portfolio.jsonl'].includes(name));

test('init is the same call as in a browser', () => init());

test('every example is read, and written as it was', () => {
    assert.ok(histories.length > 10);
    for (const name of histories) {
        const history = History.read(text(name));
        assert.equal(history.write(), text(name), name);
        assert.deepEqual(history.entries(), lines(text(name)), name);
        assert.equal(history.length, history.entries().length);
    }
});

test('an offer is stamped and recorded, an act is recorded as it is', () => {
    const history = new History();
    const open = { type: 'cycle_opened', occurred_at: '2026-04-01T09:00:00Z', by: 'p-1', data: { cycle: 'cy-1', format: 1, clinician: 'p-1', team: 't-1' } };
    const entry = history.record(open, '2026-04-01T09:05:00Z');
    assert.equal(entry.number, 1);
    assert.equal(entry.recorded_at, '2026-04-01T09:05:00Z');
    const enter = { type: 'person_entered', occurred_at: '2026-04-01T09:10:00Z', recorded_at: '2026-04-01T09:10:00Z', by: 'p-1', data: { person: 'p-2', role: 'social_worker' } };
    assert.equal(history.record(JSON.stringify(enter)).type, 'person_entered');
    assert.deepEqual(History.read(history.write()).entries(), history.entries());
});

test('a decision is stored first and accepted then, and a stale one is not', () => {
    const history = History.read(text('turnover.jsonl'));
    const all = lines(text('turnover.jsonl'));
    const short = History.read(all.slice(0, -1).map((entry) => JSON.stringify(entry)).join('\n'));
    const { number, ...act } = all.at(-1);
    const decision = short.decide(act);
    assert.equal(short.length, number - 1, 'nothing has changed yet');
    assert.deepEqual(decision.entries(), [all.at(-1)]);
    assert.deepEqual([decision.rewritten(), decision.warnings()], [[], []]);
    const stale = short.decide(act);
    short.accept(decision);
    assert.equal(short.write(), history.write());
    assert.throws(() => short.accept(stale), { code: 'argument.stale' });
});

test('a refusal says as data why, and what is possible instead', () => {
    const history = History.read(text('family_not_told.jsonl'));
    const act = { type: 'contract_begun', occurred_at: '2026-12-01T09:00:00Z', recorded_at: '2026-12-01T09:00:00Z', by: 'clinician', data: { contract: 'c-none' } };
    assert.throws(() => history.record(act), (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.name, 'PracticeCycleError');
        assert.equal(error.code, error.report.code);
        assert.match(error.message, /c-none/);
        assert.equal(typeof error.report.status, 'number');
        return true;
    });
    assert.equal(history.write(), text('family_not_told.jsonl'), 'nothing was recorded');
});

test('a line that does not load is named, and nothing of it is quoted', () => {
    const spoiled = text('turnover.jsonl').replace('"person_entered"', '"person_entred"');
    assert.throws(() => History.read(spoiled), (error) => {
        assert.equal(error.code, 'reading.newer');
        assert.equal(error.line, spoiled.split('\n').findIndex((line) => line.includes('person_entred')) + 1);
        assert.equal(error.report.line, error.line);
        return true;
    });
    assert.throws(() => History.read(`{"secret name of a child": 1}\n`), (error) => !error.message.includes('secret') && !JSON.stringify(error.report).includes('secret'));
});

test('an overview is of its times, and holds words only where they are asked for', () => {
    const history = History.read(text('turnover.jsonl'));
    const early = history.overview({ asOf: '2026-06-22T17:00:00Z', knownAt: '2026-06-22T17:00:00Z' });
    assert.equal(early.as_of, '2026-06-22T17:00:00Z');
    assert.ok(JSON.stringify(history.overview()).length > JSON.stringify(early).length);
    assert.ok(JSON.stringify(history.overview({ words: true })).length > JSON.stringify(history.overview()).length);
    const [day, last] = [history.overview({ asOf: '2026-06-22' }), history.overview({ asOf: '2026-06-22T22:59:59.999999999Z' })];
    assert.deepEqual(day, last, 'a day is its last instant in London');
    assert.match(history.overviewText({ reader: 'clinician' }), /\nFor clinician\.\n/);
    assert.doesNotMatch(history.overviewText(), /"/, 'nobody in particular reads no words');
});

test('what is possible comes with what stands against it', () => {
    const history = History.read(text('turnover.jsonl'));
    const { contracts } = history.overview();
    const possible = history.possible('clinician', contracts[0].contract, '2026-12-01');
    assert.ok(Array.isArray(possible));
    const all = history.possibleFor('clinician', '2026-12-01');
    assert.ok(all.some(({ obstacle }) => obstacle === undefined) && all.some(({ obstacle }) => obstacle?.code));
    assert.ok(all.every(({ kind }) => eventKinds().some(({ code }) => code === kind)));
    assert.throws(() => history.possible('clinician', 'c-none', '2026-12-01'), { code: 'argument.unknown' });
});

test('a pack finds what the program finds', () => {
    const policy = Policy.of(text('invented_team.pack.json'));
    assert.equal(policy.pack.name, 'invented-team');
    const checked = policy.check(History.read(text('concurrent_contracts.jsonl')));
    const film = checked.findings.find(({ finding }) => finding.rule === 'T03');
    assert.match(film.sentence, /^T03 is broken/);
    assert.match(film.excerpt, /was not to happen/);
    assert.equal(film.finding.severity, 'error');
    assert.equal(checked.summary.errors, 1);
    assert.ok(policy.explain(History.read(text('concurrent_contracts.jsonl'))).findings.length > checked.findings.length);
});

test('packs in any order, by name or as JSON, with everything that is wrong', () => {
    assert.equal(Policy.of(['local-practice', text('invented_council.pack.json')]).pack.name, 'invented-council');
    assert.equal(Policy.of('article').pack.rules[0].pack, 'article');
    for (const name of packNames()) assert.equal(Policy.of(name).pack.version, JSON.parse(packText(name)).version);
    const wrong = text('invented_team.pack.json').replace('"contract_invited"}', '"contract_invted"}').replace('"severity": "query"', '"severity": "qery"');
    assert.throws(() => Policy.of(wrong), (error) => {
        assert.equal(error.code, 'pack.invalid');
        assert.deepEqual(error.problems.map(({ meant }) => meant).sort(), ['contract_invited', 'query']);
        assert.ok(error.problems.every(({ path }) => path.startsWith('rules[0]')));
        return true;
    });
    assert.throws(() => Policy.of(['article', 'programme']), { code: 'argument.packs' });
    assert.throws(() => Policy.of('no such pack'), { code: 'argument.unknown' });
});

test('what a member of the family said is shown to those alone who may know of it', () => {
    const history = History.read(text('compliance_threatened.jsonl'));
    const policy = Policy.of('partnership');
    const rules = (options) => new Set(policy.check(history, options).findings.map(({ finding }) => finding.rule));
    assert.ok(rules({ whole: true }).has('P05'), 'values were not talked about in time');
    assert.ok(!rules({}).has('P05'), 'a parent agreed that named readers know of it, and nobody else');
    assert.throws(() => policy.check(history, { whole: true, reader: 'manager' }), { code: 'argument.option' });
});

test('stories say how a pack was meant', () => {
    const policy = Policy.of(text('invented_team.pack.json'));
    const ran = policy.stories(text('invented_team.stories.json'));
    assert.ok(ran.length > 10 && ran.every((story) => story.as_expected));
    const softer = text('invented_team.pack.json').replace('"2 working days"', '"9 working days"');
    assert.ok(Policy.of(softer).stories(text('invented_team.stories.json')).some((story) => !story.as_expected));
});

test('an act is judged before it is recorded', () => {
    const policy = Policy.of(text('invented_team.pack.json'));
    const all = lines(text('concurrent_contracts.jsonl'));
    const at = all.findIndex(({ number }) => number === 53);
    const history = History.read(all.slice(0, at).map((entry) => JSON.stringify(entry)).join('\n'));
    const { number, ...act } = all[at];
    const judged = policy.judge(history, act);
    assert.deepEqual([judged.commits, judged.refused.length, judged.warned.map(({ rule }) => rule)], [false, 0, ['T03']]);
    assert.equal(history.length, number - 1);
});

test('a search finds the shortest history, says how far it has come, and keeps to its bounds', () => {
    const policy = Policy.of(text('invented_team.pack.json'));
    const heard = [];
    const options = { world: text('invented_world.json'), progress: (news) => { heard.push(news); } };
    const searched = policy.search('T03', options);
    const [found] = searched.data().rules;
    assert.equal(found.breaks_alone.answer, 'found');
    assert.equal(found.breaks_alone.history.length, 11);
    assert.equal(found.keeps.history.length, 10);
    const history = searched.history('T03', 'breaks_alone');
    assert.deepEqual(history.entries(), found.breaks_alone.history);
    assert.equal(policy.check(history, { asOf: found.breaks_alone.as_of }).findings[0].finding.rule, 'T03');
    assert.ok(policy.stories(searched.stories()).every((story) => story.as_expected));
    assert.equal(searched.history('T03', 'undetermined'), undefined);

    const [hasty] = policy.search('T03', { ...options, steps: 2 }).data().rules;
    assert.deepEqual(hasty.breaks, { answer: 'not_within', not_within: { steps: 2 } });
    const [none] = policy.search('T03', { ...options, seconds: 0 }).data().rules;
    assert.deepEqual([none.breaks.not_within, none.seen_through], ['stopped', false]);
    const stories = { stories: text('invented_team.stories.json') };
    assert.equal(policy.search(['T01', 'T02'], { ...stories, states: 500 }).data().rules.length, 2);
});

test('a search is stopped by whoever hears of it', () => {
    const policy = Policy.of('local-practice');
    let heard = 0;
    const starts = Date.now();
    const searched = policy.search('R10', { world: 'three contracts', progress: ({ seconds }) => { heard += 1; assert.ok(seconds > 0); return false; } });
    assert.equal(heard, 1);
    assert.ok(Date.now() - starts < 20_000);
    assert.equal(searched.data().rules[0].seen_through, false);
    const failing = policy.search('R10', { world: 'three contracts', progress: () => { throw new Error('the page went away'); } });
    assert.equal(failing.data().rules[0].seen_through, false);
});

test('what comes with the library', () => {
    assert.equal(forms().length, eventKinds().filter(({ code }) => forms().some(({ kind }) => kind === code)).length);
    assert.equal(formOf('person_left').fields[0].name, 'person');
    assert.ok(codeLabels().some(({ list, code }) => list === 'people::Role' && code === 'parent'));
    assert.match(lifecycle(), /^stateDiagram-v2\n/);
    for (const name of schemaNames()) assert.equal(schemaOf(name).$schema, 'https://json-schema.org/draft/2020-12/schema', name);
    assert.match(History.read(text('turnover.jsonl')).sequence(), /^sequenceDiagram\n/);
    assert.match(Policy.of('article').sequence(History.read(text('family_not_told.jsonl'))), /R04a/);
});

test('no number that crosses is beyond what a number of JavaScript holds', () => {
    const walk = (value, seen) => {
        if (typeof value === 'number') assert.ok(!Number.isInteger(value) || Number.isSafeInteger(value), seen);
        else if (value && typeof value === 'object') Object.entries(value).forEach(([key, inner]) => walk(inner, `${seen}.${key}`));
    };
    for (const form of forms()) walk(form, form.kind);
    for (const name of schemaNames()) walk(schemaOf(name), name);
});

test('claims are functions, and what decides them is the shortest history', () => {
    const policy = Policy.of(text('invented_team.pack.json'));
    const world = text('invented_world.json');
    const broken = { never: 'consent is not respected', holds: (situation) => situation.broke('T03') };
    const alone = { sometimes: 'a session is held', holds: (situation) => situation.history().entries().some(({ type }) => type === 'session_held') };
    const started = { always: 'time goes on', holds: (situation) => situation.now >= '2026-03-02' && situation.passed <= 2 };
    const [refuted, borne, open] = policy.searchClaims([broken, alone, started], { world, states: 3000 });
    assert.equal(refuted.claim, 'consent is not respected');
    assert.equal(refuted.decided_by.history.length, 11);
    assert.equal(borne.decided_by.history.at(-1).type, 'session_held');
    assert.notEqual(open.decided_by.answer, 'found');
    assert.throws(() => policy.searchClaims([{ never: 'it fails', holds: () => { throw new Error('mine'); } }], { world }), { message: 'mine' });
    assert.throws(() => policy.searchClaims([{ holds: () => true }], { world }), { code: 'argument.claim' });
    assert.throws(() => policy.searchClaims([broken], { stories: text('invented_team.stories.json') }), { code: 'argument.option' });
});

test('pictures are SVG, each of its own, and for their reader', () => {
    const history = History.read(text('boundary_moving.jsonl'));
    const policy = Policy.of(text('invented_team.pack.json'));
    const drawn = [history.timeline(), history.boundary(), history.circuit(), policy.duties(history), policy.duty(History.read(text('concurrent_contracts.jsonl')), 0)];
    for (const svg of drawn) assert.match(svg, /^<svg [^>]*[\s\S]*<title[\s\S]*<\/svg>\s*$/);
    assert.equal(new Set(drawn).size, drawn.length);
    assert.notEqual(history.boundary({ reader: 'clinician' }), history.boundary());
    assert.match(history.timeline({ wide: 800 }), /^<svg [^>]*width="800"/);
    assert.throws(() => history.timeline({ wide: 9 }), { code: 'argument.option' });
    assert.throws(() => policy.duty(history, 99), { code: 'argument.unknown' });
    assert.throws(() => policy.duty(history, 0.5), { code: 'argument.unknown' });
});
