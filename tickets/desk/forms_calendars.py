"""Opening hours as a manager edits them: one line of hours a day, rows for what differs. sla.checks holds the rules."""

from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sla.checks import check_definition, read_hours, write_hours
from sla.country import ROUND_THE_CLOCK
from sla.engine import Openings, format_time, parse_time
from sla.engine.instants import FIRST_YEAR, LAST_YEAR
from sla.models import Calendar

COUNTRIES = [("", _("No holidays")), ("SE", _("Sweden")), ("DK", _("Denmark"))]
STARTS = [
    ("SE", _("Swedish opening hours")),
    ("DK", _("Danish opening hours")),
    (ROUND_THE_CLOCK, _("Round the clock")),
]
WEEK = tuple(f"week_{day}" for day in range(7))


class HoursField(forms.CharField):
    """A day's openings as text: 08:00–12:00, 13:00–17:00. Cleans to [["08:00", "12:00"], …]; empty is closed."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=200, **more)
        self.widget.attrs.update({"autocomplete": "off"})

    def clean(self, value: Any) -> list[list[str]]:
        """Refuse with the reason what cannot be read."""
        return pairs_of(read_hours(super().clean(value)))


def pairs_of(openings: Openings) -> list[list[str]]:
    """Give openings as a definition keeps them."""
    return [[format_time(start), format_time(end)] for start, end in openings]


def text_of(pairs: list[list[str]]) -> str:
    """Give a definition's openings as the field shows them."""
    return write_hours(tuple((parse_time(start), parse_time(end)) for start, end in pairs))


@lru_cache(maxsize=1)
def _zones() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(available_timezones()) if "/" in name and not name.startswith("Etc/")]


class NewCalendarForm(forms.Form):
    """A name, and which hours to begin with."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    start = forms.ChoiceField(label=_("Begin with"), choices=STARTS)


class ExceptionForm(forms.Form):
    """A date with other hours, or closed."""

    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hours = HoursField(label=_("Hours"))
    note = forms.CharField(label=pgettext_lazy("calendar", "Note"), max_length=80)

    def clean_day(self) -> date:
        """Keep to the years that are counted."""
        day: date = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(gettext("Only the years 1990 to 2100 are counted."), code="bad_date")
        return day


class YearlyForm(forms.Form):
    """A day that is closed every year."""

    day = forms.RegexField(
        label=_("Day and month"),
        regex=r"^[0-9]{1,2}/[0-9]{1,2}$",
        error_messages={"invalid": _("Write the day and the month as 24/12.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=80)

    def clean_day(self) -> str:
        """Give MM-DD."""
        day, month = self.cleaned_data["day"].split("/")
        try:
            return date(2000, int(month), int(day)).strftime("%m-%d")
        except ValueError as error:
            raise ValidationError(gettext("This is not a date."), code="bad_date") from error


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]  # Django's own is not generic when it runs
    """Rows of which each day may stand in one alone. A row that is ticked is removed, an empty one is none."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Say what the tick does, with the row's number for who hears the page."""
        super().add_fields(form, index)
        remove = form.fields["DELETE"]
        remove.label = pgettext("calendar", "Remove")
        remove.widget.attrs["aria-label"] = gettext("Remove row %(number)s") % {"number": (index or 0) + 1}

    def clean(self) -> None:
        seen = set()
        for form in self.kept:
            day = form.cleaned_data.get("day")
            if day and day in seen:
                form.add_error("day", ValidationError(gettext("This date stands in another row too."), code="twice"))
            seen.add(day)

    @property
    def kept(self) -> list[Any]:
        """Give the rows that are filled in and not removed."""
        rows = [(form, getattr(form, "cleaned_data", {})) for form in self.forms]
        return [form for form, values in rows if values.get("day") and not values.get("DELETE")]


ExceptionRows: Any = forms.formset_factory(ExceptionForm, formset=_Rows, extra=1, can_delete=True, max_num=400)
YearlyRows: Any = forms.formset_factory(YearlyForm, formset=_Rows, extra=1, can_delete=True, max_num=60)


class CalendarForm(forms.Form):
    """A calendar's hours. `seen` is the version it was opened at."""

    name = forms.CharField(label=_("Name"), max_length=Calendar._meta.get_field("name").max_length)
    zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    country = forms.ChoiceField(label=_("Public holidays"), choices=COUNTRIES, required=False)
    customary = forms.BooleanField(
        label=_("Closed on the customary days too"),
        required=False,
        help_text=_(
            "Sweden: Midsummer Eve, Christmas Eve and New Year’s Eve. Denmark: 5 June, 24 December and 31 December."
        ),
    )
    day_before = HoursField(
        label=_("The day before a public holiday"), help_text=_("Empty: such a day is like any other.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, before: dict[str, Any], **more: Any) -> None:
        super().__init__(data, **more)
        self.before = before
        fields: Any = self.fields
        if before["zone"] not in dict(_zones()):
            fields["zone"].choices = [(before["zone"], before["zone"]), *_zones()]
        for day, name in enumerate(WEEK):
            self.fields[name] = HoursField(label=str(WEEKDAYS[day]).capitalize())
        self.exceptions = ExceptionRows(data, prefix="exceptions", initial=_exception_rows(before))
        self.yearly = YearlyRows(data, prefix="yearly", initial=_yearly_rows(before))

    @property
    def week(self) -> list[forms.BoundField]:
        """Give the seven days' fields."""
        return [self[name] for name in WEEK]

    def clean(self) -> dict[str, Any]:
        """Check the rows, and the hours as a whole: each refusal stands at its field."""
        rows_are_good = self.exceptions.is_valid() and self.yearly.is_valid()
        if not self.errors and rows_are_good:
            try:
                check_definition(self.definition)
            except ValidationError as error:
                self.refuse(error)
        return self.cleaned_data

    def is_valid(self) -> bool:
        """Say whether the fields and the rows are good."""
        return super().is_valid() and self.exceptions.is_valid() and self.yearly.is_valid()

    def refuse(self, error: ValidationError) -> None:
        """Put a service's refusal at its fields."""
        known = hasattr(error, "error_dict") and set(error.error_dict) <= set(self.fields)
        self.add_error(None, error if known or not hasattr(error, "error_dict") else ValidationError(error.messages))

    @property
    def definition(self) -> dict[str, Any]:
        """Give what was entered as a definition; keys that nobody edits stay as they were."""
        values = self.cleaned_data
        exceptions = sorted((row.cleaned_data for row in self.exceptions.kept), key=lambda row: row["day"])
        return {
            **self.before,
            "zone": values["zone"],
            "country": values["country"] or None,
            "customary": bool(values["country"]) and values["customary"],
            "week": {str(day): values[name] for day, name in enumerate(WEEK) if values[name]},
            "day_before": values["day_before"],
            "exceptions": {
                row["day"].isoformat(): {"openings": row["hours"], "note": row["note"]} for row in exceptions
            },
            "closed_every_year": {row.cleaned_data["day"]: row.cleaned_data["name"] for row in self.yearly.kept},
        }


def initial_of(calendar: Calendar, definition: dict[str, Any], seen: int) -> dict[str, Any]:
    """Give the values the form starts with."""
    return {
        "name": calendar.name,
        "zone": definition["zone"],
        "country": definition["country"] or "",
        "customary": definition["customary"],
        "day_before": text_of(definition["day_before"]),
        "seen": seen,
        **{name: text_of(definition["week"].get(str(day), [])) for day, name in enumerate(WEEK)},
    }


def _exception_rows(definition: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"day": date.fromisoformat(day), "hours": text_of(row["openings"]), "note": row["note"]}
        for day, row in sorted(definition["exceptions"].items())
    ]


def _yearly_rows(definition: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"day": f"{int(day[3:])}/{int(day[:2])}", "name": name}
        for day, name in sorted(definition["closed_every_year"].items())
    ]
