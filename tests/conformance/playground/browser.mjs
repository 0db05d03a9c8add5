// `node browser.mjs PAGE DATA DOWNLOADS [SCREENSHOTS]`: the page in PAGE, used with the examples in DATA.
import assert from 'node:assert/strict';
import { createReadStream, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const [root, data, downloads, screenshots] = process.argv.slice(2);
mkdirSync(downloads, { recursive: true });
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.jsonl': 'text/plain', '.wasm': 'application/wasm' };
const server = createServer(({ url }, response) => {
    const file = join(root, normalize(new URL(url, 'http://page').pathname).replace(/\/$/, '/index.html'));
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    return createReadStream(file).pipe(response);
}).listen(0, '127.0.0.1');
await new Promise((done) => server.once('listening', done));
const origin = `http://127.0.0.1:${server.address().port}`;
let elsewhere = 0;
const other = createServer((request, response) => { elsewhere += 1; response.end(); }).listen(0, '127.0.0.1');
await new Promise((done) => other.once('listening', done));

const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, acceptDownloads: true });
const page = await context.newPage();
const requests = [];
const wrong = [];
context.on('request', (request) => requests.push(request.url()));
page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
page.on('pageerror', (error) => wrong.push(error.stack));

const step = async (said, run) => {
    const starts = Date.now();
    await run().catch((error) => { throw new Error(`${said}; the page said: ${wrong.join('\n')}`, { cause: error }); });
    console.log(`${said}: ${((Date.now() - starts) / 1000).toFixed(1)} s`);
};
const settled = () => page.waitForSelector('body[data-state=ready]', { timeout: 60_000 });
const status = () => page.locator('#status').textContent();
const findings = async () => Number(/: (\d+) finding/.exec(await status())[1]);
const shot = (name) => screenshots && page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
const accessible = async (where) => {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
    assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`), [], where);
};
const saved = async (press, name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    await download.saveAs(join(downloads, name));
    return readFileSync(join(downloads, name), 'utf8');
};
/** Writes in a line of the editor that holds a text, in place of it. */
const rewrite = async (text, instead) => {
    const line = page.locator('.cm-line', { hasText: text }).first();
    await line.scrollIntoViewIfNeeded();
    await line.click();
    await page.keyboard.press('End');
    const after = (await line.textContent()).split(text).at(-1).length;
    for (let at = 0; at < after; at += 1) await page.keyboard.press('ArrowLeft');
    for (let at = 0; at < text.length; at += 1) await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.insertText(instead);
    await settled();
};

let before;
await step('the page opens', async () => {
    await page.goto(`${origin}/`);
    await settled();
    before = await findings();
    assert.ok(before > 0, await status());
    assert.ok(await page.locator('#histories tbody tr').count() > 10);
    assert.ok(await page.locator('#found .finding svg').count() > 0, 'duties are drawn');
    assert.equal(await page.locator('#problems .good').count(), 1);
    await accessible('as it opens');
    await shot('desktop');
});

await step('a rule is edited, and what it finds changes', async () => {
    await rewrite('2 working days', '1 hour');
    assert.ok(await findings() > before, `${before}, and then: ${await status()}`);
    assert.match(await status(), /more than with the pack as it was opened/);
});

await step('what is wrong is named with its line, and put right', async () => {
    await rewrite('"contract_invited"}', '"contract_invted"}');
    const problem = page.locator('#problems li');
    assert.match(await problem.textContent(), /^Line \d+: rules\[0\].*did you mean contract_invited\?/);
    assert.match(await status(), /cannot be read: 1 problem/);
    await accessible('with a problem');
    await shot('problem');
    await problem.getByRole('button', { name: 'Use contract_invited' }).click();
    await settled();
    await page.waitForSelector('#problems .good');
});

await step('the editor offers what can stand there, and can be left by the keyboard', async () => {
    await rewrite('"severity": "query"', '"severity": ""');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Control+Space');
    const offered = page.locator('.cm-tooltip-autocomplete li');
    await offered.first().waitFor();
    assert.deepEqual((await offered.allTextContents()).map((text) => /"\w+"/.exec(text)[0]).sort(), ['"error"', '"query"']);
    await offered.filter({ hasText: 'query' }).click();
    await settled();
    await page.waitForSelector('#problems .good');
    await page.keyboard.press('Tab');
    assert.notEqual(await page.evaluate(() => document.activeElement.closest('#editor')), true);
    assert.equal(await page.evaluate(() => document.activeElement.closest('#editor') === null), true);
});

await step('a history of their own is read, and one that does not load is named with its line', async () => {
    const whole = readFileSync(join(data, 'turnover.jsonl'), 'utf8').replaceAll('"turnover', '"own');
    const spoiled = whole.split('\n').map((line, at) => (at === 4 ? line.slice(0, -3) : line)).join('\n');
    const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await page.locator('#open-histories').setInputFiles([file('mine.jsonl', whole), file('spoiled.jsonl', spoiled)]);
    await page.waitForSelector('tr[data-history="mine.jsonl"].chosen');
    assert.match(await page.locator('#own-problems').textContent(), /^spoiled\.jsonl does not load: line 5: /);
    await page.locator('#read', { hasText: 'mine.jsonl' }).waitFor();
    await page.locator('#as-of').fill('2027-06-01');
    await settled();
});

await step('an example is chosen by the keyboard', async () => {
    await page.locator('tr[data-history="concurrent_contracts.jsonl"] button').focus();
    await page.keyboard.press('Enter');
    await page.locator('#read', { hasText: 'Concurrent contracts' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'read');
    assert.match(await page.locator('.finding[data-rule=T03]').textContent(), /T03 is broken/);
});

await step('a search can be cancelled, and the page answers meanwhile', async () => {
    await page.locator('#rule').selectOption('T04');
    await page.locator('#world').selectOption('two contracts');
    await page.locator('#steps').fill('30');
    await page.locator('#seconds').fill('600');
    await page.locator('#go').click();
    await page.locator('#progress', { hasText: 'Searching T04' }).waitFor();
    await page.locator('#cancel').click();
    assert.equal(await page.locator('#progress').textContent(), 'The search was cancelled.');
});

await step('a rule is searched for, drawn, and its stories are made', async () => {
    await page.locator('#rule').selectOption('T03');
    await page.locator('#world').selectOption('file:examples/invented_world.json');
    await page.locator('#steps').fill('12');
    await page.locator('#go').click();
    await page.locator('[data-searched=T03]').waitFor({ timeout: 120_000 });
    assert.match(await page.locator('[data-searched=T03] table').textContent(), /It is broken, and nothing else isyes, in 11 entries/);
    assert.ok(await page.locator('[data-searched=T03] svg').count() >= 2);
    await accessible('with an answer');
    await shot('answer');
    await saved(() => page.locator('#download-stories').click(), 'stories.json');
    await saved(() => page.locator('[data-searched=T03] button').first().click(), 'history.jsonl');
    const pack = await saved(() => page.locator('#download-pack').click(), 'pack.json');
    assert.match(pack, /"answer_within": "1 hour"/);
});

await step('every rule is searched in the stories of the pack', async () => {
    await page.locator('#rule').selectOption('');
    await page.locator('#world').selectOption('stories');
    await page.locator('#steps').fill('8');
    await page.locator('#seconds').fill('3');
    await page.locator('#go').click();
    await page.locator('#progress', { hasText: 'The search is over: 7 rules' }).waitFor({ timeout: 120_000 });
});

await step('it fits a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= room, `${wide} pixels in ${room}`);
    await accessible('on a phone');
    await page.evaluate(() => scrollTo(0, 0));
    await shot('phone');
});

await step('nothing left the page', async () => {
    assert.deepEqual(wrong, []);
    assert.ok(requests.length > 10);
    const away = requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:') && !url.startsWith(`blob:${origin}/`));
    assert.deepEqual(away, []);
    // And it could not: the page itself forbids it.
    const refused = await page.evaluate((url) => fetch(url, { mode: 'no-cors' }).then(() => 'fetched', (error) => error.name), `http://127.0.0.1:${other.address().port}/`);
    assert.deepEqual([refused, elsewhere], ['TypeError', 0]);
});

await browser.close();
server.close();
other.close();
