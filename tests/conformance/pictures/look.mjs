// Renders pictures as a browser does, and says what is wrong with them: `node look.mjs FOLDER`, whose files are SVGs (`*.svg`) and
// diagrams of Mermaid (`*.mmd`). Beside each is left a picture of it in PNG, at full and at half size.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const folder = process.argv[2];
const mermaid = process.argv[3];
const problems = [];
const problem = (file, what) => problems.push(`${file}: ${what}`);

/** Runs in the page: what is wrong with the SVG that is there. */
function wrongs() {
    const svg = document.querySelector("svg");
    const said = [];
    const { width, height } = svg.viewBox.baseVal;
    if (svg.getAttribute("role") !== "img") said.push("it has no role");
    for (const name of ["title", "desc"]) {
        if (!svg.querySelector(`:scope > ${name}`)?.textContent.trim()) said.push(`it has no <${name}>`);
    }
    const boxes = [...svg.querySelectorAll("text")].map((text) => {
        const { x, y, width, height } = text.getBBox();
        return { words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize), x, y, right: x + width, foot: y + height };
    });
    if (boxes.length < 5) said.push(`it has only ${boxes.length} texts`);
    const least = 1; // Boxes of letters have a rim in which nothing is drawn.
    for (const box of boxes) {
        if (box.size < 11) said.push(`"${box.words}" is set in ${box.size} pixels`);
        if (!box.words.trim()) said.push("a text is empty");
        if (box.x < 0 || box.y < 0 || box.right > width || box.foot > height) said.push(`"${box.words}" leaves the canvas`);
    }
    boxes.forEach((one, place) => {
        for (const other of boxes.slice(place + 1)) {
            const wide = Math.min(one.right, other.right) - Math.max(one.x, other.x);
            const high = Math.min(one.foot, other.foot) - Math.max(one.y, other.y);
            if (wide > least && high > least + 1) said.push(`"${one.words}" and "${other.words}" overlap`);
        }
    });
    return { said, width, height, texts: boxes.length };
}

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
const half = await browser.newPage({ deviceScaleFactor: 0.5 });

/** Takes the picture of an SVG that is at home in a page. */
async function shoot(svg, file, width, height) {
    for (const [on, name] of [[page, "png"], [half, "half.png"]]) {
        await on.setViewportSize({ width, height });
        await on.setContent(`<!doctype html><body style="margin:0">${svg}`);
        const png = await on.screenshot();
        writeFileSync(join(folder, file.replace(/\.(svg|mmd)$/, `.${name}`)), png);
        if (png.length < 2000) problem(file, `its ${name} is next to empty`);
    }
}

const files = readdirSync(folder).sort();
let texts = 0;
for (const file of files.filter((file) => file.endsWith(".svg"))) {
    const svg = readFileSync(join(folder, file), "utf8");
    await page.setContent("<!doctype html>");
    const malformed = await page.evaluate(
        (svg) => new DOMParser().parseFromString(svg, "image/svg+xml").querySelector("parsererror")?.textContent,
        svg,
    );
    if (malformed) {
        problem(file, `it is no XML: ${malformed}`);
        continue;
    }
    await page.setContent(`<!doctype html><body style="margin:0">${svg}`);
    const found = await page.evaluate(wrongs);
    found.said.forEach((what) => problem(file, what));
    texts += found.texts;
    await shoot(svg, file, Math.ceil(found.width), Math.min(Math.ceil(found.height), 16_000));
}

await page.setContent("<!doctype html>");
await page.addScriptTag({ path: mermaid });
for (const file of files.filter((file) => file.endsWith(".mmd"))) {
    const written = readFileSync(join(folder, file), "utf8");
    const drawn = await page.evaluate(async (written) => {
        mermaid.initialize({ startOnLoad: false, maxTextSize: 1e6, maxEdges: 1e4 });
        try {
            const { svg } = await mermaid.render("drawn", written);
            document.body.innerHTML = svg;
            const { width, height } = document.querySelector("svg").viewBox.baseVal;
            return { svg, width, height, says: document.querySelector("svg").textContent };
        } catch (why) {
            return { why: String(why) };
        }
    }, written);
    if (drawn.why) {
        problem(file, drawn.why);
        continue;
    }
    // Every stage, or everybody who takes part, is there by name.
    const names = written.startsWith("sequenceDiagram")
        ? [...written.matchAll(/^ {4}(?:actor|participant) n\d+ as (.*)$/gm)].map(([, name]) => name)
        : [...new Set([...written.matchAll(/\b([a-z]+)(?= -->|: )/g)].map(([, name]) => name))].filter((name) => name !== "n");
    if (names.length < 2) problem(file, "it names nothing");
    names.filter((name) => !drawn.says.includes(name)).forEach((name) => problem(file, `${name} is not in what Mermaid draws`));
    await half.setViewportSize({ width: Math.max(1, Math.ceil(drawn.width)), height: Math.max(1, Math.min(Math.ceil(drawn.height), 16_000)) });
    await half.setContent(`<!doctype html><body style="margin:0">${drawn.svg}`);
    writeFileSync(join(folder, file.replace(".mmd", ".half.png")), await half.screenshot());
}
await browser.close();

problems.forEach((what) => console.error(what));
const count = (end) => files.filter((file) => file.endsWith(end)).length;
console.log(`${count(".svg")} SVGs with ${texts} texts, ${count(".mmd")} diagrams of Mermaid: ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
