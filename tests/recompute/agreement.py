"""How far those who noted the same sign on the same occasion agree whether it was there."""

import math
from collections import defaultdict

import krippendorff
import numpy
from scipy import stats


def disagreements(counts):
    """Observed and expected, by the formulas of the page, of units with two ratings or more."""
    n = counts.sum()
    of_unit, of_value = counts.sum(axis=1), counts.sum(axis=0)
    observed = 1 - (counts * (counts - 1) / (of_unit - 1)[:, None]).sum() / n
    return float(observed), float(1 - (of_value * (of_value - 1)).sum() / (n * (n - 1)))


def alpha(counts):
    """Krippendorff's, from how many gave each unit each value; nothing where there is one value alone."""
    if (counts.sum(axis=0) > 0).sum() < 2:
        return None
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def interval(counts, estimate):
    without = [alpha(numpy.delete(counts, unit, axis=0)) for unit in range(len(counts))]
    if None in without:
        return None
    units = len(counts)
    error = math.sqrt((units - 1) / units * sum((one - sum(without) / units) ** 2 for one in without))
    wide = float(stats.t.ppf(0.975, units - 1)) * error
    return {"low": estimate - wide, "high": min(estimate + wide, 1.0), "standard_error": error}


def ac1(counts, units):
    """Gwet's, of two values (Handbook of Inter-Rater Reliability, fourth edition, 2014, section 3.5): what chance would give is
    2 p (1 - p), where *p* is the mean share of raters who gave a unit the one value. Checked against irrCAC 0.4.4."""
    of_unit = counts.sum(axis=1)
    agreed = (counts * (counts - 1)).sum(axis=1) / (of_unit * (of_unit - 1))
    shares = [sum(unit.values()) / len(unit) for unit in units]
    p = sum(shares) / len(shares)
    by_chance = 2 * p * (1 - p)
    return float((agreed.mean() - by_chance) / (1 - by_chance))


def of(notes, rater):
    there = defaultdict(dict)
    for note in notes:
        unit = there[note.occasion, note.indicator]
        unit[rater(note)] = unit.get(rater(note), False) or note.present
    several = [unit for unit in there.values() if len(unit) > 1]
    counts = numpy.array([[list(unit.values()).count(value) for value in (False, True)] for unit in several]).reshape(-1, 2)
    told = {
        "units": len(several), "ratings": int(counts.sum()), "rated_once": len(there) - len(several),
        "agreeing": int((counts * (counts - 1) // 2).sum()), "pairs": sum(len(u) * (len(u) - 1) // 2 for u in several),
        **dict.fromkeys(["observed_disagreement", "expected_disagreement", "alpha", "interval", "ac1", "why_none"]),
    }
    if len(several) < 10:
        return {**told, "why_none": "few_units"}
    told["observed_disagreement"], told["expected_disagreement"] = disagreements(counts)
    told["alpha"] = alpha(counts)
    if told["alpha"] is None:
        told["why_none"] = "nothing_varies"
    else:
        told["interval"] = interval(counts, told["alpha"])
    told["ac1"] = ac1(counts, there.values())
    return told
