// Pieces of the page, made of elements: what people wrote is text, and never markup.

/** An element with properties and children. */
export function make(name, properties = {}, ...children) {
    const { data, ...rest } = properties;
    const element = Object.assign(document.createElement(name), rest);
    Object.entries(data ?? {}).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
}

/** A drawing of the library, which is SVG without scripts; it is read as XML, so that nothing but a drawing can come of it. */
export function drawing(svg, caption) {
    const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    // References within a drawing are its own: two drawings on one page may not share them.
    const stamp = `d${drawing.count = (drawing.count ?? 0) + 1}-`;
    for (const element of [drawn, ...drawn.querySelectorAll('*')]) {
        for (const { name, value } of [...element.attributes]) {
            if (name === 'id') element.setAttribute(name, stamp + value);
            else if (name === 'aria-labelledby' || name === 'aria-describedby') element.setAttribute(name, value.split(/\s+/).map((id) => stamp + id).join(' '));
            else if (/url\(#/.test(value)) element.setAttribute(name, value.replace(/url\(#/g, `url(#${stamp}`));
            else if (/(^|:)href$/.test(name) && value.startsWith('#')) element.setAttribute(name, `#${stamp}${value.slice(1)}`);
        }
    }
    return make('figure', { tabIndex: 0, data: { role: 'group', 'aria-label': caption } }, document.importNode(drawn, true), make('figcaption', {}, caption));
}

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });

const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'short', year: 'numeric' });

/** A time by the clocks of London; the last instant of a day as its end. */
export function time(moment) {
    const at = new Date(moment);
    const said = moment.endsWith(':59.999999999Z') ? `end of ${day.format(at)}` : clock.format(at).replace(' at ', ', ');
    return make('time', { dateTime: moment }, said);
}

/** Text in which references stand between backticks. */
export const spoken = (text) => text.split('`').map((part, at) => (at % 2 ? make('code', {}, part) : part));

export const count = (number, one, more = `${one}s`) => `${number.toLocaleString('en-GB')} ${number === 1 ? one : more}`;

/** Hands a text over as a file. */
export function download(name, text, type) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = make('a', { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const WEIGHT = { error: 'Error', query: 'Query' };

/** When a duty began, was due, and was met or broken, as far as it was. */
function times({ finding: { due, duty: { since, outcome } } }) {
    const [[, came] = []] = Object.entries(Object(outcome));
    const by = came?.by && typeof came.by === 'object' ? came.by : null;
    const end = due?.at ?? came?.due ?? (typeof came?.at === 'string' ? came.at : null);
    const rows = [
        ['Began', time(since)],
        end && ['Due by', time(end)],
        due?.counted && ['Counted', `${due.counted.period} from `, time(due.counted.from)],
        came?.remedied && ['Done late', time(came.remedied.at)],
        by?.at && ['Happened', time(by.at)],
    ].filter(Boolean);
    return make('dl', { className: 'times' }, ...rows.flatMap(([term, ...said]) => [make('dt', {}, term), make('dd', {}, ...said)]));
}

/** One finding: its rule, its sentence, its times, and its duty drawn. */
export function finding(found) {
    const { finding: { rule, title, severity, verdict }, excused, sentence, excerpt, svg } = found;
    const weight = excused ? 'Excused' : verdict.undetermined ? 'Cannot be determined' : WEIGHT[severity];
    return make('article', { className: `finding ${severity}${excused ? ' excused' : ''}`, data: { 'data-rule': rule } },
        make('h4', {}, make('span', { className: 'weight' }, weight), ` ${rule}: ${title}`),
        make('p', {}, ...spoken(sentence)),
        times(found),
        svg ? drawing(svg, `${rule}: the duty through time`) : null,
        make('details', {}, make('summary', {}, 'Beside the entries'), make('pre', { tabIndex: 0, data: { role: 'region', 'aria-label': `${rule} beside the entries` } }, excerpt)));
}

const QUESTIONS = [['applies', 'It applies'], ['keeps', 'It is kept'], ['breaks', 'It is broken'], ['breaks_alone', 'It is broken, and nothing else is'], ['undetermined', 'It cannot be determined']];

function within(bound) {
    if (bound === 'stopped') return 'the time it was given';
    if (bound?.steps !== undefined) return count(bound.steps, 'act');
    return bound?.states !== undefined ? count(bound.states, 'state') : 'its bounds';
}

function can(reached) {
    if (reached.answer === 'found') return `yes, in ${count(reached.history.length, 'entry', 'entries')}`;
    if (reached.answer === 'never_in_this_world') return 'never in this world';
    return `not found within ${within(reached.not_within)}; it could be beyond`;
}

/** What a rule can come to. */
export function answers(found) {
    const rows = QUESTIONS.map(([question, said]) => make('tr', {}, make('th', { scope: 'row' }, said), make('td', {}, can(found[question]))));
    const looked = `Looked at: ${count(found.states, 'state')}${found.histories ? `, which stand for ${Number(found.histories).toLocaleString('en-GB')} possible histories` : ''}.`;
    return make('div', {}, make('table', {}, make('caption', {}, `${found.rule}: ${found.title ?? ''}`), make('tbody', {}, ...rows)), make('p', { className: 'help' }, looked));
}

/** What happens in a history, act by act. */
export function acts(entries, kinds, asOf) {
    const act = ({ type, by, occurred_at: at, data }) => {
        const about = [data?.contract ?? data?.cover?.contract, data?.person, data?.session, data?.consent].filter((it) => typeof it === 'string');
        return make('li', {}, time(at), ` ${by} ${kinds[type] ?? type}${about.length ? ` (${about.join(', ')})` : ''}`);
    };
    const last = entries.at(-1);
    const passes = last && new Date(asOf) > new Date(last.recorded_at) ? make('li', {}, 'and then nothing until ', time(asOf)) : null;
    return make('ol', { className: 'acts' }, ...entries.map(act), passes);
}
