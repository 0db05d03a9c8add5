#!/usr/bin/env python3
"""Writes what scipy says of the distributions of a simulation: means, standard deviations and quantiles, as JSON Lines.

    python3 tests/recompute/quantiles.py > tests/golden/quantiles.jsonl

It needs numpy and scipy, of the versions in `requirements.txt`. `tests/quantiles.rs` compares the crate with what is written.
"""

import json

from scipy import stats

# They are written as text: beside 1, even the last bit of a share matters, and not every reader of JSON keeps it.
SHARES = [2.0**-53, 1e-12, 1e-6, 0.001, 0.03125, 0.1, 0.25, 0.4999, 0.5, 0.5001, 0.75, 0.9, 0.96875, 0.999, 1 - 1e-6, 1 - 2.0**-40,
          1 - 2.0**-53]


def distributions():
    """Each as the crate writes it, beside scipy's."""
    yield {"uniform": {"from": 2.0, "to": 9.5}}, stats.uniform(2.0, 7.5)
    yield {"exponential": {"mean": 210.0}}, stats.expon(scale=210.0)
    for sigma in (0.01, 0.5, 1.0, 2.5, 5.0):
        yield {"lognormal": {"median": 12.0, "sigma": sigma}}, stats.lognorm(sigma, scale=12.0)
    for shape in (0.1, 0.7, 1.0, 2.5, 100.0):
        yield {"weibull": {"shape": shape, "scale": 30.0}}, stats.weibull_min(shape, scale=30.0)
    for shape in (0.01, 0.1, 0.5, 0.99, 1.0, 1.5, 2.0, 3.7, 10.0, 42.0, 300.0, 10_000.0):
        yield {"gamma": {"shape": shape, "scale": 4.0}}, stats.gamma(shape, scale=4.0)


for written, scipys in distributions():
    # Above the middle from the other tail, which keeps its digits.
    quantiles = [[repr(share), float(scipys.ppf(share) if share <= 0.5 else scipys.isf(1 - share))] for share in SHARES]
    print(json.dumps({"is": written, "mean": float(scipys.mean()), "sd": float(scipys.std()), "quantiles": quantiles}))
