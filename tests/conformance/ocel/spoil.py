"""Spoils an exported log in several ways, and fails unless the comparison notices each."""

import copy
import json
import sys

from agree import check_json
from stored import Log

work, *files = sys.argv[1:]
whole = json.load(open(f"{work}/log.json", encoding="utf-8"))


def of_kind(log, kind):
    return next(event for event in log["events"] if event["type"] == kind)


def spoil(what):
    def add(change):
        log = copy.deepcopy(whole)
        change(log)
        path = f"{work}/spoilt.json"
        json.dump(log, open(path, "w", encoding="utf-8"))
        try:
            check_json(path, Log(files))
        except (AssertionError, KeyError, SystemExit, ValueError):
            return
        raise SystemExit(f"nobody noticed that {what}")
    return add


@spoil("an event is missing")
def _(log): log["events"].remove(of_kind(log, "contract_begun"))

@spoil("an event is of another kind")
def _(log): of_kind(log, "contract_begun")["type"] = "contract_completed"

@spoil("an event occurred at another time")
def _(log): of_kind(log, "session_held")["time"] = "2026-01-01T00:00:00Z"

@spoil("somebody was not present")
def _(log): of_kind(log, "session_held")["relationships"].pop()

@spoil("somebody else acted")
def _(log): next(it for it in of_kind(log, "session_held")["relationships"] if it["qualifier"] == "by")["objectId"] = "person stranger"

@spoil("a code is another")
def _(log): next(it for it in of_kind(log, "session_held")["attributes"] if it["name"] == "space")["value"] = "elsewhere"

@spoil("a value is a number")
def _(log): of_kind(log, "session_held")["attributes"][0]["value"] = 7

@spoil("an attribute is not declared")
def _(log): log["eventTypes"][0]["attributes"].pop()

@spoil("an object is missing")
def _(log): log["objects"].pop()

print("each of 9 spoilt logs was refused")
