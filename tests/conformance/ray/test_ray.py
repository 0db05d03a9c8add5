"""A simulation on a cluster of Ray that loses a machine on the way comes to what one machine comes to."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import practice_cycle as pc
import pytest
import ray
from ray.cluster_utils import Cluster

ROOT = Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "bindings" / "python" / "examples"))
# Processes of Ray on this machine find the example, too.
os.environ["PYTHONPATH"] = sys.path[-1]

import on_ray  # noqa: E402

REPLICATIONS, SEED, SHARDS = 60, 7, 6


@pytest.fixture
def scenario() -> pc.Scenario:
    return pc.Scenario.shipped("null").changed({"/horizon/days": 365, "/group/cycles": 2})


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A head that runs no tasks."""
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@ray.remote(max_retries=5)
def watched(notes: str, scenario: pc.Scenario, nth: int) -> pc.Results:
    """A shard that notes when it begins and when it is done, and on which machine."""
    node = ray.get_runtime_context().get_node_id()
    with open(notes, "a") as file:
        file.write(f"begun {nth} {node}\n")
    results = pc.run(scenario, REPLICATIONS, SEED, shard=(nth, SHARDS))
    with open(notes, "a") as file:
        file.write(f"done {nth} {node}\n")
    return results


def noted(notes: Path) -> list[list[str]]:
    return [line.split() for line in notes.read_text().splitlines()] if notes.exists() else []


def test_the_example_comes_to_the_same(cluster: Cluster, scenario: pc.Scenario) -> None:
    cluster.add_node(num_cpus=2)
    ray.init(address=cluster.address, log_to_driver=False)
    results = on_ray.run(scenario, REPLICATIONS, SEED, SHARDS)
    assert results.digest() == pc.run(scenario, REPLICATIONS, SEED, threads=2).digest()


def test_a_machine_is_lost_while_tasks_run(cluster: Cluster, scenario: pc.Scenario, tmp_path: Path) -> None:
    stays, goes = cluster.add_node(num_cpus=1), cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False)
    cluster.wait_for_nodes()
    notes = tmp_path / "notes"
    tasks = [watched.remote(str(notes), scenario, nth) for nth in range(1, SHARDS + 1)]

    # It goes while a task runs there.
    running: set[str] = set()
    deadline = time.monotonic() + 120
    while not running and time.monotonic() < deadline:
        time.sleep(0.02)
        lines = noted(notes)
        done = {nth for what, nth, _ in lines if what == "done"}
        running = {nth for what, nth, node in lines if what == "begun" and node == goes.node_id} - done
    assert running, "no task began on the machine that goes"
    cluster.remove_node(goes, allow_graceful=False)
    cluster.add_node(num_cpus=1)

    results = pc.Results.merged(ray.get(tasks, timeout=240))
    begun = Counter(nth for what, nth, _ in noted(notes) if what == "begun")
    assert any(begun[nth] > 1 for nth in running), "the task that was lost was run anew"
    assert all(node != goes.node_id for what, nth, node in noted(notes) if what == "done" and nth in running)
    assert results.missing == []
    assert results.digest() == pc.run(scenario, REPLICATIONS, SEED).digest()
    assert stays.node_id in {node for _, _, node in noted(notes)}
