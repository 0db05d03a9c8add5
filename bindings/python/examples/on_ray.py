"""The replications of a scenario as tasks of Ray: what comes of them is what one machine would have come to.

    python examples/on_ray.py --replications 1000 --shards 32              # on this machine
    RAY_ADDRESS=ray://… python examples/on_ray.py --replications 100000    # on a cluster that is there

Ray schedules the tasks, and runs those anew that were lost with a machine. A shard is the same wherever and however often it is run.
"""

from __future__ import annotations

import argparse

import ray

import practice_cycle as pc


@ray.remote(max_retries=5)  # Of machines that are lost; what a task raises is raised at once.
def shard(scenario: pc.Scenario, replications: int, seed: int, nth: int, of: int) -> pc.Results:
    """One part of the replications."""
    return pc.run(scenario, replications, seed, shard=(nth, of))


def run(scenario: pc.Scenario, replications: int, seed: int, shards: int) -> pc.Results:
    """All of them."""
    shared = ray.put(scenario)
    tasks = [shard.remote(shared, replications, seed, nth, shards) for nth in range(1, shards + 1)]
    return pc.Results.merged(ray.get(tasks))


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--scenario", default="team-as-it-is", choices=pc.Scenario.names())
    asked.add_argument("--replications", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--shards", type=int, default=8)
    given = asked.parse_args()
    ray.init()
    results = run(pc.Scenario.shipped(given.scenario), given.replications, given.seed, given.shards)
    print(f"{results!r}, digest {results.digest()}")


if __name__ == "__main__":
    main()
