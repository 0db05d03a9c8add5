"""Standing and turns, from the pages of the modules `standing` and `turns` alone."""

import math
from collections import defaultdict
from datetime import date, datetime, timedelta
from fractions import Fraction

from scipy import stats

from histories import LONDON, SECOND, written
from view import ROLES

EVIDENCE = ("occasion_of_joining", "rule_noticed", "rule_worked_with", "clinician_acknowledged", "influence_invited")
RETURNS = {"clinician_acknowledged": "acknowledgement", "influence_invited": "influence", "contract_invited": "invitation"}
STAGES = {"contract_begun": "active", "contract_declined": "declined", "contract_withdrawn": "withdrawn", "contract_ended": "ended",
          "contract_completed": "completed"}
CLOSED = ("declined", "withdrawn", "ended", "completed")
MAY_WAIT, ENOUGH, ROUNDING = 28 * 86400, 2, 1e-12
STEPS = ["outsider", "orientating", "ally", "embedded", "influential"]
NEEDED = {"orientating": [("joining_evidence", 1)], "ally": [("rule_worked_with", 1), ("acknowledgement", 1)],
          "embedded": [("turn", 2), ("space", 2)], "influential": [("influence", 1)]}


def when(entry):
    return entry["at"], entry["number"]


def nanos_of_midnight_after(day):
    """The instant after a planned end, which is the end of its day in London."""
    after = datetime.combine(date.fromisoformat(day) + timedelta(days=1), datetime.min.time(), LONDON)
    return int(after.timestamp()) * SECOND


def cited(entry):
    return entry and {"at": written(entry["at"]), "entry": entry["number"]}


def causes(entry):
    return entry["data"].get("because_of", []) + entry["data"].get("arose_from", [])


def note_session(sessions, e):
    """The contract of each session so far. The documentation does not say what holds of a change that was noticed in a session before
    that came to rest on a contract: it is of none."""
    if e["type"] == "session_held":
        sessions[e["data"]["session"]] = e["data"]["cover"].get("contract")
    elif e["type"] == "session_covered":
        sessions[e["data"]["session"]] = e["data"]["contract"]


def rounds(view):
    """How far each contract has come round: its first entries of each sort."""
    of, sessions, changes, asked = {}, {}, {}, {}
    stretch, open_stretch = None, False
    accepted, ends = defaultdict(set), {}
    for e in view.by_occurrence:
        kind, data = e["type"], e["data"]
        note_session(sessions, e)
        if kind in EVIDENCE and not open_stretch:
            stretch, open_stretch = e, True
        if kind == "contract_invited":
            of[data["contract"]] = {"contract": data["contract"], "space": data["space"], "joined": stretch, "invited": e, "agreed": None,
                                    "done": None, "back": {}, "stages": [(e["at"], "invited", e)]}
            open_stretch = False
        elif kind == "terms_proposed":
            ends[data["contract"]] = data["terms"]["duration"]["until"]["ends"]
            of[data["contract"]]["stages"].append((e["at"], "negotiating", e))
        elif kind == "terms_accepted":
            accepted[data["contract"], data["version"]].add(ROLES[e["role"]])
            if len(accepted[data["contract"], data["version"]]) == 2:
                of[data["contract"]]["agreed"] = of[data["contract"]]["agreed"] or e
                of[data["contract"]]["stages"].append((e["at"], "agreed", e))
        elif kind in STAGES:
            of[data["contract"]]["stages"].append((e["at"], STAGES[kind], e))
        elif kind in ("session_held", "intervention_begun") and "contract" in data["cover"]:
            under = of[data["cover"]["contract"]]
            under["done"] = under["done"] or e
        elif kind in ("session_covered", "intervention_covered"):
            # The documentation speaks of interventions alone: a session counts from when it came to rest on the contract, too.
            of[data["contract"]]["done"] = of[data["contract"]]["done"] or e
        if kind == "change_noticed":
            under = data.get("contract") or sessions.get(data.get("session"))
            changes[data["change"]] = {"noticed": e, "under": under, "known": e["by"] != view.clinician}
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
    for contract, one in of.items():
        begun = [at for at, stage, _ in one["stages"] if stage == "active"]
        lapsing = max(nanos_of_midnight_after(ends[contract]), *begun) if begun else view.as_of + 1
        if lapsing <= view.as_of:
            one["stages"].append((lapsing, "lapsed", None))
        one["stages"] = until_closed(one["stages"])
        one["back"] = sorted(one["back"].values(), key=lambda back: when(back[0]))
    return list(of.values()), stretch if open_stretch else None


def moved(stage):
    """When a stage was entered, and by which entry; what lapsed comes before what was done at that instant."""
    at, _, entry = stage
    return at, entry["number"] if entry else 0


def until_closed(stages):
    """The stages in their order; what is closed does not lapse any more."""
    stages, told = sorted(stages, key=moved), []
    for stage in stages:
        if not (stage[1] == "lapsed" and told[-1][1] in CLOSED):
            told.append(stage)
    return told


def stage_at(one, at):
    return [stage for when, stage, _ in one["stages"] if when <= at][-1]


def is_turn(one):
    return bool(one["agreed"] and one["done"] and one["back"])


def standing(view):
    noticed, worked = {}, defaultdict(list)
    evidence, acknowledged, influence, disrupted, since, ever = [], [], [], [], [], False
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
            since.append(e)
            disrupted = []
        elif kind == "influence_invited":
            influence.append(e)
        elif kind == "joining_disrupted":
            disrupted.append(e)
            ever, since = True, []
    whole = [one for one in rounds(view)[0] if is_turn(one)]
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
    if disrupted and after not in (None, "orientating"):
        # The documentation names this condition, and not when it is missing.
        missing.append({"step": after, "what": "acknowledged_since", "have": 0, "need": 1, "entries": []})
    rests_on = [c for step in STEPS[: place + 1] for c in conditions(step)]
    if ever and since and place > 1:  # Nor does it say when, and of which step, it is met.
        rests_on.append({"step": STEPS[place], "what": "acknowledged_since", "have": len(since), "need": 1,
                         "entries": sorted(e["number"] for e in since)})
    shown = {n for c in rests_on + missing for n in c["entries"]} | {e["number"] for e in acknowledged + influence + disrupted}
    return {"step": STEPS[place], "undisrupted": STEPS[reached], "rests_on": rests_on, "missing": missing,
            "disruptions": [cited(e) for e in disrupted],
            "recorded_for": view.recorded_for(e for e in view.entries if e["number"] in shown)}


ARCS = {"joining_to_contracting": ("joined", "agreed", ["declined", "withdrawn"]),
        "contracting_to_intervening": ("agreed", "done", ["declined", "withdrawn", "lapsed", "completed", "ended", "revoked"]),
        "intervening_to_joining": ("done", "returned", [])}
ORDER = ["reached", "declined", "withdrawn", "lapsed", "completed", "ended", "revoked"]


def reading(view):
    rows, uninvited = rounds(view)
    until = min(view.as_of, view.known_at, *[e["at"] for e in view.entries if e["type"] == "cycle_closed"])
    for one in rows:
        one["returned"] = one["back"][0][0] if one["back"] else None
    arcs, stalls = [], {}
    for arc, (begins, ends, competing) in ARCS.items():
        told = {"arc": arc, "ends": [], "may_wait": MAY_WAIT, "under_way": [], "stalled": []}
        spells = []
        for one in rows:
            if not one[begins]:
                continue
            since = one[begins]["at"]
            ways = [(at, stage, e) for at, stage, e in one["stages"] if stage in competing and at >= since]
            if one[ends]:
                ways.append((one[ends]["at"], "reached", one[ends]))
            # Of two ends at one instant the documentation says that the one recorded first stands; its own end does, whenever recorded.
            ways = sorted((way for way in ways if way[0] <= until), key=lambda way: (way[0], way[1] != "reached", moved(way)))
            if ways:
                at, way, e = ways[0]
                spells.append((seconds(since, at), way))
                told["ends"].append({"contract": one["contract"], "end": way, "from": cited(one[begins]), "at": written(at),
                                     "entry": e and e["number"], "took": seconds(since, at)})
            else:
                waits(told, spells, {"contract": one["contract"], "stage": stage_at(one, until), "from": cited(one[begins])}, since, until)
        if arc == "joining_to_contracting" and uninvited:
            waits(told, spells, {"contract": None, "stage": None, "from": cited(uninvited)}, uninvited["at"], until)
        told["curve"] = curve(spells)
        arcs.append(told)
        travelled = sum(ended["end"] == "reached" for ended in told["ends"])
        if len(told["stalled"]) >= ENOUGH:
            stalls[arc] = Fraction(len(told["stalled"]), len(told["stalled"]) + travelled)
    turns = sum(is_turn(one) for one in rows)
    stall = "nowhere" if turns >= ENOUGH else "not_enough_to_say"
    if stalls:
        stall = {"at": [arc for arc in stalls if stalls[arc] == max(stalls.values())]}
    return {"waited_until": written(until), "arcs": arcs, "stall": stall, "chain": chain(view), "changes": reach(view),
            "rounds": [{"contract": one["contract"], "space": one["space"], "stage": stage_at(one, view.as_of),
                        **{key: cited(one[key]) for key in ("joined", "invited", "agreed", "done")},
                        "back": [{"what": what, "cited": cited(e)} for e, what in one["back"]]} for one in rows]}


def seconds(since, at):
    return max(at - since, 0) // SECOND


def waits(told, spells, beginning, since, until):
    spells.append((seconds(since, until), None))
    told["under_way" if spells[-1][0] <= MAY_WAIT else "stalled"].append(beginning)


def curve(spells):
    """Aalen and Johansen, with the variance in its closed form (Marubini and Valsecchi 1995, section 10.2); what has not ended by
    Kaplan and Meier is scipy's."""
    # The documentation lists the ways in which something has ended; the end of the arc itself is listed even where nothing has.
    ways = [way for way in ORDER if way == "reached" or any(ended == way for _, ended in spells)]
    times = sorted({time for time, way in spells if way})
    if not times:
        return {"beginnings": len(spells), "steps": [], "median": None}
    ended, open_yet = [t for t, way in spells if way], [t for t, way in spells if not way]
    survival = stats.ecdf(stats.CensoredData(uncensored=ended, right=open_yet)).sf.evaluate
    S = [float(survival(time)) for time in times]
    n = [sum(t >= time for t, _ in spells) for time in times]
    d = [sum(t == time and way is not None for t, way in spells) for time in times]
    steps = [{"time": time, "at_risk": n[j], "open": S[j], "ends": []} for j, time in enumerate(times)]
    median = None
    for way in ways:
        of = [sum(t == time and ended == way for t, ended in spells) for time in times]
        before = [1.0, *S[:-1]]
        incidence, total = [], 0.0
        for j in range(len(times)):
            total += before[j] * of[j] / n[j]
            incidence.append(total)
        for j in range(len(times)):
            variance = 0.0
            for i in range(j + 1):
                left = incidence[j] - incidence[i]
                if n[i] > d[i]:
                    variance += left**2 * d[i] / (n[i] * (n[i] - d[i]))
                variance += before[i] ** 2 * of[i] * (n[i] - of[i]) / n[i] ** 3 - 2 * left * before[i] * of[i] / n[i] ** 2
            steps[j]["ends"].append({"end": way, "count": of[j], "incidence": incidence[j], "variance": variance,
                                     "interval": interval(incidence[j], variance)})
        if way == "reached":
            median = next((time for time, share in zip(times, incidence) if share >= 0.5 - 1e-9), None)
    return {"beginnings": len(spells), "steps": steps, "median": median}


def interval(share, variance):
    if share < ROUNDING or share > 1 - ROUNDING or variance < ROUNDING:
        return None
    wide = float(stats.norm.ppf(0.975)) * math.sqrt(variance) / (share * math.log(share))
    return {"low": share ** math.exp(-wide), "high": share ** math.exp(wide)}


def chain(view):
    """The invitations that named what they arose from, and how many in a row did."""
    sessions, of, told = {}, {"change": {}, "asking": {}}, []
    depth = defaultdict(int)
    for e in view.by_occurrence:
        data = e["data"]
        note_session(sessions, e)
        if e["type"] == "change_noticed":
            of["change"][data["change"]] = data.get("contract") or sessions.get(data.get("session"))
        elif e["type"] == "help_asked_again":
            of["asking"][data["asking"]] = data.get("contract")
    for e in view.entries:
        if e["type"] == "contract_invited" and e["data"].get("arose_from"):
            named = [id if what == "contract" else of[what].get(id) for cause in e["data"]["arose_from"] for what, id in cause.items()]
            depth[e["data"]["contract"]] = 1 + max(depth[contract] for contract in named)
            told.append({"contract": e["data"]["contract"], "invited": cited(e), "arose_from": e["data"]["arose_from"],
                         "depth": depth[e["data"]["contract"]]})
    return told


WAYS = {"change_witnessed": "witnessed", "change_documented": "documented", "change_amplified": "amplified"}


def reach(view):
    """How far each change travelled."""
    told = {e["data"]["change"]: {"change": e["data"]["change"], "what": e["data"]["what"], "noticed": cited(e), "ways": set(), "steps": []}
            for e in view.by_occurrence if e["type"] == "change_noticed"}
    for e in view.by_occurrence:
        if e["type"] in WAYS:
            led = [(e["data"]["change"], WAYS[e["type"]])]
        elif e["type"] in RETURNS and not (e["type"] == "contract_invited" and ROLES[e["role"]] == "clinical"):
            led = [(cause["change"], "led_on") for cause in causes(e) if "change" in cause]
        else:
            continue
        for change, way in led:
            if change in told:
                told[change]["ways"].add(way)
                told[change]["steps"].append(e["number"])
    for one in told.values():
        one["ways"] = [way for way in (*WAYS.values(), "led_on") if way in one["ways"]]
    # Those that are noticed earlier stand first already, and sorting keeps them so.
    return sorted(told.values(), key=lambda one: (-len(one["ways"]), -len(one["steps"])))
