"""The boundary and its drift as the lines that `practice-cycle table` prints of them: by other parameters, and in every scope."""

import csv
import io
import json
import subprocess
import zlib

import boundary
import drift
from histories import SIDES, nanos
from view import View

WEEKS = [2, 7, 21]
# Beside the default set: one that shuts few gates and lets little fade, and one that gives some bases no weight.
OPEN = {**boundary.UNVALIDATED_V2, "id": "open", "half_life_days": 365.0, "dependence": 0.1, "prior": {"shows": 0.5, "does_not": 0.5},
        "gates": {"observers": 1, "perspectives": 1, "spaces": 1, "rows": 1, "weight": 0.25},
        "thresholds": {"firm_from": 0.6, "pull_from": 0.2, "dissent_from": 0.4, "trace": 0.5, "perspective_from": 0.75},
        "drift": {"days": 14, "fewest": 4, "most": 6, "occasions": 1, "moving_up_to": 0.5}}
DIRECT = {**boundary.UNVALIDATED_V2, "id": "direct", "half_life_days": 21.0, "dependence": 0.0,
          "bases": {"direct": 1.0, "reported": 0.25, "from_records": 0.0}, "strengths": {"slight": 0.25, "clear": 0.5, "strong": 1.0}}
FIRMNESS = ["firmness", "if_independent", "if_half_depends", "if_expected_evenly", "if_expected_seldom"]
SETS = {one["id"]: one for one in (boundary.UNVALIDATED_V2, OPEN, DIRECT)}


def printed(program, folder, files):
    """The lines of the table by history, time, parameters, scope and reading."""
    sets = folder / f"{files[0].stem}.parameters.json"
    sets.write_text(json.dumps({"boundary": list(SETS.values())}))
    weeks = [part for week in WEEKS for part in ("--weeks-after-opening", str(week))]
    command = [program, "table", "--reading", "boundary,drift", "--scope", "cycle,contract,space,perspective", "--parameters", sets]
    text = subprocess.run([*command, *weeks, *files], stdout=subprocess.PIPE, text=True, check=True).stdout
    told = {}
    for line in csv.DictReader(io.StringIO(text)):
        name = line["history"], line["as_of"], line["parameters"], line["scope"]
        if not is_chosen(name):
            continue
        block = told.setdefault(name, {"boundary": {}, "drift": {}})
        block[line["reading"]][line["level"], line["key"], line["measure"]] = line["value"]
    return told


def is_chosen(block):
    """Whether a block is recomputed: there are so many that it is one in four of the whole cycle, and one in twelve of the others."""
    return zlib.crc32(" ".join(block).encode()) % (4 if block[3] == "cycle" else 12) == 0


def scope_of(text):
    """A scope as it is written in a table."""
    what, _, which = text.partition("/")
    return {what: which} if which else "cycle"


def recomputed(entries, as_of, parameters, scope):
    """The same lines, of one block."""
    last = max(nanos(e["recorded_at"]) for e in entries)
    seen = View(entries, nanos(as_of), last)
    by = SETS[parameters]
    return {"boundary": of_boundary(boundary.reading(seen, by, scope)), "drift": of_drift(drift.reading(seen, by, scope))}


def of_boundary(reading):
    told = {("all", "", "verdict"): reading["verdict"], ("all", "", "used_observers"): len(reading["observers"]),
            ("all", "", "dissent_share"): reading["dissent"]["share"],
            ("all", "", "perspectives_differ"): reading["dissent"]["between_perspectives"],
            ("all", "", "verdict_depends_on_observers"): len(reading["flips"]), ("all", "", "alerts_entries"): len(reading["alerts"]),
            ("all", "", "departed_and_differing_observers"): len(reading["departed"]),
            ("all", "", "excluded_entries"): len(reading["excluded"]),
            ("all", "", "self_report_entries"): len(reading["self_report"]["entries"]),
            ("all", "", "own_indicators_entries"): len(reading["own_indicators"]["entries"])}
    for missing in reading["missing"]:
        for what, how in missing.items():
            told["missing", what, "found"] = how["found"]
            told["missing", what, "needed"] = how["needed"]
    for side in reading["sides"]:
        firm = side["firmness"] or dict.fromkeys(FIRMNESS)
        for key, measure in (("showed", "showed_observers"), ("weight", "weight_observers"), ("alike", "alike_observers"),
                             ("divided_by", "divided_by"), ("observers", "showed_to_observers"), ("most", "shows_most_probability")):
            told["side", side["lean"], measure] = side[key]
        for key, value in firm.items():
            told["side", side["lean"], "firmness" if key == "firmness" else f"firmness_{key}"] = value
        told["side", side["lean"], "firmness_low"] = side["firmness"] and min(firm.values())
        told["side", side["lean"], "firmness_high"] = side["firmness"] and max(firm.values())
    for one in reading["observers"]:
        told["observer", one["person"], "role"], told["observer", one["person"], "leans"] = one["role"], one["leans"]
        for side in SIDES:
            told["observer_side", f"{side}/{one['person']}", "showed_observers"] = one["showed"][side]
            told["observer_side", f"{side}/{one['person']}", "weight_observers"] = one["weight"][side]
    for row in reading["rows"]:
        for side in SIDES:
            told["row", f"{row['row']}/{side}", "showed_observers"] = row["tally"][side]
    for level in ("perspective", "space"):
        for one in reading[f"{level}s"]:
            for key, measure in (("observers", "observers"), ("leaning", "leaning_observers"), ("leans", "leans")):
                told[level, one["of"], measure] = one[key]
            for side in SIDES:
                told[f"{level}_side", f"{one['of']}/{side}", "showed_observers"] = one["showed"][side]
    for key in ("between_perspectives", "between_observers"):
        one = reading[key]
        within = one["interval"] or {}
        for measure, value in {"agreeing_share": one["agreeing"] / one["pairs"] if one["pairs"] else None, "units_count": one["units"],
                               "ratings_count": one["ratings"], "rated_once_units": one["rated_once"], "agreeing_pairs": one["agreeing"],
                               "all_pairs": one["pairs"], "observed_disagreement_share": one["observed_disagreement"],
                               "expected_disagreement_share": one["expected_disagreement"], "alpha": one["alpha"], "ac1": one["ac1"],
                               "alpha_low": within.get("low"), "alpha_high": within.get("high"),
                               "alpha_standard_error": within.get("standard_error")}.items():
            told["agreement", key, measure] = value
    for one in reading["drawn"]:
        told["drawn", f"{one['leans']}/{one['by']}", "observations_count"] = len(one["entries"])
    for one in reading["not_there"]:
        told["looked_for_and_absent", one["leans"], "observations_count"] = len(one["entries"])
    return told


def of_drift(reading):
    (movement, of), = reading["movement"].items()
    compared = [one for one in reading["windows"] if one["is_compared"]]
    told = {("all", "", "movement"): movement, ("all", "", "compared_windows"): len(compared),
            ("all", "", "compared_observers"): len(reading["among"]), ("all", "", "not_compared_observers"): len(reading["not_compared"])}
    # Of changes as great as each other the documentation does not say which is told.
    ties = of if isinstance(of, list) else []
    told["all", "", "statistic"] = ties[0]["statistic"] if ties else None
    told["all", "", "orders_share"] = ties[0]["share_of_orders"] if ties else None
    for one in reading["windows"]:
        key = one["first_day"]
        told["window", key, "last_day"], told["window", key, "compared"] = one["last_day"], one["is_compared"]
        told["window", key, "occasions_count"], told["window", key, "observers"] = one["occasions"], one["observers"]
        for side, beyond in zip(SIDES, one["beyond"]):
            told["window_side", f"{key}/{side}", "beyond_own_mean_observers"] = beyond
    return told


def read(value, like):
    """A value of a table, as what it is compared with."""
    if value == "":
        return None
    if isinstance(like, bool):
        return value == "true"
    return float(value) if isinstance(like, (int, float)) else value
