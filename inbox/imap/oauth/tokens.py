"""The token that a mail server is shown: kept until it expires, renewed before, by one at a time."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from oauthlib.oauth2 import BackendApplicationClient, WebApplicationClient

from inbox.imap.oauth.asking import Tokens, ask
from inbox.imap.oauth.errors import ConsentError
from inbox.imap.oauth.providers import provider_of
from inbox.models import ImapAccount, OAuthGrant
from outbox.sealing import UnreadableSecretError, seal, unseal

# A round's `now` is up to a minute old when an account's turn comes; and a minute ahead.
AHEAD = timedelta(minutes=2)
log = structlog.get_logger("inbox")


def access_token(account: ImapAccount, *, now: datetime) -> str:
    """Give a token that holds at `now`, renewed if need be; committed on return, unless the caller has a transaction.

    The row stays locked while the provider is asked, some seconds once an hour: a refresh token that is shown twice
    ends the consent at some providers. Raises a SignInError, or UnreadableSecretError for a secret of another key.
    """
    with transaction.atomic():
        grant = OAuthGrant.objects.select_for_update(of=("self",)).filter(account=account).first()
        if grant is None:
            raise ConsentError("not set up")
        if grant.sealed_access and grant.access_until and grant.access_until > now + AHEAD:
            try:
                return unseal(grant.sealed_access)
            except UnreadableSecretError:
                log.info("inbox.token_unreadable", account=account.pk)  # renewed below
        tokens = _renewed(account, grant)
        keep(grant, tokens, now=now)
        log.info("inbox.token_renewed", account=account.pk, is_rotated=bool(tokens.refresh))
        return tokens.access


def forget_access(account: ImapAccount) -> None:
    """Throw the token away that the server has refused: the next one is asked for anew."""
    with transaction.atomic():
        OAuthGrant.objects.filter(account=account).update(sealed_access="", access_until=None)


def keep(grant: OAuthGrant, tokens: Tokens, *, now: datetime) -> None:
    """Write down what a provider gave. The caller holds the row."""
    grant.sealed_access, grant.access_until = seal(tokens.access), now + timedelta(seconds=tokens.seconds)
    if tokens.refresh:
        grant.sealed_refresh = seal(tokens.refresh)
    grant.save(update_fields=["sealed_access", "access_until", "sealed_refresh"])


def secret_of(grant: OAuthGrant) -> dict[str, str]:
    """Give the application's secret as the token address is told it; nothing where there is none."""
    return {"client_secret": unseal(grant.sealed_secret)} if grant.sealed_secret else {}


def _renewed(account: ImapAccount, grant: OAuthGrant) -> Tokens:
    provider = provider_of(account, grant)
    if grant.is_app_only:
        client = BackendApplicationClient(grant.client_id)
        body = client.prepare_request_body(scope=provider.scope, include_client_id=True, **secret_of(grant))
        return ask(provider.token_url, body)
    if not grant.sealed_refresh:
        raise ConsentError("nobody has signed in")
    try:
        refresh = unseal(grant.sealed_refresh)
    except UnreadableSecretError as error:
        raise ConsentError("sealed under another SECRET_KEY") from error
    body = WebApplicationClient(grant.client_id).prepare_refresh_body(
        refresh_token=refresh, client_id=grant.client_id, **secret_of(grant)
    )
    return ask(provider.token_url, body)
