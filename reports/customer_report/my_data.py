"""What is kept about a contact's reports, for the file that they can have."""

from typing import Any

from contracts.models import Contact
from reports.models import ReportReceipt


def reports_mailed_to(contact: Contact) -> list[dict[str, Any]]:
    """Give which months' reports were mailed to the contact, the oldest first."""
    told = ReportReceipt.objects.filter(contact=contact).order_by("at", "pk")
    return [{"report": f"{one.month:%Y-%m}", "at": one.at.isoformat(), "to": one.email} for one in told]
