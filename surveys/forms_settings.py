"""What managers choose about surveys. The service holds the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import Customer
from tickets.models.tag import LONGEST_TAG


class SettingsForm(forms.Form):
    """Who is asked, who is reminded, who sees whose answers, and what is a test."""

    share = forms.IntegerField(
        label=_("Asked about, of 100 solved tickets"),
        min_value=1,
        max_value=100,
        help_text=_("The ticket’s number decides by itself which ones."),
    )
    has_reminder = forms.BooleanField(label=_("Remind once, five days later, who has not answered"), required=False)
    names_colleagues = forms.BooleanField(
        label=_("Agents see each other’s answers"),
        required=False,
        help_text=_("Whose ticket it was stands beside the answers they read. Managers always see it."),
    )
    test_tag = forms.CharField(
        label=_("Tag of test tickets"),
        required=False,
        max_length=LONGEST_TAG,
        help_text=_("Nobody is asked about tickets with this tag."),
    )
    test_customer = forms.ModelChoiceField(
        label=_("Customer for tests"),
        queryset=Customer.objects.none(),
        required=False,
        empty_label="–",
        help_text=_("Nobody is asked about this customer’s tickets."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choice: Any = self.fields["test_customer"]
        choice.queryset = Customer.objects.order_by("name")
