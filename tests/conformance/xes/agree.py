"""Compares what pm4py reads of XES with what stands in the JSON Lines, which are read here without anything of ours.

python agree.py OF_CYCLES OF_CONTRACTS HISTORY...
"""

import json
import sys
from collections import Counter

import pandas
import pm4py

# What is about the record and not about the work is no event of a log.
CORRECTIONS = {"entered_in_error", "redacted", "opening_corrected", "people_merged", "cases_merged"}
# Of these, a log for nobody in particular leaves out those that only certain readers are shown: accounts of members of the family, and
# what is kept from some. The others have to be there, every one.
KEPT = {
    "outcome_rated", "view_given", "outcome_learned", "outcome_fed_back", "boundary_observed", "observation_answered",
    "practice_described", "description_passed_on", "values_talked_about", "coaching_held", "statement_made", "evidence_weighed",
    "concern_raised", "concern_passed_on", "consent_given", "consent_withdrawn", "views_missing", "duty_waived",
}


def stored(path):
    """The entries in effect, and whether references were merged or the opening corrected."""
    entries = [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]
    taken_back = {number for entry in entries if entry["type"] == "entered_in_error" for number in entry["data"]["entries"]}
    changed = any(entry["type"] in {"opening_corrected", "people_merged", "cases_merged"} for entry in entries)
    live = [entry for entry in entries if entry["number"] not in taken_back and entry["type"] not in CORRECTIONS]
    return entries[0]["data"]["cycle"], live, changed


def leaves(data, path="data"):
    """The words of codes, the numbers and the days that stand in data, outside lists, by their paths."""
    for name, value in data.items():
        at = f"{path}.{name}"
        if isinstance(value, dict):
            yield from leaves(value, at)
        elif isinstance(value, (str, int)):
            yield at, value


def main():
    of_cycles, of_contracts, *paths = sys.argv[1:]
    log = pm4py.read_xes(of_cycles)
    contracts = pm4py.read_xes(of_contracts)
    problems, compared = [], Counter()
    histories = {cycle: (live, changed) for cycle, live, changed in map(stored, paths)}
    if set(log["case:concept:name"]) != set(histories):
        problems.append("the traces are not the cycles")
    if set(log["lifecycle:transition"]) != {"complete"}:
        problems.append("a transition that is not complete")
    traces = Counter()
    for cycle, (live, changed) in histories.items():
        rows = {int(row["number"]): row for row in log[log["case:concept:name"] == cycle].to_dict("records")}
        compared["events"] += len(rows)
        for entry in live:
            row = rows.pop(entry["number"], None)
            if row is None:
                if entry["type"] not in KEPT:
                    problems.append(f"{cycle}: entry {entry['number']} ({entry['type']}) is missing")
                compared["left out for nobody in particular"] += 1
                continue
            wanted = {
                "concept:name": entry["type"],
                "time:timestamp": pandas.Timestamp(entry["occurred_at"]),
                "recorded_at": pandas.Timestamp(entry["recorded_at"]),
            }
            if not changed and entry["type"] != "statement_made":
                wanted["org:resource"] = entry["by"]
            for name, value in leaves(entry["data"]):
                # Words are left out, cases are numbered, and days are text.
                if name in row and not pandas.isna(row[name]) and not name.endswith((".case", ".cycle")):
                    wanted[name] = value
                    compared["values of data"] += 1
            for name, value in wanted.items():
                found = row.get(name)
                if isinstance(found, pandas.Timestamp):
                    value = pandas.Timestamp(value)
                if isinstance(found, str) or isinstance(value, str):
                    same = str(found) == str(value)
                else:
                    same = found == value
                if not same and not changed:
                    problems.append(f"{cycle}: entry {entry['number']}: {name} is {found!r}, not {value!r}")
                compared["attributes"] += 1
            if entry["type"] == "contract_invited":
                traces[f"{cycle} {entry['data']['contract']}"] += 0
        for number in rows:
            problems.append(f"{cycle}: event {number} is no entry in effect")
        for entry in live:
            if entry["type"].startswith(("contract_", "terms_")) and isinstance(entry["data"].get("contract"), str):
                traces[f"{cycle} {entry['data']['contract']}"] += 1
    if set(contracts["case:concept:name"]) != set(traces):
        problems.append("the traces of contracts are not the contracts that were invited")
    steps = contracts[contracts["concept:name"].str.startswith(("contract_", "terms_"))]
    own = steps[[str(row["data.contract"]) == row["case:concept:name"].split(" ")[1] for row in steps.to_dict("records")]]
    found = Counter(own["case:concept:name"])
    if found != Counter({name: count for name, count in traces.items() if count}):
        problems.append(f"the steps of contracts differ: {found - traces} {traces - found}")
    if not compared["attributes"] or not compared["values of data"]:
        problems.append("nothing was compared")
    for problem in problems[:40]:
        print(problem, file=sys.stderr)
    if problems:
        sys.exit(f"{len(problems)} differences")
    print(f"pm4py reads {len(histories)} traces of cycles, {len(traces)} of contracts; {dict(compared)}")


if __name__ == "__main__":
    main()
