"""The one place that joins a ticket's clock rows to the SLA engine."""

from tickets.services.clocks.counting import CountingBook, record_terms
from tickets.services.clocks.state import ledger_of, seconds_left, state_of, strip_of
from tickets.services.clocks.sync import sync_clocks

__all__ = ["CountingBook", "ledger_of", "record_terms", "seconds_left", "state_of", "strip_of", "sync_clocks"]
