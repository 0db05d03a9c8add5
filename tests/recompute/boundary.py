"""The reading of the boundary, from the page of the module `assessment` alone."""

from collections import defaultdict

import numpy
from scipy import integrate, special

import agreement
from histories import FIGURE, SIDES, SPACES, london_day, written
from view import ORDER, ROLES

UNVALIDATED_V2 = {
    "id": "unvalidated_v2", "half_life_days": 42, "dependence": 0.25, "prior": {"shows": 0.25, "does_not": 0.75},
    "gates": {"observers": 2, "perspectives": 2, "spaces": 2, "rows": 3, "weight": 1.0},
    "strengths": {"slight": 0.5, "clear": 0.75, "strong": 1.0}, "bases": {"direct": 1.0, "reported": 0.5, "from_records": 0.5},
    "thresholds": {"firm_from": 0.8, "pull_from": 0.3, "dissent_from": 0.25, "trace": 0.25, "perspective_from": 0.5},
    "drift": {"days": 28, "fewest": 5, "most": 7, "occasions": 2, "moving_up_to": 0.2},
}
CELLS = {code: (row, SIDES[place]) for row, codes in FIGURE.items() for place, code in enumerate(codes)}
DRAWN = ["asked_by_team", "clinicians_own", "unknown"]
EQUAL = 1e-9


def at_least(a, b):
    return a > b - EQUAL


def more(a, b):
    return a > b + EQUAL


class Note:
    """One observation, as far as the model asks for it."""

    def __init__(self, entry, clinician, by):
        data = entry["data"]
        self.entry, self.number, self.at, self.person, self.role = entry, entry["number"], entry["at"], entry["by"], entry["role"]
        self.side_of = ROLES[self.role]
        self.finding = data["finding"]
        self.present = isinstance(self.finding, dict)
        self.value = by["strengths"][self.finding["present"]] if self.present else 0.0
        self.basis = by["bases"][data["basis"]]
        self.day, self.space, self.drawn_by = london_day(self.at), data["space"], data["drawn_by"]
        self.occasion = ("session", data["session"]) if "session" in data else ("day", self.day, self.space)
        self.own = "own" in data["sign"]
        if self.own:
            self.row, self.side = ("own", data["sign"]["own"]["name"]), data["sign"]["own"]["leans"]
        else:
            self.indicator = data["sign"]["figure1"]
            self.row, self.side = CELLS[self.indicator]
        self.set_aside = None
        if self.finding == "no_opportunity":
            self.set_aside = "no_opportunity"
        elif not self.basis:
            self.set_aside = "no_weight"
        elif self.own:
            self.set_aside = "own_indicator"
        elif data["standpoint"] == "part_of_it" or self.person == clinician:
            self.set_aside = "self_report"
        self.alerts = not self.own and self.indicator == "seeks_control" and self.present and data["basis"] == "direct"


class Voice:
    """Steps 1 to 3: what one observer's notes amount to on a day."""

    def __init__(self, notes, today, by, own=False):
        faded = lambda day: 2.0 ** (-(today - day) / by["half_life_days"])
        self.x = defaultdict(float)
        cells = defaultdict(lambda: defaultdict(list))
        for note in notes:
            cells[note.row, note.side][note.occasion].append(note)
        for cell, occasions in cells.items():
            above = below = 0.0
            for unit in occasions.values():
                v = max([n.value * n.basis for n in unit if n.present], default=0.0)
                b = max(n.basis for n in unit)
                q = faded(max(n.day for n in unit))
                above, below = above + q * b * v, below + q * b
            shown = [n.day for unit in occasions.values() for n in unit if n.present]
            self.x[cell] = above / below * faded(max(shown)) if shown else 0.0
        self.y, self.m = {}, {}
        for side in SIDES:
            tells = [n for n in notes if n.side == side or n.present and not own]
            rows = {n.row for n in tells}
            self.y[side] = sum(self.x[row, side] for row in rows if (row, side) in cells) / len(rows) if rows else 0.0
            self.m[side] = faded(max(n.day for n in tells)) if tells else 0.0
        leaning = [s for s in SIDES if more(self.y[s], self.m[s] / 2)]
        self.leans = leaning[0] if len(leaning) == 1 else None
        self.showed = {n.side for n in notes if n.present}


def summed(voices, what):
    return {side: sum(getattr(voice, what)[side] for voice in voices) for side in SIDES}


def posterior(showed, weight, squares, dependence, prior):
    alike = weight**2 / squares
    divided = 1 + dependence * (alike - 1)
    return prior[0] + showed / divided, prior[1] + max(weight - showed, 0.0) / divided


def greatest(one, others):
    """The probability that a share is the greatest of all: integrated over its log odds, where the density is smooth and its ends
    fall off, so that the trapezium rule is exact to rounding."""
    odds = numpy.linspace(-170, 170, 3401)
    share, rest = special.expit(odds), special.expit(-odds)
    density = numpy.exp(one[0] * numpy.log(share) + one[1] * numpy.log(rest) - special.betaln(*one))
    for other in others:
        density = density * numpy.where(odds < 0, special.betainc(*other, share), 1 - special.betainc(other[1], other[0], rest))
    return float(integrate.trapezoid(density, odds))


class Tally:
    """Steps 4 to 7, from the notes that count."""

    def __init__(self, notes, today, parameters, scope="cycle"):
        self.parameters, self.thresholds, self.scope = parameters, parameters["thresholds"], scope
        self.notes, self.by = notes, defaultdict(list)
        for note in notes:
            self.by[note.person].append(note)
        self.voices = {person: Voice(theirs, today, parameters) for person, theirs in self.by.items()}
        # Who noted from one side alone is left here: it is the same in all of their notes.
        self.stands = {person: theirs[0].side_of for person, theirs in self.by.items()}
        voices = self.voices.values()
        self.S, self.n = summed(voices, "y"), summed(voices, "m")
        self.squares = {s: sum(v.m[s] ** 2 for v in voices) for s in SIDES}
        self.to = {s: sum(s in v.showed for v in voices) for s in SIDES}
        self.P = {s: self.firm(s) for s in SIDES}
        self.W = self.leaning(self.voices)
        self.against = sum(self.W.values()) - max(self.W.values())
        self.delta = self.against / sum(self.W.values()) if sum(self.W.values()) else 0.0
        majorities = set()
        for side in set(self.stands.values()):
            lean = self.leaning(p for p in self.voices if self.stands[p] == side)
            most = [s for s in SIDES if more(lean[s], sum(lean.values()) / 2)]
            majorities |= {s for s in most if at_least(lean[s], self.thresholds["perspective_from"])}
        self.between = len(majorities) > 1
        self.verdict, self.missing = self.judge()

    def leaning(self, people):
        people = list(people)
        return {s: sum(self.voices[p].m[s] for p in people if self.voices[p].leans == s) for s in SIDES}

    def share(self, side, dependence=None, prior=None):
        """The beta distribution of the share of a side."""
        prior = prior or (self.parameters["prior"]["shows"], self.parameters["prior"]["does_not"])
        dependence = self.parameters["dependence"] if dependence is None else dependence
        return posterior(self.S[side], self.n[side], self.squares[side], dependence, prior)

    def firm(self, side, **how):
        if not self.n[side]:
            return None
        shows, does_not = self.share(side, **how)
        return float(special.betainc(does_not, shows, 0.5))

    def judge(self):
        found = {"observers": len(self.by), "perspectives": len(set(self.stands.values())),
                 "spaces": len({n.space for n in self.notes}), "rows": len({n.row for n in self.notes}), "weight": max(self.n.values())}
        gates = dict(self.parameters["gates"])
        for what, one in (("spaces", ("space", "contract")), ("perspectives", ("perspective",))):
            gates[what] = min(gates[what], 1) if self.scope in one else gates[what]
        shut = [{what: {"found": found[what], "needed": needed}} for what, needed in gates.items() if not at_least(found[what], needed)]
        if shut:
            return "insufficient", shut
        limit = self.thresholds
        if at_least(self.delta, limit["dissent_from"]) and at_least(self.against, limit["trace"]) or self.between:
            return "contested", []
        pulls = [s for s in SIDES if self.n[s] and at_least(self.S[s] / self.n[s], limit["pull_from"]) and self.to[s] >= 2]
        firm = [s for s in SIDES if self.P[s] is not None and at_least(self.P[s], limit["firm_from"])]
        if {"enmeshed", "diffuse"} <= set(pulls) or len(firm) >= 2 or len(pulls) >= 2 and not firm:
            return "mixed", []
        if firm:
            return firm[0], []
        most = max((s for s in SIDES if self.P[s] is not None), key=lambda s: self.P[s])
        return "insufficient", [{"firmness": {"lean": most, "found": self.P[most], "needed": limit["firm_from"]}}]

    def sides(self):
        known = {s: self.share(s) for s in SIDES if self.n[s]}
        for side in SIDES:
            firmness = {"firmness": self.P[side], "if_independent": self.firm(side, dependence=0),
                        "if_half_depends": self.firm(side, dependence=0.5), "if_expected_evenly": self.firm(side, prior=(0.5, 0.5)),
                        "if_expected_seldom": self.firm(side, prior=(1, 3))}
            alike = self.n[side] ** 2 / self.squares[side] if self.n[side] else 0.0
            yield {"lean": side, "observers": self.to[side], "showed": self.S[side], "weight": self.n[side], "alike": alike,
                   "divided_by": 1 + self.parameters["dependence"] * (alike - 1) if self.n[side] else 0.0,
                   "firmness": firmness if self.n[side] else None,
                   "most": greatest(known[side], [known[s] for s in known if s != side]) if side in known else None}


def numbers(notes):
    return [n.number for n in notes]


def group(of, voices):
    ways = [s for s in SIDES if any(v.leans == s for v in voices)]
    return {"of": of, "observers": len(voices), "leaning": sum(v.leans is not None for v in voices), "showed": summed(voices, "y"),
            "ways": ways, "leans": ways[0] if len(ways) == 1 else None}


def in_scope(note, scope):
    if scope == "cycle":
        return True
    (what, which), = scope.items()
    return which == {"contract": note.entry["data"].get("contract"), "space": note.space, "perspective": note.side_of}[what]


def gathered(view, by, scope="cycle"):
    """All notes asked about; those that are set aside are marked, those from another side too."""
    notes = [Note(e, view.clinician, by) for e in view.entries if e["type"] == "boundary_observed"]
    notes = [note for note in notes if in_scope(note, scope)]
    people = defaultdict(list)
    for note in notes:
        if not note.set_aside:
            people[note.person].append(note)
    for theirs in people.values():
        shown = [n for n in theirs if n.present] or theirs
        last = max(shown, key=lambda n: (n.at, ORDER[n.role]))
        for note in theirs:
            note.last_role = last.role
            if note.side_of != ROLES[last.role]:
                note.set_aside = "another_side"
    return notes


def reading(view, by=UNVALIDATED_V2, scope="cycle"):
    today = london_day(view.as_of)
    every = [Note(e, view.clinician, by) for e in view.entries if e["type"] == "boundary_observed"]
    notes = gathered(view, by, scope)
    kind = scope if scope == "cycle" else next(iter(scope))
    counted = [n for n in notes if not n.set_aside]
    tally = Tally(counted, today, by, kind)
    shown = [n for n in counted if n.present]
    absent = [n for n in counted if not n.present]
    here = {person: view.left_at(person) is None for person in tally.by}
    observers = [{"person": person, "role": theirs[0].last_role, "showed": tally.voices[person].y, "weight": tally.voices[person].m,
                  "leans": tally.voices[person].leans, "spaces": [s for s in SPACES if s in {n.space for n in theirs}],
                  "entries": numbers(theirs)} for person, theirs in tally.by.items()]
    departed = []
    for person, theirs in tally.by.items():
        leaned = tally.voices[person].leans
        others = [p for p, v in tally.voices.items() if v.leans not in (None, leaned)]
        if leaned and not here[person] and others:
            departed.append({"person": person, "role": theirs[0].last_role, "leaned": leaned, "left_at": written(view.left_at(person)),
                             "weight": tally.voices[person].m[leaned], "others_there": sum(here[p] for p in others),
                             "others_gone": sum(not here[p] for p in others), "entries": numbers(theirs)})
    flips = []
    for person in tally.by:
        without = Tally([n for n in counted if n.person != person], today, by, kind)
        if without.verdict != tally.verdict:
            flips.append({"person": person, "becomes": without.verdict, "missing": without.missing})
    both = defaultdict(list)
    for note in counted:
        both[note.person, note.occasion, note.indicator].append(note)
    spaces = {space: Tally([n for n in counted if n.space == space], today, by) for space in SPACES}
    beside = [n for n in every if n.finding != "no_opportunity"]
    return {
        "verdict": tally.verdict, "missing": tally.missing, "sides": list(tally.sides()),
        "dissent": {"leaning": tally.W, "weight": tally.against, "share": tally.delta, "between_perspectives": tally.between},
        "rows": [{"row": row, "tally": {s: sum(v.x[row, s] for v in tally.voices.values()) for s in SIDES},
                  "entries": [n.number for n in counted if n.row == row]} for row in FIGURE],
        "observers": observers,
        "perspectives": [group(side, [v for p, v in tally.voices.items() if tally.stands[p] == side])
                         for side in ("clinical", "social_work", "family", "partner") if side in tally.stands.values()],
        "spaces": [group(space, list(of.voices.values())) for space, of in spaces.items() if of.notes],
        "between_perspectives": agreement.of(counted, lambda n: n.side_of), "between_observers": agreement.of(counted, lambda n: n.person),
        "flips": flips, "departed": departed,
        "alerts": [{"entry": n.number, "others": [{"entry": o.number, "side": o.side_of, "finding": o.finding} for o in beside
                                                  if o.occasion == n.occasion and o.person != n.person]} for n in notes if n.alerts],
        "noted_both_ways": sorted(({"person": k[0], "indicator": k[2], "entries": numbers(v)} for k, v in both.items()
                                   if len({n.present for n in v}) == 2), key=lambda b: b["entries"]),
        "drawn": [{"leans": s, "by": drawn, "entries": numbers(ns)} for s in SIDES for drawn in DRAWN
                  if (ns := [n for n in shown if (n.side, n.drawn_by) == (s, drawn)])],
        "not_there": [{"leans": s, "observers": len({n.person for n in ns}), "entries": numbers(ns)} for s in SIDES
                      if (ns := [n for n in absent if n.side == s])],
        "self_report": apart([n for n in notes if n.set_aside == "self_report"], today, by),
        "own_indicators": apart([n for n in notes if n.set_aside == "own_indicator"], today, by, own=True),
        "seen_between": [written(f(n.at for n in counted)) for f in (min, max)] if counted else None,
        "excluded": [{"entry": n.number, "why": n.set_aside} for n in notes if n.set_aside],
        "recorded_for": view.recorded_for(n.entry for n in notes if n.set_aside in (None, "self_report", "own_indicator")),
    }


def apart(notes, today, parameters, own=False):
    by = defaultdict(list)
    for note in notes:
        by[note.person].append(note)
    voices = [Voice(theirs, today, parameters, own) for theirs in by.values()]
    return {"showed": summed(voices, "y"), "weight": summed(voices, "m"), "entries": numbers(notes)}
