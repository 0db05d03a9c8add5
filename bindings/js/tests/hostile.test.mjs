// Whatever is given, what is thrown is an error with a code, and never a panic: that would be a WebAssembly.RuntimeError, after which
// nothing works.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const { History, Policy, formOf, packText, schemaOf } = await import(pathToFileURL(`${process.env.PACKAGE}/node.js`));
const data = new URL('../../../examples/data/', import.meta.url);
const text = (name) => readFileSync(new URL(name, data), 'utf8');

const circular = {};
circular.itself = circular;
const hostile = [
    undefined, null, true, 0, -0, NaN, Infinity, 2 ** 53 + 2, 10n ** 30n, '', ' ', '\0', '\ud800', '\u202e', 'x'.repeat(1 << 21), '💥'.repeat(1000), '{', '[]', '{}', 'null', '1e999', '"\\ud800"',
    '['.repeat(100_000), '{"a":'.repeat(100_000), '{"type":"cycle_opened","data":{"format":99999999999999999999}}', Symbol('s'), () => 1, [], [[]], {}, circular, new Date(NaN), new Map(), new Proxy({}, { get() { throw new TypeError('no'); } }),
    Object.create(null), { toJSON() { throw new RangeError('no'); } }, { toJSON: () => undefined }, { asOf: 'yesterday' }, { asOf: 1 }, { unknown: 1 }, { reader: '' }, { reader: 'x'.repeat(5000) }, { asOf: '0001-01-01' }, { asOf: '9999-12-31' }, new Uint8Array(9),
    { world: '{}' }, { stories: '[]' }, { world: 'one contract', steps: -1 }, { world: 'one contract', states: 1e300 }, { world: 'one contract', seconds: NaN, steps: 1 }, { world: 'one contract', progress: 1 }, { world: 'one contract', stories: '{}' },
];

/** Runs it, and takes whatever is thrown but a panic. Every error of ours has a code. */
function survives(what, run) {
    try {
        run();
    } catch (error) {
        assert.ok(!(error instanceof WebAssembly.RuntimeError), `${what}: ${error?.stack}`);
        assert.ok(error instanceof Error, what);
        if (error.name === 'PracticeCycleError') assert.match(error.code, /^[a-z_]+(\.[a-z_]+)?$/, what);
        // What JavaScript itself says of a value that has no JSON goes through.
        else assert.ok(error instanceof TypeError || error instanceof RangeError, `${what}: ${error}`);
    }
}

test('no argument makes it panic', () => {
    const history = History.read(text('turnover.jsonl'));
    const policy = Policy.of('article');
    const before = history.write();
    for (const [nth, value] of hostile.entries()) {
        const say = (call) => `${call} of value ${nth}`;
        survives(say('read'), () => History.read(value));
        for (const call of ['record', 'decide']) {
            survives(say(call), () => history[call](value));
            survives(say(`${call} now`), () => history[call]({ type: 'person_left', by: 'clinician', occurred_at: '2026-01-01T00:00:00Z', data: { person: 'x' } }, value ?? ''));
        }
        for (const call of ['overview', 'overviewText', 'sequence', 'timeline', 'boundary', 'circuit']) survives(say(call), () => history[call](value));
        for (const place of [0, 1, 2]) {
            const given = ['clinician', 'c-1', '2026-06-01'];
            given[place] = value;
            survives(say('possible'), () => history.possible(...given));
        }
        survives(say('possibleFor'), () => history.possibleFor(value, '2026-06-01'));
        survives(say('possibleFor at'), () => history.possibleFor('clinician', value));
        survives(say('Policy.of'), () => Policy.of(value));
        survives(say('Policy.of list'), () => Policy.of([value, 'article']));
        survives(say('check'), () => policy.check(history, value));
        survives(say('explain'), () => policy.explain(history, value));
        survives(say('judge'), () => policy.judge(history, value));
        survives(say('stories'), () => policy.stories(value));
        survives(say('sequence'), () => policy.sequence(history, value));
        survives(say('duty'), () => policy.duty(history, 0, value));
        survives(say('duties'), () => policy.duties(history, value));
        survives(say('duty at'), () => policy.duty(history, value));
        survives(say('search'), () => policy.search(value, { world: 'one contract', steps: 2 }));
        survives(say('search in'), () => policy.search('R01a', value));
        survives(say('search in a world'), () => policy.search('R01a', { world: value, steps: 2, states: 100 }));
        survives(say('claims'), () => policy.searchClaims(value, { world: 'one contract', steps: 1 }));
        survives(say('a claim'), () => policy.searchClaims([value], { world: 'one contract', steps: 1 }));
        survives(say('search in stories'), () => policy.search('R01a', { stories: value, steps: 2, states: 100 }));
        for (const call of [formOf, packText, schemaOf]) survives(say(call.name), () => call(value));
    }
    assert.equal(history.write(), before);
    assert.equal(History.read(text('turnover.jsonl')).length, history.length, 'it still works');
});

test('what is spoiled anywhere is refused, and nothing panics', () => {
    const whole = text('concurrent_contracts.jsonl');
    // Every hundredth byte is cut off, dropped or replaced, the same each time.
    for (let at = 1; at < whole.length; at += 101) {
        survives(`cut at ${at}`, () => History.read(whole.slice(0, at)));
        survives(`dropped at ${at}`, () => History.read(whole.slice(0, at) + whole.slice(at + 1)));
        survives(`replaced at ${at}`, () => History.read(`${whole.slice(0, at)}9${whole.slice(at + 1)}`));
    }
    const pack = text('invented_clinic.pack.json');
    for (let at = 1; at < pack.length; at += 101) {
        survives(`pack replaced at ${at}`, () => Policy.of(`${pack.slice(0, at)}0${pack.slice(at + 1)}`));
        survives(`pack cut at ${at}`, () => Policy.of(pack.slice(0, at) + pack.slice(at + 5)));
    }
    assert.equal(History.read(whole).write(), whole, 'it still works');
});

test('lists and objects within one another stop at a depth, on the small stack of WebAssembly', () => {
    for (const depth of [100, 127, 128, 129, 10_000, 1_000_000]) {
        survives(`${depth} lists`, () => History.read(`{"number":1,"type":"cycle_opened","data":${'['.repeat(depth)}`));
        survives(`${depth} conditions`, () => Policy.of(`{"pack":"p","version":"1","title":"t","rules":[{"id":"X","if":${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}}]}`));
    }
    assert.throws(() => History.read(`{"number":1,"type":"cycle_opened","data":${'['.repeat(1000)}`), { code: 'reading.too_deep' });
});

test('an object that was freed says so', () => {
    const history = new History();
    history.free();
    assert.throws(() => history.entries(), Error);
    assert.equal(new History().length, 0, 'it still works');
});

test('whoever hears of a search may use what is searched', () => {
    const policy = Policy.of('article');
    const history = History.read(text('turnover.jsonl'));
    let heard = 0;
    policy.search('R01a', { world: 'three contracts', seconds: 1, progress: () => { heard += 1; policy.check(history); } });
    assert.ok(heard > 0);
});

test('a panic would be seen', () => {
    assert.throws(() => survives('a panic', () => { throw new WebAssembly.RuntimeError('unreachable'); }), { code: 'ERR_ASSERTION' });
});
