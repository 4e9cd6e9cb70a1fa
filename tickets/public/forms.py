"""What strangers may say."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.forms import LANGUAGES
from contracts.services.requests import Asked

LONGEST_MESSAGE = 5_000


def _text(label: Any, most: int, complete: str, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


class PublicForm(forms.Form):
    """What both forms ask for. `website` is for robots: people neither see nor reach it."""

    name = _text(_("Your name"), 120, "name")
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send a link there that confirms the address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    company = _text(_("Company"), 160, "organization")
    telephone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    message = forms.CharField(label=_("Message"), max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 5}))
    language = forms.ChoiceField(label=_("Language of our answer"), choices=LANGUAGES[1:])
    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"initial": {"language": get_language()}, **more})

    @property
    def shown(self) -> list[forms.BoundField]:
        """Give the fields for people."""
        return [field for field in self if field.name != "website"]

    @property
    def is_robots(self) -> bool:
        """Say whether the field that people do not see was filled in."""
        return bool(self.cleaned_data["website"])

    @property
    def asked(self) -> Asked:
        """Give what was said."""
        return Asked(**{name: value for name, value in self.cleaned_data.items() if name != "website"})


class RegistrationForm(PublicForm):
    """Asks for access to support."""

    company = _text(_("Company"), 160, "organization", help_text=_("Its name, or your customer number with us."))
    message = forms.CharField(
        label=_("Message"), required=False, max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 3})
    )


class EnquiryForm(PublicForm):
    """Asks something without a contract."""
