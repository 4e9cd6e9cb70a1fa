"""The views of the queue, built in and saved, with live counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets.models import SavedView
from tickets.selectors.queue_counts import count_word, view_counts
from tickets.selectors.queue_filters import VIEWS, QueueFilter
from tickets.selectors.saved_views import question_of


@dataclass(frozen=True)
class View:
    """One line of the rail. `css` colours a count that is a clock state; `edit_url` is there for who may change it."""

    name: str
    label: str
    icon: str
    css: str
    url: str
    count: str
    is_current: bool
    edit_url: str = ""


@dataclass(frozen=True)
class Rail:
    """The views in three groups."""

    built_in: list[View]
    shared: list[View]
    own: list[View]

    @property
    def current(self) -> View | None:
        """Give the view that is open; None where filters were put on one."""
        return next((view for view in (*self.own, *self.shared, *self.built_in) if view.is_current), None)


def view_label(view: str) -> str:
    """Give a view's name."""
    return {
        "next": _("Next up"),
        "breached": _("Breached"),
        "risk": _("At risk"),
        "mine": _("Mine"),
        "unassigned": _("Unassigned"),
        "waiting": _("Waiting"),
        "resolved": _("Solved today"),
        "leads": _("Leads"),
        "no_contract": _("No contract"),
    }[view]


ICONS = {
    "next": "clock",
    "breached": "stop",
    "risk": "warn",
    "mine": "user",
    "unassigned": "nobody",
    "waiting": "wait",
    "resolved": "check",
    "leads": "plus",
    "no_contract": "inbox",
}
CSS = {"breached": "over", "risk": "risk"}


def queue_views(*, member: Membership, now: datetime, asked: QueueFilter, saved: Sequence[SavedView]) -> Rail:
    """Give every view with how many tickets it holds (999+ where it is more). One query."""
    built, asking = [QueueFilter(view) for view in VIEWS], [question_of(view) for view in saved]
    found, found_saved = view_counts(built, asking, member=member, now=now)
    base = reverse("desk:queue")
    built_in = [
        View(
            name=question.view,
            label=view_label(question.view),
            icon=ICONS[question.view],
            css=CSS.get(question.view, "") if count else "",
            url=base + question.query(),
            count=count_word(count),
            is_current=not asked.saved and asked.query() == question.query(),
        )
        for question, count in zip(built, found, strict=True)
    ]
    kept = [
        (
            view,
            View(
                name=str(view.pk),
                label=view.name,
                icon="filter",
                css="",
                url=base + question.query(saved=str(view.pk)),
                count=count_word(count),
                is_current=asked.saved == str(view.pk) and asked.query() == question.query(),
                edit_url=reverse("desk:view", args=[view.pk]) if view.owner_id == member.pk else "",
            ),
        )
        for view, question, count in zip(saved, asking, found_saved, strict=True)
    ]
    own = [line for view, line in kept if view.audience == SavedView.Audience.ME]
    return Rail(built_in, [line for view, line in kept if view.audience != SavedView.Audience.ME], own)
