// Prints types for TypeScript, made of a schema: `node typescript.cjs SCHEMA`.
const { readFileSync } = require("node:fs");
const { compile } = require("json-schema-to-typescript");

// Lists of so many parts are written as earlier drafts have them, which is what the generator knows.
const parts = (_, it) => (it && it.prefixItems ? { ...it, items: it.prefixItems, prefixItems: undefined } : it);
const schema = JSON.parse(readFileSync(process.argv[2], "utf8"), parts);
// An object that may have more fields than are named is still one of the named ones.
const options = { additionalProperties: false, bannerComment: "", format: false };
compile(schema, "Documents", options).then((types) => process.stdout.write(types));
