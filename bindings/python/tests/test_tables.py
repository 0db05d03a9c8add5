"""Tables, as pandas, polars and pyarrow take them, beside those that the program writes."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pandas as pd
import polars as pl
import practice_cycle as pc
import pyarrow as pa
import pytest

KEY = b"an invented key of 32 characters"


def written(program: str, *arguments: str) -> list[dict[str, str]]:
    done = subprocess.run([program, "table", *arguments], capture_output=True, check=True, text=True)
    return list(csv.DictReader(io.StringIO(done.stdout)))


def cells(table: pc.Table) -> list[dict[str, str]]:
    """The same as CSV has it."""
    rows = pl.DataFrame(table).with_columns(
        pl.col("as_of").map_elements(moment, return_dtype=pl.String),
        pl.col("entries").cast(pl.List(pl.String)).list.join(" "),
        pl.col("n").cast(pl.String),
    )
    return [{name: "" if cell is None else cell for name, cell in row.items()} for row in rows.to_dicts()]


def moment(at: object) -> str:
    stamp = pd.Timestamp(str(at)).tz_convert("UTC")
    text: str = stamp.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}Z"


def test_readings_are_those_of_the_program(program: str, data: Path) -> None:
    paths = [data / "boundary_seen_differently.jsonl", data / "turnover.jsonl", data / "boundary_moving.jsonl"]
    files = [str(path) for path in paths]
    histories = [pc.History.read(path) for path in paths]
    assert cells(pc.readings(histories)) == written(program, *files)
    mine = pc.readings(
        histories,
        as_of=["2026-06-30T12:00:00Z"],
        weeks_after_opening=[6, 12],
        readings=["boundary", "drift", "turns"],
        scopes=["cycle", "perspective"],
    )
    theirs = ["--as-of", "2026-06-30T12:00:00Z", "--weeks-after-opening", "6", "--weeks-after-opening", "12"]
    theirs += ["--reading", "boundary,drift,turns", "--scope", "cycle,perspective"]
    assert cells(mine) == written(program, *theirs, *files)
    assert cells(pc.readings(histories, suppress=True)) == written(program, "--suppress", *files)


def test_pseudonyms_are_those_of_the_program(program: str, data: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(KEY)
    file = data / "turnover.jsonl"
    theirs = written(program, "--pseudonyms", "--pseudonym-key", str(tmp_path / "key"), str(file))
    assert cells(pc.readings(pc.History.read(file), pseudonyms=KEY)) == theirs
    with pytest.raises(ValueError, match="at least 32 bytes"):
        pc.readings(pc.History.read(file), pseudonyms=b"short")


def test_each_program_of_tables_takes_them(histories: list[pc.History]) -> None:
    for table in (pc.events(histories), pc.contracts(histories), pc.people(histories), pc.readings(histories)):
        assert len(table) > len(histories)
        arrow, polars, pandas = pa.table(table), pl.DataFrame(table), pd.DataFrame.from_arrow(table)
        assert arrow.num_rows == polars.height == len(pandas) == len(table)
        assert arrow.column_names == polars.columns == list(pandas.columns) == table.columns
        assert arrow.schema == pa.schema(table)
        arrow.validate(full=True)


def test_events_are_one_row_an_entry(turnover: pc.History) -> None:
    events = pl.DataFrame(pc.events(turnover))
    entries = {it["number"]: (it["type"], pd.Timestamp(it["occurred_at"])) for it in turnover.entries}
    shown = pl.DataFrame(pc.events(turnover, reader="manager"))
    rows = shown["number", "concept:name", "time:timestamp"].iter_rows()
    assert {number: (kind, at) for number, kind, at in rows} == entries
    assert shown["time:timestamp"].is_sorted() and shown.height == len(entries)
    # A concern that was raised is not for nobody in particular.
    kinds = set(shown["concept:name"]) - set(events["concept:name"])
    assert kinds == {"concern_raised", "concern_passed_on"}
    assert "Invented" not in events.write_csv()
    named = pl.DataFrame(pc.events(turnover, pseudonyms=KEY)).write_csv()
    assert "worker-a" in events.write_csv() and "worker-a" not in named
    with pytest.raises(ValueError, match="needs a `reader`"):
        pc.events(turnover, words=True)
    assert "Invented" in pl.DataFrame(pc.events(turnover, reader="clinician", words=True)).write_csv()


def test_cases_of_two_histories_are_two(data: Path) -> None:
    both = [pc.History.read(data / name) for name in ("turnover.jsonl", "statutory_path.jsonl")]
    cases = pl.DataFrame(pc.events(both)).group_by("case:concept:name").agg(pl.col("case").drop_nulls().unique())
    one, other = cases["case"].to_list()
    assert one and other and not set(one) & set(other)


def test_contracts_and_people_are_those_of_the_overview(turnover: pc.History) -> None:
    overview = turnover.overview()
    contracts = pl.DataFrame(pc.contracts(turnover))
    assert dict(contracts.select("contract", "stage").iter_rows()) == {
        it["contract"]: it["stage"] for it in overview["contracts"]
    }
    people = pl.DataFrame(pc.people(turnover))
    assert set(people["person"]) <= {it["person"] for it in overview["people"]}
    earlier = pl.DataFrame(pc.contracts(turnover, as_of="2026-06-01T12:00:00Z"))
    assert earlier.height == 0 and earlier.columns == contracts.columns


def test_what_cannot_be_meant_is_refused(turnover: pc.History) -> None:
    with pytest.raises(ValueError, match="two histories are of the cycle `invented-turnover`"):
        pc.readings([turnover, turnover])
    with pytest.raises(ValueError, match="a history is empty"):
        pc.events(pc.History())
    with pytest.raises(ValueError, match="`history`, `boundary`"):
        pc.readings(turnover, readings=["worth"])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="one kind of scope"):
        pc.readings(turnover, scopes=["cycle", "contract"], suppress=True)
    with pytest.raises(TypeError):
        pc.readings("turnover.jsonl")  # type: ignore[arg-type]
    assert len(pc.readings([])) == 0
