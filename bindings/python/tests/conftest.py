"""What the tests share: the invented histories, and the program to compare with."""

from __future__ import annotations

import os
from pathlib import Path

import practice_cycle as pc
import pytest

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "examples" / "data"


@pytest.fixture
def data() -> Path:
    return DATA


@pytest.fixture
def turnover() -> pc.History:
    return pc.History.read(DATA / "turnover.jsonl")


@pytest.fixture
def histories() -> list[pc.History]:
    """Every invented history."""
    files = sorted(DATA.glob("*.jsonl"))
    return [pc.History.read(it) for it in files if it.name not in {"acts.jsonl", "portfolio.jsonl"}]


@pytest.fixture(scope="session")
def program() -> str:
    """The program `practice-cycle` of the same version, with which tables and sums are compared."""
    return os.environ["PRACTICE_CYCLE"]


@pytest.fixture
def scenario() -> pc.Scenario:
    """One that takes little time."""
    return pc.Scenario.shipped("null").changed({"/horizon/days": 60, "/group/cycles": 2})
