// People in browsers, each in one of their own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const shots = process.env.SCREENSHOTS;
if (shots) mkdirSync(shots, { recursive: true });

/** Installs Debian's Chromium where it is missing, as the other checks in browsers do. */
const install = () => {
    try {
        execFileSync('sh', ['-c', 'apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium'], { stdio: ['ignore', 2, 2] });
    } catch (error) {
        console.error(`chromium cannot be installed: ${error.message}`);
    }
};
if (!existsSync(CHROMIUM)) install();

/** Why nothing can be tested here, if nothing can. Where `CI=true`, that fails. */
export const missing = existsSync(CHROMIUM) ? false : 'Debian’s package `chromium` cannot be had here';
if (missing && process.env.CI === 'true') throw new Error(missing);

export const launch = () => chromium.launch({
    executablePath: CHROMIUM,
    args: ['--headless', '--lang=en-GB', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** Somebody at a browser, signed in by the page where people pick themselves. */
export const person = async (browser, origin, name, options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, locale: 'en-GB', timezoneId: 'Europe/London', ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const wrong = [];
    page.on('console', (message) => {
        // A page that says what was refused comes with a status of 4xx, of which browsers tell here.
        if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(error.stack));
    page.on('dialog', (dialog) => { wrong.push(`a dialog: ${dialog.message()}`); return dialog.dismiss(); });
    await page.goto(`${origin}/`);
    await page.getByRole('radio', { name, exact: true }).check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Cycles that you may read' }).waitFor();
    return { page, context, wrong, name, origin };
};

/** Presses a button for an act on the page of a cycle; it lies in a part that may be closed. */
export const begin = async ({ page }, kind, about = '') => {
    const wanted = `a[href*="/acts/${kind}"]`;
    const button = page.locator(`#record ${wanted}`).filter({ hasText: about }).first();
    const part = page.locator('#record details', { has: page.locator(wanted) }).first();
    if (!await button.isVisible()) await part.locator('summary').click();
    await button.click();
    await page.locator('form#form').waitFor();
};

/** Fills in what stands under the paths of an act. */
export const fill = async ({ page }, fields) => {
    for (const [path, value] of Object.entries(fields)) {
        const field = page.locator(`[name="${path}"]`);
        const kind = await field.first().evaluate((input) => (input.tagName === 'SELECT' ? 'select' : input.type));
        if (kind === 'select') await field.selectOption(value);
        else if (kind === 'radio' || kind === 'checkbox') {
            for (const one of [value].flat()) await page.locator(`[name="${path}"][value="${one}"]`).check();
        } else await field.fill(String(value));
    }
};

/** Sends the form, and waits for the page that says that it is recorded. */
export const record = async ({ page }) => {
    await page.locator('form#form button.main').click();
    const done = page.locator('#done');
    const problems = page.locator('#problems');
    await done.or(problems).first().waitFor();
    assert.equal(await problems.count(), 0, (await problems.allTextContents()).join('\n'));
    return Number(/entry (\d+)/.exec(await done.textContent())[1]);
};

/** An act from its button to its entry. */
export const act = async (who, kind, fields = {}, about = '') => {
    await begin(who, kind, about);
    await fill(who, fields);
    return record(who);
};

/** That axe-core finds nothing serious in a page. */
export const accessible = async ({ page }, where) => {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
    assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' ')}`), [], where);
    const headings = await page.locator('h1').count();
    assert.equal(headings, 1, `${where}: one heading of the first level`);
};

/** That nothing in a page is wider than the window. */
export const fits = async ({ page }, where) => {
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= room, `${where}: ${wide} pixels in ${room}`);
};

export const shot = ({ page }, name, whole = true) => shots && page.screenshot({ path: join(shots, `${name}.png`), fullPage: whole });
