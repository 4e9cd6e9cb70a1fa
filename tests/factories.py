"""Plain factories: each makes one thing, the way the product makes it."""

from datetime import datetime
from typing import Any

from tests.cast import MONDAY, Cast
from tickets.models import Ticket
from tickets.services.filing import file_ticket


def make_ticket(cast: Cast, *, now: datetime = MONDAY, **fields: Any) -> Ticket:
    """File a Normal ticket of Karin's on Monday 2 March 2026 at 09:00 local time, unless told otherwise."""
    values: dict[str, Any] = {
        "actor": cast.karin.membership,
        "customer": cast.customer,
        "contact": cast.karin,
        "subject": "Invoices cannot be printed",
        "text": "Since last night's update the print window closes by itself.",
        "severity": "normal",
    }
    return file_ticket(**values | fields, now=now)
