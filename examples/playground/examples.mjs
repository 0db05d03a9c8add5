// Copies the invented examples to the page, and lists them in `examples.json`: `node examples.mjs FOLDER PACKAGE`. What each is called
// and about stands in examples/data/README.md; one that is not described there is an error.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [folder, library] = process.argv.slice(2);
const { packNames } = await import(pathToFileURL(`${library}/node.js`));
const data = new URL('../data/', import.meta.url);
const described = new Map([...readFileSync(new URL('README.md', data), 'utf8').matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, file, about]) => [file, about]));
const titled = (file) => {
    const words = file.replace(/\..*$/, '').replaceAll('_', ' ');
    return words[0].toUpperCase() + words.slice(1);
};
mkdirSync(`${folder}/examples`, { recursive: true });
const copied = (file) => {
    const about = described.get(file);
    if (!about) throw new Error(`examples/data/README.md says nothing about ${file}`);
    copyFileSync(new URL(file, data), `${folder}/examples/${file}`);
    return { file: `examples/${file}`, about: about.replaceAll('`', '') };
};

const all = readdirSync(data).sort();
// Those that are no history say so.
const histories = all.filter((file) => file.endsWith('.jsonl') && !described.get(file)?.startsWith('No history'))
    .map((file) => ({ name: file, title: titled(file), ...copied(file) }));
const packs = all.filter((file) => file.endsWith('.pack.json')).map((file) => {
    const { pack, title } = JSON.parse(readFileSync(new URL(file, data), 'utf8'));
    return { pack, title, ...copied(file) };
});
// First the one that is easiest to read.
packs.sort((one, other) => Number(other.pack === 'invented-team') - Number(one.pack === 'invented-team'));
const stories = Object.fromEntries(all.filter((file) => file.endsWith('.stories.json'))
    .map((file) => [JSON.parse(readFileSync(new URL(file, data), 'utf8')).pack, copied(file).file]));
for (const name of packNames()) {
    copyFileSync(`${library}/stories/${name}.json`, `${folder}/examples/${name}.stories.json`);
    stories[name] = `examples/${name}.stories.json`;
}
const worlds = all.filter((file) => /^invented_(world|discussion)\.json$/.test(file)).map((file) => {
    const { about } = JSON.parse(readFileSync(new URL(file, data), 'utf8'));
    const short = about.replace(/^Invented[^:]*: /, '').replace(/\.$/, '');
    return { title: short[0].toUpperCase() + short.slice(1), ...copied(file) };
});
writeFileSync(`${folder}/examples.json`, `${JSON.stringify({ histories, packs, stories, worlds }, null, 1)}\n`);
