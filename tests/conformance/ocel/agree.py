"""Compares an exported log, as pm4py reads it, with what the stored histories say."""

import csv
import json
import sqlite3
import sys

import pandas
import pm4py
from pm4py.objects.ocel.validation import ocel20_rel_validation
from stored import Log

# Kinds of event that may be withheld from nobody in particular: what belongs to certain readers only.
WITHHELD = {
    "boundary_observed", "practice_described", "statement_made", "evidence_weighed", "outcome_rated", "view_given", "outcome_learned",
    "concern_raised", "concern_passed_on", "coaching_held", "views_missing", "description_passed_on", "values_talked_about",
    "duty_waived", "outcome_fed_back", "observation_answered", "consent_given", "consent_withdrawn",
}
OF_EVERY_EVENT = {"number", "recorded_at", "phase", "by_role"}


def same(what, ours, theirs):
    if ours != theirs:
        only = lambda one, other: sorted(map(str, one - other))[:5] if isinstance(one, set) else one
        raise SystemExit(f"{what}: the histories have {only(ours, theirs)}, the log has {only(theirs, ours)}")


def structure(log):
    """What section 8 of the specification asks of the JSON, as far as it can be said without its schema."""
    declared = {}
    for kinds in ("eventTypes", "objectTypes"):
        for kind in log[kinds]:
            attributes = {attribute["name"]: attribute["type"] for attribute in kind["attributes"]}
            assert len(attributes) == len(kind["attributes"]), f"{kind['name']}: an attribute is declared twice"
            assert set(attributes.values()) <= {"string", "time", "integer", "float", "boolean"}
            declared[kinds, kind["name"]] = attributes
    for items, kinds in (("events", "eventTypes"), ("objects", "objectTypes")):
        assert len({item["id"] for item in log[items]}) == len(log[items]), f"{items}: an id stands twice"
        for item in log[items]:
            its = declared[kinds, item["type"]]
            for attribute in item["attributes"]:
                assert isinstance(attribute["value"], str) and attribute["name"] in its, (item["id"], attribute)
                if its[attribute["name"]] == "integer":
                    int(attribute["value"])
                if items == "objects":
                    pandas.Timestamp(attribute["time"])
            for relation in item["relationships"]:
                assert set(relation) == {"objectId", "qualifier"} and all(isinstance(it, str) for it in relation.values())
    things = {item["id"] for item in log["objects"]}
    related = {it["objectId"] for items in ("events", "objects") for item in log[items] for it in item["relationships"]}
    same("objects that something relates to", related - things, set())


def check_json(path, expected):
    log = json.load(open(path, encoding="utf-8"))
    structure(log)
    ocel = pm4py.read_ocel2_json(path)
    compare("JSON", ocel, expected, [(event["id"], it["objectId"], it["qualifier"]) for event in log["events"] for it in event["relationships"]])
    # Attributes, as the file has them: a data frame has a column for those of all kinds.
    for event in log["events"]:
        ours = expected.attributes[event["id"]]
        theirs = {it["name"]: it["value"] for it in event["attributes"] if it["name"] not in OF_EVERY_EVENT}
        same(f"attributes of {event['id']}", set(ours), set(theirs))
        for name, values in ours.items():
            found = [value for value in theirs[name].replace(",", " ").split(" ") if value != "-"]
            same(f"{name} of {event['id']}", sorted(values), sorted(found))
    return ocel


def compare(what, ocel, expected, written=None):
    """Events, objects and relations of a log that pm4py read. Of JSON, it keeps one relation of an event to an object where there are
    several, so all that are written are given beside."""
    events = dict(zip(ocel.events["ocel:eid"], ocel.events["ocel:activity"]))
    missing = set(expected.events) - set(events)
    kinds = {expected.events[event]["type"] for event in missing}
    same(f"{what}: kinds of event left out", kinds - WITHHELD, set())
    same(f"{what}: events", {(event, entry["type"]) for event, entry in expected.events.items() if event not in missing}, set(events.items()))
    times = dict(zip(ocel.events["ocel:eid"], ocel.events["ocel:timestamp"]))
    for event in events:
        entry = expected.events[event]
        same(f"{what}: time of {event}", pandas.Timestamp(entry["occurred_at"]).floor("us"), times[event].floor("us"))
    # The tables of a database, one for each type, have no order among events at one instant.
    order = list(ocel.events["ocel:eid"]) if written else []
    for cycle in {event.split(" ")[0] for event in order}:
        of_cycle = [event for event in order if event.split(" ")[0] == cycle]
        ours = [event for event in expected.events if event in events and event.split(" ")[0] == cycle]
        same(f"{what}: order of {cycle}", ours, of_cycle)
    relations = {tuple(row) for row in ocel.relations[["ocel:eid", "ocel:oid", "ocel:qualifier"]].itertuples(index=False)}
    if written:
        assert len(set(written)) == len(written) and relations <= set(written)
        same(f"{what}: pairs of events and objects", {row[:2] for row in written}, {row[:2] for row in relations})
        relations = set(written)
    ours = {(event, thing, how) for event in events for thing, how in expected.relations[event]}
    named = lambda all_of: {row for row in all_of if not row[1].startswith("case ")}
    same(f"{what}: relations", named(ours), named(relations))
    # Cases are numbered: which of them is which is seen by the events that refer to it.
    by_case = lambda all_of: sorted(sorted((event, how) for event, thing, how in all_of if thing == case) for case in {row[1] for row in all_of if row[1].startswith("case ")})
    same(f"{what}: cases", by_case(ours), by_case(relations))
    objects = dict(zip(ocel.objects["ocel:oid"], ocel.objects["ocel:type"]))
    things = {(thing, expected.things[thing]) for _, thing, _ in named(ours)}
    same(f"{what}: objects", things, {(thing, of) for thing, of in objects.items() if of != "case"})
    print(f"{what}: {len(events)} events, {len(objects)} objects, {len(relations)} relations agree; {len(missing)} events are withheld, {expected.in_error} were made in error")
    assert len(events) > 300 and len(missing) > 10 and expected.in_error > 0, "there is too little to compare"


def check_sqlite(path, expected, other):
    database = sqlite3.connect(path)
    same("SQLite: foreign keys that lead nowhere", database.execute("PRAGMA foreign_key_check").fetchall(), [])
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for what in ("event", "object"):
        kinds = {kind for (kind,) in database.execute(f"SELECT ocel_type_map FROM {what}_map_type")}
        named = {name.removeprefix(f"{what}_") for name in tables if name.startswith(f"{what}_")}
        same(f"SQLite: tables of {what}s", kinds | {"map_type", "object"}, named)
    satisfied, unsatisfied = ocel20_rel_validation.apply(path)
    same("SQLite: constraints of OCEL 2.0 that do not hold", list(unsatisfied), [])
    assert len(satisfied) == 24
    ocel = pm4py.read_ocel2_sqlite(path)
    compare("SQLite", ocel, expected)
    rows = lambda frame, columns: {tuple(map(str, row)) for row in frame[columns].itertuples(index=False)}
    columns = ["ocel:oid", "ocel:oid_2", "ocel:qualifier"]
    same("SQLite: relations of objects", rows(other.o2o, columns), rows(ocel.o2o, columns))


def check_states(path):
    """Each object's states have times in order, none follows itself, and contracts begin by being invited."""
    log = json.load(open(path, encoding="utf-8"))
    seen = set()
    for thing in log["objects"]:
        for name in {it["name"] for it in thing["attributes"]}:
            states = [(pandas.Timestamp(it["time"]), it["value"]) for it in thing["attributes"] if it["name"] == name]
            assert all(one[0] <= other[0] and one[1] != other[1] for one, other in zip(states, states[1:])), (thing["id"], states)
            if name == "stage":
                assert states[0][1] == "invited", thing["id"]
            seen |= {(name, value) for _, value in states}
    for name, least in (("stage", 6), ("standing", 3), ("boundary", 2)):
        assert len([value for of, value in seen if of == name]) >= least, (name, seen)
    print(f"states: {len(seen)} are told of contracts and cycles")


def check_tables(work, expected, ocel):
    with open(f"{work}/log.csv", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    events = dict(zip(ocel.events["ocel:eid"], ocel.events["ocel:activity"]))
    same("CSV: events", {(f"{row['case:concept:name']} {row['number']}", row["concept:name"]) for row in rows}, set(events.items()))
    for row in rows:
        event = f"{row['case:concept:name']} {row['number']}"
        things = {(thing, how) for how, all_of in json.loads(row["relations"] or "{}").items() for thing in all_of}
        things = {it for it in things if not it[0].startswith("case ")}
        same(f"CSV: relations of {event}", {it for it in expected.relations[event] if it[1] != "cycle" and not it[0].startswith("case ")}, things)
        attributes = json.loads(row["attributes"] or "{}")
        same(f"CSV: attributes of {event}", set(expected.attributes[event]), set(attributes))
    table = pandas.read_parquet(f"{work}/log.parquet")
    assert str(table["time:timestamp"].dtype).startswith("datetime64") and table["time:timestamp"].dt.tz is not None
    for row, stored in zip(rows, table.to_dict("records"), strict=True):
        for name, value in row.items():
            if name in ("time:timestamp", "recorded_at"):
                same(f"Parquet: {name}", pandas.Timestamp(value), stored[name])
            else:
                same(f"Parquet: {name}", value, "" if stored[name] is None or stored[name] != stored[name] else str(stored[name]))
    log = pm4py.format_dataframe(table, case_id="case:concept:name", activity_key="concept:name", timestamp_key="time:timestamp")
    same("Parquet: cases in pm4py", log["case:concept:name"].nunique(), len({row["case:concept:name"] for row in rows}))
    print(f"CSV and Parquet: {len(rows)} rows agree")


if __name__ == "__main__":
    work, *files = sys.argv[1:]
    expected = Log(files)
    ocel = check_json(f"{work}/log.json", expected)
    check_sqlite(f"{work}/log.sqlite", expected, ocel)
    check_states(f"{work}/log.json")
    check_tables(work, expected, ocel)
