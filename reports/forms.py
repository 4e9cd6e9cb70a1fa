"""What the what-if page asks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sla.models import Calendar, Severity

PERIODS = (1, 3, 6, 12)
# A year of minutes: longer targets are mistyped ones.
MOST_MINUTES = 366 * 24 * 60


class WhatIfForm(forms.Form):
    """A period and what to change in it; nothing filled in means as it was."""

    months = forms.TypedChoiceField(label=_("Period"), coerce=int, empty_value=None)
    calendar = forms.ModelChoiceField(
        label=_("Calendar"), queryset=Calendar.objects.none(), required=False, empty_label=_("As it was")
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields["months"].choices = [  # type: ignore[attr-defined]  # made in the language of the request
            (count, ngettext("The last month", "The last %(count)s months", count) % {"count": count})
            for count in PERIODS
        ]
        self.fields["calendar"].queryset = Calendar.objects.order_by("name", "pk")  # type: ignore[attr-defined]
        for severity in Severity:
            self.fields[severity.value] = forms.IntegerField(
                label=gettext("%(severity)s, minutes") % {"severity": severity.label},
                required=False,
                min_value=0,
                max_value=MOST_MINUTES,
            )
        self.order_fields(["months", *Severity.values, "calendar"])

    @property
    def minutes(self) -> dict[Severity, int]:
        """Give the targets that were filled in."""
        said = {severity: self.cleaned_data.get(severity.value) for severity in Severity}
        return {severity: minutes for severity, minutes in said.items() if minutes is not None}

    @property
    def changes_something(self) -> bool:
        """Say whether anything but the period was filled in."""
        return bool(self.minutes or self.cleaned_data.get("calendar"))
