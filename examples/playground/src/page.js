// The page: what is written in the editor is checked in a worker, a moment after each change.
import { start } from './ask.js';
import { editor } from './editor.js';
import { acts, answers, count, download, drawing, finding, make, spoken } from './show.js';

const $ = (id) => document.getElementById(id);
const checker = start();
const files = new Map(); // Stories and worlds of the page, once they were fetched.
const others = new Map(); // Packs of their own, by file.
let examples, library, write;
let policy; // The rules as they were when the pack last loaded.
let chosen; // The history that is read.
let before; // How many findings there were with the pack as it was opened.
let starting = true;
let world; // Of their own: its name and its text.

const fetched = async (name) => {
    if (!files.has(name)) {
        const answer = await fetch(new URL(name, import.meta.url));
        if (!answer.ok) throw new Error(`${name} cannot be fetched`);
        files.set(name, await answer.text());
    }
    return files.get(name);
};
const packs = () => [write.text(), ...others.values()];
const asOf = () => $('as-of').value || undefined;
const options = (all) => all.map(([value, said]) => make('option', { value }, said));
const say = (text) => { if ($('status').textContent !== text) $('status').textContent = text; };

// A pack that cannot be read yet keeps what was last found, and says so.
function show(problems) {
    const marked = write.mark(problems);
    const one = ({ pack, path, message, meant, line, go, use }) => make('li', {},
        make('button', { type: 'button', onclick: go }, `Line ${line}`), `: ${path ? `${path}: ` : ''}${message}`,
        meant ? `; did you mean ${meant}?` : '', use ? ' ' : '', use ? make('button', { type: 'button', onclick: use }, `Use ${meant}`) : '', pack && others.size ? ` (in ${pack})` : '');
    $('problems').replaceChildren(marked.length === 0 ? make('p', { className: 'good' }, 'The pack is in order.') : make('ul', {}, ...marked.map(one)));
}

function counts({ pack, counts: all }) {
    const total = ({ errors, queries, undetermined }) => errors + queries + undetermined;
    before ??= new Map(all.map(({ name, summary }) => [name, total(summary)]));
    const row = ({ name, summary }) => {
        const was = before.get(name);
        const changed = was !== undefined && was !== total(summary) ? make('span', { className: 'was' }, ` (${count(total(summary), 'finding')}, was ${was})`) : null;
        const own = examples.histories.every((example) => example.name !== name);
        const choose = make('button', { type: 'button', onclick: () => read(name), data: { 'aria-pressed': String(name === chosen) } }, titled(name));
        const forget = own ? make('button', { type: 'button', onclick: () => forgotten(name), data: { 'aria-label': `Remove ${name}` } }, 'remove') : null;
        const cells = [summary.errors, summary.queries, summary.undetermined, summary.excused, summary.open].map((number) => make('td', {}, String(number)));
        return make('tr', { className: name === chosen ? 'chosen' : '', data: { 'data-history': name } }, make('th', { scope: 'row' }, choose, changed, own ? make('span', { className: 'was' }, ' your file ', forget) : null), ...cells);
    };
    const focused = document.activeElement?.closest?.('tr')?.dataset.history;
    $('histories').tBodies[0].replaceChildren(...all.map(row));
    if (focused) document.querySelector(`tr[data-history="${CSS.escape(focused)}"] button`)?.focus();
    const found = all.reduce((sum, { summary }) => sum + total(summary), 0);
    const was = [...before].filter(([name]) => all.some((one) => one.name === name)).reduce((sum, [, number]) => sum + number, 0);
    const known = all.filter(({ name }) => before.has(name)).reduce((sum, { summary }) => sum + total(summary), 0);
    const change = known === was ? '' : `: ${count(Math.abs(known - was), known > was ? 'more' : 'fewer', known > was ? 'more' : 'fewer')} than with the pack as it was opened`;
    say(`${pack.title}: ${count(found, 'finding')} in ${count(all.length, 'history', 'histories')}${change}.`);
}

const titled = (name) => examples.histories.find((history) => history.name === name)?.title ?? name;

function rules(pack) {
    const said = pack.rules.map(({ id, title }) => [id, `${id}: ${title}`]);
    for (const [select, first] of [[$('go-to'), [['', 'Choose a rule']]], [$('rule'), [['', 'Every rule']]]]) {
        const { value } = select;
        select.replaceChildren(...options([...first, ...said]));
        select.value = [...select.options].some((option) => option.value === value) ? value : '';
    }
}

// The history in which most was found is read first.
const worst = (all) => [...all].sort((one, other) => other.summary.errors - one.summary.errors || other.summary.queries - one.summary.queries)[0]?.name;

let running = false, again = false;
async function check() {
    if (running) {
        again = true;
        return;
    }
    running = true;
    document.body.dataset.state = 'changed';
    try {
        const answer = await checker.ask('check', { packs: packs(), asOf: asOf() });
        policy = answer.pack;
        show([]);
        rules(policy);
        chosen ??= worst(answer.counts);
        counts(answer);
        await reading();
    } catch (error) {
        show(error.problems ?? [{ path: '', message: error.message }]);
        say(policy ? `The pack cannot be read: ${count(error.problems?.length ?? 1, 'problem')}. Below is what was found before.` : 'The pack cannot be read.');
    }
    running = false;
    if (again) {
        again = false;
        await check();
    }
    document.body.dataset.state = 'ready';
}

async function reading() {
    if (!chosen) {
        $('found').replaceChildren();
        return;
    }
    const wanted = chosen;
    const checked = await checker.ask('read', { packs: packs(), asOf: asOf(), name: wanted });
    if (wanted !== chosen) return; // Another was chosen meanwhile.
    const about = examples.histories.find(({ name }) => name === chosen)?.about;
    const found = checked.findings.length === 0 ? [make('p', { className: 'good' }, 'Nothing was found here.')] : checked.findings.map(finding);
    const timeline = make('details', {}, make('summary', {}, 'The whole history, drawn'), drawing(checked.timeline, `${titled(chosen)}: who was there, contracts and sessions through time`));
    const had = $('found').contains(document.activeElement);
    $('found').replaceChildren(make('h3', { id: 'read', tabIndex: -1 }, titled(chosen)), about ? make('p', {}, about) : '', make('p', { className: 'help' }, `${checked.seen} ${checked.summary_text}.`), ...found,
        ...checked.notes.map((note) => make('p', { className: 'help' }, note)), timeline);
    if (had) $('read').focus({ preventScroll: true });
}

async function read(name) {
    chosen = name;
    for (const row of $('histories').tBodies[0].rows) {
        row.className = row.dataset.history === name ? 'chosen' : '';
        row.querySelector('button').setAttribute('aria-pressed', String(row.dataset.history === name));
    }
    await reading();
    $('read')?.focus();
}

async function forgotten(name) {
    await checker.ask('forget', { name });
    if (chosen === name) chosen = undefined;
    await check();
}

async function opened(list) {
    const wrong = [];
    for (const file of list) {
        try {
            const name = examples.histories.some((history) => history.name === file.name) ? `${file.name} (yours)` : file.name;
            await checker.ask('load', { name, text: await file.text() });
            chosen = name;
        } catch (error) {
            wrong.push(make('p', { className: 'problem' }, `${file.name} does not load: ${error.message}`));
        }
    }
    $('own-problems').replaceChildren(...wrong);
    await check();
    if (wrong.length < list.length) $('read')?.focus();
}

let timer;
function changed() {
    document.body.dataset.state = 'changed';
    clearTimeout(timer);
    timer = setTimeout(check, 300);
}

async function opens(text) {
    [before, chosen] = [undefined, undefined];
    write.write(text);
    clearTimeout(timer);
    await check();
}

// Where a rule is searched: the stories of the pack that it stands in, unless a world is chosen.
async function place(rule) {
    const choice = $('world').value;
    if (choice === 'own') return world;
    if (choice.startsWith('file:')) return { world: await fetched(choice.slice(5)) };
    if (choice !== 'stories') return { world: choice };
    const of = policy.rules.find(({ id }) => id === rule).pack;
    const stories = examples.stories[of];
    return stories ? { stories: await fetched(stories) } : undefined;
}

let searcher;
async function search() {
    const wanted = $('rule').value ? [$('rule').value] : policy.rules.map(({ id }) => id);
    const placed = [];
    for (const rule of wanted) placed.push({ rule, where: await place(rule) });
    const asked = placed.filter(({ where }) => where);
    const without = placed.filter(({ where }) => !where).map(({ rule }) => rule);
    const nowhere = (ids) => make('p', { className: 'problem' }, `No story speaks of ${ids.join(', ')}, so there is no world to look in: choose another world above.`);
    $('answer').replaceChildren();
    if (asked.length === 0) return $('answer').replaceChildren(nowhere(without));
    searcher = start(({ rule, states, steps, done, of, seconds }) => {
        $('progress').textContent = `Searching ${rule}${of > 1 ? ` (${done + 1} of ${of})` : ''}: histories of ${count(steps, 'act')}, ${count(states, 'state')}, ${count(Math.round(seconds), 'second')}.`;
    });
    $('go').disabled = true;
    $('cancel').disabled = false;
    $('progress').textContent = 'The search begins.';
    try {
        const name = policy.name;
        const { results, stories } = await searcher.ask('search', { packs: packs(), rules: asked, seconds: Number($('seconds').value), steps: Number($('steps').value) });
        $('progress').textContent = `The search is over: ${count(results.filter(({ found }) => found).length, 'rule')} looked at.`;
        const told = results.filter(({ found }) => found).map(one);
        const unspoken = [...without, ...results.map((result) => result.without).filter(Boolean)];
        const save = make('button', { type: 'button', id: 'download-stories', onclick: () => download(`${name}.found.stories.json`, stories, 'application/json') }, 'Download what was found as stories');
        $('answer').replaceChildren(...told, unspoken.length ? nowhere(unspoken) : '', told.length ? make('p', {}, save) : '');
    } catch (error) {
        $('progress').textContent = error.message === 'cancelled' ? 'The search was cancelled.' : `The search could not be made: ${error.message}`;
    }
    searcher.end();
    searcher = undefined;
    $('go').disabled = false;
    $('cancel').disabled = true;
}

const SHOWN = { breaks_alone: 'The shortest history that breaks it and nothing else', breaks: 'The shortest history that breaks it', keeps: 'The shortest history that keeps it' };

function one({ found, shown }) {
    const histories = shown.filter(({ question }) => question !== 'breaks' || !shown.some((other) => other.question === 'breaks_alone')).map(({ question, asOf: at, findings, svg, text }, nth) => make('details', { open: nth === 0 },
        make('summary', {}, SHOWN[question]),
        ...(question === 'keeps' ? [] : findings.flatMap(({ sentence, svg: duty }) => [make('p', {}, ...spoken(sentence)), drawing(duty, `${found.rule}: the duty through time`)])),
        drawing(svg, SHOWN[question]),
        acts(found[question].history, library.kinds, at),
        make('button', { type: 'button', onclick: () => download(`${found.rule}.${question}.jsonl`, text, 'application/x-ndjson') }, 'Download this history')));
    return make('section', { data: { 'aria-label': `What ${found.rule} can come to`, 'data-searched': found.rule } }, answers(found), ...histories);
}

async function begin() {
    [examples, library] = await Promise.all([fetched('examples.json').then(JSON.parse), checker.ask('library')]);
    write = editor($('editor'), library.schema, () => starting || changed());
    const shipped = library.packs.map(({ name }) => [`shipped:${name}`, `${name} (comes with the library)`]);
    $('start').replaceChildren(...options([...examples.packs.map(({ file, title }) => [file, title]), ...shipped]));
    $('world').replaceChildren(...options([['stories', 'What may happen in the stories of the pack'], ['one contract', 'One contract, any step'], ['two contracts', 'Two contracts, any step'], ['turnover', 'Two workers, who may leave'],
        ...examples.worlds.map(({ file, title }) => [`file:${file}`, title]), ['own', 'A world or stories of your own']]));
    for (const { name, file } of examples.histories) await checker.ask('load', { name, text: await fetched(file) });
    await opens(await fetched(examples.packs[0].file));
    starting = false;
}

$('start').onchange = async ({ target: { value } }) => opens(value.startsWith('shipped:') ? library.packs.find(({ name }) => `shipped:${name}` === value).text : await fetched(value));
$('go-to').onchange = ({ target }) => {
    if (target.value && !write.find(target.value)) say(`${target.value} stands in a pack that this one builds on, ${policy.rules.find(({ id }) => id === target.value)?.pack}.`);
    target.value = '';
};
$('download-pack').onclick = () => download(`${policy?.name ?? 'pack'}.pack.json`, write.text(), 'application/json');
$('open-pack').onchange = async ({ target: { files: [file] } }) => file && opens(await file.text());
$('open-others').onchange = async ({ target }) => {
    for (const file of target.files) others.set(file.name, await file.text());
    $('other-packs').replaceChildren(...[...others.keys()].map((name) => make('li', {}, name)));
    await check();
};
$('open-histories').onchange = ({ target }) => opened([...target.files]);
$('as-of').onchange = () => { before = undefined; return check(); };
$('open-world').onchange = async ({ target: { files: [file] } }) => {
    if (!file) return;
    const text = await file.text();
    // Stories have a list of scenarios, and a world has none.
    world = /"scenarios"\s*:/.test(text) ? { stories: text } : { world: text };
    $('world').value = 'own';
};
$('ask').onsubmit = (event) => {
    event.preventDefault();
    if (policy && !searcher) search();
};
$('cancel').onclick = () => searcher?.end();
const part = $('findings');
part.ondragover = (event) => { event.preventDefault(); part.classList.add('over'); };
part.ondragleave = () => part.classList.remove('over');
part.ondrop = (event) => {
    event.preventDefault();
    part.classList.remove('over');
    opened([...event.dataTransfer.files]);
};

begin().catch((error) => say(`The page cannot start: ${error.message}`));
