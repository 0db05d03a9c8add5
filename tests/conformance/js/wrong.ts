// What the compiler has to refuse, line by line.
import { History, Policy, type Act } from 'practice-cycle';

// @ts-expect-error: the text is a string.
History.read(7);
// @ts-expect-error: there is no such option.
new History().overview({ when: '2026-12-01' });
// @ts-expect-error: there is no such kind of event.
const act: Act = { type: 'person_let', by: 'p-1', occurred_at: '2026-12-01T09:00:00Z', recorded_at: '2026-12-01T09:00:00Z', data: { person: 'p-1' } };
// @ts-expect-error: where to search has to be said.
Policy.of('article').search('R01a');
export { act };
