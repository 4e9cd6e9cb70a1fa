"""What the page Export asks."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.access import AGENTS, DESK, MANAGERS
from accounts.models import Membership, Role
from reports.selectors.export_scope import Scope
from reports.selectors.export_search import found_tickets, search_words
from surveys.selectors.visible import sees_names
from tickets.selectors.chips import chips
from tickets.selectors.choices import Choices
from tickets.selectors.queue_fields import FIELDS
from tickets.selectors.queue_filters import QueueFilter
from tickets.selectors.queue_views import view_label
from tickets.selectors.search_filters import SearchFilter

# What there is, and who gets it.
WHAT: list[tuple[str, Any, frozenset[Role]]] = [
    ("tickets", _("Tickets"), DESK),
    ("clocks", _("Clocks: every promise with its deadline"), DESK),
    ("events", _("Events on tickets"), DESK),
    ("time", _("Time logged"), DESK),
    ("quotas", _("Quotas: what is left of each"), AGENTS),
    ("surveys", _("Surveys: sent or why not"), AGENTS),
    ("answers", _("Answers"), AGENTS),
    ("questions", _("Questions that were answered before they were filed"), MANAGERS),
]
# What the tickets of a queue or of a search have.
OF_TICKETS = ("tickets", "clocks", "events", "time")
OF_CUSTOMERS = ("questions", "quotas")
SURVEYED = ("answers", "surveys")
FILTERS = ("company", "severity", "status", "assignee", "team", "product", "plan", "channel")
FIRST_YEAR, LAST_YEAR = 1990, 2100


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ExportForm(forms.Form):
    """What is wanted, a period and filters, read from the address. Each role may choose what it sees."""

    what = forms.ChoiceField(label=_("What"), widget=forms.RadioSelect)
    since = _day(_("From the day"))
    until = _day(_("To the day"))

    def __init__(
        self,
        data: Mapping[str, str],
        *,
        asked: QueueFilter,
        member: Membership,
        choices: Choices,
        is_view: bool = False,
        search: SearchFilter | None = None,
    ) -> None:
        """With `is_view` and with `search` the tickets are those of the queue or of a search, and not asked for."""
        super().__init__({"what": "tickets", **data})
        self._asked, self._member, self._choices, self._is_view = asked, member, choices, is_view
        self._search = search
        fields: Any = self.fields
        fields["what"].choices = [
            (name, label)
            for name, label, who in WHAT
            if member.role in who and (name in OF_TICKETS or not (is_view or search))
        ]
        if is_view or search:
            return
        for each in FIELDS:
            if each.name in FILTERS:
                options = each.options(choices)
                fields[each.name] = (
                    forms.ChoiceField(label=str(each.label), required=False, choices=[("", gettext("Any")), *options])
                    if options
                    else forms.CharField(label=str(each.label), required=False, max_length=200)
                )

    @property
    def filters(self) -> list[forms.BoundField]:
        """Give the fields that narrow it down."""
        return [self[name] for name in FILTERS if name in self.fields]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Give what the address of the queue or the search said, to be said again: name and value."""
        if self._search:
            return parse_qsl(self._search.query().removeprefix("?"))
        if not self._is_view:
            return []
        view = [("view", self._asked.view)] if self._asked.view != "next" else []
        return [*view, *self._asked.values.items()]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Give the queue's view and filters, or the search, in words: a name and its value."""
        if self._search:
            return search_words(self._search, self._choices)
        if not self._is_view:
            return []
        on = chips(self._asked, self._choices)
        return [(pgettext("queue", "View"), view_label(self._asked.view)), *((chip.name, chip.value) for chip in on)]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or years nobody has tickets from."""
        values = super().clean() or {}
        for name in ("since", "until"):
            if values.get(name) and not FIRST_YEAR <= values[name].year < LAST_YEAR:
                self.add_error(
                    name, ValidationError(gettext("Enter a day of the years 1990 to 2099."), code="bad_date")
                )
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(gettext("The last day is before the first one."), code="reversed"))
        if values.get("what") in SURVEYED and values.get("assignee") not in (None, "", "me"):
            self._check_names()
        if values.get("what") in OF_CUSTOMERS:
            for name in set(self._asked.values) - {"company", "customer"}:
                wrong = gettext("These have a customer and nothing else of a ticket.")
                self.add_error(name if name in self.fields else None, ValidationError(wrong, code="unfiled"))
        return values

    def _check_names(self) -> None:
        """Satisfaction is not a list of colleagues: whose answers they are is said only to who may see the names."""
        if not sees_names(self._member):
            wrong = gettext("Answers are not listed by colleague.")
            self.add_error("assignee", ValidationError(wrong, code="names"))

    def scope(self, *, now: datetime, zone: tzinfo) -> Scope:
        """Give what is asked. The form is valid."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return Scope(
            member=self._member,
            filter=self._asked,
            is_view=self._is_view,
            since=_midnight(since, zone) if since else None,
            until=_midnight(until + timedelta(days=1), zone) if until else None,
            now=now,
            zone=zone,
            found=found_tickets(self._search, member=self._member, now=now) if self._search else None,
        )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
