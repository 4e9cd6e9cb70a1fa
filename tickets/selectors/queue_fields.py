"""What the queue can be filtered by: one class for each kind of field, one entry in FIELDS for each field."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.models import Membership
from sla.models import Severity
from tickets.models import Ticket
from tickets.models.tag import tag_name
from tickets.selectors.choices import Choices
from tickets.selectors.search_filters import bounds

# A search shows the newest hits, and no more than a person reads.
MOST_HITS = 500
Option = tuple[str, str]


def found(words: str, member: Membership) -> RawSQL:
    """Give the ids of the newest hits by the desk's search, of those whose customers this member sees."""
    asked = json.dumps(bounds(member))
    return RawSQL("SELECT ticket_id FROM search_desk(%s, %s, %s)", (words, asked, MOST_HITS))


@dataclass(frozen=True)
class Field:
    """One filter: `name` in the address, `label` in the form and on the chip. An empty value does not filter.

    A kind of field says what it understands (`clean`, empty for nonsense), what it keeps (`condition`), and how it is
    shown: `options` make it a list to choose from, without it is a text; `word` stands on the chip.
    """

    name: str
    label: str | Promise
    is_text: ClassVar[bool] = False

    def clean(self, text: str) -> str:
        """Give the value that the address means."""
        return text

    def condition(self, value: str, *, member: Membership, now: datetime) -> Q:
        """Give what the value keeps."""
        return Q(**{self.name: value})

    def options(self, choices: Choices) -> list[Option]:
        """Give what can be chosen."""
        return []

    def word(self, value: str, choices: Choices) -> str:
        """Give the value as it is read; empty for one that is not there any more."""
        return dict(self.options(choices)).get(value, "")


@dataclass(frozen=True)
class OneOf(Field):
    """One of a model's choices."""

    choices: Any

    def clean(self, text: str) -> str:
        """See Field."""
        return text if text in self.choices.values else ""

    def options(self, choices: Choices) -> list[Option]:
        """See Field."""
        return [(value, str(label)) for value, label in self.choices.choices]


@dataclass(frozen=True)
class Key(Field):
    """A row by its key; `kind` is its list in Choices, `path` the way to it from the ticket (the name, if empty)."""

    kind: str
    path: str = ""

    def clean(self, text: str) -> str:
        """See Field."""
        return text if text.isascii() and text.isdigit() and len(text) < 18 else ""

    def condition(self, value: str, *, member: Membership, now: datetime) -> Q:
        """See Field."""
        return Q(**{self.path or self.name: int(value)})

    def options(self, choices: Choices) -> list[Option]:
        """See Field."""
        return [(str(pk), name) for pk, name in getattr(choices, self.kind)]


@dataclass(frozen=True)
class Assignee(Key):
    """A member of the desk, the reader, or nobody."""

    def clean(self, text: str) -> str:
        """See Field."""
        return text if text in ("me", "none") else super().clean(text)

    def condition(self, value: str, *, member: Membership, now: datetime) -> Q:
        """See Field."""
        if value == "none":
            return Q(assignee=None)
        return Q(assignee=member.pk if value == "me" else int(value))

    def options(self, choices: Choices) -> list[Option]:
        """See Field."""
        first = [("me", pgettext("assignee", "Me")), ("none", pgettext("assignee", "Nobody"))]
        return first + super().options(choices)


@dataclass(frozen=True)
class Risk(Field):
    """Whether a promise is about to be broken, or is broken."""

    def clean(self, text: str) -> str:
        """See Field."""
        return text if text in ("risk", "over") else ""

    def condition(self, value: str, *, member: Membership, now: datetime) -> Q:
        """See Field."""
        at_risk = Q(queue_section=Ticket.Section.RUNNING, next_risk_at__lte=now)
        return at_risk & Q(next_due_at__lt=now) if value == "over" else at_risk

    def options(self, choices: Choices) -> list[Option]:
        """See Field."""
        return [("risk", pgettext("filter", "At risk or breached")), ("over", pgettext("clock", "Breached"))]


@dataclass(frozen=True)
class Company(Field):
    """A part of a customer's name."""

    is_text: ClassVar[bool] = True

    def condition(self, value: str, *, member: Membership, now: datetime) -> Q:
        """See Field."""
        return Q(customer__name__icontains=value)

    def word(self, value: str, choices: Choices) -> str:
        """See Field."""
        return value


@dataclass(frozen=True)
class Tagged(Company):
    """A tag by its name."""

    def condition(self, value: str, *, member: Membership, now: datetime) -> Q:
        """See Field."""
        return Q(ticket_tags__tag__name=tag_name(value))


@dataclass(frozen=True)
class Words(Company):
    """What the full-text search finds."""

    def condition(self, value: str, *, member: Membership, now: datetime) -> Q:
        """See Field."""
        return Q(pk__in=found(value, member))


# In the order of the form. `customer` has no list: customers are many, and the form asks for a part of the name.
FIELDS: tuple[Field, ...] = (
    Words("q", _("Text")),
    Company("company", _("Customer")),
    Key("customer", _("Customer"), "customer"),
    OneOf("severity", _("Severity"), Severity),
    OneOf("status", _("Status"), Ticket.Status),
    Risk("risk", pgettext_lazy("filter", "Promise")),
    Assignee("assignee", _("Assignee"), "staff"),
    Key("team", _("Team"), "teams"),
    Key("product", _("Product"), "products"),
    Key("plan", _("Plan"), "plans", "contract__plan"),
    OneOf("kind", pgettext_lazy("ticket", "Kind"), Ticket.Kind),
    OneOf("channel", _("How it came"), Ticket.Channel),
    Tagged("tag", _("Tag")),
)
