"""What an admin enters about an account at a mail provider, one form for each way to sign in. The rules: services."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from inbox.models import ImapAccount, OAuthGrant
from inbox.services.accounts import AccountCard
from inbox.services.applications import ApplicationCard

SignIn = ImapAccount.SignIn
_PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
# LIST takes % and * for any letters; a line break would be another command.
_NO_FOLDER = re.compile(r"[%*\x00-\x1f\x7f]")
_SERVER = ["host", "port", "security"]
_FOLDERS = ["folder", "done_folder", "refused_folder", "is_active"]


def _text(label: Any, length: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.TextInput(attrs=_PLAIN), **more)


def _hidden(label: Any, missing: Any) -> forms.CharField:
    """A secret's field: what is kept is never shown again."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    help_text = _("Kept encrypted and never shown. Left empty, the kept one stays.")
    return forms.CharField(
        label=label,
        max_length=400,
        required=False,
        strip=False,
        widget=widget,
        help_text=help_text,
        error_messages={"required": missing},
    )


class AccountForm(forms.Form):
    """What every account has. `sign_in` is the way that a form is for."""

    sign_in: SignIn
    # Secrets that it does not work without; what is kept need not be entered again.
    needed: frozenset[str] = frozenset({"password", "client_secret"})
    user = _text(_("User name"), 254)
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

    def __init__(
        self, *args: Any, account: ImapAccount | None = None, grant: OAuthGrant | None = None, **more: Any
    ) -> None:
        kept: dict[str, Any] = {}
        for row in (account, grant):
            kept |= {name: getattr(row, name) for name in self.base_fields if row is not None and hasattr(row, name)}
        super().__init__(*args, **{"initial": kept, **more})
        has_kept = {"password": account and account.sealed_password, "client_secret": grant and grant.sealed_secret}
        for name in self.needed & set(self.fields):
            self.fields[name].required = not has_kept[name]

    def clean(self) -> dict[str, Any]:
        """Refuse what would be another command to the server."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("folder", "done_folder", "refused_folder"):
            if _NO_FOLDER.search(data.get(name, "")):
                self.add_error(name, ValidationError(gettext("These letters cannot be in a folder’s name.")))
        return data

    @property
    def card(self) -> AccountCard:
        """Give what was entered."""
        entered = self.cleaned_data
        of_application = ApplicationCard.__dataclass_fields__
        application = {name: value for name, value in entered.items() if name in of_application}
        account = {name: value for name, value in entered.items() if name not in of_application}
        return AccountCard(sign_in=self.sign_in, application=ApplicationCard(**application), **account)


class _Server(AccountForm):
    """An account at any server."""

    host = _text(_("Server"), 253)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    security = forms.ChoiceField(
        label=_("Encryption"),
        choices=ImapAccount.Security.choices,
        initial=ImapAccount.Security.TLS,
        help_text=_("TLS mostly at port 993, STARTTLS at 143."),
    )


class _Application(AccountForm):
    """An account that a registered application lets us into."""

    client_id = _text(_("Application (client) ID"), 200)
    client_secret = _hidden(_("Client secret"), _("Enter the client secret."))


class PasswordForm(_Server):
    """By user name and password."""

    sign_in = SignIn.PASSWORD
    password = _hidden(_("Password"), _("Enter the password."))
    field_order = [*_SERVER, "user", "password", *_FOLDERS]


class MicrosoftForm(_Application):
    """At Microsoft 365."""

    sign_in = SignIn.MICROSOFT
    user = forms.EmailField(
        label=pgettext_lazy("mail provider", "Mailbox"),
        max_length=254,
        help_text=_("Its address at the provider. A shared mailbox works, too."),
    )
    directory = forms.RegexField(
        r"\A[A-Za-z0-9][A-Za-z0-9.-]*\Z",
        label=_("Directory (tenant) ID"),
        max_length=100,
        widget=forms.TextInput(attrs=_PLAIN),
    )
    is_app_only = forms.BooleanField(
        label=_("The application signs in by itself"),
        required=False,
        help_text=_(
            "Then nobody’s consent can end. It needs the application permission IMAP.AccessAsApp and Exchange’s "
            "leave for the mailbox."
        ),
    )
    field_order = ["user", "directory", "client_id", "client_secret", "is_app_only", *_FOLDERS]


class GoogleForm(_Application):
    """At Google."""

    sign_in = SignIn.GOOGLE
    user = forms.EmailField(
        label=pgettext_lazy("mail provider", "Mailbox"), max_length=254, help_text=_("Its address at the provider.")
    )
    field_order = ["user", "client_id", "client_secret", *_FOLDERS]


class OtherForm(_Server, _Application):
    """At another provider that signs in by OAuth 2.0."""

    sign_in = SignIn.OTHER
    needed = frozenset()
    authorize_url = _text(_("Address to sign in at (authorize)"), 500, help_text=_("Begins with https://."))
    token_url = _text(_("Address of tokens"), 500, help_text=_("Begins with https://."))
    scope = _text(_("Scope"), 500, help_text=_("What the provider calls reading mail by IMAP, and offline access."))
    field_order = [*_SERVER, "user", "authorize_url", "token_url", "scope", "client_id", "client_secret", *_FOLDERS]


FORMS: dict[str, type[AccountForm]] = {
    form.sign_in: form for form in (PasswordForm, MicrosoftForm, GoogleForm, OtherForm)
}
