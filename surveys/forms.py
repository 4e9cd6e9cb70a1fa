"""The three questions."""

from django import forms
from django.utils.translation import gettext_lazy as _


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

    notes = forms.CharField(
        label=_("What came of the call"), max_length=5000, widget=forms.Textarea(attrs={"class": "input", "rows": 4})
    )
