// Holds a bundle against the definitions of FHIR R5 as HL7 publishes them (the package hl7.fhir.r5.core): which elements there are,
// how often each may come, its type, the codes of required value sets, what references may lead to, and every invariant, as FHIRPath.
//
// node validate.mjs NODE_MODULES BUNDLE: prints what is wrong, a line each, and exits with 1 if anything is.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [modules, file] = process.argv.slice(2);
const require = createRequire(path.resolve(modules, "x"));
const fhirpath = require("fhirpath");
const model = require("fhirpath/fhir-context/r5");
const core = path.join(modules, "hl7.fhir.r5.core");

const read = (name) => {
  const at = path.join(core, `${name}.json`);
  return existsSync(at) ? JSON.parse(readFileSync(at, "utf8")) : undefined;
};
const kept = new Map();
const definition = (type) => {
  if (!kept.has(type)) kept.set(type, read(`StructureDefinition-${type}`));
  const found = kept.get(type);
  if (!found) throw new Error(`no definition of ${type}`);
  return found;
};

const problems = [];
if (readFileSync(file, "utf8").includes('"onBehalfOf"')) problems.push("onBehalfOf is written: then ctm-1 has to be checked");
const checked = { elements: 0, codes: 0, invariants: 0, references: 0 };

// Every code of a value set, as "system|code"; undefined where it cannot be listed here.
function codes(url) {
  const set = read(`ValueSet-${url.split("|")[0].split("/").pop()}`);
  if (!set?.compose) return undefined;
  const all = new Set();
  for (const include of set.compose.include) {
    if (include.filter || include.valueSet) return undefined;
    let concepts = include.concept;
    if (!concepts) {
      const system = read(`CodeSystem-${include.system.split("/").pop()}`);
      if (!system?.concept) return undefined;
      const flat = (list) => list.flatMap((it) => [it, ...flat(it.concept ?? [])]);
      concepts = flat(system.concept);
    }
    for (const { code } of concepts) all.add(`${include.system}|${code}`);
  }
  return all;
}

function binding(value, type, { strength, valueSet }, at) {
  if (strength !== "required") return;
  const all = codes(valueSet);
  if (!all) return void problems.push(`${at}: the codes of ${valueSet} cannot be listed`);
  checked.codes += 1;
  const has = (code, system) => [...all].some((it) => (system ? it === `${system}|${code}` : it.endsWith(`|${code}`)));
  const ok =
    type === "CodeableConcept" ? (value.coding ?? []).some((it) => has(it.code, it.system))
    : type === "Coding" ? has(value.code, value.system)
    : has(value);
  if (!ok) problems.push(`${at}: a code that is not of ${valueSet}`);
}

function primitive(value, type, at) {
  const element = definition(type).snapshot.element.find((it) => it.path === `${type}.value`);
  const regex = element?.type?.[0]?.extension?.find((it) => it.url.endsWith("/regex"))?.valueString;
  const json = { boolean: "boolean", integer: "number", positiveInt: "number", unsignedInt: "number", decimal: "number" }[type] ?? "string";
  if (typeof value !== json) return void problems.push(`${at}: a ${typeof value}, where ${type} is a ${json}`);
  if (regex && !new RegExp(`^(?:${regex})$`, "u").test(String(value))) problems.push(`${at}: does not fit ${type}`);
}

function invariants(value, element, resource, at) {
  for (const { key, severity, expression } of element.constraint ?? []) {
    // Of contained resources and of narratives, of which there are none; and of what a member of a team acts on behalf of, which is
    // never written and would have to be fetched.
    if (severity !== "error" || !expression || ["dom-3", "txt-1", "txt-2", "ctm-1"].includes(key)) continue;
    checked.invariants += 1;
    let held;
    try {
      const context = { resource, rootResource: resource };
      const base = element.path.includes(".") || !value.resourceType ? { base: element.path, expression } : expression;
      held = fhirpath.evaluate(value, base, context, model, { traceFn: () => {} });
    } catch (error) {
      problems.push(`${at}: ${key} cannot be evaluated (${error.message})`);
      continue;
    }
    if (held.length === 0 || held.some((it) => it !== true)) problems.push(`${at}: ${key} does not hold`);
  }
}

function reference(value, type, resource, at) {
  if (!["Reference", "CodeableReference"].includes(type.code)) return;
  const to = type.code === "Reference" ? value : value.reference;
  if (!to) return;
  checked.references += 1;
  const allowed = (type.targetProfile ?? []).map((it) => it.split("/").pop());
  const named = to.type ?? to.reference?.split("/")[0];
  if (allowed.length && !allowed.includes("Resource") && !allowed.includes(named)) {
    problems.push(`${at}: leads to ${named}, where ${allowed.join(", ")} may stand`);
  }
  if (to.reference && !here.has(to.reference)) problems.push(`${at}: leads to no resource of the bundle`);
  if (to.reference && to.type && !to.reference.startsWith(`${to.type}/`)) problems.push(`${at}: the type is another than that of the reference`);
}

// An object at a path of a definition.
function object(value, structure, at, resource, where) {
  checked.elements += 1;
  const all = structure.snapshot.element;
  const depth = at.split(".").length + 1;
  const children = all.filter((it) => it.path.startsWith(`${at}.`) && it.path.split(".").length === depth);
  const seen = new Map();
  for (const [key, held] of Object.entries(value)) {
    if (key === "resourceType" && !at.includes(".")) continue;
    let type;
    const child = children.find((it) => {
      const name = it.path.split(".").pop();
      if (name === key) return (type = it.type?.[0] ?? it) && true;
      if (!name.endsWith("[x]") || !key.startsWith(name.slice(0, -3))) return false;
      const rest = key.slice(name.length - 3);
      type = it.type.find(({ code }) => code[0].toUpperCase() + code.slice(1) === rest);
      return Boolean(type);
    });
    if (!child) {
      problems.push(`${where}: there is no element ${key}`);
      continue;
    }
    if (seen.has(child.path)) problems.push(`${where}: ${key} is there in two types`);
    const isList = child.max !== "1";
    if (Array.isArray(held) !== isList) {
      problems.push(`${where}.${key}: ${isList ? "not a list" : "a list"}`);
      continue;
    }
    const items = isList ? held : [held];
    if (items.length === 0) problems.push(`${where}.${key}: an empty list`);
    seen.set(child.path, items.length);
    items.forEach((item, place) => one(item, child, type, structure, resource, `${where}.${key}${isList ? `[${place}]` : ""}`));
  }
  for (const { path: of, min, max } of children) {
    const count = seen.get(of) ?? 0;
    if (count < min || (max !== "*" && count > Number(max))) problems.push(`${where}: ${of} comes ${count} times, where ${min}..${max} may`);
  }
  if (Object.keys(value).length === 0) problems.push(`${where}: an empty object`);
}

function one(value, child, type, structure, resource, where) {
  const code = type.code?.replace("http://hl7.org/fhirpath/System.", "") ?? "";
  if (child.contentReference) {
    return object(value, structure, child.contentReference.split("#").pop(), resource, where);
  }
  if (code === "String") return void (typeof value === "string" && /^[A-Za-z0-9\-.]{1,64}$/.test(value) ? 0 : problems.push(`${where}: no id`));
  if (code === "Resource") return whole(value, where);
  const kind = definition(code).kind;
  if (kind === "primitive-type") primitive(value, code, where);
  else if (typeof value !== "object" || value === null) return void problems.push(`${where}: not an object`);
  else if (["BackboneElement", "Element"].includes(code)) object(value, structure, child.path, resource, where);
  else {
    object(value, definition(code), code, resource, where);
    invariants(value, definition(code).snapshot.element[0], resource, where);
  }
  if (child.binding) binding(value, code, child.binding, where);
  reference(value, type, resource, where);
  if (kind !== "primitive-type") invariants(value, child, resource, where);
}

function whole(value, where) {
  const structure = definition(value.resourceType);
  object(value, structure, value.resourceType, value, where);
  invariants(value, structure.snapshot.element[0], value, where);
}

const bundle = JSON.parse(readFileSync(file, "utf8"));
const here = new Set((bundle.entry ?? []).map(({ resource }) => `${resource.resourceType}/${resource.id}`));
whole(bundle, "Bundle");
for (const problem of [...new Set(problems)].slice(0, 40)) console.log(problem);
if (problems.length === 0) {
  const { elements, codes, invariants, references } = checked;
  console.log(`${here.size} resources hold: ${elements} objects, ${codes} codes of required value sets, ${references} references, ${invariants} invariants`);
}
process.exit(problems.length === 0 ? 0 : 1);
