"""Pictures of histories and of results, as SVG, which notebooks show. Nothing that anybody wrote is drawn."""

from practice_cycle._native import Lifecycle, Picture, boundary, circuit, duties, outcomes, timeline

__all__ = ["Lifecycle", "Picture", "boundary", "circuit", "duties", "outcomes", "timeline"]
