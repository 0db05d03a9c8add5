// An invented case from invitation to noticed change, by people in browsers of their own, through the pages alone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { accessible, act, begin, fill, fits, launch, missing, person, record, shot } from './browser.mjs';
import { start } from './service.mjs';

const CYCLE = 'invented-e2e';
const HERE = `/cycles/${CYCLE}`;
let service, browser, clinician, worker, manager, parent;

const days = (number) => new Date(Date.now() + number * 86_400_000).toISOString().slice(0, 10);
const open = async (who, path = HERE) => {
    await who.page.goto(`${who.origin}${path}`);
    await who.page.locator('h1').waitFor();
};

const skip = missing;
before(async () => {
    if (skip) return;
    service = await start();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    if (!service) return;
    const { status, milliseconds } = await service.stop();
    assert.equal(status, 0, service.log.join('\n'));
    assert.ok(milliseconds < 8_000, `it took ${milliseconds} ms to end`);
});

test('somebody who is not signed in picks themself, and nothing else is shown', { skip }, async () => {
    const page = await browser.newPage();
    const answer = await page.goto(`${service.origin}${HERE}`);
    assert.equal(answer.status(), 401);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await accessible({ page }, 'sign-in');
    await shot({ page }, 'sign-in');
    await page.close();
});

test('a clinician opens a cycle, and notes who is in it', { skip }, async () => {
    clinician = await person(browser, service.origin, 'clinician');
    const { page } = clinician;
    await accessible(clinician, 'all cycles');
    await shot(clinician, 'cycles');
    await page.getByRole('link', { name: 'Open a cycle' }).click();
    await accessible(clinician, 'opening');
    await fill(clinician, { 'data.cycle': CYCLE, 'data.clinician': 'clinician', 'data.team': 'invented-team' });
    assert.equal(await record(clinician), 1);
    for (const [one, role] of [['worker-a', 'social_worker'], ['manager', 'manager'], ['parent-1', 'parent']]) {
        await act(clinician, 'person_entered', { 'data.person': one, 'data.role': role });
    }
    await act(clinician, 'occasion_of_joining', { 'data.place': 'everyday', 'data.with': ['worker-a'], 'data.qualities': ['openness'] });
    for (const one of ['worker-a', 'manager', 'parent-1']) service.run('access', 'grant', one, 'read', '--cycle', CYCLE);
    for (const one of ['worker-a', 'manager']) service.run('access', 'grant', one, 'act', '--cycle', CYCLE);
    service.run('access', 'grant', 'worker-a', 'record', '--cycle', CYCLE);
});

test('a worker, in a browser of their own, invites; what is missing is said beside its field', { skip }, async () => {
    worker = await person(browser, service.origin, 'worker-a');
    const { page } = worker;
    await page.getByRole('link', { name: CYCLE }).click();
    await begin(worker, 'contract_invited');
    await fill(worker, { 'data.words': 'Invented: <script>alert(1)</script> think with us.' });
    await page.locator('button.main').click();
    const problem = page.locator('#problems a', { hasText: 'Space has to be chosen' });
    await problem.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'problems', 'what is wrong is read first');
    assert.equal(await page.locator('[name="data.words"]').inputValue(), 'Invented: <script>alert(1)</script> think with us.');
    await accessible(worker, 'a form with a problem');
    await shot(worker, 'form-with-a-problem');
    await problem.click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'data.space');
    await fill(worker, { 'data.contract': 'contract-1', 'data.space': 'joint_session', 'data.stream': 'direct' });
    await record(worker);
    await page.locator('#contracts .tag', { hasText: 'invited' }).waitFor();
    assert.match(await page.locator('#history').textContent(), /<script>alert\(1\)<\/script> think with us/);
});

test('the clinician accepts, both agree, and the work begins', { skip }, async () => {
    await open(clinician);
    await act(clinician, 'invitation_accepted', {}, 'contract-1');
    await open(worker);
    await begin(worker, 'terms_proposed', 'contract-1');
    await accessible(worker, 'the form of the terms');
    await shot(worker, 'form-of-terms');
    await fill(worker, {
        'data.terms.focus.code': 'engage_parent', 'data.terms.goal': 'Invented: both parents at the table.', 'data.terms.lead': 'clinician',
        'data.terms.roles.notes': 'social_worker', 'data.terms.roles.statutory_process': 'social_worker', 'data.terms.roles.context': 'shared',
        'data.terms.roles.asking': 'clinician', 'data.terms.roles.reflecting': 'clinician', 'data.terms.roles.safeguarding': 'social_worker',
        'data.terms.safeguarding': 'known', 'data.terms.safeguarding.known': 'Invented: missed appointments.',
        'data.terms.duration': 'until', 'data.terms.duration.until.ends': days(60), 'data.terms.duration.until.review_by': days(30),
        'data.terms.family_understanding': 'Invented: each says what their part is.',
    });
    await record(worker);
    await begin(worker, 'terms_accepted', 'contract-1');
    await fill(worker, { 'data.version': 7 });
    await worker.page.locator('button.main').click();
    const refused = worker.page.locator('#problems li');
    await refused.waitFor();
    assert.match(await refused.textContent(), /version 1 is current/i);
    assert.equal(await worker.page.locator('[name="data.version"]').inputValue(), '7', 'what was typed is kept');
    await fill(worker, { 'data.version': 1 });
    await record(worker);
    await open(clinician);
    await act(clinician, 'terms_accepted', { 'data.version': 1 }, 'contract-1');
    await act(clinician, 'contract_begun', {}, 'contract-1');
    await clinician.page.locator('#contracts .tag', { hasText: 'active' }).waitFor();
});

test('a concern is news in the other browser, and not for the family', { skip }, async () => {
    parent = await person(browser, service.origin, 'parent-1');
    await open(parent);
    await open(worker);
    await open(clinician);
    await act(clinician, 'concern_raised', { 'data.concern': 'concern-e2e', 'data.what': 'concern', 'data.words': 'Invented: a bruise.' });
    const heard = worker.page.locator('#news p', { hasText: CYCLE });
    await heard.first().waitFor();
    assert.match(await heard.first().textContent(), /this is due \(rule R26\)/);
    await accessible(worker, 'with news');
    await shot(worker, 'news', false);
    await act(clinician, 'concern_passed_on', { 'data.to': 'manager' }, 'concern-e2e');
    await worker.page.locator('#news p', { hasText: 'is settled (rule R26)' }).waitFor();
    // What the family could have heard was told before that.
    assert.equal(await parent.page.locator('#news p').count(), 0);
    await open(parent);
    const all = await parent.page.content();
    assert.doesNotMatch(all, /concern-e2e|bruise/i);
    assert.match(await parent.page.locator('#record').textContent(), /record nothing/);
    await open(worker);
    assert.match(await worker.page.content(), /concern-e2e/);
});

test('work is done, and a change is noticed', { skip }, async () => {
    await open(clinician);
    const number = await act(clinician, 'intervention_begun', {
        'data.intervention': 'intervention-1', 'data.cover': 'contract', 'data.cover.contract': 'contract-1', 'data.stream': 'direct',
        'data.form': 'joint_work', 'data.purpose': 'practice',
    });
    assert.ok(number > 10);
    await act(clinician, 'session_held', {
        'data.session': 'session-1', 'data.intervention': 'intervention-1', 'data.cover': 'contract', 'data.cover.contract': 'contract-1',
        'data.space': 'joint_session', 'data.present': ['clinician', 'worker-a', 'parent-1'],
    });
    await open(worker);
    await act(worker, 'change_noticed', {
        'data.what': 'relationship', 'data.words': 'Invented: they listened to one another.', 'data.contract': 'contract-1', 'data.session': 'session-1',
    });
    const { page } = worker;
    assert.match(await page.locator('#history .entries > li').first().textContent(), /change/i);
    assert.match(await page.locator('#turns').textContent(), /1 of 1 invitation led to an agreement/);
    assert.match(await page.locator('#findings').textContent(), /What to do: Do it now|Due/);
    await accessible(worker, 'the page of a cycle');
    for (const picture of await page.locator('figure img').all()) {
        await picture.scrollIntoViewIfNeeded();
        await picture.evaluate((image) => image.decode());
        assert.ok(await picture.evaluate((image) => image.naturalWidth >= 800));
    }
    await shot(worker, 'cycle');
});

test('what was taken back stays visible', { skip }, async () => {
    await open(worker);
    const first = await worker.page.locator('#history .entries > li').first().getAttribute('id');
    const number = first.replace('entry-', '');
    await begin(worker, 'entered_in_error');
    await fill(worker, { 'data.entries': [number], 'data.reason': 'Invented: on the wrong case.' });
    const by = await record(worker);
    const undone = worker.page.locator(`#${first}.undone`);
    assert.match(await undone.textContent(), new RegExp(`taken back by entry ${by}`));
    await shot(worker, 'taken-back');
});

test('time is gone through with script, by the keyboard', { skip }, async () => {
    await open(worker, '/cycles/invented-turnover');
    const { page } = worker;
    await page.locator('#day').focus();
    const before = await page.locator('output').textContent();
    await page.keyboard.press('PageDown');
    await page.locator('.as-of', { hasText: 'This is how things stood at the end of' }).waitFor();
    assert.notEqual(await page.locator('output').textContent(), before);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'day', 'who moves it can go on moving it');
    assert.match(page.url(), /day=\d+/);
    await page.keyboard.press('Home');
    await page.waitForURL(/day=0/);
    await page.locator('#contracts', { hasText: 'Nobody has invited a contract yet.' }).waitFor();
    await accessible(worker, 'as of another day');
    await shot(worker, 'as-of', false);
});

test('the boundary is drawn with its caution, and in both vocabularies', { skip }, async () => {
    service.run('import', join(import.meta.dirname, '../../data/boundary_moving.jsonl'));
    service.run('access', 'grant', 'clinician', 'read', '--cycle', 'invented-moving');
    const { page } = clinician;
    await open(clinician, '/cycles/invented-moving?on=2026-06-05');
    const boundary = page.locator('#boundary');
    assert.match(await boundary.textContent(), /never for appraising a person/);
    assert.match(await boundary.textContent(), /leans healthy/);
    const cells = await boundary.locator('tbody tr').allTextContents();
    assert.deepEqual([/\(enmeshed\).*\(diffuse\)/.test(cells[0]), /\(diffuse\).*\(rigid\)/.test(cells[2])], [true, true], cells.join('\n'));
    const picture = boundary.locator('img');
    await picture.scrollIntoViewIfNeeded();
    await picture.evaluate((image) => image.decode());
    await accessible(clinician, 'a cycle with observations');
    await shot(clinician, 'boundary', false);
    await boundary.getByRole('link', { name: 'The same picture in Minuchin’s words' }).click();
    await page.locator('svg').first().waitFor();
    assert.match(await page.locator('svg').first().textContent(), /too far away \(rigid\)/);
    await page.goBack();
});

test('everything can be read and done without script', { skip }, async () => {
    const without = await person(browser, service.origin, 'worker-b', { javaScriptEnabled: false });
    const { page } = without;
    const turnover = '/cycles/invented-turnover';
    await page.goto(`${service.origin}${turnover}`);
    await page.getByLabel('Show another day').fill('2026-06-10');
    await page.getByRole('button', { name: 'Show that day' }).click();
    assert.match(await page.locator('.as-of').textContent(), /stood at the end of 10 June 2026/);
    await page.getByRole('link', { name: 'Go to now' }).first().click();
    await page.getByRole('button', { name: 'Go there' }).waitFor();
    await begin(without, 'view_given');
    await fill(without, { 'data.contract': 'c-1', 'data.words': 'Invented: it helped.' });
    const number = await record(without);
    assert.match(await page.locator(`#entry-${number}`).textContent(), /Invented: it helped\./);
    await begin(without, 'session_held');
    await fill(without, { 'data.words': 'Invented: not sent.' });
    assert.ok(await page.locator('.under').first().isVisible(), 'what stands under choices is there');
    await shot(without, 'without-script');
    await without.context.close();
});

test('the keyboard is enough', { skip }, async () => {
    const { page } = clinician;
    await open(clinician);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    /** Goes on by the tabulator to what is wanted. */
    const to = async (wanted, most = 120) => {
        for (let at = 0; at < most; at += 1) {
            await page.keyboard.press('Tab');
            if (await page.evaluate((wanted) => document.activeElement.matches(wanted), wanted)) return;
        }
        assert.fail(`no way to ${wanted} by the keyboard`);
    };
    await to('#contracts a[href*="/acts/contract_reviewed"]');
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none', 'the focus can be seen');
    await page.keyboard.press('Enter');
    await page.locator('form#form').waitFor();
    await to('[name="data.words"]');
    await page.keyboard.type('Invented: by the keyboard alone.');
    await to('button.main');
    await page.keyboard.press('Enter');
    await page.locator('#done').waitFor();
    assert.match(await page.locator('#history').textContent(), /by the keyboard alone/);
});

test('what is due this week stands on one page, across cycles', { skip }, async () => {
    const { page } = clinician;
    await page.getByRole('link', { name: 'Due this week' }).click();
    await page.getByRole('heading', { name: /^Late/ }).waitFor();
    const links = await page.locator('ol.cards a').allTextContents();
    assert.ok(new Set(links).size > 1, links.join(' '));
    await accessible(clinician, 'due this week');
    await shot(clinician, 'week');
});

test('the rules are changed while it runs, and what would change is shown first', { skip }, async () => {
    manager = await person(browser, service.origin, 'manager');
    const { page } = manager;
    await page.getByRole('link', { name: 'Rules' }).click();
    await accessible(manager, 'rules');
    await page.getByLabel('Or a pack of your own, as JSON').fill('{ "pack": ');
    await page.getByRole('button', { name: 'Show what it would change' }).click();
    await page.locator('#problems').waitFor();
    await accessible(manager, 'a pack with mistakes');
    await page.locator('#pack').fill('');
    await page.getByLabel('A pack that comes with the program').selectOption('article');
    await page.getByRole('button', { name: 'Show what it would change' }).click();
    await page.getByRole('heading', { level: 1, name: 'What article would change' }).waitFor();
    assert.ok(await page.locator('article.card').count() > 0);
    await accessible(manager, 'a preview');
    await shot(manager, 'preview');
    await open(clinician);
    await page.getByRole('button', { name: 'Put it in force' }).click();
    await page.getByText('The pack is in force.').waitFor();
    await clinician.page.locator('#news p', { hasText: 'is no longer asked' }).first().waitFor();
    const answer = await parent.page.goto(`${service.origin}/rules`);
    assert.equal(answer.status(), 403);
    await accessible(parent, 'a page that is not theirs');
});

test('every page fits a phone', { skip }, async () => {
    const phone = await person(browser, service.origin, 'worker-a', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    const pages = { cycles: '/', cycle: HERE, turnover: '/cycles/invented-turnover', week: '/week', form: `${HERE}/acts/terms_proposed?contract=contract-1`, refused: '/cycles/nothing' };
    for (const [name, path] of Object.entries(pages)) {
        await open(phone, path);
        await fits(phone, name);
        await accessible(phone, `${name} on a phone`);
        await shot(phone, `phone-${name}`);
    }
    await phone.context.close();
});

test('a page is printed without what only a screen needs', { skip }, async () => {
    const { page } = worker;
    await open(worker, '/cycles/invented-turnover');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('#record .button').first().isVisible(), false);
    assert.ok(await page.locator('#all details ul').first().isVisible(), 'what is closed on a screen is printed');
    await page.setViewportSize({ width: 800, height: 1100 });
    await shot(worker, 'print');
    await page.emulateMedia({ media: 'screen' });
});

test('nothing went wrong in any browser', { skip }, async () => {
    for (const { name, wrong } of [clinician, worker, manager, parent]) assert.deepEqual(wrong, [], name);
    assert.doesNotMatch(service.log.join('\n'), /Invented|bruise|panicked/, 'no text that people wrote is in a log');
});
