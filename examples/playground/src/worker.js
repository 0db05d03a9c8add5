// Everything that the library does, beside the page: one worker checks, and each search has its own, which is ended to cancel it.
import init, { History, Policy, eventKinds, packNames, packText, schemaOf } from 'practice-cycle';

const ready = init({ module_or_path: new URL('practice_cycle_bg.wasm', self.location.href) });
const histories = new Map();
const NARROW = 800; // Beside the editor there is little room.

// What the page can show of an error: the library's own are data already.
const told = (error) => ({ message: error.message ?? String(error), code: error.code, line: error.line, problems: error.problems });

const answers = {
    // What comes with the library.
    library: () => ({
        packs: packNames().map((name) => ({ name, text: packText(name) })),
        schema: schemaOf('pack'),
        kinds: Object.fromEntries(eventKinds().map(({ code, past_tense }) => [code, past_tense])),
    }),

    load: ({ name, text }) => {
        const history = History.read(text);
        if (history.length === 0) throw new Error('there are no entries in it');
        histories.get(name)?.free();
        histories.set(name, history);
    },

    forget: ({ name }) => {
        histories.get(name)?.free();
        histories.delete(name);
    },

    check: ({ packs, asOf }) => {
        const policy = Policy.of(packs);
        try {
            const counts = [...histories].map(([name, history]) => {
                const { summary } = policy.check(history, asOf ? { asOf } : {});
                return { name, summary };
            });
            return { pack: policy.pack, counts };
        } finally {
            policy.free();
        }
    },

    // What was found in one history, with a drawing of each duty.
    read: ({ packs, asOf, name }) => {
        const policy = Policy.of(packs);
        try {
            const options = asOf ? { asOf } : {};
            const checked = policy.check(histories.get(name), options);
            checked.findings.forEach((found, place) => { found.svg = policy.duty(histories.get(name), place, { ...options, wide: NARROW }); });
            return { ...checked, timeline: histories.get(name).timeline({ ...options, wide: NARROW }) };
        } finally {
            policy.free();
        }
    },

    // What rules can come to. Each is asked in its own world; their stories make one file.
    search: ({ packs, rules, seconds, steps }) => {
        const policy = Policy.of(packs);
        const results = [];
        let stories;
        for (const { rule, where } of rules) {
            const progress = (news) => postMessage({ progress: { ...news, done: results.length, of: rules.length } });
            progress({ rule, steps: 0, states: 0, waiting: 0, seconds: 0 });
            const searched = policy.search(rule, { ...where, steps, seconds, progress });
            const { rules: [found], without_story: without } = searched.data();
            const more = JSON.parse(searched.stories());
            stories = stories ? { ...stories, scenarios: [...stories.scenarios, ...more.scenarios] } : more;
            results.push(found ? { found, shown: shown(policy, searched, rule, found) } : { without: without[0] });
            searched.free();
        }
        return { results, stories: `${JSON.stringify(stories, null, 2)}\n` };
    },
};

// The histories that were found, drawn, and what the rule says of each.
function shown(policy, searched, rule, found) {
    return ['breaks_alone', 'breaks', 'keeps'].filter((question) => found[question].answer === 'found').map((question) => {
        const history = searched.history(rule, question);
        const { as_of: asOf } = found[question];
        const options = { asOf };
        const checked = policy.check(history, options);
        const findings = checked.findings.map(({ finding, sentence }, place) => ({ rule: finding.rule, sentence, place }))
            .filter((finding) => finding.rule === rule)
            .map(({ sentence, place }) => ({ sentence, svg: policy.duty(history, place, { ...options, wide: NARROW }) }));
        return { question, asOf, findings, svg: history.timeline(options), text: history.write() };
    });
}

self.onmessage = async ({ data: { id, ask, ...given } }) => {
    try {
        await ready;
        postMessage({ id, answer: answers[ask](given) });
    } catch (error) {
        postMessage({ id, error: told(error) });
    }
};
