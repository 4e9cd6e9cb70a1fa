"""The one place that joins a ticket's clock rows to the SLA engine."""

from tickets.services.clocks.counting import CountingBook, record_terms
from tickets.services.clocks.sync import sync_clocks

__all__ = ["CountingBook", "record_terms", "sync_clocks"]
