"""Random histories, invented from a seed. What is not possible the program refuses, and it is left out."""

import heapq
import json
import random
import subprocess
from datetime import datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SIDES = ("enmeshed", "healthy", "diffuse")
FIGURE = {  # Figure 1, row by row: too close, healthy, too far away.
    "direction": ("directs_the_system", "shares_the_common_end", "detached_from_process"),
    "role": ("takes_over_tasks", "invited_to_be_curious", "private_mission"),
    "expertise": ("acts_superior", "ideas_made_together", "withholds_skills"),
    "learning": ("will_not_learn", "values_both_models", "complies_only"),
    "authority": ("seeks_control", "negotiates_roles", "loses_curiosity"),
}
INDICATORS = [code for row in FIGURE.values() for code in row]
SPACES = ["team_meeting", "case_consultation", "home_visit", "joint_session", "core_group", "supervision"]
ROLES = ["social_worker", "social_worker", "manager", "family_support_worker", "student_social_worker", "parent", "child",
         "carer", "relative", "family_advocate", "clinical_supervisor", "school", "health", "police", "conference_chair"]
CLOCK = ["00:00:00", "00:30:00", "01:30:00", "09:00:00", "10:15:00", "10:15:00", "16:45:30", "23:30:00", "23:59:59"]
SECOND = 1_000_000_000


@cache
def nanos(text):
    """The nanoseconds of a time in RFC 3339."""
    whole, _, part = text.rstrip("Z").partition(".")
    at = datetime.fromisoformat(whole).replace(tzinfo=timezone.utc)
    return int(at.timestamp()) * SECOND + int((part or "0").ljust(9, "0"))


def written(at):
    """A time in RFC 3339, in UTC."""
    whole = datetime.fromtimestamp(at // SECOND, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    part = f"{at % SECOND:09d}".rstrip("0")
    return f"{whole}.{part}Z" if part else f"{whole}Z"


@cache
def london_day(at):
    """The day in London, as a number."""
    return datetime.fromtimestamp(at // SECOND, timezone.utc).astimezone(LONDON).date().toordinal()


class Writer:
    """Offers acts to the program one by one, and keeps the entries that they become."""

    def __init__(self, program):
        self.child = subprocess.Popen([program, "act", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL, text=True)
        self.lines, self.entries, self.refused, self.now = [], [], 0, 0

    def offer(self, kind, data, by, at, recorded=None, recorded_by=None, in_role=None):
        """The number of the entry, or nothing where it was refused."""
        self.now = max(self.now, recorded or 0, at)
        data = data() if callable(data) else data
        act = {"type": kind, "occurred_at": written(at), "recorded_at": written(self.now), "by": by}
        if recorded_by and recorded_by != by:
            act["recorded_by"] = recorded_by
        if in_role:
            act["in_role"] = in_role
        self.child.stdin.write(json.dumps({**act, "data": data}) + "\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline()
        entry = json.loads(answer)
        if "number" not in entry:
            self.refused += 1
            return None
        self.lines.append(answer)
        self.entries.append(entry)
        return entry["number"]

    def close(self):
        self.child.stdin.close()
        self.child.wait()


class History:
    """One history: people, meetings with what they noted of them, contracts, and what came of them."""

    def __init__(self, program, seed):
        self.random, self.seed = random.Random(seed), seed
        self.writer = Writer(program)
        self.agenda, self.asked, self.ids = [], 0, {}
        r = self.random
        self.first = datetime(2026, 1, 5) + timedelta(days=r.choice([0, 30, 60, 75, 240, 285]))
        self.days = r.choice([1, 3, 20, 60, 150, 200])
        self.emphatic = r.random() < 0.4  # One side shows to nearly everybody, strongly and directly.
        if self.emphatic:
            self.days = r.choice([1, 2, 6, 20, self.days])
        self.dense = self.days >= 150 and r.random() < 0.7

    def id(self, short):
        self.ids[short] = self.ids.get(short, 0) + 1
        return f"{short}-{self.ids[short]}"

    def at(self, day, clock=None):
        """An instant on a day of the history, by the clocks of London."""
        hours = datetime.strptime(clock or self.random.choice(CLOCK), "%H:%M:%S")
        local = (self.first + timedelta(days=day)).replace(hour=hours.hour, minute=hours.minute, second=hours.second,
                                                           tzinfo=LONDON, fold=self.random.randrange(2))
        at = int(local.timestamp()) * SECOND
        return at - 1 if self.random.random() < 0.03 else at

    def day(self):
        return self.random.randrange(self.days)

    def later(self, at, act):
        self.asked += 1
        heapq.heappush(self.agenda, (at, self.asked, act))

    def late(self, at):
        """When something is recorded: mostly at once."""
        return at + self.random.choice([0, 0, 0, 0, 3600, 2 * 86400]) * SECOND

    def run(self):
        r = self.random
        start = self.at(0, "00:00:00") - 3600 * SECOND
        offer = self.writer.offer
        offer("cycle_opened", {"cycle": f"invented-{self.seed}", "format": 1, "clinician": "clinician", "team": "t-1"}, "lead", start)
        self.people = {"lead": "manager"}
        for number in range(r.choice([1, 2, 3, 4, 5, 7]) + 2 * self.emphatic):
            self.people[f"p-{number}"] = r.choice(ROLES)
        for person, role in self.people.items():
            offer("person_entered", {"person": person, "role": role}, "lead", start)
        self.moods = {(person, when): self.mood() for person in [*self.people, "all", "clinician"] for when in ("before", "after")}
        self.unlike = r.choice([0, 0.1] if self.emphatic else [0, 0, 0.2, 0.5])  # How often somebody sees it in their own way.
        self.turning = r.choice([0, 0, 0.5]) * self.days
        meetings = r.choice([1, 3, 6, 12, 20]) + 5 * self.emphatic if not self.dense else r.choice([24, 36])
        for _ in range(meetings):
            self.meeting()
        for _ in range(r.choice([0, 0, 1, 2, 4])):
            self.move()
        for _ in range(r.choice([0, 1, 2, 4, 6])):
            self.piece_of_work()
        for _ in range(r.choice([0, 1, 3, 6])):
            self.joining()
        if r.random() < 0.05:
            at = self.at(self.days, "12:00:00")
            self.later(at, lambda: self.writer.offer("cycle_closed", {"cycle": f"invented-{self.seed}"}, "lead", at))
        while self.agenda:
            heapq.heappop(self.agenda)[2]()
        self.mistakes()
        self.writer.close()
        return self.writer.lines

    def mood(self):
        """How often each side shows."""
        r = self.random
        clear, second = r.sample(range(3), 2)
        if self.emphatic and r.random() < 0.8:
            return [float(s == clear) for s in range(3)]
        often = {clear: [1, 0.9], second: [0.6, 0.2, 0.0, 0.0]}
        return [r.choice(often.get(s, [0.1, 0.0])) for s in range(3)]

    def somebody(self):
        return self.random.choice([*self.people, *self.people, "clinician"])

    def worker(self):
        ours = [p for p, role in self.people.items() if role in ROLES[:5]]
        return self.random.choice(ours)

    def meeting(self):
        r = self.random
        day, space = self.day(), r.choice(SPACES[: r.choice([2, 4, 6])])
        at = self.at(day)
        session = self.id("s") if r.random() < 0.4 else None
        if session:
            data = {"session": session, "cover": {"uncovered": {"why": "not_agreed"}}, "space": space, "present": ["clinician", "lead"]}
            self.later(at, lambda: self.writer.offer("session_held", data, "clinician", at))
        when = "before" if day < self.turning else "after"
        seen = r.sample(INDICATORS, r.choice([1, 2, 4, 6]))
        crowd = r.sample([*self.people], min(len(self.people), r.choice([1, 2, 3, 4])))
        if r.random() < 0.15:
            crowd.append("clinician")
        for person in crowd:
            for indicator in seen if r.random() < 0.7 else r.sample(INDICATORS, 2):
                for _ in range(r.choice([1] * 9 + [2])):
                    whose = person if r.random() < self.unlike else "all"
                    self.note(person, indicator, self.moods[whose, when], space, session, at)

    def note(self, person, indicator, mood, space, session, at):
        r = self.random
        lean = next(s for s in range(3) for row in FIGURE.values() if row[s] == indicator)
        showed = r.random() < mood[lean]
        strengths = ["clear"] * 2 + ["strong"] * 9 if self.emphatic else ["slight", "clear", "strong", "strong"]
        finding = {"present": r.choice(strengths)} if showed else r.choice(["absent"] * 4 + ["no_opportunity"] * 2)
        sign = {"figure1": indicator}
        if r.random() < 0.07:
            sign = {"own": {"name": r.choice(["Skips the huddle", "Asks first"]), "leans": r.choice(SIDES)}}
        if r.random() < 0.1:
            space = r.choice(SPACES)
        data = {"observation": self.id("o"), "sign": sign, "finding": finding,
                "standpoint": "part_of_it" if r.random() < 0.07 else "looking_on",
                "drawn_by": r.choice(["asked_by_team", "clinicians_own", "unknown"]), "space": space,
                "basis": r.choice(["direct"] * (30 if self.emphatic else 4) + ["reported", "from_records"])}
        if session and r.random() < 0.9:
            data["session"] = session
        if r.random() < 0.2 and self.ids.get("c"):
            data["contract"] = f"c-{r.randint(1, self.ids['c'])}"
        seen = at + r.choice([0, 0, 0, 60, 1800, 5400]) * SECOND
        recorded, by = self.late(seen), r.choice([None] * 8 + ["lead", "clinician", "outsider"])
        role = self.people.get(person) if r.random() < 0.2 else None
        self.later(recorded, lambda: self.writer.offer("boundary_observed", data, person, seen, recorded, by, role))

    def move(self):
        """Somebody leaves, comes back, or comes to another role."""
        r = self.random
        person, at = r.choice([*self.people][1:]), self.at(self.day())
        recorded = self.late(at)
        what = r.choice(["leaves", "leaves and is back", "changes", "holds two"])
        if what.startswith("leaves"):
            self.later(recorded, lambda: self.writer.offer("person_left", {"person": person}, "lead", at, recorded))
            if what == "leaves":
                return
            back = at + r.choice([1, 10, 40]) * 86400 * SECOND
            data = {"person": person, "role": r.choice([self.people[person], r.choice(ROLES)])}
            self.later(back, lambda: self.writer.offer("person_entered", data, "lead", back))
            return
        data = {"person": person, "role": r.choice(ROLES)}
        if what == "holds two":
            data["beside"] = [self.people[person]]
        self.later(recorded, lambda: self.writer.offer("person_entered", data, "lead", at, recorded))

    def joining(self):
        """An occasion, a rule, an acknowledgement, a disruption, or an invitation to shape practice."""
        r, at = self.random, self.at(self.day())
        recorded, by, other = self.late(at), self.worker(), r.choice([None, None, "clinician"])
        what = r.choice(["occasion", "rule", "rule", "acknowledged", "acknowledged", "disrupted", "influence", "asked"])
        offer = self.writer.offer
        if what == "occasion":
            data = {"occasion": self.id("oc"), "place": "everyday", "with": [by], "qualities": ["listening"]}
            self.later(recorded, lambda: offer("occasion_of_joining", data, "clinician", at, recorded))
        elif what == "rule":
            rule = self.id("ru")
            data = {"rule": rule, "voice": "spoken", "words": "Invented."}
            self.later(recorded, lambda: offer("rule_noticed", data, "clinician", at, recorded))
            if r.random() < 0.7:
                then = recorded + r.choice([0, 1, 5]) * 86400 * SECOND
                step = {"rule": rule, "step": r.choice(["kept", "connected", "challenged"])}
                self.later(then, lambda: offer("rule_worked_with", step, "clinician", then))
        elif what == "acknowledged":
            how = r.choice(["in_words", "sought_out", "included"])
            data = self.with_cause({"acknowledgement": self.id("ac"), "how": how}, "because_of")
            self.later(recorded, lambda: offer("clinician_acknowledged", data, by, at, recorded, other))
        elif what == "disrupted":
            data = {"disruption": self.id("di"), "what": r.choice(["staffing", "budget"])}
            self.later(recorded, lambda: offer("joining_disrupted", data, by, at, recorded))
        elif what == "influence":
            data = self.with_cause({"influence": self.id("in"), "words": "Invented."}, "because_of")
            self.later(recorded, lambda: offer("influence_invited", data, by, at, recorded, other))
        else:
            parents = [p for p, role in self.people.items() if role in ("parent", "child", "carer", "relative")]
            if parents:
                data = {"asking": self.id("as"), "asked_by": r.choice(parents), "words": "Invented."}
                if self.ids.get("c") and r.random() < 0.7:
                    data["contract"] = f"c-{r.randint(1, self.ids['c'])}"
                self.later(recorded, lambda: offer("help_asked_again", data, by, at, recorded))

    def with_cause(self, data, field):
        """Data that say, once they are offered, what something came of among what is recorded then, or do not say it."""
        def when_offered():
            named = (("contract", "contract_invited"), ("change", "change_noticed"), ("asking", "help_asked_again"))
            causes = [{name: e["data"][name]} for e in self.writer.entries for name, kind in named if e["type"] == kind]
            if not causes or self.random.random() < 0.3:
                return data
            return {**data, field: self.random.sample(causes, min(len(causes), self.random.choice([1, 1, 2])))}
        return when_offered

    def piece_of_work(self):
        """A contract from its invitation on, as far as it comes, with what is done under it and comes of it."""
        r, offer = self.random, self.writer.offer
        contract, worker = self.id("c"), self.worker()
        at, space = self.at(self.day()), r.choice(["team_meeting", "case_consultation", "supervision"])

        def step(kind, data, by, then=None, late=True):
            nonlocal at
            at += r.choice([0, 1, 5, 24, 24, 24 * 3] * 3 + [24 * 35]) * 3600 * SECOND
            when = at
            recorded = self.late(when) if late else when
            self.later(recorded, lambda: offer(kind, data, by, when, recorded))

        inviter = "clinician" if r.random() < 0.15 else worker
        invited = self.with_cause({"contract": contract, "space": space, "stream": "reflective"}, "arose_from")
        step("contract_invited", invited, inviter, late=False)
        if r.random() < 0.2:
            end = r.choice([("contract_declined", "clinician"), ("contract_withdrawn", worker)])
            return step(end[0], {"contract": contract, "reason": {"code": "no_capacity"}}, end[1])
        if r.random() < 0.15:
            return None
        ends = (self.first + timedelta(days=self.days + r.choice([0, 60]))).strftime("%Y-%m-%d")
        terms = {"focus": {"code": "case_dilemma"}, "goal": "Invented.", "lead": "clinician", "safeguarding": "none_known",
                 "roles": {"notes": "social_worker", "statutory_process": "not_needed", "context": "clinician", "asking": "clinician",
                           "reflecting": "shared"},
                 "duration": {"until": {"ends": ends, "review_by": ends}}}
        step("terms_proposed", {"contract": contract, "terms": terms}, r.choice(["clinician", worker]), late=False)
        for by in r.sample(["clinician", worker], 2):
            step("terms_accepted", {"contract": contract, "version": 1}, by, late=False)
        if r.random() < 0.15:
            return step("contract_ended", {"contract": contract, "reason": {"code": "no_capacity"}, "with": "clinician"}, worker)
        if r.random() < 0.15:  # Negotiated anew.
            step("terms_proposed", {"contract": contract, "terms": terms}, worker, late=False)
            for by in r.sample(["clinician", worker], 2):
                step("terms_accepted", {"contract": contract, "version": 2}, by, late=False)
        before = self.id(r.choice(["s", "i"])) if r.random() < 0.3 else None
        uncovered = {"uncovered": {"why": "not_agreed"}}
        if before and before.startswith("s"):
            step("session_held", {"session": before, "cover": uncovered, "space": space, "present": ["clinician", worker]}, "clinician")
        elif before:
            step("intervention_begun", {"intervention": before, "cover": uncovered, "stream": "reflective", "form": "consultation",
                                        "purpose": "practice"}, "clinician")
        step("contract_begun", {"contract": contract}, worker, late=False)
        covers = r.random() < 0.5
        if before and covers:
            self.cover(step, before, contract)
        for _ in range(r.choice([0, 1, 1, 2])):
            if r.random() < 0.5:
                session = self.id("s")
                step("session_held", {"session": session, "cover": {"contract": contract}, "space": space,
                                      "present": ["clinician", worker]}, "clinician")
            else:
                step("intervention_begun", {"intervention": self.id("i"), "cover": {"contract": contract}, "stream": "reflective",
                                            "form": "consultation", "purpose": "practice"}, "clinician")
        for _ in range(r.choice([0, 0, 1, 2])):
            self.change(step, contract, worker, before)
        if before and not covers and r.random() < 0.7:
            self.cover(step, before, contract)
        if r.random() < 0.5:
            step("clinician_acknowledged", self.with_cause({"acknowledgement": self.id("ac"), "how": "in_words"}, "because_of"), worker)
        if r.random() < 0.4:
            return step("contract_completed", {"contract": contract, "words": "Invented."}, "clinician")
        return None

    def cover(self, step, before, contract):
        """Work that was done before comes to rest on the contract."""
        kind, name = ("session_covered", "session") if before.startswith("s") else ("intervention_covered", "intervention")
        step(kind, {name: before, "contract": contract}, "clinician", late=False)

    def change(self, step, contract, worker, before):
        """A change is noticed, and travels some way."""
        r, change = self.random, self.id("ch")
        data = {"change": change, "what": r.choice(["belief", "story", "practice"]), "words": "Invented."}
        under = r.choice(["contract", "session", "before", "neither"])
        if under == "contract":
            data["contract"] = contract
        elif under == "before" and before and before.startswith("s"):
            data["session"] = before
        elif under == "session" and self.ids.get("s"):
            data["session"] = f"s-{self.ids['s']}"
        step("change_noticed", data, r.choice(["clinician", "clinician", worker]))
        for kind, more in (("change_witnessed", {}), ("change_documented", {"words": "Invented."}), ("change_amplified", {"to": [worker]})):
            if r.random() < 0.3:
                step(kind, {"change": change, **more}, r.choice(["clinician", worker, self.somebody()]))

    def mistakes(self):
        """Some entries are found to have been made in error."""
        r = self.random
        kinds = ("boundary_observed", "clinician_acknowledged", "change_noticed", "occasion_of_joining")
        wrong = [e["number"] for e in self.writer.entries if e["type"] in kinds]
        if wrong and r.random() < 0.25:
            data = {"entries": r.sample(wrong, min(len(wrong), r.choice([1, 2]))), "reason": "Invented."}
            self.writer.offer("entered_in_error", data, "lead", self.writer.now)
