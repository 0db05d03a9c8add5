// Puts the words of refusals together from a catalogue, and compares them with what the library said.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, work, language] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { FluentBundle, FluentResource } = require("@fluent/bundle");
const { FluentParser } = require("@fluent/syntax");
const { refusals } = JSON.parse(readFileSync("src/labels.en.json", "utf8"));

function fail(why) {
  console.error(why);
  process.exit(1);
}

/** A catalogue, with the names of all forms that labels have in it. */
function read(tag) {
  const text = readFileSync(`${work}/${tag}.ftl`, "utf8");
  const junk = new FluentParser().parse(text).body.filter((entry) => entry.type === "Junk");
  if (junk.length > 0) fail(`${tag}.ftl: ${junk[0].content}`);
  const bundle = new FluentBundle(tag, { useIsolating: false });
  const errors = bundle.addResource(new FluentResource(text));
  if (errors.length > 0) fail(`${tag}.ftl: ${errors[0]}`);
  const forms = new Set([...bundle._messages.values()].flatMap(({ attributes }) => Object.keys(attributes)));
  return { bundle, forms };
}

class Missing extends Error {}

function say({ bundle }, id, parameters) {
  const message = bundle.getMessage(id);
  if (!message?.value) throw new Missing(id);
  const errors = [];
  const said = bundle.formatPattern(message.value, parameters, errors);
  if (errors.length > 0) throw new Missing(`${id}: ${errors[0]}`);
  return said;
}

const label = (list, code) =>
  list.endsWith("::Kind") ? `kind-${code}` : `${list.replace("::", "-")}-${code.replaceAll(".", "-")}`;

/** A label, its code, and the forms that it has. */
function putCode(catalogue, parameters, name, id, code) {
  parameters[name] = say(catalogue, id);
  parameters[`${name}-code`] = code;
  const { attributes } = catalogue.bundle.getMessage(id);
  for (const [form, pattern] of Object.entries(attributes)) {
    parameters[`${name}-${form}`] = catalogue.bundle.formatPattern(pattern);
  }
}

function row(catalogue, list, codes) {
  if (codes.length === 0) return say(catalogue, "row-nothing");
  const said = codes.map((code) => say(catalogue, label(list, code)));
  if (list !== "permitted::Those" || codes.length === 1) return said.join(", ");
  const parameters = { first: said.slice(0, -1).join(", ") };
  putCode(catalogue, parameters, "last", label(list, codes.at(-1)), codes.at(-1));
  return say(catalogue, "row-or", parameters);
}

function words(catalogue, code, said) {
  const parameters = {};
  for (const [name, takes] of Object.entries(refusals[code].parameters)) {
    const value = said[name];
    if (value === undefined) parameters[name] = "";
    else if (takes === "refusal") parameters[name] = words(catalogue, value, said);
    else if (takes === "kind") putCode(catalogue, parameters, name, `kind-${value}`, value);
    else if (takes.code) putCode(catalogue, parameters, name, label(takes.code, value), value);
    else if (takes.codes) {
      parameters[name] = row(catalogue, takes.codes, value);
      parameters[`${name}-count`] = value.length;
    } else if (takes === "entries") {
      parameters[name] = value.join(", ");
      parameters[`${name}-count`] = value.length;
    } else parameters[name] = typeof value === "boolean" ? String(value) : value;
  }
  return say(catalogue, `refusal-${code.replaceAll(".", "-")}`, parameters);
}

const english = read("en");
const own = language === "en" ? english : read(language);
const seen = { own: new Set(), english: new Set() };
let compared = 0;
for (const line of readFileSync(`${work}/${language}.jsonl`, "utf8").trim().split("\n")) {
  const { refused, words: expected } = JSON.parse(line);
  if (expected === undefined) continue;
  let said;
  try {
    said = words(own, refused.code, refused.parameters);
    seen.own.add(refused.code);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    said = words(english, refused.code, refused.parameters);
    seen.english.add(refused.code);
  }
  if (said !== expected) fail(`${language}, ${refused.code}:\n  the library: ${expected}\n  Fluent:      ${said}`);
  compared += 1;
}
if (compared < 100 || seen.own.size < 5) fail(`${language}: only ${compared} refusals of ${seen.own.size} codes were compared`);
console.log(`${language}: ${compared} refusals, of ${seen.own.size} codes in this language and ${seen.english.size} in English`);
