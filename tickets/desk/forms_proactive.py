"""What is said of proactive cases."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sla.terms import Target
from tickets.desk.forms import LONGEST_TEXT
from tickets.desk.forms_policy import UNITS
from tickets.models import Ticket
from tickets.services.contact_targets import contact_targets


class CallForm(forms.Form):
    """What was said on the telephone."""

    text = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("A note for the desk; it may be left empty."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ContactTargetsForm(forms.Form):
    """Each kind's target, as a number and its unit."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for kind, target in contact_targets().items():
            label = str(Ticket.Kind(kind).label)
            amount, unit = _shown(target)
            widget = forms.NumberInput(attrs={"min": 1, "inputmode": "numeric", "aria-label": label})
            self.fields[kind] = forms.IntegerField(label=label, initial=amount, max_value=999_999, widget=widget)
            named = _("%(name)s, unit") % {"name": label}
            choice = forms.Select(attrs={"aria-label": named})
            self.fields[f"{kind}-unit"] = forms.ChoiceField(label=named, choices=UNITS, initial=unit, widget=choice)

    @property
    def rows(self) -> list[tuple[str, Any, Any]]:
        """Give the kinds: (name, number, unit)."""
        return [(str(Ticket.Kind(kind).label), self[kind], self[f"{kind}-unit"]) for kind in Ticket.PROACTIVE]

    @property
    def targets(self) -> dict[str, Target]:
        """Give what was entered."""
        values = self.cleaned_data
        return {kind.value: _target(values[kind], values[f"{kind}-unit"]) for kind in Ticket.PROACTIVE}

    def add_errors(self, error: ValidationError) -> None:
        """Put what the service refuses at its kind."""
        for kind, reasons in error.message_dict.items():
            self.add_error(kind, reasons)


def _shown(target: Target) -> tuple[int, str]:
    if target.days is not None:
        return target.days, "days"
    minutes = (target.seconds or 0) // 60
    return (minutes // 60, "hours") if minutes % 60 == 0 else (minutes, "minutes")


def _target(amount: int, unit: str) -> Target:
    return Target(days=amount) if unit == "days" else Target(seconds=amount * (3600 if unit == "hours" else 60))
