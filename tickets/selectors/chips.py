"""The filters that are on, each with the address without it; and those that can be set."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from tickets.selectors.choices import Choices
from tickets.selectors.queue_fields import FIELDS, Option
from tickets.selectors.queue_filters import QueueFilter


@dataclass(frozen=True)
class Chip:
    """One filter that is on."""

    name: str
    value: str
    remove_url: str


@dataclass(frozen=True)
class Control:
    """One field of the filter form; without options a text is typed."""

    name: str
    label: str
    value: str
    options: list[Option]


def chips(asked: QueueFilter, choices: Choices) -> list[Chip]:
    """Give the chips in the order of the filter form."""
    base = reverse("desk:queue")
    return [
        Chip(str(f.label), f.word(asked.values[f.name], choices) or _("unknown"), base + asked.query(without=f.name))
        for f in FIELDS
        if f.name in asked.values
    ]


def controls(asked: QueueFilter, choices: Choices) -> list[Control]:
    """Give the form's fields. A customer who was chosen by key is not asked for by name as well."""
    by_name = "customer" if "customer" not in asked.values else "company"
    return [
        Control(f.name, str(f.label), asked.values.get(f.name, ""), [] if f.is_text else f.options(choices))
        for f in FIELDS
        if f.name != by_name
    ]
