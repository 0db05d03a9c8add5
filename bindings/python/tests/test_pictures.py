"""Pictures, as notebooks show them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import practice_cycle as pc
import pytest
from practice_cycle import pictures


def test_pictures_are_svg(turnover: pc.History, data: Path, scenario: pc.Scenario, tmp_path: Path) -> None:
    moving = pc.History.read(data / "boundary_moving.jsonl")
    results = pc.run(scenario, 4, 7)
    for picture in (pictures.timeline(turnover), pictures.boundary(moving), pictures.circuit(turnover), pictures.outcomes(results)):
        assert ET.fromstring(picture.svg).tag == "{http://www.w3.org/2000/svg}svg"
        assert picture._repr_svg_() == picture.svg
    pictures.timeline(turnover, width=900).write(tmp_path / "timeline.svg")
    assert 'width="900"' in (tmp_path / "timeline.svg").read_text()


def test_pictures_are_made_for_a_reader(data: Path) -> None:
    history = pc.History.read(data / "boundary_moving.jsonl")
    assert pictures.boundary(history, reader="clinician").svg != pictures.boundary(history).svg
    assert pictures.boundary(history, vocabulary="minuchin").svg != pictures.boundary(history).svg
    assert pictures.timeline(history, "2026-04-01T12:00:00Z").svg != pictures.timeline(history).svg
    with pytest.raises(ValueError, match="800 to 4000 pixels"):
        pictures.timeline(history, width=10)
    with pytest.raises(ValueError, match="minuchin"):
        pictures.boundary(history, vocabulary="bowen")  # type: ignore[arg-type]


def test_duties_are_drawn(data: Path) -> None:
    history = pc.History.read(data / "family_not_told.jsonl")
    report = pc.check(history, pc.Pack.shipped("article"))
    assert "R04a" in pictures.duties(history, report).svg


def test_the_lifecycle_is_mermaid_and_dot() -> None:
    lifecycle = pictures.Lifecycle()
    assert lifecycle.mermaid.startswith("stateDiagram-v2") and lifecycle.dot.startswith("digraph")
    assert lifecycle._repr_markdown_() == f"```mermaid\n{lifecycle.mermaid}```\n"
