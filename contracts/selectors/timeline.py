"""What happened to a contract, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import formats
from contracts.models import Contract, ContractEvent
from contracts.selectors.plan_differences import Difference
from contracts.selectors.service_words import NONE

SHOWN = 100
FIELDS = {
    "plan": gettext_lazy("Plan"),
    "plan_version": gettext_lazy("Version of the plan"),
    "status": gettext_lazy("Status"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "renews": gettext_lazy("Renews by itself"),
    "renewal_months": gettext_lazy("Months it is renewed for"),
    "notice_months": gettext_lazy("Months of notice"),
    "currency": gettext_lazy("Currency"),
    "products": gettext_lazy("Products"),
    "contacts": gettext_lazy("Named contacts"),
    "policy": gettext_lazy("Policy"),
    "covers_critical": gettext_lazy("Round-the-clock cover for Critical"),
    "mails_report": gettext_lazy("Monthly report by mail"),
    "personal_consultant": gettext_lazy("Personal consultant"),
}


@dataclass(frozen=True)
class TimelineLine:
    """One thing that happened: when, by whom (empty: by itself), in a sentence, and what changed from what to what."""

    time: str
    by: str
    text: str
    changes: list[Difference]


def timeline(contract: Contract, zone: ZoneInfo, now: datetime) -> list[TimelineLine]:
    """Give the latest lines, the newest first. One query."""
    events = ContractEvent.objects.filter(contract=contract).select_related("actor__user").order_by("-pk")
    return [
        TimelineLine(
            time=formats.near_time(event.at, now, zone),
            by=event.actor.user.name if event.actor else "",
            text=event_text(event),
            changes=list(_changes(event.data.get("changes", {}))),
        )
        for event in events[:SHOWN]
    ]


def event_text(event: ContractEvent) -> str:
    """Give the sentence of an event; a kind without words of its own gives its name, so that nothing is lost."""
    if event.kind == ContractEvent.Kind.REMINDED:
        return _("The managers were reminded, %(days)s days before.") % {"days": event.data.get("days", "")}
    if event.kind == ContractEvent.Kind.VIRUS:
        text = _("A virus was found in %(name)s: %(virus)s. The file is held, and nobody can open it.")
        return text % {"name": event.data.get("name", ""), "virus": event.data.get("virus", "")}
    known = event.kind in ContractEvent.Kind.values
    return str(ContractEvent.Kind(event.kind).label) if known else event.kind.replace("_", " ").capitalize() + "."


def _changes(changes: dict[str, Any]) -> Iterator[Difference]:
    # The database keeps no order of its own.
    for field in sorted(changes, key=lambda name: list(FIELDS).index(name) if name in FIELDS else len(FIELDS)):
        old, new = changes[field]
        yield Difference(str(FIELDS.get(field, field)), _value(field, old), _value(field, new))


def _value(field: str, value: Any) -> str:
    if value in (None, "", []):
        return NONE
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if field == "status" and value in Contract.Status.values:
        return str(Contract.Status(value).label)
    if field.endswith("_on"):
        return formats.full_day(date.fromisoformat(value))
    return str(value)
