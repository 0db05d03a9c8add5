#!/usr/bin/env python3
"""Recomputes readings of random histories from the documentation alone, and compares them with what the program says.

Its packages stand in `requirements.txt`; where they are missing, a virtual environment is made of them outside of the repository.
Exit status: 0 no difference; 1 something differs; 2 no such environment.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOLERANCE = 1e-6
CHUNK = 20  # So many histories are read at once.
# Times at which every history is read, beside that of its last entry; the last is one of what was known by then, too.
TIMES = ["2026-02-20T12:00:00Z", "2026-03-28T23:59:59.999999999Z", "2026-06-30T23:00:00Z", "2026-10-25T01:30:00Z", "2027-01-31T12:00:00Z"]
KNOWN_AT = "2026-05-10T12:00:00Z"


def in_environment(where):
    """Runs again in the virtual environment, which is made where it is missing."""
    try:
        import krippendorff, scipy  # noqa: E401, F401
        return
    except ImportError:
        pass
    python = where / "bin" / "python3"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "requirements.txt"]
    try:
        if not python.exists() or subprocess.run([python, "-c", "import krippendorff, scipy"], stderr=subprocess.DEVNULL).returncode:
            subprocess.run([sys.executable, "-m", "venv", where], check=True)
            subprocess.run(pip, check=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"no environment with the packages of requirements.txt in {where}: {problem}", file=sys.stderr)
        sys.exit(2)
    os.execv(python, [python, __file__, *sys.argv[1:]])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", type=int, default=200, help="how many (200)")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first; each further one has the next (1)")
    parser.add_argument("--program", type=Path, help="the program, built already; otherwise it is built by cargo")
    parser.add_argument("--environment", type=Path, default=Path(tempfile.gettempdir()) / "practice-cycle-recompute",
                        help="where the virtual environment is, or is made")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "practice-cycle-differences",
                        help="where histories that are read differently are kept")
    return parser.parse_args()


def built():
    """The path of the program, built from this repository."""
    command = ["cargo", "build", "--quiet", "--locked", "--workspace", "--all-features", "--bin", "practice-cycle", "--message-format=json"]
    lines = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    made = [json.loads(line).get("executable") for line in lines]
    return next(path for path in reversed(made) if path)


def replayed(program, files, times):
    """What the program reads in each file."""
    if not files:
        return []
    ran = subprocess.run([program, "replay", "--json", *times, *files], stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


class Comparison:
    """How many values were compared of each measure, the largest difference, and what differs otherwise."""

    def __init__(self):
        self.compared, self.largest, self.differing = {}, {}, {}
        self.entries, self.verdicts = 0, Counter()

    def add(self, other):
        """Takes in what was compared elsewhere."""
        for mine, more in ((self.compared, other.compared), (self.verdicts, other.verdicts)):
            for key, count in more.items():
                mine[key] = mine.get(key, 0) + count
        for measure, largest in other.largest.items():
            self.largest[measure] = max(largest, self.largest.get(measure, 0.0))
        for measure, cases in other.differing.items():
            self.differing.setdefault(measure, []).extend(cases)
        self.entries += other.entries

    def of(self, measure, theirs, ours, where):
        """Two values of one shape, whatever they are made of."""
        if isinstance(ours, dict) and isinstance(theirs, dict):
            for key in ours.keys() | theirs.keys():
                if key in ours and key in theirs:
                    self.of(f"{measure}.{key}", theirs[key], ours[key], where)
                elif theirs.get(key) or ours.get(key):  # What is nothing may be left out.
                    self.note(f"{measure}.{key}", theirs.get(key, "(none)"), ours.get(key, "(none)"), where, False)
        elif isinstance(ours, list) and isinstance(theirs, list) and any(isinstance(one, (dict, float)) for one in ours + theirs):
            self.note(f"{measure}.length", len(theirs), len(ours), where, len(theirs) == len(ours))
            for one, other in zip(theirs, ours):
                self.of(measure, one, other, where)
        elif all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in (ours, theirs)):
            apart = abs(ours - theirs)
            self.largest[measure] = max(apart, self.largest.get(measure, 0.0))
            self.note(measure, theirs, ours, where, apart <= TOLERANCE)
        else:
            self.note(measure, theirs, ours, where, theirs == ours)

    def note(self, measure, theirs, ours, where, same):
        self.compared[measure] = self.compared.get(measure, 0) + 1
        if not same:
            self.differing.setdefault(measure, []).append((where, theirs, ours))

    def table(self):
        wide = max(map(len, self.compared), default=7)
        print(f"{'measure':{wide}}  {'compared':>9}  {'largest difference':>18}  {'differing':>9}")
        for measure in sorted(self.compared):
            largest = f"{self.largest[measure]:.1e}" if measure in self.largest else ""
            print(f"{measure:{wide}}  {self.compared[measure]:>9}  {largest:>18}  {len(self.differing.get(measure, [])):>9}")

    def explain(self, keep):
        for measure, cases in sorted(self.differing.items()):
            (path, command), theirs, ours = min(cases, key=lambda case: case[0][0].stat().st_size)
            keep.mkdir(parents=True, exist_ok=True)
            kept = keep / f"{measure}.{path.name}"
            kept.write_bytes(path.read_bytes())
            print(f"\n{measure}: {len(cases)} differ, as in\n  practice-cycle {command} {kept}\n"
                  f"  the program: {json.dumps(theirs)}\n  recomputed:  {json.dumps(ours)}")


def main():
    asked = arguments()
    in_environment(asked.environment)
    began = time.monotonic()
    program = str(asked.program or built())
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor() as pool:
        last = asked.seed + asked.histories
        chunks = [range(first, min(first + CHUNK, last)) for first in range(asked.seed, last, CHUNK)]
        comparison = Comparison()
        for one in pool.map(compared, [program] * len(chunks), [Path(folder)] * len(chunks), chunks):
            comparison.add(one)
        comparison.table()
        comparison.explain(asked.keep)
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(comparison.verdicts.items()))
    print(f"\n{asked.histories} histories with {comparison.entries} entries, read {sum(comparison.verdicts.values())} times "
          f"({verdicts}), in {time.monotonic() - began:.0f} s")
    differing = sum(map(len, comparison.differing.values()))
    print("no difference" if not differing else f"{differing} values differ")
    return 1 if differing or not comparison.compared else 0


def compared(program, folder, seeds):
    """Makes histories, has the program read them, and reads them anew."""
    warnings.simplefilter("ignore")
    import boundary
    import drift
    import histories
    import tables
    import turns
    import view

    comparison, stored = Comparison(), {}
    for seed in seeds:
        lines = histories.History(program, seed).run()
        path = folder / f"{seed}.jsonl"
        path.write_text("".join(lines))
        stored[path] = [json.loads(line) for line in lines]
        comparison.entries += len(lines)
    for times in [[], *(["--as-of", at] for at in TIMES), ["--as-of", TIMES[-1], "--known-at", KNOWN_AT]]:
        chosen = [path for path, entries in stored.items() if knows(entries, times)]
        for path, told in zip(chosen, replayed(program, chosen, times), strict=True):
            theirs = told["readings"]
            seen = view.View(stored[path], histories.nanos(told["as_of"]), histories.nanos(told["known_at"]))
            ours = {"boundary": boundary.reading(seen), "drift": drift.reading(seen), "standing": turns.standing(seen),
                    "turns": turns.reading(seen)}
            comparable(theirs, ours)
            for name, reading in ours.items():
                where = (path, " ".join(["replay --json", *times]))
                comparison.of(name, {key: theirs[name][key] for key in reading if key in theirs[name]}, reading, where)
            verdict = ours["boundary"]["verdict"]
            comparison.verdicts[verdict] += 1
    cycles = {entries[0]["data"]["cycle"]: path for path, entries in stored.items()}
    for (cycle, as_of, parameters, scope), theirs in tables.printed(program, folder, list(stored)).items():
        ours = tables.recomputed(stored[cycles[cycle]], as_of, parameters, tables.scope_of(scope))
        where = (cycles[cycle], f"table, in the lines of {as_of}, {parameters} and {scope}, of")
        for name, measures in ours.items():
            for (level, key, measure), value in measures.items():
                told = theirs[name].get((level, key, measure), "(none)")
                comparison.of(f"table.{name}.{level}.{measure}", tables.read(told, value) if told != "(none)" else told, value, where)
        comparison.verdicts[ours["boundary"]["all", "", "verdict"]] += 1
    return comparison


def knows(entries, times):
    """Whether anything was known by then: the program tells nothing of what had not begun."""
    import histories
    limit = histories.nanos(times[-1]) if times else None
    return limit is None or histories.nanos(entries[0]["recorded_at"]) <= limit


def comparable(theirs, ours):
    """Of changes as great as each other the documentation does not say which is told: any of them will do."""
    for kind, ties in ours["drift"]["movement"].items():
        if isinstance(ties, list):
            told = theirs["drift"]["movement"].get(kind, {})
            ours["drift"]["movement"][kind] = next((one for one in ties if all(one[k] == told.get(k) for k in ("side", "since"))), ties[0])


if __name__ == "__main__":
    sys.exit(main())
