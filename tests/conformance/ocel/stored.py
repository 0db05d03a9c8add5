"""What stored histories say, found in their JSON Lines with the JSON Schema of entries, without the program that exports them."""

import json
import re
from collections import defaultdict

SCHEMA = json.load(open("tests/golden/entry.schema.json", encoding="utf-8"))["$defs"]
CORRECTIONS = {"entered_in_error", "redacted", "opening_corrected", "people_merged", "cases_merged"}
# References that are codes of a service's own, and so attributes.
NO_OBJECTS = {"RuleOfPolicyId", "ParametersId", "MilestoneOfServiceId", "ProgrammeOfServiceId"}
SHARED = {"cycle", "person", "team", "case"}


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def options(schema):
    """The schemas that a schema is one of."""
    if "type" in schema:
        return [schema]
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return [deep for option in schema[word] for deep in options(option)]
    return [schema]


def fits(value, schema):
    """Whether a value could be of a schema, as far as it takes to choose between variants."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return any(fits(value, option) for option in options(SCHEMA[name]))
    if "enum" in schema or "const" in schema:
        return value in schema.get("enum", [schema.get("const")])
    if isinstance(value, dict):
        return "properties" in schema and set(value) <= set(schema["properties"]) and set(schema.get("required", [])) <= set(value)
    kinds = {str: "string", int: "integer", list: "array", bool: "boolean", type(None): "null"}
    return schema.get("type") == kinds[type(value)]


def walk(value, schema, path):
    """Yields what stands in some data: `thing`, path, type, reference; or `value`, path, value."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name == "Tombstone" or name == "Text":
            return
        if name.endswith("Id"):
            if isinstance(value, str):
                if name in NO_OBJECTS:
                    yield "value", path, value
                else:
                    yield "thing", path, snake(name[:-2]), value
            return
        yield from walk(value, SCHEMA[name], path)
        return
    all_of = options(schema)
    if len(all_of) > 1 or "oneOf" in schema:
        fitting = [option for option in all_of if fits(value, option)]
        if not fitting:
            raise ValueError(f"{path}: no variant fits")
        variants = "oneOf" in schema
        if variants and isinstance(value, dict) and "redacted" not in value:
            yield "value", path, next(iter(value))
        yield from walk(value, fitting[0], path)
        return
    if all_of[0] is not schema:
        yield from walk(value, all_of[0], path)
        return
    if isinstance(value, dict):
        for key, held in value.items():
            yield from walk(held, schema["properties"][key], f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item, schema["items"], path)
    elif value is not None:
        yield "value", path, value


def rename(value, names):
    """Data in which one reference stands for another."""
    if isinstance(value, dict):
        return {key: rename(held, names) for key, held in value.items()}
    if isinstance(value, list):
        return [rename(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


class Log:
    """The events, objects and relations of some histories, as they should be exported."""

    def __init__(self, files):
        self.events = {}
        self.things = {}
        self.relations = defaultdict(set)
        self.attributes = defaultdict(lambda: defaultdict(list))
        self.in_error = 0
        self.cases = {}
        for file in files:
            with open(file, encoding="utf-8") as lines:
                self.add([json.loads(line) for line in lines if line.strip()])

    def add(self, entries):
        cycle = entries[0]["data"]["cycle"]
        undone, names = set(), {}
        for entry in reversed(entries):
            if entry["type"] == "entered_in_error" and entry["number"] not in undone:
                undone |= set(entry["data"]["entries"])
        for entry in entries:
            if entry["number"] in undone:
                continue
            data = entry["data"]
            if entry["type"] in ("people_merged", "cases_merged"):
                names[data["person" if "person" in data else "case"]] = data["into"]
            if entry["type"] == "opening_corrected":
                entries[0]["occurred_at"] = data.get("opened_at", entries[0]["occurred_at"])
        self.in_error += sum(entry["number"] in undone and entry["type"] not in CORRECTIONS for entry in entries)
        shown = [it for it in entries if it["number"] not in undone and it["type"] not in CORRECTIONS]
        for entry in sorted(shown, key=lambda entry: (entry["occurred_at"], entry["number"])):
            self.entry(cycle, rename(entry, names))

    def entry(self, cycle, entry):
        event = f"{cycle} {entry['number']}"
        self.events[event] = entry

        def relate(how, of, reference):
            parts = [of, reference] if of in SHARED else [of, cycle, reference]
            thing = " ".join(parts)
            self.things[thing] = of
            self.relations[event].add((thing, how))

        relate("cycle", "cycle", cycle)
        if not (entry["type"] == "statement_made" and "author" not in entry["data"]):
            for who in ("by", "recorded_by"):
                if who in entry:
                    relate(who, "person", entry[who])
        name = "".join(word.capitalize() for word in entry["type"].split("_"))
        for found in walk(entry["data"], SCHEMA[name], ""):
            if found[0] == "thing":
                # A contract of another cycle is named by its cycle alone.
                if found[1] != "successor.elsewhere.contract":
                    relate(*found[1:])
            else:
                self.attributes[event][found[1]].append(str(found[2]))
