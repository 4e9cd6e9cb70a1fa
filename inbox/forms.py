"""What the list of mails is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inbox.models import InboundMail


class MailFilter(forms.Form):
    """One state, one sender or a part of the address, and the key before which the page begins."""

    state = forms.ChoiceField(
        label=_("What became of it"),
        required=False,
        choices=[("", pgettext_lazy("mail", "Any state")), *InboundMail.State.choices],
        widget=forms.Select(attrs={"class": "input fit"}),
    )
    sender = forms.CharField(
        label=_("Sender"),
        required=False,
        max_length=320,
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "placeholder": _("Sender")}),
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def clean_sender(self) -> str:
        """Addresses are kept in small letters."""
        return str(self.cleaned_data["sender"]).strip().lower().replace("\0", "")
