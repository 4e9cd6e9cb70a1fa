"""What an admin enters about mailboxes. Services hold the rules."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Product
from inbox.models import ImapAccount
from inbox.services.mailboxes import AccountCard, MailboxCard
from tickets.models import Mailbox, Team

_PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
# LIST takes % and * for any letters; a line break would be another command.
_NO_FOLDER = re.compile(r"[%*\x00-\x1f\x7f]")


class MailboxForm(forms.Form):
    """An address."""

    address = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(
        label=_("Name shown to receivers"),
        max_length=120,
        required=False,
        help_text=_("Without one, your company’s name."),
    )
    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        required=False,
        empty_label=_("Everything"),
        help_text=_("Tickets from this address are about this product."),
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=pgettext_lazy("team", "None")
    )
    is_active = forms.BooleanField(label=_("Takes mail"), required=False, initial=True)

    def __init__(self, *args: Any, mailbox: Mailbox | None = None, **more: Any) -> None:
        initial = {name: getattr(mailbox, name) for name in self.base_fields} if mailbox else None
        super().__init__(*args, **{"initial": initial, **more})
        for name, rows in (("product", Product.objects.order_by("name")), ("team", Team.objects.order_by("name"))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
            field.queryset = rows

    @property
    def card(self) -> MailboxCard:
        """Give what was entered."""
        return MailboxCard(**self.cleaned_data)


class AccountForm(forms.Form):
    """Where a mailbox's messages lie. The password is never shown again."""

    host = forms.CharField(label=_("Server"), max_length=253, widget=forms.TextInput(attrs=_PLAIN))
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    security = forms.ChoiceField(
        label=_("Encryption"),
        choices=ImapAccount.Security.choices,
        initial=ImapAccount.Security.TLS,
        help_text=_("TLS mostly at port 993, STARTTLS at 143."),
    )
    user = forms.CharField(label=_("User name"), max_length=254, widget=forms.TextInput(attrs=_PLAIN))
    password = forms.CharField(
        label=_("Password"),
        max_length=400,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Kept encrypted and never shown. Left empty, the kept one stays."),
    )
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")
    done_folder = forms.CharField(
        label=_("Folder for messages taken"),
        max_length=200,
        initial="Supportdesk",
        help_text=_("Messages are moved there, never deleted. It is made if it is missing."),
    )
    refused_folder = forms.CharField(
        label=_("Folder for messages that are too large"), max_length=200, initial="Supportdesk refused"
    )
    is_active = forms.BooleanField(label=_("Fetch messages"), required=False, initial=True)

    def __init__(self, *args: Any, account: ImapAccount | None = None, **more: Any) -> None:
        shown = [name for name in self.base_fields if name != "password"]
        initial = {name: getattr(account, name) for name in shown} if account else None
        super().__init__(*args, **{"initial": initial, **more})

    def clean(self) -> dict[str, Any]:
        """Refuse what would be another command to the server."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("folder", "done_folder", "refused_folder"):
            if _NO_FOLDER.search(data.get(name, "")):
                self.add_error(name, ValidationError(_now("These letters cannot be in a folder’s name.")))
        return data

    @property
    def card(self) -> AccountCard:
        """Give what was entered."""
        return AccountCard(**self.cleaned_data)
