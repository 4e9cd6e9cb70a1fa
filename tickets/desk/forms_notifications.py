"""How a member wants to be told of what concerns them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.access import MANAGERS
from accounts.models import Membership
from accounts.models.membership import Role
from tickets.models import Notification, NotificationChoice, Way

FOR_MANAGERS = (Notification.Kind.REMARK, Notification.Kind.CALL, Notification.Kind.CONTRACT)

FIGURES = {
    "monthly_figures": _("The month in figures, on the first working day after it"),
    "weekly_figures": _("The week in figures, on Mondays"),
}


class NotificationForm(forms.Form):
    """One choice for each kind, the quiet hours and the time of the summary."""

    quiet_from = forms.TimeField(label=_("Quiet from"), required=False)
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False)
    days_off = forms.TypedMultipleChoiceField(
        label=_("Days without mails"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    digest = forms.ChoiceField(label=_("Summary"), choices=NotificationChoice.Digest.choices)
    digest_at = forms.TimeField(label=_("Time of the daily summary"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, choice: NotificationChoice, member: Membership):
        super().__init__(data, initial=_initial(choice))
        for name in ("quiet_from", "quiet_until", "digest_at"):
            self.fields[name].widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        self.kinds = kinds_of(member)
        for kind in self.kinds:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=Way.choices)
        if member.role in MANAGERS:
            for name, label in FIGURES.items():
                self.fields[name] = forms.BooleanField(label=label, required=False)

    @property
    def figure_fields(self) -> list[forms.BoundField]:
        """Give the choice of each summary of the desk; none for who gets none."""
        return [self[name] for name in FIGURES if name in self.fields]

    @property
    def way_fields(self) -> list[forms.BoundField]:
        """Give the choice of each kind."""
        return [self[kind.value] for kind in self.kinds]

    def settings(self) -> dict[str, Any]:
        """Give what the service takes; only for a valid form."""
        data = dict(self.cleaned_data)
        return {"ways": {kind.value: data.pop(kind.value) for kind in self.kinds}, **data}


def kinds_of(member: Membership) -> list[Notification.Kind]:
    """Give the kinds that this member can be told of: customers' scores and contracts are for managers."""
    managers = member.role in (Role.MANAGER, Role.ADMIN)
    return [kind for kind in Notification.Kind if managers or kind not in FOR_MANAGERS]


def _initial(choice: NotificationChoice) -> dict[str, Any]:
    names = ("quiet_from", "quiet_until", "days_off", "digest", "digest_at", *FIGURES)
    ways = {kind.value: choice.way(kind) for kind in Notification.Kind}
    return {name: getattr(choice, name) for name in names} | ways
