"""Tickets whose history lies in the past: from a file, or made up for the demo. One path, in bulk."""

from tickets.services.importing.bulk import Stored, store_histories
from tickets.services.importing.history import TicketHistory

__all__ = ["Stored", "TicketHistory", "store_histories"]
