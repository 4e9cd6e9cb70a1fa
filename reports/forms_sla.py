"""What the deadlines' pages ask: a period, a clock and which tickets. Read from the address."""

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
from sla.models import Metric, Severity
from tickets.models import Team, Ticket

DEFAULT_MONTHS = 3
MOST_MONTHS = 36
NONE = "none"
FILTERS = ("customer", "plan", "product", "team", "channel", "severity")


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


class SlaForm(forms.Form):
    """Nothing filled in: the clock of the start, the last three months, all tickets."""

    clock = forms.ChoiceField(label=_("Clock"), required=False)
    since = MonthField(label=_("From the month"), required=False)
    until = MonthField(label=_("To the month"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), required=False)
    plan = forms.ChoiceField(label=_("Plan"), required=False)
    product = forms.ChoiceField(label=_("Product"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    customer = forms.ChoiceField(label=_("Customer"), required=False)

    def __init__(self, data: Mapping[str, Any], *, now: datetime, zone: tzinfo) -> None:
        """Two queries: the names to choose from, and the customer's where one is asked for."""
        latest = month_of(now, zone)
        usual = {"since": f"{add_months(latest, 1 - DEFAULT_MONTHS):%Y-%m}", "until": f"{latest:%Y-%m}"}
        super().__init__(data if data.get("since") or data.get("until") else {**data, **usual})
        self._now, self._zone = now, zone
        fields: Any = self.fields
        named = _named()
        every = ("", gettext("All"))
        fields["clock"].choices = [(metric.value, metric.label) for metric in Metric]
        fields["severity"].choices = [every, *Severity.choices]
        fields["channel"].choices = [every, *Ticket.Channel.choices]
        for name in ("plan", "product", "team"):
            fields[name].choices = [every, *named[name], (NONE, pgettext("filter", "None"))]
        fields["customer"].choices = [every, *_customer(str(data.get("customer", "")))]
        if not data.get("customer"):
            fields["customer"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Refuse a period that is turned round, too long or to come."""
        values = super().clean() or {}
        if "since" in self.errors or "until" in self.errors:
            return values
        latest = month_of(self._now, self._zone)
        values["until"] = until = values["until"] or latest
        values["since"] = since = values["since"] or min(add_months(until, 1 - DEFAULT_MONTHS), until)
        if until > latest:
            self.add_error("until", ValidationError(gettext("This month has not begun yet."), code="to_come"))
        elif until < since:
            wrong = gettext("The last month is before the first one.")
            self.add_error("until", ValidationError(wrong, code="reversed"))
        elif len(months_between(since, until)) > MOST_MONTHS:
            wrong = gettext("Choose at most %(count)s months.") % {"count": MOST_MONTHS}
            self.add_error("since", ValidationError(wrong, code="too_long"))
        return values

    @property
    def metric(self) -> Metric:
        """Give the clock. The form is valid."""
        return Metric(self.cleaned_data["clock"] or Metric.START)

    @property
    def period(self) -> Period:
        """Give the months. The form is valid."""
        return Period(self.cleaned_data["since"], self.cleaned_data["until"], self._zone)

    @property
    def filters(self) -> Filters:
        """Give which tickets count. The form is valid."""
        asked = {name: self.cleaned_data[name] for name in FILTERS if self.cleaned_data[name]}
        return Filters(**{name: "" if value == NONE else value for name, value in asked.items()})

    def names(self, field: str) -> dict[str, str]:
        """Give what a field's keys are called, those for all and none aside; of customers, the one asked for."""
        fields: Any = self.fields
        return {key: str(name) for key, name in fields[field].choices if key not in ("", NONE)}

    def query(self, **other: str) -> str:
        """Give the address's question: what was asked, with its months, and `other`; what is empty is left out.

        The form is valid.
        """
        values = self.cleaned_data | {name: f"{self.cleaned_data[name]:%Y-%m}" for name in ("since", "until")}
        asked = {"clock": self.metric.value} | {name: values[name] for name in self.fields if values[name]}
        return urlencode({name: text for name, text in (asked | other).items() if text})


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
