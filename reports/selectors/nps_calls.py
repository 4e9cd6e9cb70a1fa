"""Calls to detractors that are still to be made, each with its clock."""

from surveys.selectors.calls import Call, open_calls

__all__ = ["Call", "open_calls"]
