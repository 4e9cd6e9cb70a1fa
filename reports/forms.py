"""What the what-if page asks."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.months import add_months, month_of, month_start
from reports.selectors.what_if import Asked
from sla.calendars import compiled_definition, current_version
from sla.checks import check_definition
from sla.country import editable
from sla.engine.instants import FIRST_YEAR, LAST_YEAR
from sla.models import POLICY_METRICS, Calendar, Severity
from sla.terms import Target
from tickets.desk.forms_calendars import WEEK, HoursField, text_of
from tickets.desk.forms_policy import UNITS

PERIODS = (1, 3, 6, 12)
DEFAULT_MONTHS = 3
SECONDS = {"minutes": 60, "hours": 3600}
# A year: longer targets are mistyped ones.
MOST = {"minutes": 366 * 24 * 60, "hours": 366 * 24, "days": 366}
FILL = "fill"


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class WhatIfForm(forms.Form):
    """A period and what to change in it; nothing filled in means as it was. Read from the address."""

    months = forms.TypedChoiceField(label=_("Period"), coerce=int, empty_value=None, required=False)
    since = _day(_("From the day"))
    until = _day(_("To the day"))
    clock = forms.ChoiceField(label=_("Clock"), required=False)
    calendar = forms.ModelChoiceField(
        label=_("Calendar"), queryset=Calendar.objects.none(), required=False, empty_label=_("As it was")
    )

    def __init__(self, data: Mapping[str, Any], *, zone: str) -> None:
        super().__init__(data)
        fields: Any = self.fields
        self._zone = zone
        fields["months"].choices = [  # made in the language of the request
            (count, ngettext("The last month", "The last %(count)s months", count) % {"count": count})
            for count in PERIODS
        ]
        fields["clock"].choices = [
            ("", gettext("All clocks")),
            *((metric.value, metric.label) for metric in POLICY_METRICS),
        ]
        fields["calendar"].queryset = Calendar.objects.order_by("name", "pk")
        for severity in Severity:
            for metric in POLICY_METRICS:
                self._add_pair(f"{severity}-{metric}", f"{severity.label}, {metric.label}")
        for day, name in enumerate(WEEK):
            fields[name] = HoursField(label=str(WEEKDAYS[day]).capitalize())
        if data.get(FILL) and (calendar := self._chosen()):
            week = self._base(calendar)["week"]
            self.data = {**self.data, **{name: text_of(week.get(str(day), [])) for day, name in enumerate(WEEK)}}

    def _add_pair(self, name: str, label: str) -> None:
        """A number with its unit; both are named to those who listen."""
        limits = {"min": 0, "max": MOST["minutes"], "inputmode": "numeric"}
        number = forms.NumberInput(attrs={**limits, "aria-label": label})
        self.fields[name] = forms.IntegerField(label=label, required=False, min_value=0, widget=number)
        unit = gettext("%(name)s, unit") % {"name": label}
        choice = forms.Select(attrs={"aria-label": unit})
        self.fields[f"{name}-unit"] = forms.ChoiceField(label=unit, choices=UNITS, required=False, widget=choice)

    @property
    def period(self) -> list[forms.BoundField]:
        """Give the fields of the period and what is counted in it."""
        return [self[name] for name in ("months", "since", "until", "clock")]

    @property
    def target_rows(self) -> list[tuple[str, list[tuple[str, Any, Any]]]]:
        """Give the severities, each with its clocks: (name, number, unit)."""
        return [
            (str(severity.label), [(str(metric.label), *self._pair(severity, metric)) for metric in POLICY_METRICS])
            for severity in Severity
        ]

    def _pair(self, severity: str, metric: str) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"{severity}-{metric}"], self[f"{severity}-{metric}-unit"]

    @property
    def has_week(self) -> bool:
        """Say whether hours are typed, rightly or wrongly."""
        return self._types_hours(self.data)

    @property
    def week(self) -> list[forms.BoundField]:
        """Give the seven days' fields."""
        return [self[name] for name in WEEK]

    def clean(self) -> dict[str, Any]:
        """Refuse, each at its field, what cannot be counted with."""
        values = super().clean() or {}
        self._check_period(values)
        for name, amount, unit in self._amounts(values):
            if amount > MOST[unit]:
                self.add_error(name, ValidationError(gettext("Enter at most a year."), code="too_long"))
            if unit == "days" and amount < 1:
                self.add_error(name, ValidationError(gettext("Enter at least one working day."), code="too_short"))
        if self._types_hours(values):
            self._check_hours(values)
        return values

    def _check_period(self, values: dict[str, Any]) -> None:
        since, until = values.get("since"), values.get("until")
        for name in ("since", "until"):
            if values.get(name) and not FIRST_YEAR <= values[name].year <= LAST_YEAR:
                self.add_error(
                    name, ValidationError(gettext("Only the years 1990 to 2100 are counted."), code="bad_date")
                )
        if until and not since and "since" not in self.errors:
            self.add_error("since", ValidationError(gettext("Enter the first day of the period."), code="required"))
        if since and until and until < since:
            self.add_error("until", ValidationError(gettext("The last day is before the first one."), code="reversed"))

    def _check_hours(self, values: dict[str, Any]) -> None:
        if values.get("calendar") is None:
            if "calendar" not in self.errors:
                wrong = gettext("Choose the calendar whose holidays go with these hours.")
                self.add_error("calendar", ValidationError(wrong, code="required"))
            return
        if any(name in self.errors for name in WEEK):
            return
        try:
            check_definition(self._definition(values))
        except ValidationError as error:
            for field, reasons in error.error_dict.items():
                self.add_error(field if field in self.fields else "calendar", reasons)

    def _amounts(self, values: Mapping[str, Any]) -> list[tuple[str, int, str]]:
        names = [f"{severity}-{metric}" for severity in Severity for metric in POLICY_METRICS]
        found = [(name, values.get(name), values.get(f"{name}-unit") or "minutes") for name in names]
        return [(name, amount, unit) for name, amount, unit in found if amount is not None]

    @staticmethod
    def _types_hours(values: Mapping[str, Any]) -> bool:
        return any(values.get(name) for name in WEEK)

    def _definition(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give the chosen calendar's definition with the typed week; a day left empty is closed."""
        week = {str(day): values[name] for day, name in enumerate(WEEK) if values.get(name)}
        return {**self._base(values["calendar"]), "week": week}

    def _base(self, calendar: Calendar) -> dict[str, Any]:
        return editable(current_version(calendar).definition, zone=self._zone)

    def _chosen(self) -> Calendar | None:
        try:
            chosen: Calendar | None = self.fields["calendar"].clean(self.data.get("calendar"))
        except ValidationError:
            return None
        return chosen

    @property
    def changes_something(self) -> bool:
        """Say whether anything but the period was filled in."""
        return bool(self._amounts(self.cleaned_data) or self.cleaned_data.get("calendar"))

    def asked(self, *, now: datetime, zone: tzinfo) -> Asked:
        """Give what to count. The form is valid."""
        values = self.cleaned_data
        since, until = self._period(now, zone)
        return Asked(
            metrics=[values["clock"]] if values["clock"] else [metric.value for metric in POLICY_METRICS],
            since=since,
            until=until,
            targets={_key(name): _target(amount, unit) for name, amount, unit in self._amounts(values)},
            calendar=self._calendar(values),
        )

    def _calendar(self, values: Mapping[str, Any]) -> Any:
        if values["calendar"] is None:
            return None
        typed = self._types_hours(values)
        return compiled_definition(
            self._definition(values) if typed else current_version(values["calendar"]).definition
        )

    def _period(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """Give the first instant, and the one behind the last; never later than now."""
        end = now.replace(microsecond=0) + timedelta(seconds=1)
        values = self.cleaned_data
        if values["since"] is None:
            return month_start(add_months(month_of(now, zone), 1 - (values["months"] or DEFAULT_MONTHS)), zone), end
        until = values["until"]
        return _midnight(values["since"], zone), min(_midnight(until + timedelta(days=1), zone), end) if until else end


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _key(name: str) -> tuple[str, str]:
    severity, _dash, metric = name.partition("-")
    return severity, metric


def _target(amount: int, unit: str) -> Target:
    return Target(days=amount) if unit == "days" else Target(seconds=amount * SECONDS[unit])
