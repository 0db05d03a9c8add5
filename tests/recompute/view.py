"""What had happened by a time, as known at a time; who was there then, and as what."""

from histories import nanos

# In the order of the list of roles; on which side each stands.
ROLES = {
    "clinician": "clinical",
    **dict.fromkeys(["social_worker", "manager", "family_support_worker", "student_social_worker"], "social_work"),
    **dict.fromkeys(["parent", "child", "carer", "relative", "family_advocate"], "family"),
    **dict.fromkeys(["clinical_supervisor", "conference_chair", "reviewing_officer", "court", "lawyer", "school", "health",
                     "police", "outside_clinician", "other_partner"], "partner"),
}
ORDER = {role: place for place, role in enumerate(ROLES)}
LATEST = nanos("2199-12-31T23:59:59.999999999Z")


class View:
    """The entries in effect that had occurred by `as_of`, as known at `known_at`: each with its instant and the role of it."""

    def __init__(self, entries, as_of=LATEST, known_at=LATEST):
        known = [e for e in entries if nanos(e["recorded_at"]) <= known_at]
        wrong = {n for e in known if e["type"] == "entered_in_error" for n in e["data"]["entries"]}
        self.as_of, self.known_at = as_of, known_at
        self.last_recorded = max((nanos(e["recorded_at"]) for e in known), default=0)
        self.entries = []
        for e in known:
            at = nanos(e["occurred_at"])
            if e["number"] not in wrong and e["type"] != "entered_in_error" and at <= as_of:
                self.entries.append({**e, "at": at})
        self.by_occurrence = sorted(self.entries, key=lambda e: (e["at"], e["number"]))
        self.turns = {}
        for e in self.by_occurrence:
            data = e["data"]
            if e["type"] == "cycle_opened":
                self.clinician = data["clinician"]
                self.turns.setdefault(data["clinician"], []).append((e["at"], e["number"], "enters", {"clinician"}))
            elif e["type"] == "person_entered":
                roles = {data["role"], *data.get("beside", [])}
                self.turns.setdefault(data["person"], []).append((e["at"], e["number"], "enters", roles))
            elif e["type"] == "person_left":
                what = ("gives up", {data["role"]}) if "role" in data else ("leaves", set())
                self.turns.setdefault(data["person"], []).append((e["at"], e["number"], *what))
        for e in self.entries:
            e["role"] = e.get("in_role") or self.role(e["by"], e["at"], e["number"])

    def held(self, person, at, before=None, and_left=False):
        """The roles that somebody held; who leaves at that very instant still holds them, unless `and_left`."""
        roles = set()
        for when, number, what, which in self.turns.get(person, []):
            if when > at or before and number >= before:
                continue
            if what == "enters":
                roles = set(which)
            elif when < at or and_left:
                roles = roles - which if what == "gives up" else set()
        return roles

    def role(self, person, at, number=None):
        """The main role; where later entries say that they had left by then, as earlier entries knew them."""
        roles = self.held(person, at) or number and self.held(person, at, before=number)
        return min(roles, key=ORDER.get) if roles else None

    def left_at(self, person):
        """When somebody who is not here at the time of the view left."""
        if self.held(person, self.as_of, and_left=True):
            return None
        return max(when for when, _, what, _ in self.turns[person] if what == "leaves")

    def recorded_for(self, entries):
        """What somebody recorded for somebody else, of these."""
        return [{"entry": e["number"], "by": e["by"], "recorded_by": e["recorded_by"],
                 "role": self.role(e["recorded_by"], nanos(e["recorded_at"]))} for e in entries if "recorded_by" in e]
