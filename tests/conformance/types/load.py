"""Loads every document by the types that were made for Python, and sees that nothing of it is lost.

    python load.py FOLDER

with FOLDER/practice_cycle_types.py and FOLDER/documents.json. Documents that were spoilt must not load.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

folder = Path(sys.argv[1])
sys.path.insert(0, str(folder))

from practice_cycle_types import Documents  # noqa: E402

documents: dict[str, list[Any]] = json.loads((folder / "documents.json").read_text())
unread: dict[str, list[Any]] = json.loads((folder / "unread.json").read_text())
failed = 0


def fail(words: str) -> None:
    global failed
    failed += 1
    print(words[:2000], file=sys.stderr)


loaded = refused = 0
for name, field in Documents.model_fields.items():
    adapter = TypeAdapter[Any](field.rebuild_annotation())
    if not documents.get(name) and name != "judgement":
        fail(f"{name}: there is no document of it")
    for place, document in enumerate(documents.get(name, [])):
        try:
            read = adapter.validate_python(document)
        except ValidationError as error:
            fail(f"{name} {place}: {error}")
            continue
        loaded += 1
        if adapter.dump_python(read, mode="json", by_alias=True, exclude_unset=True) != document:
            fail(f"{name} {place}: something of it is lost")
    # Nor does what cannot be read, an empty object, a list, a word, or a document with an object for its first field.
    wrong = unread.get(name, [])
    for document in documents.get(name, [])[:1]:
        wrong = [*wrong, {}, [document], "spoilt", {**document, next(iter(document)): {"spoilt": 1}}]
        for spoilt in wrong:
            try:
                adapter.validate_python(spoilt)
                fail(f"{name}: it loads, spoilt: {json.dumps(spoilt)[:300]}")
            except ValidationError:
                refused += 1
print(f"Python: {loaded} documents load and lose nothing, {refused} spoilt ones do not load")
sys.exit(1 if failed else 0)
