"""What managers enter about who is on call. tickets/services/rotas.py holds the rules."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Membership
from tickets.desk.forms_register import day_field
from tickets.models import RotaTurn, Team
from tickets.selectors.rotas import candidates
from tickets.services.rotas import RotaCard

# Places of a new list, and free ones of a list that is there; nobody takes a week every quarter and stays in practice.
PLACES, FREE, MOST = 3, 2, 12


class RotaForm(forms.Form):
    """The weekly rotation: when it is handed over, and who takes turns in which order."""

    weekday = forms.TypedChoiceField(label=gettext_lazy("Handover on"), coerce=int, choices=list(WEEKDAYS.items()))
    at = forms.TimeField(
        label=gettext_lazy("Time of the handover"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    first_on = day_field(
        gettext_lazy("The first in line begins"),
        help_text=gettext_lazy("At the handover on this day, or at the next one after it."),
    )

    def __init__(self, *args: Any, line: Sequence[int] = (), initial: dict[str, Any], **more: Any) -> None:
        places = min(max(PLACES, len(line) + FREE), MOST)
        chosen = {f"place-{number}": key for number, key in enumerate(line)}
        super().__init__(*args, **{"initial": initial | chosen, **more})
        people = candidates()
        for number in range(places):
            label = _("Place %(number)s") % {"number": number + 1}
            self.fields[f"place-{number}"] = forms.ModelChoiceField(
                label=label, queryset=people, required=False, empty_label=_("Nobody")
            )
        self.places = places

    @property
    def place_fields(self) -> list[Any]:
        """Give the line's places."""
        return [self[f"place-{number}"] for number in range(self.places)]

    @property
    def card(self) -> RotaCard:
        """Give what was entered."""
        values = self.cleaned_data
        chosen: list[Membership | None] = [values[f"place-{number}"] for number in range(self.places)]
        members = [member for member in chosen if member]
        return RotaCard(weekday=values["weekday"], at=values["at"], first_on=values["first_on"], members=members)


class NewRotaForm(RotaForm):
    """A list, and whose tickets it is for."""

    team = forms.ModelChoiceField(
        label=gettext_lazy("For the tickets of"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("All teams without a list of their own"),
    )
    field_order = ["team"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["team"].queryset = Team.objects.order_by("name")


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class TurnForm(forms.Form):
    """Somebody stands in, or has a dated turn. Times are wall clock in the tenant's zone."""

    member = forms.ModelChoiceField(
        label=gettext_lazy("Who"), queryset=Membership.objects.none(), empty_label=gettext_lazy("Choose")
    )
    rank = forms.TypedChoiceField(label=pgettext_lazy("on call", "Called"), coerce=int, choices=RotaTurn.Rank.choices)
    begins_at = _moment(gettext_lazy("Begins"))
    ends_at = _moment(gettext_lazy("Ends"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["member"].queryset = candidates()
