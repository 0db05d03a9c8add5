"""How a clinician becomes an embedded part of a child-protection social-work team.

A history is what happened in one cycle, entry by entry; readings, rules and tables are made of it. A scenario is what a team tends to
do; running it many times gives results, the same ones in however many threads, processes or machines.

No score of a person is in any of this. Readings describe patterns of work: a pattern leans, and people say what it means.
"""

from practice_cycle import pictures
from practice_cycle._native import (
    Entries,
    History,
    Pack,
    Reached,
    Report,
    Results,
    Scenario,
    Table,
    check,
    contracts,
    events,
    people,
    readings,
    run,
    search,
)
from practice_cycle.errors import Cancelled, Error, Invalid, NotRun, Refused, Unreadable

__all__ = [
    "Cancelled",
    "Entries",
    "Error",
    "History",
    "Invalid",
    "NotRun",
    "Pack",
    "Reached",
    "Refused",
    "Report",
    "Results",
    "Scenario",
    "Table",
    "Unreadable",
    "check",
    "contracts",
    "events",
    "people",
    "pictures",
    "readings",
    "run",
    "search",
]
