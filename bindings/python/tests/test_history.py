"""Histories: read, recorded in, refused and described."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import practice_cycle as pc
import pytest


def opening(**changes: Any) -> dict[str, Any]:
    at = datetime(2026, 4, 1, 9, tzinfo=UTC)
    act: dict[str, Any] = {
        "type": "cycle_opened",
        "occurred_at": at,
        "recorded_at": at,
        "by": "p-1",
        "data": {"cycle": "invented-cycle", "format": 1, "clinician": "p-1", "team": "t-1"},
    }
    return act | changes


def test_a_history_is_read_from_a_path_a_text_and_bytes(data: Path) -> None:
    path = data / "turnover.jsonl"
    stored = path.read_bytes()
    for source in (path, str(path), stored, stored.decode()):
        assert pc.History.read(source).to_bytes() == stored


def test_entries_are_dicts_as_they_are_stored(turnover: pc.History, data: Path) -> None:
    lines = [json.loads(line) for line in (data / "turnover.jsonl").read_text().splitlines()]
    assert list(turnover.entries) == lines
    assert len(turnover.entries) == len(turnover) == len(lines)
    assert turnover.entries[-1] == lines[-1] and turnover.entries[0] == lines[0]
    with pytest.raises(IndexError, match=f"there is no entry {len(lines)}"):
        turnover.entries[len(lines)]
    with pytest.raises(IndexError):
        turnover.entries[-len(lines) - 1]


def test_an_act_becomes_an_entry() -> None:
    history = pc.History()
    before = history.entries
    entry = history.record(opening())
    assert entry["number"] == 1 and entry["occurred_at"] == "2026-04-01T09:00:00Z"
    assert history.cycle == "invented-cycle" and history.last_recorded == "2026-04-01T09:00:00Z"
    assert len(before) == 0 and len(history.entries) == 1


def test_a_refusal_says_why_and_changes_nothing(turnover: pc.History) -> None:
    at = "2026-07-09T09:00:00+01:00"
    act = {"type": "invitation_accepted", "occurred_at": at, "recorded_at": at, "by": "clinician", "data": {"contract": "c-1"}}
    before = turnover.to_bytes()
    with pytest.raises(pc.Refused) as refused:
        turnover.record(act)
    why = refused.value
    assert (why.code, why.category, why.status) == ("contracting.out_of_step", "conflict", 409)
    assert "contract_completed" in why.possible and str(why) == why.words == why.report["message"]
    assert turnover.to_bytes() == before
    again = pickle.loads(pickle.dumps(why))
    assert isinstance(again, pc.Refused) and (again.code, again.report) == (why.code, why.report)


def test_what_is_no_act_is_unreadable() -> None:
    history = pc.History()
    with pytest.raises(pc.Unreadable) as unreadable:
        history.record(opening(type="cycle_opend"))
    assert unreadable.value.code.startswith("reading.") and unreadable.value.line is None
    with pytest.raises(pc.Unreadable, match="recorded_at"):
        act = opening()
        del act["recorded_at"]
        history.record(act)
    with pytest.raises(TypeError, match="expected what JSON can say"):
        history.record(opening(by=object()))
    with pytest.raises(ValueError):
        history.record(opening(by=float("nan")))
    assert len(history) == 0


def test_a_history_that_does_not_load_says_where(data: Path, tmp_path: Path) -> None:
    lines = (data / "turnover.jsonl").read_text().splitlines()
    broken = tmp_path / "broken.jsonl"
    broken.write_text("\n".join([*lines[:4], '{"number":5}', *lines[5:]]))
    with pytest.raises(pc.Unreadable) as unreadable:
        pc.History.read(broken)
    why = unreadable.value
    assert (why.line, why.code, why.path) == (5, "reading.malformed", broken)
    assert str(why).startswith(f"{broken}: line 5: ")
    with pytest.raises(pc.Unreadable) as refused:
        pc.History.read("\n".join([lines[0], lines[0].replace('"number":1', '"number":2')]))
    assert refused.value.line == 2 and refused.value.report["refusal"]["code"] == "attachment.already_open"
    assert isinstance(pickle.loads(pickle.dumps(why)), pc.Unreadable)
    with pytest.raises(FileNotFoundError) as missing:
        pc.History.read(tmp_path / "nobody.jsonl")
    assert Path(missing.value.filename) == tmp_path / "nobody.jsonl"


def test_times_know_their_zone(turnover: pc.History) -> None:
    summer = datetime(2026, 6, 20, 12, tzinfo=timezone(timedelta(hours=1)))
    of_datetime = turnover.overview(summer)
    assert of_datetime == turnover.overview("2026-06-20T11:00:00Z") and of_datetime["as_of"] == "2026-06-20T11:00:00Z"
    with pytest.raises(ValueError, match="knows its zone"):
        turnover.overview(datetime(2026, 6, 20, 12))
    for wrong in ("2026-06-20", "yesterday", "1066-10-14T09:00:00Z"):
        with pytest.raises(ValueError, match="expected an instant"):
            turnover.overview(wrong)
    with pytest.raises(TypeError):
        turnover.overview(20260620)  # type: ignore[arg-type]


def test_words_are_there_for_whoever_asks(turnover: pc.History) -> None:
    assert "Invented" in json.dumps(list(turnover.entries))
    assert "Invented" not in json.dumps(turnover.overview())
    assert "Invented" in json.dumps(turnover.overview(words=True))
    assert "Invented" not in json.dumps(turnover.readings())
    assert "Invented" not in turnover.describe()
    assert "Invented" in turnover.describe(reader="clinician")
    assert b"Invented" not in turnover.without_words().to_bytes()
    assert "Invented" not in repr(turnover)


def test_a_text_for_a_parent_holds_less(data: Path) -> None:
    history = pc.History.read(data / "compliance_threatened.jsonl")
    texts = {reader: history.describe(reader=reader) for reader in ("manager", "worker-a", None)}
    assert len(set(texts.values())) == 3
    with pytest.raises(ValueError):
        history.describe(reader="no one\n")


def test_readings_are_by_their_names(turnover: pc.History) -> None:
    readings = turnover.readings()
    names = ["standing", "openings", "turns", "boundary", "drift", "partnership", "hypotheses", "anchoring", "sharing"]
    assert list(readings) == names
    assert all(readings[name]["reading"] == name for name in names if name != "partnership")
    earlier = turnover.readings("2026-06-02T12:00:00Z", "2026-06-02T12:00:00Z")
    assert earlier["turns"]["known_at"] == "2026-06-02T12:00:00Z" and earlier != readings


def test_a_file_is_not_overwritten_by_the_way(turnover: pc.History, tmp_path: Path) -> None:
    path = tmp_path / "written.jsonl"
    turnover.write(path)
    assert pc.History.read(path) == turnover
    with pytest.raises(FileExistsError, match="overwrite=True"):
        turnover.write(path)
    turnover.write(path, overwrite=True)
    assert [it.name for it in tmp_path.iterdir()] == ["written.jsonl"]
    with pytest.raises(FileNotFoundError, match="none/written.jsonl"):
        turnover.write(tmp_path / "none" / "written.jsonl")


def test_lines_can_come_one_by_one(turnover: pc.History) -> None:
    history = pc.History()
    for entry in turnover.entries:
        history.append(entry)
    assert history == turnover and history != pc.History()
    with pytest.raises(pc.Unreadable):
        history.append("")
    assert pickle.loads(pickle.dumps(turnover)) == turnover
