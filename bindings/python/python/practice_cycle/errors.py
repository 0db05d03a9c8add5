"""What can be wrong. No text that people wrote is in any of these: references, codes and numbers only."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from practice_cycle._native import Results

__all__ = ["Cancelled", "Error", "Invalid", "NotRun", "Problem", "Refused", "Unreadable"]


class Error(Exception):
    """Whatever this package refuses."""


class Refused(Error):
    """An act that was refused: what is recorded does not admit it, or it is for somebody else to do."""

    def __init__(self, report: dict[str, Any]) -> None:
        super().__init__(report)
        #: All that is known of it: the reference that is wrong, the field, the parameters of the words.
        self.report = report
        #: The stable code, such as ``contracting.out_of_step``.
        self.code: str = report["code"]
        #: What is wrong in words, with the references of the act.
        self.words: str = report["message"]
        #: ``already_so``, ``conflict``, ``not_allowed``, ``not_found`` or ``invalid``.
        self.category: str = report["category"]
        #: The status with which a host would answer over HTTP.
        self.status: int = report["status"]
        #: The steps of the contract that are possible instead.
        self.possible: list[str] = report["possible"]

    def __str__(self) -> str:
        return self.words


class Unreadable(Error):
    """Something that does not read: an act, a scenario, a line of a history; or a history that could not have happened."""

    def __init__(self, report: dict[str, Any], path: PathLike[str] | None = None) -> None:
        super().__init__(report, path)
        #: All that is known of it; of an entry that does not fit what came before, ``refusal`` holds the refusal.
        self.report = report
        #: The file, where one was read.
        self.path = path
        #: The stable code, such as ``reading.malformed``.
        self.code: str = report["code"]
        #: What is wrong in words.
        self.words: str = report["message"]
        #: The line, from 1, where there are several.
        self.line: int | None = report.get("line")
        #: The column, in bytes from 1, where it is known.
        self.column: int | None = report.get("column")
        #: The path to the field, such as ``data.terms.lead``, where it is known.
        self.field: str | None = report.get("field")

    def __str__(self) -> str:
        return self.words if self.path is None else f"{self.path}: {self.words}"


class Problem(TypedDict):
    """One thing that is wrong, and where."""

    place: str
    problem: str


class Invalid(Error):
    """A scenario or a pack that reads, and cannot be meant: everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(f"{it['place']}: {it['problem']}" if it["place"] else it["problem"] for it in self.problems)


class NotRun(Error):
    """An experiment that cannot be run, or results that do not belong together."""


class Cancelled(Error):
    """A run that was told to stop: ``run(…, resume=error.results)`` goes on with what was done."""

    def __init__(self, results: Results) -> None:
        super().__init__(results)
        #: What was done up to then.
        self.results = results

    def __str__(self) -> str:
        return f"cancelled: {self.results!r}"
