"""What the pages of a period ask: its months, and which tickets. Read from the address."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, Value
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.months import add_months, month_of, months_between, read_month
from accounts.tenancy.prepared import Prepared
from contracts.models import Customer, Plan, Product
from reports.figures import Filters, Period
from reports.parts import Chip, Choice
from reports.picking import LONGEST, OFFERED, pick
from sla.models import Severity
from tickets.models import Team, Ticket

DEFAULT_MONTHS = 3
MOST_MONTHS = 36
# In an address, tickets without a team, product …
NONE = "none"


class MonthField(forms.CharField):
    """A month like 2026-05, as its first day; None for nothing."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-05"})

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]  # a month, not a text
        """Read it; ValidationError for what is no month from 2000 to 2100."""
        text = super().to_python(value)
        if not text:
            return None
        month = read_month(text)
        if month is None:
            raise ValidationError(gettext("Write the month as 2026-05."), code="bad_month")
        return month


class PeriodForm(forms.Form):
    """Nothing filled in: the last three months, all tickets. A page adds fields of its own, and says which filter.

    People write a customer's name or number (`company`), links carry its key (`customer`).
    """

    filtering: tuple[str, ...] = ("customer", "plan", "product", "team", "severity", "channel")

    since = MonthField(label=_("From the month"), required=False)
    until = MonthField(label=_("To the month"), required=False)
    company = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "list": "customers"}),
    )
    plan = forms.ChoiceField(label=_("Plan"), required=False)
    product = forms.ChoiceField(label=_("Product"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    customer = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], *, now: datetime, zone: tzinfo) -> None:
        """Two queries at most: the names to choose from, and the customer's where one is asked for."""
        self._latest, self._zone = month_of(now, zone), zone
        self._paths: dict[str, str] = {}  # hundreds of links lead to a few pages
        # What else the page asks, such as an order: the form sends it along, `query` does not say it.
        self.also: dict[str, str] = {}
        self._picked = pick(data.get("company"), str(data.get("customer", "")))
        asked = {**data} if data.get("since") or data.get("until") else {**data, **self._months(DEFAULT_MONTHS)}
        customer = self._picked.customer
        asked["customer"] = str(customer.pk) if customer else ""
        asked["company"] = customer.name if customer else asked.get("company", "")
        super().__init__(asked)
        fields: Any = self.fields
        every, named = ("", gettext("All")), _named()
        for name in ("team", "plan", "product"):
            fields[name].choices = [every, *named[name], (NONE, pgettext("filter", "None"))]
        fields["severity"].choices = [every, *Severity.choices]
        fields["channel"].choices = [every, *Ticket.Channel.choices]
        names = [name for _key, name in named["customer"]]
        # The customers' names to choose from while one is typed.
        self.offered = names if len(names) <= OFFERED else self._picked.meant

    def clean(self) -> dict[str, Any]:
        """Refuse a period that is turned round, too long or to come, and a customer that is none or several."""
        values = super().clean() or {}
        if self._picked.wrong:
            self.add_error("company", ValidationError(self._picked.wrong, code="customer"))
        if "since" in self.errors or "until" in self.errors:
            return values
        values["until"] = until = values["until"] or self._latest
        values["since"] = since = values["since"] or add_months(until, 1 - DEFAULT_MONTHS)
        if until > self._latest:
            self.add_error("until", ValidationError(gettext("This month has not begun yet."), code="to_come"))
        elif until < since:
            wrong = gettext("The last month is before the first one.")
            self.add_error("until", ValidationError(wrong, code="reversed"))
        elif len(months_between(since, until)) > MOST_MONTHS:
            wrong = gettext("Choose at most %(count)s months.") % {"count": MOST_MONTHS}
            self.add_error("since", ValidationError(wrong, code="too_long"))
        return values

    @property
    def period(self) -> Period:
        """Give the months. The form is valid."""
        return Period(self.cleaned_data["since"], self.cleaned_data["until"], self._zone)

    @property
    def filters(self) -> Filters:
        """Give which tickets count. The form is valid."""
        asked = {name: self.cleaned_data[name] for name in self.filtering if self.cleaned_data[name]}
        return Filters(**{name: "" if value == NONE else value for name, value in asked.items()})

    def link(self, name: str, **other: str) -> str:
        """Give the address of a page of the dashboards that is asked the same, and `other`. The form is valid."""
        if name not in self._paths:
            self._paths[name] = reverse(f"dashboards:{name}")
        return f"{self._paths[name]}?{self.query(**other)}"

    def query(self, **other: str) -> str:
        """Give the address's question: what was asked, with its months, and `other`; what is empty is left out.

        The form is valid.
        """
        return _address(self._asked | other)

    @cached_property
    def _asked(self) -> dict[str, str]:
        values = self.cleaned_data | {name: f"{self.cleaned_data[name]:%Y-%m}" for name in ("since", "until")}
        return {name: values[name] for name in self.fields}

    def names(self, field: str) -> dict[str, str]:
        """Give what a field's keys are called, those for all and none aside; of customers, the one asked for."""
        if field == "customer":
            return {str(self._picked.customer.pk): self._picked.customer.name} if self._picked.customer else {}
        fields: Any = self.fields
        return {key: str(name) for key, name in fields[field].choices if key not in ("", NONE)}

    @property
    def quick(self) -> list[Choice]:
        """Give the usual periods as questions, with the rest as it was asked, right or wrong."""
        rest = {name: str(self.data.get(name, "")) for name in self.fields}
        usual = {
            gettext("This month"): self._months(1),
            gettext("Last month"): self._months(1, until=add_months(self._latest, -1)),
            gettext("3 months"): self._months(3),
            gettext("12 months"): self._months(12),
        }
        return [
            Choice(name, _address(rest | months | self.also), months.items() <= rest.items())
            for name, months in usual.items()
        ]

    @property
    def chips(self) -> list[Chip]:
        """Give the filters that are on. The form is valid."""
        asked = {name: self.cleaned_data[name] for name in self.filtering if self.cleaned_data[name]}
        none = pgettext("filter", "None")
        return [
            Chip(
                str(self.fields["company" if name == "customer" else name].label),
                self.names(name).get(key, none),
                self.query(**(self.also | {name: ""})),
            )
            for name, key in asked.items()
        ]

    def _months(self, count: int, *, until: date | None = None) -> dict[str, str]:
        last = until or self._latest
        return {"since": f"{add_months(last, 1 - count):%Y-%m}", "until": f"{last:%Y-%m}"}


def _address(asked: Mapping[str, str]) -> str:
    return urlencode({name: text for name, text in asked.items() if text and name != "company"})


def _named() -> dict[str, list[tuple[str, str]]]:
    """Give the plans, products, teams and customers by name; of customers one more than are offered. One query."""
    found: dict[str, list[tuple[str, str]]] = {what: [] for what in _KINDS}
    for what, pk, name in sorted(_NAMES.rows(), key=lambda row: row[2].casefold()):
        found[what].append((str(pk), name))
    return found


_KINDS: dict[str, Any] = {"plan": Plan, "product": Product, "team": Team, "customer": Customer}


def _names(_shape: None) -> Any:
    first, *others, customers = (
        model.objects.order_by().annotate(what=Value(what, output_field=CharField())).values_list("what", "pk", "name")
        for what, model in _KINDS.items()
    )
    return first.union(*others, customers[: OFFERED + 1], all=True)


_NAMES: Prepared[tuple[str, int, str]] = Prepared(_names)
