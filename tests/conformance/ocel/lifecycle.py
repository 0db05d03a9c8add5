"""Discovers the life of contracts with pm4py in a log of simulated histories, and compares it with the table that the machine runs by."""

import json
import re
import sys

import pm4py

log, drawn = sys.argv[1:]
forms = {form["label"]: form["kind"] for form in json.load(open("tests/golden/forms.json", encoding="utf-8"))["forms"] if form["family"] == "contracting"}
# From a stage, by a step: the stages that it can lead to.
table = {}
for line in open(drawn, encoding="utf-8"):
    if found := re.fullmatch(r"    (\S+) --> (\S+): (.*)\n", line):
        start, to, step = found.groups()
        if step in forms:
            table.setdefault((start, forms[step]), set()).add(to)
assert len(table) > 30, table
steps = {step for _, step in table}
after = {step: {to for (_, by), all_of in table.items() if by == step for to in all_of} for step in steps}
follows = {(one, other) for one in steps for other in steps if any((stage, other) in table for stage in after[one])}

ocel = pm4py.read_ocel2_json(log)
# An invitation may relate to the contract that it arose from, too, and a renewal to its successor: what happens to a contract itself
# relates to it by the qualifier `contract`.
ocel.relations = ocel.relations[ocel.relations["ocel:qualifier"] == "contract"]
contracts = pm4py.ocel_flattening(ocel, "contract")
contracts = contracts[contracts["concept:name"].isin(steps)]
arcs, starts, _ = pm4py.discover_dfg(contracts)
never = {arc: count for arc, count in arcs.items() if arc not in follows}
assert not never, f"the machine never admits {never}"
assert set(starts) == {"contract_invited"}, starts

# Each whole life, too, has a way through the table.
variants = set(contracts.groupby("case:concept:name", sort=False)["concept:name"].agg(tuple))
for life in variants:
    stages = {"[*]"}
    for step in life:
        stages = {to for stage in stages for to in table.get((stage, step), ())}
        assert stages, f"the machine admits no such life: {life}"

main = [
    ("contract_invited", "invitation_accepted"), ("invitation_accepted", "terms_proposed"), ("terms_proposed", "terms_accepted"),
    ("terms_accepted", "terms_accepted"), ("terms_accepted", "contract_begun"), ("contract_begun", "contract_completed"),
]
missing = [arc for arc in main if arc not in arcs]
assert not missing, f"not discovered: {missing}"
print(f"{len(ocel.events)} events, {contracts['case:concept:name'].nunique()} contracts, {len(variants)} different lives: "
      f"all {len(arcs)} arcs that pm4py discovered are in the table, of {len(follows)} that it allows")
