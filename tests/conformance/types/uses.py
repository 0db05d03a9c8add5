"""Uses the types as a program would. `mypy --strict` reads it: each line marked as wrong has to be wrong."""

from practice_cycle_types import Act, Entry, Finding, PersonLeft, PersonLeftAct, SessionHeldEntry, Tombstone

left = PersonLeftAct(
    type="person_left",
    by="p-1",
    occurred_at="2026-04-16T17:00:00Z",
    recorded_at="2026-04-16T17:00:00Z",
    data=PersonLeft(person="p-2"),
)
act: Act = left

wrong_kind = PersonLeftAct(
    type="person_entered",  # type: ignore[arg-type]
    by="p-1",
    occurred_at="2026-04-16T17:00:00Z",
    recorded_at="2026-04-16T17:00:00Z",
    data=PersonLeft(person="p-2"),
)
wrong_data = PersonLeft(person=7)  # type: ignore[arg-type]


def where(entry: SessionHeldEntry) -> str:
    return entry.data.space


def number(entry: Entry) -> int:
    return entry.nmuber  # type: ignore[union-attr,no-any-return]


def is_waived(finding: Finding) -> bool:
    return finding.duty.excused is not None


def is_gone(words: str | Tombstone) -> bool:
    return isinstance(words, Tombstone)
