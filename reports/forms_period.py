"""What the pages of a period ask: its months, and which tickets. Read from the address."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, Value
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.months import add_months, month_of, months_between, read_month
from contracts.models import Customer, Plan, Product
from reports.figures import Filters, Period
from sla.models import Severity
from tickets.models import Team

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
    """Nothing filled in: the last three months, all tickets. A page adds fields of its own, and says which filter."""

    filtering: tuple[str, ...] = ("team", "plan", "product", "severity", "customer")

    since = MonthField(label=_("From the month"), required=False)
    until = MonthField(label=_("To the month"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), required=False)
    plan = forms.ChoiceField(label=_("Plan"), required=False)
    product = forms.ChoiceField(label=_("Product"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    customer = forms.ChoiceField(label=_("Customer"), required=False)

    def __init__(self, data: Mapping[str, Any], *, now: datetime, zone: tzinfo) -> None:
        """Two queries at most: the names to choose from, and the customer's where one is asked for."""
        self._latest, self._zone = month_of(now, zone), zone
        usual = {"since": f"{add_months(self._latest, 1 - DEFAULT_MONTHS):%Y-%m}", "until": f"{self._latest:%Y-%m}"}
        super().__init__(data if data.get("since") or data.get("until") else {**data, **usual})
        fields: Any = self.fields
        every, named = ("", gettext("All")), _named()
        for name in ("team", "plan", "product"):
            fields[name].choices = [every, *named[name], (NONE, pgettext("filter", "None"))]
        fields["severity"].choices = [every, *Severity.choices]
        fields["customer"].choices = [every, *_customer(str(data.get("customer", "")))]
        if not data.get("customer"):
            fields["customer"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Refuse a period that is turned round, too long or to come."""
        values = super().clean() or {}
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

    def query(self, **other: str) -> str:
        """Give the address's question: what was asked, with its months, and `other`; what is empty is left out.

        The form is valid.
        """
        values = self.cleaned_data | {name: f"{self.cleaned_data[name]:%Y-%m}" for name in ("since", "until")}
        asked = {name: values[name] for name in self.fields} | other
        return urlencode({name: text for name, text in asked.items() if text})


def _named() -> dict[str, list[tuple[str, str]]]:
    """Give the plans, products and teams by name. One query."""
    plans, products, teams = (
        model.objects.order_by().annotate(what=Value(what, output_field=CharField())).values_list("what", "pk", "name")
        for what, model in (("plan", Plan), ("product", Product), ("team", Team))
    )
    found: dict[str, list[tuple[str, str]]] = {"plan": [], "product": [], "team": []}
    for what, pk, name in sorted(plans.union(products, teams, all=True), key=lambda row: row[2].casefold()):
        found[what].append((str(pk), name))
    return found


def _customer(text: str) -> list[tuple[str, str]]:
    """Give the customer asked for; nothing for none, or one that is not there, which the field refuses then."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return []
    return [(str(customer.pk), customer.name) for customer in Customer.objects.filter(pk=int(text))]
