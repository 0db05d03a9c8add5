"""Spoils a bundle in several ways, one file each: python spoil.py BUNDLE FOLDER prints each file and what is wrong in it."""

import copy
import json
import sys


def task(bundle):
    return next(it["resource"] for it in bundle["entry"] if it["resource"]["resourceType"] == "Task")


def episode(bundle):
    return next(it["resource"] for it in bundle["entry"] if it["resource"]["resourceType"] == "EpisodeOfCare")


def team(bundle):
    return next(it["resource"] for it in bundle["entry"] if it["resource"]["resourceType"] == "CareTeam")


SPOILED = {
    "a code outside a required value set": lambda it: task(it).update(status="nearly-done"),
    "an element that is needed is missing": lambda it: episode(it).pop("patient"),
    "an element that there is not": lambda it: task(it).update(stage="active"),
    "a list where one may stand": lambda it: task(it).update(code=[task(it)["code"]]),
    "an empty list": lambda it: team(it).update(participant=[]),
    "a time that is none": lambda it: task(it).update(authoredOn="yesterday"),
    "a reference to a type that may not stand there": lambda it: episode(it)["patient"].update(type="Practitioner"),
    "a reference into nothing": lambda it: episode(it)["careTeam"][0].update(reference="CareTeam/0"),
    "last modified before it was authored (inv-1)": lambda it: task(it).update(lastModified="1999-01-01T00:00:00Z"),
    "a restriction where it may not stand (tsk-1)": lambda it: task(it).update(restriction={"period": {"end": "2026-08-14"}}),
    "a period that ends before it starts (per-1)": lambda it: team(it).update(period={"start": "2026-08-14", "end": "2026-01-01"}),
}


def main():
    path, folder = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        bundle = json.load(file)
    for number, (what, spoil) in enumerate(SPOILED.items()):
        spoiled = copy.deepcopy(bundle)
        spoil(spoiled)
        target = f"{folder}/spoiled-{number}.json"
        with open(target, "w", encoding="utf-8") as file:
            json.dump(spoiled, file)
        print(target, what)


if __name__ == "__main__":
    main()
