"""What is entered of a mail's words. The service holds the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.mailwords.catalogue import Letter
from accounts.mailwords.chosen import Words

LONGEST = 5_000


class WordsForm(forms.Form):
    """Heading and text; a signature has no heading. `shown_as` is for the preview alone."""

    heading = forms.CharField(label=_("Heading"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    text = forms.CharField(label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 10}))
    shown_as = forms.ChoiceField(
        label=_("Preview"),
        choices=[("html", pgettext_lazy("mail", "With design")), ("text", pgettext_lazy("mail", "Text only"))],
        initial="html",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, letter: Letter, **more: Any) -> None:
        super().__init__(*args, **more)
        if letter.is_signature:
            del self.fields["heading"]

    @property
    def words(self) -> Words:
        """Give what was entered."""
        return Words(self.cleaned_data.get("heading", ""), self.cleaned_data["text"])


class SenderForm(forms.Form):
    """Where mail comes from that no mailbox sends."""

    address = forms.EmailField(
        label=_("Sender address"),
        required=False,
        help_text=_("For mail that no mailbox sends. Mail about a ticket comes from its product’s mailbox."),
    )
