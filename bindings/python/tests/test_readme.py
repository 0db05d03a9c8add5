"""What the README shows runs as it stands there."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from conftest import DATA, ROOT


def test_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DATA, tmp_path / "examples" / "data")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "bindings" / "python" / "README.md").read_text(), re.DOTALL)
    assert len(blocks) == 4
    shown: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), shown)
    assert "timeline.svg" in os.listdir()
