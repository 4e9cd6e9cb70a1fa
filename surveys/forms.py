"""The three questions, and the calls that they lead to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership
from surveys.selectors.callers import callers
from surveys.services.follow_ups import chosen_outcomes


class AnswerForm(forms.Form):
    """Domain: The survey."""

    score = forms.TypedChoiceField(
        label=_("On a scale from 0 to 10, how satisfied are you with the service you have received?"),
        choices=[(str(score), str(score)) for score in range(11)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a number from 0 to 10."),
            "invalid_choice": _("Choose a number from 0 to 10."),
        },
    )
    reason = forms.CharField(
        label=_("What is the main reason for your score?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )
    improvement = forms.CharField(
        label=_("What should we do better?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )


class FollowUpForm(forms.Form):
    """What came of the call."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=lambda: [("", "–"), *chosen_outcomes().items()])
    notes = forms.CharField(
        label=_("What came of the call"), max_length=5000, widget=forms.Textarea(attrs={"class": "input", "rows": 4})
    )
    letter = forms.CharField(
        label=_("Mail to the customer"),
        help_text=_("Sent when the call is closed, and shown on the ticket. Empty, nothing is sent."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )


class NoteForm(forms.Form):
    """A note about a call."""

    notes = forms.CharField(
        label=pgettext_lazy("call", "Note"), max_length=5000, widget=forms.Textarea(attrs={"class": "input", "rows": 3})
    )


class OwnerForm(forms.Form):
    """Who calls: a manager or admin, or nobody yet."""

    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Membership.objects.none(), required=False)

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["owner"].empty_label = _("Every manager")
        keys = [member.pk for member in callers(None)]
        fields["owner"].queryset = Membership.objects.filter(pk__in=keys).select_related("user")
