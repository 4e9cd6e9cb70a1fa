"""What is asked of the desk's search, read from the address and written back to it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.models import Membership, Role
from contracts.models import Customer
from sla.models import Severity
from tickets.models import Ticket

OPEN, SOLVED = "open", "solved"
PERIODS = ("30", "90", "365")
WITHOUT_NOTES = "no"
MOST_COMPANIES = 500


@dataclass(frozen=True)
class SearchFilter:
    """Empty fields do not filter; `customer` is a key, `company` a part of a name, `period` days back. What the address
    says and is not understood is left out.
    """

    q: str = ""
    status: str = ""
    product: str = ""
    customer: str = ""
    company: str = ""
    severity: str = ""
    assignee: str = ""
    period: str = ""
    notes: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read the address."""
        values = {field.name: query.get(field.name, "").replace("\0", "").strip()[:200] for field in fields(cls)}
        known = {
            "status": (OPEN, SOLVED),
            "severity": tuple(Severity.values),
            "period": PERIODS,
            "notes": (WITHOUT_NOTES,),
        }
        for name, allowed in known.items():
            if values[name] not in allowed:
                values[name] = ""
        for name in ("product", "customer", "assignee"):
            if values[name] not in ("me", "none") or name != "assignee":
                values[name] = _key(values[name])
        return cls(**values)

    def query(self, **changes: str) -> str:
        """Write the address with some fields changed; empty ones are left out."""
        other = replace(self, **changes)
        text = urlencode([(f.name, getattr(other, f.name)) for f in fields(other) if getattr(other, f.name)])
        return f"?{text}" if text else ""

    @property
    def on(self) -> list[str]:
        """Name the filters that are on, the words aside."""
        return [field.name for field in fields(self) if field.name != "q" and getattr(self, field.name)]

    def wanted(self, member: Membership, now: datetime) -> dict[str, Any]:
        """Give what the search function is asked, with the bounds of what this member may see."""
        asked: dict[str, Any] = {}
        if self.status:
            asked["open"] = self.status == OPEN
        for name in ("product", "customer", "severity"):
            if getattr(self, name):
                asked[name] = getattr(self, name)
        if self.assignee:
            asked["assignee"] = member.pk if self.assignee == "me" else self.assignee
        if self.period:
            asked["since"] = (now - timedelta(days=int(self.period))).isoformat()
        if self.notes:
            asked["without_notes"] = True
        asked |= bounds(member)
        if self.company:
            named = Customer.objects.filter(name__icontains=self.company).order_by("pk")
            found = set(named.values_list("pk", flat=True)[:MOST_COMPANIES])
            asked["customers"] = sorted(found & set(asked.get("customers", found)))
        return asked


def period_choices() -> list[tuple[str, str]]:
    """Give the periods with their names."""
    return [("30", _("The last 30 days")), ("90", _("The last 90 days")), ("365", _("The last year"))]


def bounds(member: Membership) -> dict[str, Any]:
    """Bind a consultant's search to the customers whose tickets they may see (querysets.py: visible_to)."""
    if member.role != Role.CONSULTANT:
        return {}
    handed = Ticket.objects.filter(assignee=member).order_by().values_list("customer", flat=True)
    return {"customers": sorted(handed.distinct())}


def _key(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 18 else ""
