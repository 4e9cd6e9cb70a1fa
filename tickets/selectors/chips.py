"""The filters that are on, each with the address without it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sla.models import Severity
from tickets.models import Ticket
from tickets.selectors.choices import Choices
from tickets.selectors.queue_filters import QueueFilter


@dataclass(frozen=True)
class Chip:
    """One filter that is on."""

    name: str
    value: str
    remove_url: str


def chips(asked: QueueFilter, choices: Choices) -> list[Chip]:
    """Give the chips in the order of the filter form."""
    labels = {
        "severity": _("Severity"),
        "status": _("Status"),
        "assignee": _("Assignee"),
        "team": _("Team"),
        "product": _("Product"),
        "customer": _("Customer"),
        "company": _("Customer"),
        "q": _("Text"),
    }
    base = reverse("desk:queue")
    return [Chip(labels[name], _value(name, asked, choices), base + asked.query(**{name: ""})) for name in asked.on]


def _value(name: str, asked: QueueFilter, choices: Choices) -> str:
    value: str = getattr(asked, name)
    match name:
        case "severity":
            return str(Severity(value).label)
        case "status":
            return str(Ticket.Status(value).label)
        case "assignee" if value == "me":
            return pgettext("assignee", "Me")
        case "assignee" if value == "none":
            return pgettext("assignee", "Nobody")
        case "q" | "company":
            return value
    kinds = {"assignee": "staff", "team": "teams", "product": "products", "customer": "customer"}
    return choices.name(kinds[name], value) or _("unknown")
