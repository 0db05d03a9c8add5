"""Gathers every document that the examples hold and that the program prints of them, each under the name of its schema.

    python documents.py PROGRAM FOLDER

writes FOLDER/documents.json, an object of lists, and FOLDER/unread.json, the same of those that cannot be read; run at the top of the
repository.
"""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

program, folder = sys.argv[1], Path(sys.argv[2])
examples, golden = Path("examples/data"), Path("tests/golden")
documents: dict[str, list[Any]] = defaultdict(list)


def run(*arguments: str | Path, given: str = "") -> str:
    """What the program prints; 2 is wrong usage, and what it can find besides is no failure here."""
    command = [program, *map(str, arguments)]
    done = subprocess.run(command, input=given, capture_output=True, text=True)
    if done.returncode > 3 or not done.stdout and done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    return done.stdout


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def read(path: Path) -> Any:
    return json.loads(path.read_text())


# What is read.
histories = [path for path in sorted(examples.glob("*.jsonl")) if path.stem not in ("acts", "portfolio")]
for path in [*histories, *sorted((golden / "format_1").glob("*.jsonl")), golden / "every_kind.jsonl"]:
    documents["entry"] += lines(path.read_text())
documents["act"] = lines((examples / "acts.jsonl").read_text())
portfolio = lines((examples / "portfolio.jsonl").read_text())
documents["portfolio_entry"] = portfolio
documents["portfolio_act"] = [
    {name: it for name, it in entry.items() if name != "number"} for entry in portfolio if "redacted" not in str(entry)
]
packs = [*sorted(Path("src/policy/packs").glob("*.json")), *sorted(examples.glob("*.pack.json"))]
documents["pack"] = [read(path) for path in packs]
stories = [*sorted(examples.glob("*.stories.json")), *sorted(Path("tests/scenarios").glob("*.json"))]
documents["stories"] = [read(path) for path in stories if not path.name.endswith(".pack.json")]
documents["world"] = [it for path in sorted(examples.glob("*.json")) if "offers" in (it := read(path))]
for line in run("simulate", "--list").splitlines():
    if line and not line.startswith(" "):
        documents["scenario"].append(json.loads(run("simulate", "--print", line.split()[0])))
documents["population"] = [json.loads(run("calibrate", "--teams", "2", "--json"))["population"]]
mappings = [*sorted(Path("src/import/mappings").glob("*.json")), *sorted(examples.glob("*.mapping.json"))]
documents["import_mapping"] = [read(path) for path in mappings]
documents["labels"] = [read(Path("src/labels.en.json"))]

# What the program prints.
owner = portfolio[0]["by"]
broken = folder / "broken.jsonl"
broken.write_text("no history\n")
for words in [[], ["--words"]]:
    documents["replay"] += lines(run("replay", "--json", *words, *histories))
    documents["replay_portfolio"] += lines(run("replay", "--json", *words, "--for", owner, examples / "portfolio.jsonl"))
documents["replay"] += lines(run("replay", "--json", broken))
documents["portfolio_reading"] = [line["readings"]["portfolio"] for line in documents["replay_portfolio"]]
for line in documents["replay"]:
    if "readings" in line:
        beside = ("file", "as_of_last_recording", "possible", "readings")
        documents["overview"].append({name: it for name, it in line.items() if name not in beside})
        for reading in line["readings"].values():
            documents["reading"] += reading if isinstance(reading, list) else [reading]
        documents["possibility"] += [step for possible in line["possible"] for step in possible["steps"]]

wrong = ['{"type":"person_left"}', '{"type":"person_left","by":"a b"}', "nothing", "\u0001"]
offered = (examples / "acts.jsonl").read_text() + "\n".join(wrong) + "\n"
documents["act_answer"] = lines(run("act", "-", given=offered))
again = [*documents["portfolio_act"], documents["portfolio_act"][0], {"type": "portfolio_opened"}]
documents["portfolio_act_answer"] = lines(run("act", "-", given="\n".join(map(json.dumps, again))))
refused = [(it["line"], it["refused"]) for it in documents["act_answer"] if "refused" in it]
documents["refusal"] = [report for _, report in refused if "kind" in report]
documents["fault"] = [report for _, report in refused if "kind" not in report]
of_portfolio = [it["refused"] for it in documents["portfolio_act_answer"] if "refused" in it]
documents["portfolio_refusal"] = [report for report in of_portfolio if "kind" in report]
# An act that cannot be read is none, by its type either.
misspelt = {line for line, report in refused if "kind" not in report}
acts = list(enumerate(documents["act"], start=1))
documents["act"] = [act for line, act in acts if line not in misspelt]
without = [{name: it for name, it in act.items() if name != "recorded_at"} for _, act in acts]
documents["offer"] = [offer for (line, _), offer in zip(acts, without) if line not in misspelt]
unread = {"act": [act for line, act in acts if line in misspelt]}

for pack in packs[:8]:
    found = json.loads(run("check", "--policy", pack.stem, "--all", "--json", *histories))
    documents["check"].append(found)
    for checked in found["checked"]:
        documents["report"].append(checked["report"])
        documents["finding"] += checked["findings"] + checked["explained"]
for pack in [examples / "invented_council.pack.json", examples / "invented_clinic.pack.json"]:
    compared = json.loads(run("check", "--policy", "local-practice", "--against", pack, "--json", *histories))
    documents["check_against"].append(compared)
    documents["change"] += [change for one in compared["compared"] for change in one["changes"]]
documents["news"] = lines((golden / "news.jsonl").read_text())
documents["form"] = read(golden / "forms.json")["forms"]
documents["portfolio_form"] = read(golden / "portfolio_forms.json")["forms"]
world = ["--policy", examples / "invented_team.pack.json", "--world", examples / "invented_world.json"]
for more in (["T02"], [], ["--clashes"]):
    documents["search"].append(json.loads(run("search", "--json", "--states", "2000", *world, *more)))
simulated = folder / "simulated"
run("simulate", "null", "--against", "team-as-it-is", "--replications", "2", "--warm-up", "--quiet", "--force", "--out", simulated)
documents["manifest"] = [read(simulated / "manifest.json")]

(folder / "unread.json").write_text(json.dumps(unread, ensure_ascii=False))
(folder / "documents.json").write_text(json.dumps(documents, ensure_ascii=False))
for name, all_of_it in documents.items():
    print(f"{name}: {len(all_of_it)}", file=sys.stderr)
