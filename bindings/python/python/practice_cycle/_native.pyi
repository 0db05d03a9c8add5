"""What is native. Everything here is handed on by `practice_cycle`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from os import PathLike
from typing import Any, Literal, TypeAlias, final

__all__ = [
    "Entries",
    "EntryIterator",
    "History",
    "Lifecycle",
    "Pack",
    "Picture",
    "Reached",
    "Report",
    "Results",
    "Scenario",
    "Table",
    "boundary",
    "check",
    "circuit",
    "contracts",
    "duties",
    "events",
    "outcomes",
    "people",
    "readings",
    "run",
    "search",
    "timeline",
]

# A path, or what is in the file: bytes, or a text that begins with `{`.
_Source: TypeAlias = str | bytes | PathLike[str]
# A datetime that knows its zone, or a text by RFC 3339.
_When: TypeAlias = datetime | str
_Reading: TypeAlias = Literal["history", "boundary", "drift", "standing", "turns"]
_Scope: TypeAlias = Literal["cycle", "contract", "space", "perspective"]

@final
class History:
    """The entries of one cycle, in the order of their recording, and where it stands."""

    def __new__(cls) -> History:
        """A history in which nothing happened yet."""

    @staticmethod
    def read(source: _Source) -> History:
        """Loads a history by replay: one that could not have happened does not load.

        A text whose first visible letter is `{` is the history itself, as bytes are; any other names a file.
        Raises `Unreadable` with the line, the code and the path.
        """

    @property
    def cycle(self) -> str | None:
        """The reference of the cycle; none before one was opened."""

    @property
    def last_recorded(self) -> str | None:
        """When the last entry was recorded; none where there is none."""

    @property
    def entries(self) -> Entries:
        """The entries as they are now. They are whole: words that people wrote are in them."""

    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def record(self, act: dict[str, Any]) -> dict[str, Any]:
        """Offers an act: the entry that comes of it. Raises `Refused`, and `Unreadable` where it is no act; then nothing has changed.

        Times in it are datetimes with their zone, or texts. There is no clock: `recorded_at` is given, too.
        """

    def append(self, entry: dict[str, Any] | str) -> None:
        """Adds an entry as it was stored, if it fits. Raises `Unreadable`."""

    def to_bytes(self) -> bytes:
        """The history as JSON Lines."""

    def write(self, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """Writes the history as JSON Lines, beside its place first, so that a failure leaves what was there."""

    def without_words(self) -> History:
        """A copy without the words that people wrote, and with cases numbered. References to people stay."""

    def overview(self, as_of: _When | None = None, known_at: _When | None = None, *, words: bool = False) -> dict[str, Any]:
        """Where everything stands, by default as of the last recording. It is whole, as the JSON of `practice-cycle replay` is: what is
        for certain readers only is in it, so it goes to nobody as it is. `describe` is made for one reader.

        Without `words`, no word that people wrote is in it, and cases are numbered.
        """

    def describe(
        self, as_of: _When | None = None, known_at: _When | None = None, *, reader: str | None = None, utc: bool = False
    ) -> str:
        """Where everything stands, and the readings, as a text for one reader, with what they may read; by default for nobody in
        particular. Times are those of London, or UTC."""

    def readings(self, as_of: _When | None = None, known_at: _When | None = None) -> dict[str, Any]:
        """Every reading by its name, each by its default parameters. References are in them, and no words. They are whole, as `overview`."""

    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Entries:
    """The entries of a history, each made a dict as it is asked for. What is recorded later is not in it."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> dict[str, Any]: ...
    def __iter__(self) -> EntryIterator: ...

@final
class EntryIterator(Iterator[dict[str, Any]]):
    """Goes through entries."""

    def __iter__(self) -> EntryIterator: ...
    def __next__(self) -> dict[str, Any]: ...

@final
class Table:
    """A table of Arrow. `polars.DataFrame(table)`, `pyarrow.table(table)` and `pandas.DataFrame.from_arrow(table)` take it as it is."""

    @property
    def columns(self) -> list[str]: ...
    def __len__(self) -> int:
        """How many rows there are."""

    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

def events(
    histories: History | Sequence[History],
    *,
    as_of: _When | None = None,
    known_at: _When | None = None,
    reader: str | None = None,
    words: bool = False,
    pseudonyms: bytes | None = None,
) -> Table:
    """The events of histories, one a row, by the names that process mining expects: `case:concept:name`, `concept:name`,
    `time:timestamp`, `org:resource` and others. Entries made in error are left out, and corrections are no events.

    It is for nobody in particular, or for a `reader`, with `words` as far as they may read them. `pseudonyms` is a secret key of at least
    32 bytes by which references are replaced.
    """

def contracts(
    histories: History | Sequence[History],
    *,
    as_of: _When | None = None,
    known_at: _When | None = None,
    reader: str | None = None,
    pseudonyms: bytes | None = None,
) -> Table:
    """The contracts of histories, one a row, with the stage of each and when it was agreed and begun."""

def people(
    histories: History | Sequence[History],
    *,
    as_of: _When | None = None,
    known_at: _When | None = None,
    reader: str | None = None,
    pseudonyms: bytes | None = None,
) -> Table:
    """Whoever takes part, one a row, with their roles."""

def readings(
    histories: History | Sequence[History],
    *,
    as_of: _When | list[_When] | None = None,
    known_at: _When | None = None,
    weeks_after_opening: list[int] | None = None,
    readings: list[_Reading] | None = None,
    scopes: list[_Scope] | None = None,
    suppress: bool = False,
    pseudonyms: bytes | None = None,
) -> Table:
    """The readings of many histories in long form, one number a line: the columns of `practice-cycle table`, whose help says what each is.

    By default as of the last recording of each. Values are texts, since some are codes. With `suppress`, cells are empty that are about
    fewer than five people, and those that would give them away; that does not make a table anonymous.
    """

@final
class Pack:
    """A pack of rules: what a service ought to do."""

    @staticmethod
    def names() -> list[str]:
        """The names of the packs that come with the package."""

    @staticmethod
    def shipped(name: str) -> Pack:
        """A pack that comes with the package. Raises `LookupError`."""

    @staticmethod
    def read(source: _Source, *extended: _Source) -> Pack:
        """Reads a pack, and those that it extends where they do not come with the package. Raises `Invalid`."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def rules(self) -> dict[str, str]:
        """The rules by their ids, each in one sentence."""

    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Report:
    """What the rules of a pack find in a history. It is no legal advice, and no finding is about a person."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing is broken, but for what was excused, and nothing is undetermined."""

    @property
    def verdicts(self) -> dict[str, str]:
        """What each rule comes to: `satisfied`, `holds_so_far`, `pending`, `violated` or `undetermined`."""

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Each finding with its reasons, the entries that it rests on and what would help."""

    def table(self) -> Table:
        """The findings as a table, one a row."""

    def to_dict(self) -> dict[str, Any]:
        """All of it: every rule with its duties."""

    def __len__(self) -> int:
        """How many findings there are."""

def check(
    history: History,
    pack: Pack,
    *,
    as_of: _When | None = None,
    known_at: _When | None = None,
    reader: str | None = None,
) -> Report:
    """Checks a history by the rules of a pack, by default as of the last recording. Cases are numbered in what it says.

    Without `reader` it is whole; with one it holds what they are shown.
    """

@final
class Reached:
    """Whether something can come about in a world. It is true where it can."""

    @property
    def answer(self) -> Literal["found", "never_in_this_world", "not_within"]:
        """`not_within` is never *cannot happen*: a bound was hit first."""

    @property
    def history(self) -> History | None:
        """The shortest history that shows it."""

    @property
    def as_of(self) -> str | None:
        """When it shows: time may have passed since its last entry."""

    def __bool__(self) -> bool: ...

def search(
    pack: Pack,
    rule: str,
    world: _Source | dict[str, Any],
    *,
    steps: int | None = None,
    states: int | None = None,
    threads: int = 1,
) -> dict[Literal["applies", "keeps", "breaks", "breaks_alone", "undetermined"], Reached]:
    """Looks through everything that can happen in a small world for whether a rule ever applies, can be kept, and can be broken.

    Raises `Invalid` where the world does not read, and `LookupError` where there is no such rule. By default histories of no more than 30
    steps are looked at, and about 100000 states.
    """

@final
class Scenario:
    """A scenario that was checked: who takes part, what they tend to do, and when. Its numbers are illustrative unless they name a source."""

    @staticmethod
    def names() -> list[str]:
        """The names of the scenarios that come with the package."""

    @staticmethod
    def shipped(name: str) -> Scenario:
        """A scenario that comes with the package. Raises `LookupError`."""

    @staticmethod
    def read(source: _Source | dict[str, Any]) -> Scenario:
        """Reads a scenario from a dict, from JSON, or from a file of that. Raises `Unreadable`, and `Invalid` with everything that is
        wrong with it."""

    def changed(self, changes: dict[str, Any]) -> Scenario:
        """The same but for some values, each by its JSON Pointer; None takes a field out. Raises `Invalid`."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def fingerprint(self) -> str:
        """What tells it from others, whatever it is run with, as 32 hexadecimal digits."""

    def to_dict(self) -> dict[str, Any]:
        """What it says."""

    def group(self, number: int) -> list[History]:
        """The histories of one group, by the number of its replication: simulated, as every reference in them says."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Results:
    """What was run, and what came of it: all of an experiment, or a part. It holds sums, and no history."""

    @staticmethod
    def from_bytes(stored: bytes) -> Results:
        """Results as they were stored. Raises `Unreadable`."""

    def to_bytes(self) -> bytes:
        """The stored form: the same bytes in however many threads, processes or shards they were run."""

    @staticmethod
    def merged(parts: Iterable[Results]) -> Results:
        """All results that belong together as one, in any order. Raises `NotRun` where some do not, or hold the same replications."""

    def digest(self) -> str:
        """The digest of the stored form, as 32 hexadecimal digits."""

    @property
    def done(self) -> list[tuple[int, int]]:
        """The replications that were run, as ranges from a number up to and without another."""

    @property
    def missing(self) -> list[tuple[int, int]]:
        """Those that were asked for, and not run."""

    @property
    def seed(self) -> int: ...
    @property
    def scenarios(self) -> list[str]:
        """The names of the scenarios, the one with which others are compared last."""

    def outcomes(self, confidence: float = 0.95, correction: Literal["none", "bonferroni", "holm"] = "none") -> Table:
        """The outcomes, one a row. Intervals are about random draws only, not about the world."""

    def refused(self) -> Table:
        """The acts that were refused, by tendency and code."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def run(
    scenario: Scenario,
    replications: int | None = None,
    seed: int | None = None,
    threads: int = 1,
    against: Scenario | None = None,
    progress: Callable[[int, int], bool | None] | None = None,
    *,
    name: str | None = None,
    shard: tuple[int, int] | None = None,
    audited_by: list[Pack] | None = None,
    boundary: bool = False,
    resume: Results | None = None,
) -> Results:
    """Runs a scenario many times, by itself or in pairs with another; by default as often, and with the seed, that it says itself.

    Results are the same in whatever number of threads. `shard=(2, 5)` runs the second of five parts of the replications, for
    `Results.merged`. The interpreter is released meanwhile. `progress` is called after each replication with how many are done and of how
    many; where it returns False, `Cancelled` is raised with what was done, which `resume` goes on with; what it raises is raised.

    `audited_by` adds what these packs find to the outcomes; `boundary` a reading of the boundary each week, which takes most of the time.
    """

@final
class Picture:
    """A picture as SVG, which notebooks show. Nothing that anybody wrote is drawn."""

    @property
    def svg(self) -> str: ...
    def _repr_svg_(self) -> str: ...
    def write(self, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """Writes it as a file."""

def timeline(
    history: History,
    as_of: _When | None = None,
    known_at: _When | None = None,
    *,
    reader: str | None = None,
    utc: bool = False,
    width: int | None = None,
) -> Picture:
    """A history through time: people, contracts, joining, work. For nobody in particular, or for a `reader`; 800 to 4000 pixels wide."""

def boundary(
    history: History,
    as_of: _When | None = None,
    known_at: _When | None = None,
    *,
    reader: str | None = None,
    utc: bool = False,
    width: int | None = None,
    vocabulary: Literal["article", "minuchin"] = "article",
) -> Picture:
    """The boundary through time, with what it rests on. *Diffuse* names opposite ends in the two vocabularies."""

def circuit(
    history: History, as_of: _When | None = None, known_at: _When | None = None, *, width: int | None = None
) -> Picture:
    """Joining, contracting, intervening and round again: how often and how fast each arc was travelled."""

def duties(
    history: History,
    report: Report,
    *,
    rule: str | None = None,
    reader: str | None = None,
    utc: bool = False,
    width: int | None = None,
) -> Picture:
    """The duties of a report of that history through time, or those of one rule."""

def outcomes(
    results: Results,
    confidence: float = 0.95,
    correction: Literal["none", "bonferroni", "holm"] = "none",
    *,
    width: int | None = None,
) -> Picture:
    """The outcomes of an experiment, with their intervals."""

@final
class Lifecycle:
    """The lifecycle of a contract. Notebooks that draw Mermaid show it."""

    def __new__(cls) -> Lifecycle: ...
    @property
    def mermaid(self) -> str:
        """As text for Mermaid."""

    @property
    def dot(self) -> str:
        """As text for Graphviz."""

    def _repr_markdown_(self) -> str: ...
