"""Scenarios, and results that are the same wherever they are run."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import signal
import subprocess
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import polars as pl
import practice_cycle as pc
import pytest
import xxhash
from conftest import ROOT

REPLICATIONS, SEED = 8, 7


def shard(scenario: pc.Scenario, nth: int, of: int) -> pc.Results:
    return pc.run(scenario, REPLICATIONS, SEED, shard=(nth, of))


def test_threads_and_processes_come_to_what_the_program_comes_to(
    program: str, scenario: pc.Scenario, tmp_path: Path
) -> None:
    out = str(tmp_path / "out")
    (tmp_path / "scenario.json").write_text(json.dumps(scenario.to_dict()))
    asked = [program, "simulate", str(tmp_path / "scenario.json"), "--replications", str(REPLICATIONS), "--seed", str(SEED)]
    subprocess.run([*asked, "--out", out, "--quiet"], check=True, capture_output=True)
    native = (tmp_path / "out" / "part.json").read_bytes().rstrip(b"\n")

    one = pc.run(scenario, REPLICATIONS, SEED)
    assert one.to_bytes() == native
    assert one.digest() == xxhash.xxh3_128_hexdigest(native)
    assert pc.run(scenario, REPLICATIONS, SEED, threads=3).digest() == one.digest()

    with ThreadPoolExecutor(2) as threads:
        parts = list(threads.map(shard, [scenario] * 3, range(1, 4), [3] * 3))
    assert pc.Results.merged(parts).digest() == one.digest()

    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        parts = list(processes.map(shard, [scenario] * 4, range(1, 5), [4] * 4))
    assert pc.Results.merged(reversed(parts)).digest() == one.digest()
    assert pc.Results.merged(parts).missing == [] and pc.Results.merged(parts[:2]).missing == [(4, 8)]


def test_simulated_histories_are_those_of_every_machine() -> None:
    golden = (ROOT / "tests" / "golden" / "simulated.txt").read_text().splitlines()
    known = {line.split(":")[0]: line.split("histories ")[1][:32] for line in golden}
    assert set(known) == set(pc.Scenario.names())
    scenario = pc.Scenario.shipped("null")
    stored = b"".join(history.to_bytes() for group in range(3) for history in scenario.group(group))
    assert xxhash.xxh3_128_hexdigest(stored) == known["null"]


def test_scenarios_go_round(scenario: pc.Scenario) -> None:
    assert pc.Scenario.read(scenario.to_dict()) == scenario
    assert pc.Scenario.read(json.dumps(scenario.to_dict())) == scenario
    again = pickle.loads(pickle.dumps(scenario))
    assert again == scenario and again.fingerprint == scenario.fingerprint
    assert scenario != pc.Scenario.shipped("null") and scenario.name == "null"
    part = shard(scenario, 1, 4)
    assert pickle.loads(pickle.dumps(part)) == part and pc.Results.from_bytes(part.to_bytes()) == part


def test_everything_that_is_wrong_is_said_at_once(scenario: pc.Scenario) -> None:
    with pytest.raises(pc.Invalid) as invalid:
        scenario.changed({"group": 3, "/group/cyclists/first": 3})
    assert [it["place"] for it in invalid.value.problems] == ["group", "/group/cyclists/first"]
    with pytest.raises(pc.Invalid, match=r"group\.cycles"):
        scenario.changed({"/group/cycles": 2000})
    with pytest.raises(pc.Unreadable):
        pc.Scenario.read({"scenario": "nothing else"})
    with pytest.raises(LookupError, match="`null`"):
        pc.Scenario.shipped("nul")
    for wrong in ({"threads": 0}, {"shard": (3, 2)}, {"shard": (0, 2)}):
        with pytest.raises(ValueError):
            pc.run(scenario, 2, **wrong)
    with pytest.raises((OverflowError, ValueError)):
        pc.run(scenario, -1)


def test_two_scenarios_are_compared_in_pairs(scenario: pc.Scenario) -> None:
    more = scenario.changed({"/tendencies/inviting/invites/value": 3, "/scenario": "more"})
    results = pc.run(more, 32, SEED, threads=2, against=scenario)
    assert results.scenarios == ["more", "null"]
    rows = pl.DataFrame(results.outcomes())
    invitations = rows.row(by_predicate=(pl.col("outcome") == "invitations") & (pl.col("scenario") == "more"), named=True)
    assert invitations["against"] == "null" and invitations["diff_low"] > 0
    wider = pl.DataFrame(results.outcomes(correction="bonferroni"))
    assert (wider["diff_high"] - rows["diff_high"]).drop_nulls().min() >= 0  # type: ignore[operator]
    with pytest.raises(pc.NotRun, match="called `null`"):
        pc.run(scenario, 2, against=scenario)
    with pytest.raises(ValueError, match="confidence"):
        results.outcomes(1.5)
    with pytest.raises(ValueError, match="holm"):
        results.outcomes(correction="scheffe")  # type: ignore[arg-type]


def test_what_packs_find_is_among_the_outcomes(scenario: pc.Scenario) -> None:
    audited = pl.DataFrame(pc.run(scenario, 2, SEED, audited_by=[pc.Pack.shipped("local-practice")]).outcomes())
    assert set(audited["outcome"]) > set(pl.DataFrame(pc.run(scenario, 2, SEED).outcomes())["outcome"])


def test_results_that_do_not_belong_together_are_refused(scenario: pc.Scenario) -> None:
    first = shard(scenario, 1, 2)
    with pytest.raises(pc.NotRun, match="both parts hold the replications 0 to 3"):
        pc.Results.merged([first, first])
    with pytest.raises(pc.NotRun, match="the seed 7, the other 8"):
        pc.Results.merged([first, pc.run(scenario, REPLICATIONS, 8, shard=(2, 2))])
    with pytest.raises(ValueError, match="nothing to merge"):
        pc.Results.merged([])
    with pytest.raises(pc.Unreadable):
        pc.Results.from_bytes(first.to_bytes()[:-1])
    with pytest.raises(pc.Unreadable, match="sums"):
        pc.Results.from_bytes(first.to_bytes().replace(b'"done":[[0,4]]', b'"done":[[0,5]]'))


def test_progress_is_reported_and_can_stop(scenario: pc.Scenario) -> None:
    reported: list[tuple[int, int]] = []

    def until_three(done: int, of: int) -> bool:
        reported.append((done, of))
        return done < 3

    with pytest.raises(pc.Cancelled) as cancelled:
        pc.run(scenario, REPLICATIONS, SEED, progress=until_three)
    assert reported == [(1, 8), (2, 8), (3, 8)]
    done = cancelled.value.results
    assert done.done == [(0, 3)] and done.missing == [(3, 8)]
    assert pc.run(scenario, REPLICATIONS, SEED, resume=done) == pc.run(scenario, REPLICATIONS, SEED)

    def fails(done: int, of: int) -> None:
        raise RuntimeError(f"at {done}")

    with pytest.raises(RuntimeError, match="at 1"):
        pc.run(scenario, REPLICATIONS, SEED, threads=2, progress=fails)
    with pytest.raises(TypeError):
        pc.run(scenario, REPLICATIONS, SEED, progress=lambda: None)  # type: ignore[misc, arg-type]


def test_the_interpreter_is_free_meanwhile(scenario: pc.Scenario) -> None:
    ticks, stop = 0, threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not stop.wait(0.005):
            ticks += 1

    clock = threading.Thread(target=tick)
    clock.start()
    began = time.monotonic()
    pc.run(scenario.changed({"/horizon/days": 365}), 8, SEED)
    took = time.monotonic() - began
    stop.set()
    clock.join()
    # Held, it would tick once a replication at most.
    assert ticks > 8 + took / 0.1, f"{ticks} ticks in {took:.1f} seconds"


def test_the_keyboard_interrupts(scenario: pc.Scenario) -> None:
    timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        pc.run(scenario, 1_000_000, SEED, threads=2)
    timer.join()
