"""Packs of rules, and what they find."""

from __future__ import annotations

import json
import pickle
import subprocess
from pathlib import Path

import polars as pl
import practice_cycle as pc
import pytest


def test_findings_are_those_of_the_program(program: str, data: Path) -> None:
    file = data / "family_not_told.jsonl"
    report = pc.check(pc.History.read(file), pc.Pack.shipped("article"))
    done = subprocess.run([program, "check", "--policy", "article", "--json", str(file)], capture_output=True, text=True)
    [checked] = json.loads(done.stdout)["checked"]
    assert report.findings == checked["findings"] and report.to_dict() == checked["report"]


def test_a_report_is_a_dict_and_a_table(data: Path) -> None:
    history = pc.History.read(data / "family_not_told.jsonl")
    report = pc.check(history, pc.Pack.shipped("article"))
    assert not report.is_clean and report.verdicts["R04a"] == "violated"
    table = pl.DataFrame(report.table())
    assert table["rule"].to_list() == [finding["rule"] for finding in report.findings]
    assert table.filter(pl.col("verdict") == "violated")["broken_at"].null_count() == 0
    assert {rule["rule"] for rule in report.to_dict()["rules"]} == set(pc.Pack.shipped("article").rules)
    assert "Invented" not in json.dumps(report.to_dict()) + table.write_csv()
    before = pc.check(history, pc.Pack.shipped("article"), as_of=history.entries[0]["occurred_at"])
    assert before.is_clean and len(before) < len(report)


def test_a_report_for_a_reader_holds_what_they_are_shown(data: Path) -> None:
    history = pc.History.read(data / "compliance_threatened.jsonl")
    pack = pc.Pack.shipped("partnership")
    found = {reader: pc.check(history, pack, reader=reader).verdicts["P05"] for reader in ("manager", "worker-a")}
    assert found == {"manager": "violated", "worker-a": pc.check(history, pack, reader="worker-a").verdicts["P05"]}
    assert found["worker-a"] != "violated"


def test_packs_are_read_with_those_that_they_extend(data: Path) -> None:
    pack = pc.Pack.read(data / "invented_council.pack.json")
    assert pack.name in repr(pack) and pack.rules
    history = pc.History.read(data / "statutory_path.jsonl")
    report = pc.check(history, pack)
    for each in (pack, pc.Pack.shipped("article")):
        again = pickle.loads(pickle.dumps(each))
        assert (again.name, again.version, again.rules) == (each.name, each.version, each.rules)
        assert pc.check(history, again).to_dict() == pc.check(history, each).to_dict()
    assert set(report.verdicts) == set(pack.rules)


def test_a_pack_that_does_not_load_says_everything() -> None:
    with pytest.raises(pc.Invalid) as invalid:
        pc.Pack.read('{"pack": "ours", "rules": [{"id": "X1"}, {"id": "X2"}]}')
    assert len(invalid.value.problems) >= 2 and str(invalid.value).count("\n") >= 1
    assert pickle.loads(pickle.dumps(invalid.value)).problems == invalid.value.problems
    with pytest.raises(LookupError, match="`article`"):
        pc.Pack.shipped("articles")


WORLD = {
    "about": "Invented: a contract that somebody may review, in a quarter of a year.",
    "people": {"clinician": "clinician", "worker": "social_worker"},
    "starts": "2026-03-02 09:00",
    "given": [{"at": "2026-03-02 09:00", "by": "worker", "do": "set_up_contract", "contract": "c-1"}],
    "offers": [{"by": "$person", "do": "contract_reviewed", "contract": "c-1"}],
    "passes": ["next_due"],
    "passes_at_most": 2,
}


def test_a_search_shows_how_a_rule_is_broken() -> None:
    pack = pc.Pack.shipped("local-practice")
    found = pc.search(pack, "R10", WORLD)
    broken = found["breaks"]
    assert broken and broken.answer == "found" and broken.history is not None and broken.as_of is not None
    assert pc.check(broken.history, pack, as_of=broken.as_of).verdicts["R10"] == "violated"
    never = pc.search(pack, "R10", WORLD | {"passes": [], "passes_at_most": 0})["breaks"]
    assert not never and never.history is None and never.answer == "never_in_this_world"
    assert pc.search(pack, "R10", WORLD, steps=0)["breaks"].answer == "not_within"
    with pytest.raises(LookupError, match="no rule `R99`"):
        pc.search(pack, "R99", WORLD)
    with pytest.raises(pc.Invalid, match="clinician"):
        pc.search(pack, "R10", WORLD | {"people": {"clinician": "clinican", "worker": "social_worker"}})
