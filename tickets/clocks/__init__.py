"""Joins a ticket's events and clock rows to the SLA engine. Writes nothing: services/clocks.py keeps the rows."""

from tickets.clocks.counting import CountingBook, record_terms
from tickets.clocks.state import ledger_of, seconds_left, state_of, strip_of

__all__ = ["CountingBook", "ledger_of", "record_terms", "seconds_left", "state_of", "strip_of"]
