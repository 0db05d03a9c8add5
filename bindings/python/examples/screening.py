"""Which numbers of a scenario matter to an outcome: a screening by the method of Morris, with SALib.

    python examples/screening.py --trajectories 20 --replications 100 --threads 4

Every number that is varied is illustrative: the screening says how the scenario behaves, not how teams do.

Each point of the design is the same teams with other numbers: the seed is the same, and so are all draws but those that the numbers
make different. So a difference between two points comes of the numbers, and not of chance alone.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from SALib.analyze import morris as analysis
from SALib.sample import morris as design

import practice_cycle as pc

#: What is varied: places in the scenario, and between which values.
FACTORS = {
    "/tendencies/inviting/invites/value": (0.35, 1.4),
    "/tendencies/contracting/declines/value": (0.02, 0.3),
    "/tendencies/contracting/reframes/value": (0.05, 0.5),
    "/tendencies/staffing/workers_leave/value": (0.05, 0.5),
    "/tendencies/working/cancelled/value": (0.02, 0.4),
}


def outcome(results: pc.Results, named: str) -> float:
    """The mean of an outcome of the first scenario."""
    rows = pl.DataFrame(results.outcomes())
    value: float = rows.row(by_predicate=(pl.col("outcome") == named) & (pl.col("group") == "all"), named=True)["mean"]
    return value


def screen(base: pc.Scenario, named: str, trajectories: int, replications: int, threads: int) -> pl.DataFrame:
    """How much each factor changes an outcome: `mu_star` how much on average, `sigma` how differently from place to place."""
    problem: dict[str, Any] = {"num_vars": len(FACTORS), "names": list(FACTORS), "bounds": [list(it) for it in FACTORS.values()]}
    points: npt.NDArray[np.float64] = design.sample(problem, trajectories, num_levels=4, seed=1)
    means: list[float] = []
    for point in points:
        results = pc.run(base.changed(dict(zip(FACTORS, point))), replications, seed=1, threads=threads)
        means.append(outcome(results, named))
    effects = analysis.analyze(problem, points, np.asarray(means), num_levels=4, seed=1)
    table = pl.DataFrame({"factor": list(FACTORS), "mu_star": list(effects["mu_star"]), "sigma": list(effects["sigma"])})
    return table.sort("mu_star", descending=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--scenario", default="team-as-it-is", choices=pc.Scenario.names())
    asked.add_argument("--outcome", default="sessions")
    asked.add_argument("--trajectories", type=int, default=20)
    asked.add_argument("--replications", type=int, default=100)
    asked.add_argument("--days", type=int, default=730)
    asked.add_argument("--threads", type=int, default=1)
    given = asked.parse_args()
    base = pc.Scenario.shipped(given.scenario).changed({"/horizon/days": given.days})
    with pl.Config(fmt_str_lengths=60, tbl_width_chars=120):
        print(screen(base, given.outcome, given.trajectories, given.replications, given.threads))


if __name__ == "__main__":
    main()
