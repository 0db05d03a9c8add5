// Writes a program in TypeScript that gives each document its type: `node typescript_documents.cjs FOLDER`, for `tsc --strict`.
const { readFileSync, writeFileSync } = require("node:fs");

const folder = process.argv[2];
const documents = JSON.parse(readFileSync(`${folder}/documents.json`, "utf8"));
const unread = JSON.parse(readFileSync(`${folder}/unread.json`, "utf8"));
const lines = [`import type { Act, Documents, Entry, Finding } from "./practice-cycle";`, ""];
for (const [name, all] of Object.entries(documents)) {
    all.forEach((document, place) => {
        lines.push(`const ${name}_${place}: Documents["${name}"] = ${JSON.stringify(document)};`);
    });
    // An object alone with a field that there is not must not compile, nor may one whose first field is something else.
    if (all.length > 0) {
        const field = Object.keys(all[0])[0];
        for (const spoilt of [...(unread[name] ?? []), {}, { ...all[0], [field]: { spoilt: 1 } }]) {
            lines.push("// @ts-expect-error", `const ${name}_spoilt_${field}${lines.length}: Documents["${name}"] = ${JSON.stringify(spoilt)};`);
        }
    }
}
lines.push(`
function where(entry: Entry): string | undefined {
    return entry.type === "session_held" ? entry.data.space : undefined;
}
function wrongField(entry: Entry): unknown {
    // @ts-expect-error: there is a space in some kinds alone
    return entry.data.space;
}
function isWaived(finding: Finding): boolean {
    return finding.duty.excused !== undefined;
}
// @ts-expect-error: no act is of this kind
const weather: Act["type"] = "weather";
export { where, wrongField, isWaived, weather };
`);
writeFileSync(`${folder}/documents.ts`, lines.join("\n"));
