"""Standing and turns, from the pages of the modules `standing` and `turns` alone."""

from collections import defaultdict

from histories import written
from view import ROLES

EVIDENCE = ("occasion_of_joining", "rule_noticed", "rule_worked_with", "clinician_acknowledged", "influence_invited")
RETURNS = {"clinician_acknowledged": "acknowledgement", "influence_invited": "influence", "contract_invited": "invitation"}
STEPS = ["outsider", "orientating", "ally", "embedded", "influential"]
NEEDED = {"orientating": [("joining_evidence", 1)], "ally": [("rule_worked_with", 1), ("acknowledgement", 1)],
          "embedded": [("turn", 2), ("space", 2)], "influential": [("influence", 1)]}


def when(entry):
    return entry["at"], entry["number"]


def cited(entry):
    return entry and {"at": written(entry["at"]), "entry": entry["number"]}


def causes(entry):
    return entry["data"].get("because_of", []) + entry["data"].get("arose_from", [])


def rounds(view):
    """How far each contract has come round: its first entries of each sort."""
    of, sessions, changes, asked = {}, {}, {}, {}
    stretch, open_stretch = None, False
    accepted, versions = defaultdict(set), defaultdict(int)
    for e in view.by_occurrence:
        kind, data = e["type"], e["data"]
        if kind in EVIDENCE and not open_stretch:
            stretch, open_stretch = e, True
        if kind == "contract_invited":
            of[data["contract"]] = {"contract": data["contract"], "space": data["space"], "joined": stretch, "invited": e, "agreed": None,
                                    "done": None, "back": {}}
            open_stretch = False
        elif kind == "terms_proposed":
            versions[data["contract"]] += 1
        elif kind == "terms_accepted":
            accepted[data["contract"], data["version"]].add(ROLES[e["role"]])
            if len(accepted[data["contract"], data["version"]]) == 2 and not of[data["contract"]]["agreed"]:
                of[data["contract"]]["agreed"] = e
        elif kind in ("session_held", "intervention_begun") and "contract" in data["cover"]:
            under = of[data["cover"]["contract"]]
            under["done"] = under["done"] or e
        if kind == "session_held":
            sessions[data["session"]] = data["cover"].get("contract")
        elif kind == "change_noticed":
            changes[data["change"]] = {"noticed": e, "under": data.get("contract") or sessions.get(data.get("session")), "known": e["by"] != view.clinician}
        elif kind in ("change_witnessed", "change_documented", "change_amplified") and data["change"] in changes:
            others = {e["by"], *data.get("to", [])} - {view.clinician}
            changes[data["change"]]["known"] |= bool(others)
        elif kind == "help_asked_again":
            asked[data["asking"]] = {"asked": e, "under": data.get("contract")}
        if kind in RETURNS and not (kind == "contract_invited" and ROLES[e["role"]] == "clinical"):
            for cause in causes(e):
                under = cause.get("contract")
                since = None
                if "change" in cause and cause["change"] in changes:
                    change = changes[cause["change"]]
                    change["known"] = True
                    under, since = change["under"], change["noticed"]
                elif "asking" in cause and cause["asking"] in asked:
                    under, since = asked[cause["asking"]]["under"], asked[cause["asking"]]["asked"]
                done = of[under]["done"] if under in of else None
                if done and when(e) > when(done) and (since is None or when(since) > when(done)):
                    of[under]["back"][e["number"]] = (e, RETURNS[kind])
    for change in changes.values():
        done = of[change["under"]]["done"] if change["under"] in of else None
        if change["known"] and done and when(change["noticed"]) > when(done):
            of[change["under"]]["back"][change["noticed"]["number"]] = (change["noticed"], "change")
    for one in of.values():
        one["back"] = sorted(one["back"].values(), key=lambda back: when(back[0]))
    return list(of.values())


def is_turn(one):
    return bool(one["agreed"] and one["done"] and one["back"])


def standing(view):
    noticed, worked = {}, defaultdict(list)
    evidence, acknowledged, influence, disrupted = [], [], [], []
    for e in view.by_occurrence:
        kind, data = e["type"], e["data"]
        if kind in ("occasion_of_joining", "rule_noticed"):
            evidence.append(e)
        if kind == "rule_noticed":
            noticed[data["rule"]] = e
        elif kind == "rule_worked_with" and data["rule"] in noticed:
            worked[data["rule"]].append(e)
        elif kind == "clinician_acknowledged":
            acknowledged.append(e)
            disrupted = []
        elif kind == "influence_invited":
            influence.append(e)
        elif kind == "joining_disrupted":
            disrupted.append(e)
    whole = [one for one in rounds(view) if is_turn(one)]
    turned = [e for one in whole for e in (one["agreed"], one["done"], one["back"][0][0])]
    spaces = {one["space"] for one in whole}
    there = {"joining_evidence": (len(evidence), evidence),
             "rule_worked_with": (len(worked), [e for rule, done in worked.items() for e in (noticed[rule], *done)]),
             "acknowledgement": (len(acknowledged), acknowledged), "turn": (len(whole), turned), "space": (len(spaces), turned),
             "influence": (len(influence), influence)}

    def conditions(step):
        return [{"step": step, "what": what, "have": there[what][0], "need": need,
                 "entries": sorted({e["number"] for e in there[what][1]})} for what, need in NEEDED.get(step, [])]

    reached = 0
    while reached + 1 < len(STEPS) and all(c["have"] >= c["need"] for c in conditions(STEPS[reached + 1])):
        reached += 1
    place = max(min(reached, 1), reached - len(disrupted))
    after = STEPS[place + 1] if place + 1 < len(STEPS) else None
    missing = [c for c in conditions(after) if c["have"] < c["need"]]
    if disrupted and after not in (None, "orientating"):  # Below that a disruption takes nothing.
        missing.append({"step": after, "what": "acknowledged_since", "have": 0, "need": 1, "entries": []})
    rests_on = [c for step in STEPS[: place + 1] for c in conditions(step)]
    shown = {n for c in rests_on + missing for n in c["entries"]} | {e["number"] for e in acknowledged + influence + disrupted}
    return {"step": STEPS[place], "undisrupted": STEPS[reached], "rests_on": rests_on, "missing": missing,
            "disruptions": [cited(e) for e in disrupted], "recorded_for": view.recorded_for(e for e in view.entries if e["number"] in shown)}


def reading(view):
    return {"rounds": [{**{key: one[key] for key in ("contract", "space")},
                        **{key: cited(one[key]) for key in ("joined", "invited", "agreed", "done")},
                        "back": [{"what": what, "cited": cited(e)} for e, what in one["back"]]} for one in rounds(view)]}
