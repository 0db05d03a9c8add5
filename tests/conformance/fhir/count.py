"""Counts in JSON Lines, by itself, what has to be in a bundle; and reads the bundle with fhir.resources.

python count.py BUNDLE HISTORY...
"""

import json
import sys
from collections import Counter

from fhir.resources.bundle import Bundle

FAMILY = {"parent", "child", "carer", "relative", "family_advocate"}


def in_effect(path):
    """The entries of a history, without those that were marked as made in error."""
    entries = [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]
    wrong = {number for entry in entries if entry["type"] == "entered_in_error" for number in entry["data"]["entries"]}
    return [entry for entry in entries if entry["number"] not in wrong]


def merged(entries):
    """Which reference of a case stands for which."""
    names = {}
    for entry in entries:
        if entry["type"] == "cases_merged":
            names[entry["data"]["merged"]] = entry["data"]["into"]
    return names


def expected(paths):
    """How many resources there have to be, and the stages that the last step of each contract leads to where one step says it."""
    counts, spaces = Counter(), Counter()
    for path in paths:
        entries = in_effect(path)
        counts["CareTeam"] += 1
        invited = [entry["data"] for entry in entries if entry["type"] == "contract_invited"]
        counts["Task"] += len(invited)
        names = merged(entries)
        counts["EpisodeOfCare"] += len({names.get(data["case"], data["case"]) for data in invited if "case" in data})
        people, family = {entries[0]["data"]["clinician"]}, set()
        for entry in entries:
            if entry["type"] == "person_entered":
                (family if entry["data"]["role"] in FAMILY else people).add(entry["data"]["person"])
        counts["participants"] += len(people - family)
        counts["completed"] += sum(entry["type"] == "contract_completed" for entry in entries)
        counts["rejected"] += sum(entry["type"] == "contract_declined" for entry in entries)
    return counts


def found(bundle):
    counts = Counter()
    for entry in bundle.entry:
        resource = entry.resource
        counts[resource.get_resource_type()] += 1
        if resource.get_resource_type() == "CareTeam":
            counts["participants"] += len(resource.participant)
        if resource.get_resource_type() == "Task":
            stage = resource.businessStatus.coding[0].code
            counts["completed"] += stage == "completed"
            counts["rejected"] += resource.status == "rejected"
    return counts


def main():
    path, histories = sys.argv[1], sys.argv[2:]
    with open(path, encoding="utf-8") as file:
        bundle = Bundle.model_validate_json(file.read())
    wanted, there = expected(histories), found(bundle)
    wrong = {what: (wanted[what], there[what]) for what in wanted if wanted[what] != there[what]}
    if wrong:
        sys.exit(f"expected and found differ: {wrong}")
    print(f"fhir.resources reads the bundle; counted in {len(histories)} histories: {dict(wanted)}")


if __name__ == "__main__":
    main()
