"""The forms of the queue itself: a saved view, its columns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from tickets.models import SavedView, Team
from tickets.selectors.queue_columns import COLUMNS


class ViewForm(forms.Form):
    """A saved view: its name, who has it, and whether the columns of now belong to it."""

    name = forms.CharField(label=_("Name"), max_length=60)
    audience = forms.ChoiceField(
        label=_("Who has it"),
        choices=SavedView.Audience.choices,
        initial=SavedView.Audience.ME,
        widget=forms.RadioSelect,
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("No team")
    )
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, required=False)
    keeps_columns = forms.BooleanField(
        label=_("With the columns as they are now"), required=False, help_text=_("Otherwise everybody sees their own.")
    )

    def __init__(self, *args: Any, member: Membership, **more: Any):
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["team"].queryset = Team.objects.filter(members__membership=member)

    def clean(self) -> dict[str, Any]:
        """Leave the team out where the view is not a team's."""
        if self.cleaned_data.get("audience") != SavedView.Audience.TEAM:
            self.cleaned_data["team"] = None
        return self.cleaned_data


class ColumnsForm(forms.Form):
    """The columns that are ticked, in the order in which they are sent."""

    column = forms.MultipleChoiceField(choices=[(c.name, c.label) for c in COLUMNS.values()], required=False)
