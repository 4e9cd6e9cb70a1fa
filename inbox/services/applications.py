"""The application that is registered at a mail provider, and what of it may stay when it is changed."""

from dataclasses import dataclass
from ipaddress import ip_address

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from inbox.models import ImapAccount, OAuthGrant
from outbox.sealing import seal
from outbox.webhooks.addresses import RefusedAddressError, is_allowed, parse_target

SignIn = ImapAccount.SignIn


@dataclass(frozen=True)
class ApplicationCard:
    """What is said of an application; an empty secret is the one that is kept. Addresses are another provider's."""

    client_id: str = ""
    client_secret: str = ""
    directory: str = ""
    is_app_only: bool = False
    authorize_url: str = ""
    token_url: str = ""
    scope: str = ""


def save_application(account: ImapAccount, card: ApplicationCard, *, keeps_consent: bool) -> OAuthGrant:
    """Keep it; the consent stays only where nothing else is asked for, of nobody else.

    ValidationError for addresses that anybody on the way could read, and for a kept secret that would be sent to
    another provider than it was entered for.
    """
    if account.sign_in == SignIn.OTHER:
        for name in ("authorize_url", "token_url"):
            _refuse_open(name, getattr(card, name))
    row = OAuthGrant.objects.select_for_update(of=("self",)).filter(account=account).first()
    row = row or OAuthGrant(account=account)
    is_same = keeps_consent and _place(row) == _place(card)
    if not card.client_secret and not (is_same and row.sealed_secret):
        if account.sign_in != SignIn.OTHER or row.sealed_secret:
            raise ValidationError({"client_secret": _("Enter the client secret.")})
        row.sealed_secret = ""
    if card.client_secret:
        row.sealed_secret = seal(card.client_secret)
    if not is_same or (row.is_app_only, row.scope) != (card.is_app_only, card.scope):
        forget_consent(row)
    for name in ("client_id", "directory", "is_app_only", "authorize_url", "token_url", "scope"):
        setattr(row, name, getattr(card, name))
    row.save()
    return row


def forget_consent(row: OAuthGrant) -> None:
    """Take the tokens and a sign-in that was begun off a row; the caller saves it."""
    row.sealed_refresh = row.sealed_access = row.sealed_verifier = row.pending_digest = ""
    row.access_until = row.pending_until = row.signed_in_at = row.signed_in_by = None


def _place(one: OAuthGrant | ApplicationCard) -> tuple[str, ...]:
    return one.client_id, one.directory, one.authorize_url, one.token_url


def _refuse_open(name: str, url: str) -> None:
    try:
        target = parse_target(url)
    except RefusedAddressError as error:
        said = _("This address cannot be used: write the whole of it, with https://.")
        raise ValidationError({name: said}) from error
    if not target.is_secure and not _is_near(target.host):
        raise ValidationError({name: _("Without https anybody on the way could read it.")})


def _is_near(host: str) -> bool:
    try:
        return is_allowed(ip_address(host))
    except ValueError:
        return False
