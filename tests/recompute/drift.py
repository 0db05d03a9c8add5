"""The drift of the boundary, from the page of the module `assessment::drift` alone."""

import math
from collections import defaultdict
from datetime import date
from itertools import permutations

import numpy

from boundary import EQUAL, UNVALIDATED_V2, gathered
from histories import SIDES, london_day


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers) if numbers else None


def values(notes):
    """To one observer on one occasion: for each side the mean over the rows that tell of it."""
    told = {}
    for side in SIDES:
        rows = {n.row for n in notes if n.side == side or n.present}
        showed = [max([n.value * n.basis for n in notes if n.present and n.side == side and n.row == row], default=0.0) for row in rows]
        told[side] = mean(showed)
    return told


def reading(view, by=UNVALIDATED_V2, scope="cycle"):
    today, by_window = london_day(view.as_of), by["drift"]
    days, most = by_window["days"], by_window["most"]
    every = gathered(view, by, scope)
    notes = [n for n in every if not n.set_aside]
    back = lambda day: (today - day) // days
    occasions = defaultdict(list)
    for note in notes:
        occasions[note.occasion].append(note)
    lies = {occasion: back(max(n.day for n in theirs)) for occasion, theirs in occasions.items()}
    occasions = {o: theirs for o, theirs in occasions.items() if lies[o] < most}
    order = []
    for note in notes:
        if note.person not in order:
            order.append(note.person)
    heard = {o: {n.person for n in theirs} for o, theirs in occasions.items()}
    windows, people = set(lies[o] for o in occasions), set(order)
    while True:
        kept = {w for w in windows if sum(lies[o] == w and bool(heard[o] & people) for o in occasions) >= by_window["occasions"]}
        among = {p for p in people if len({lies[o] for o in occasions if p in heard[o]} & kept) >= 2}
        if (kept, among) == (windows, people):
            break
        windows, people = kept, among
    seen = {(o, p): values([n for n in theirs if n.person == p]) for o, theirs in occasions.items() for p in heard[o]
            if p in people and lies[o] in windows}
    own = {(p, s): mean(v[s] for (_, q), v in seen.items() if q == p and v[s] is not None) for p in people for s in SIDES}
    beyond = {}
    for w in windows:
        for s in SIDES:
            each = [mean(seen[o, p][s] - own[p, s] for p in heard[o] & people if seen[o, p][s] is not None)
                    for o in occasions if lies[o] == w]
            beyond[w, s] = mean(one for one in each if one is not None)
    shown = []
    if every:
        for w in range(min(most - 1, back(min(n.day for n in every))), -1, -1):
            first = today - days * (w + 1) + 1
            here = [o for o in occasions if lies[o] == w]
            bounds = [date.fromordinal(day).isoformat() for day in (first, first + days - 1)]
            shown.append({"first_day": bounds[0], "last_day": bounds[1],
                          "is_compared": w in windows, "occasions": len(here), "observers": len({p for o in here for p in heard[o]}),
                          "beyond": [beyond.get((w, s)) for s in SIDES], "entries": [n.number for n in notes if back(n.day) == w]})
    return {"movement": movement(sorted(windows, reverse=True), beyond, today, by_window), "windows": shown,
            "among": [p for p in order if p in people],
            "not_compared": [p for p in order if p not in people and any(p in who for who in heard.values())]}


ORDERS = {count: numpy.array(list(permutations(range(count)))) for count in range(4, 8)}


def greatest(rows):
    """For each cut the difference and what it is multiplied by, for many orders of the windows at once."""
    count = rows.shape[1]
    for cut in range(1, count):
        yield rows[:, cut:].mean(axis=1) - rows[:, :cut].mean(axis=1), math.sqrt(cut * (count - cut) / count)


def movement(windows, beyond, today, by):
    if len(windows) < by["fewest"]:
        return {"too_little": {"found": len(windows), "needed": by["fewest"]}}
    orders = ORDERS[len(windows)]
    most, candidates = numpy.zeros(len(orders)), []
    for side in SIDES:
        row = numpy.array([beyond[w, side] for w in windows])
        if None in row:
            continue
        for cut, (change, scale) in enumerate(greatest(row[orders]), 1):
            sizes = numpy.abs(change) * scale
            most = numpy.maximum(most, sizes)
            since = date.fromordinal(today - by["days"] * (windows[cut] + 1) + 1).isoformat()
            candidates.append((float(sizes[0]), side, float(change[0]), since))
    if not candidates:
        return {"no_side_throughout": {"windows": len(windows)}}
    observed = max(size for size, *_ in candidates)
    share = float((most >= observed - EQUAL).mean())
    ties = [{"side": side, "by": change, "since": since, "statistic": observed, "share_of_orders": share}
            for size, side, change, since in candidates if size >= observed - EQUAL]
    return {"moving" if share <= by["moving_up_to"] + EQUAL else "none_clear": ties}
