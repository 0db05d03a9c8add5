// What the pages do better with script. Without it, everything is there and can be done.
'use strict';

// What is said of what is wrong is read first.
document.getElementById('problems')?.focus();

// What stands under a choice is shown once it is made.
for (const under of document.querySelectorAll('[data-under]')) {
    const radio = document.getElementById(under.dataset.under);
    if (!radio) continue;
    const show = () => { under.hidden = !radio.checked; };
    for (const other of document.getElementsByName(radio.name)) other.addEventListener('change', show);
    show();
}

// A form is sent once, however often its button is pressed. It comes to the same if it is sent twice.
for (const form of document.querySelectorAll('form[method=post]')) {
    form.addEventListener('submit', (event) => {
        if (form.dataset.sent) event.preventDefault();
        form.dataset.sent = 'yes';
    });
}
addEventListener('pageshow', () => { for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent; });

// The slider says its day while it moves, and shows it when it rests, without leaving the page.
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const follow = () => {
    const form = document.getElementById('slider');
    if (!form) return;
    const [slider, output] = [form.querySelector('input[type=range]'), form.querySelector('output')];
    form.querySelector('button').hidden = true;
    const said = () => {
        const day = new Date(`${form.dataset.first}T00:00:00Z`);
        day.setUTCDate(day.getUTCDate() + Number(slider.value));
        return days.format(day);
    };
    slider.addEventListener('input', () => {
        output.textContent = said();
        slider.setAttribute('aria-valuetext', said());
    });
    let asked = 0;
    slider.addEventListener('change', async () => {
        const mine = asked += 1;
        const address = new URL(form.action);
        address.search = new URLSearchParams(new FormData(form)).toString();
        const answer = await fetch(address, { headers: { accept: 'text/html' } });
        if (mine !== asked) return;
        if (!answer.ok) { location.assign(address); return; }
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        if (mine !== asked) return;
        document.getElementById('main').replaceChildren(...page.getElementById('main').childNodes);
        history.replaceState(null, '', address);
        follow();
        document.getElementById('day')?.focus();
    });
};
follow();

// News, as they are told. After a connection is lost, the browser comes back and says which it had last.
const news = document.getElementById('news');
if (news && document.body.dataset.news && 'EventSource' in window) {
    const source = new EventSource(`/news?after=${encodeURIComponent(document.body.dataset.news)}`);
    const tell = (before, to, name, after) => {
        const line = document.createElement('p');
        const link = document.createElement('a');
        link.href = to;
        link.textContent = name;
        line.append(before, link, after);
        news.prepend(line);
        while (news.childElementCount > 5) news.lastElementChild.remove();
    };
    source.addEventListener('news', ({ data }) => {
        const { cycle, address, rule, said, title } = JSON.parse(data);
        const text = title ? `${title.replace(/\.$/, '')}: this ${said} (rule ${rule}).` : `Rule ${rule} ${said}.`;
        tell('New in ', `${address}#findings`, cycle, `: ${text}`);
    });
    source.addEventListener('missed', () => tell('There may be more than is shown here. Look at what is ', '/week', 'due this week', '.'));
    addEventListener('pagehide', () => source.close());
}
