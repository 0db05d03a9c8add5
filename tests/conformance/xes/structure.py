"""Holds XES against the rules of IEEE 1849-2016 that an XSD would say: which elements stand where, in which order, with which
attributes, and whether each value is of its type. Nothing of ours is used: Python's own parser of XML.

python structure.py FILE...
"""

import re
import sys
import xml.etree.ElementTree as Xml

SPACE = "{http://www.xes-standard.org/}"
ATTRIBUTES = {"string", "date", "int", "float", "boolean", "id", "list", "container"}
ORDER = ["extension", "global", "classifier", "attribute", "trace", "event"]
VALUES = {
    "string": r"[\s\S]*",
    "date": r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
    "int": r"[+-]?\d{1,19}",
    "float": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|INF|-INF|NaN",
    "boolean": r"true|false|1|0",
}
NAME = r"[A-Za-z_:][A-Za-z0-9_:.\-]*"
STANDARD = {
    "concept": ("Concept", "http://www.xes-standard.org/concept.xesext", {"name": "string", "instance": "string"}),
    "time": ("Time", "http://www.xes-standard.org/time.xesext", {"timestamp": "date"}),
    "org": ("Organizational", "http://www.xes-standard.org/org.xesext", {"resource": "string", "role": "string", "group": "string"}),
    "lifecycle": ("Lifecycle", "http://www.xes-standard.org/lifecycle.xesext", {"transition": "string", "model": "string"}),
}


class Checked:
    def __init__(self):
        self.problems, self.events, self.traces, self.values, self.prefixes = [], 0, 0, 0, set()

    def say(self, problem):
        self.problems.append(problem)

    def attribute(self, element, of):
        kind, key = element.tag.removeprefix(SPACE), element.get("key")
        if key is None or not re.fullmatch(NAME, key):
            return self.say(f"{of}: the key {key!r} is no name")
        prefix, _, name = key.partition(":")
        if name:
            if prefix not in self.prefixes:
                self.say(f"{of}: {key}: no extension has the prefix {prefix}")
            elif STANDARD[prefix][2].get(name) != kind:
                self.say(f"{of}: {key} is a {kind}")
        if kind in VALUES:
            self.values += 1
            value = element.get("value")
            if value is None or not re.fullmatch(VALUES[kind], value):
                self.say(f"{of}: {key} holds no {kind}")
        children = list(element)
        if kind == "list":
            if [child.tag for child in children] != [f"{SPACE}values"]:
                return self.say(f"{of}: {key}: a list has one element, values")
            children = list(children[0])
        for child in children:
            if child.tag.removeprefix(SPACE) not in ATTRIBUTES:
                return self.say(f"{of}: {child.tag} stands in an attribute")
            self.attribute(child, of)

    def attributes(self, element, of, unique=True):
        keys = []
        for child in element:
            if child.tag.removeprefix(SPACE) in ATTRIBUTES:
                self.attribute(child, of)
                keys.append(child.get("key"))
        if unique and len(keys) != len(set(keys)):
            self.say(f"{of}: a key comes twice")
        return keys

    def log(self, root):
        if root.tag != f"{SPACE}log":
            return self.say(f"the root is {root.tag}")
        if not re.fullmatch(r"\d+\.\d+", root.get("xes.version", "")) or root.get("xes.features") is None:
            self.say("xes.version is no decimal number, or xes.features is missing")
        places = []
        for child in root:
            kind = child.tag.removeprefix(SPACE)
            kind = "attribute" if kind in ATTRIBUTES else kind
            if kind not in ORDER:
                return self.say(f"{kind} stands in the log")
            places.append(ORDER.index(kind))
        if places != sorted(places):
            self.say("extensions, globals, classifiers, attributes, traces: they stand in another order")
        for extension in root.findall(f"{SPACE}extension"):
            prefix = extension.get("prefix")
            if STANDARD.get(prefix, ())[:2] != (extension.get("name"), extension.get("uri")):
                self.say(f"the extension {prefix} is none of the standard")
            self.prefixes.add(prefix)
        scopes = {it.get("scope"): [child.get("key") for child in it] for it in root.findall(f"{SPACE}global")}
        for it in root.findall(f"{SPACE}global"):
            self.attributes(it, "global")
        for classifier in root.findall(f"{SPACE}classifier"):
            if not classifier.get("name") or any(key not in scopes.get("event", []) for key in classifier.get("keys", "").split()):
                self.say("a classifier names a key that is not global")
        self.attributes(root, "log")
        for trace in root.findall(f"{SPACE}trace"):
            self.traces += 1
            self.needed(trace, "trace", scopes)
            kinds = [child.tag.removeprefix(SPACE) for child in trace]
            if any(kind not in ATTRIBUTES | {"event"} for kind in kinds) or "event" in kinds[: kinds.count("event") * -1 or None]:
                self.say("a trace has attributes, and then events")
            for event in trace.findall(f"{SPACE}event"):
                self.events += 1
                self.needed(event, "event", scopes)
                if any(child.tag.removeprefix(SPACE) not in ATTRIBUTES for child in event):
                    self.say("an event has attributes alone")

    def needed(self, element, of, scopes):
        missing = set(scopes.get(of, [])) - set(self.attributes(element, of))
        if missing:
            self.say(f"{of}: the global {sorted(missing)} is missing")


def main():
    for path in sys.argv[1:]:
        checked = Checked()
        checked.log(Xml.parse(path).getroot())
        for problem in checked.problems[:20]:
            print(f"{path}: {problem}", file=sys.stderr)
        if checked.problems or not checked.values:
            sys.exit(f"{path}: {len(checked.problems)} problems")
        print(f"{checked.traces} traces, {checked.events} events, {checked.values} values: each is where and what the standard says")


if __name__ == "__main__":
    main()
