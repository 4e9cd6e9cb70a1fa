"""An admin signs in at a mail provider, sent there with a state that counts once, and a verifier (PKCE, RFC 7636)."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from oauthlib.oauth2 import WebApplicationClient

from accounts.links import absolute_url
from accounts.models import Membership, Tenant
from inbox.imap.oauth.asking import ask
from inbox.imap.oauth.errors import ConsentError
from inbox.imap.oauth.providers import provider_of
from inbox.imap.oauth.tokens import keep, secret_of
from inbox.models import ImapAccount, OAuthGrant
from outbox.sealing import seal, unseal

# So long somebody may take at the provider.
LONGEST = timedelta(minutes=20)
log = structlog.get_logger("inbox")


def redirect_address(tenant: Tenant) -> str:
    """Give the address that the provider sends people back to: the same for all of a tenant's mailboxes."""
    return absolute_url(tenant, "inbox:signed_in")


@transaction.atomic
def begin_sign_in(*, account: ImapAccount, state: str, now: datetime) -> str:
    """Give the address to send somebody to. `state` is theirs, and counts for LONGEST; one begun before does not.

    ValidationError where nobody has to sign in.
    """
    grant = OAuthGrant.objects.select_for_update(of=("self",)).filter(account=account).first()
    if grant is None or grant.is_app_only:
        raise ValidationError(_("Nobody has to sign in for this account."))
    verifier = secrets.token_urlsafe(64)
    grant.pending_digest, grant.sealed_verifier, grant.pending_until = _digest(state), seal(verifier), now + LONGEST
    grant.save(update_fields=["pending_digest", "sealed_verifier", "pending_until"])
    client, provider = WebApplicationClient(grant.client_id), provider_of(account, grant)
    return str(
        client.prepare_request_uri(
            provider.authorize_url,
            redirect_uri=redirect_address(account.tenant),
            scope=provider.scope,
            state=state,
            code_challenge=client.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
            login_hint=account.user,
            **provider.extra,
        )
    )


@transaction.atomic
def claim_sign_in(*, state: str, now: datetime) -> tuple[OAuthGrant, str]:
    """Give what was begun with this state, and its verifier; the same state is good for nothing afterwards.

    ValidationError where nothing was begun with it in this tenant, or too long ago.
    """
    mine = OAuthGrant.objects.filter(pending_digest=_digest(state), pending_until__gte=now)
    grant = mine.select_for_update(of=("self",)).select_related("account__tenant", "account__mailbox").first()
    if grant is None:
        raise ValidationError(_("This sign-in was not begun here, or too long ago. Begin it anew."))
    verifier = unseal(grant.sealed_verifier)
    grant.pending_digest, grant.sealed_verifier, grant.pending_until = "", "", None
    grant.save(update_fields=["pending_digest", "sealed_verifier", "pending_until"])
    return grant, verifier


@transaction.atomic
def finish_sign_in(*, grant: OAuthGrant, verifier: str, code: str, actor: Membership, now: datetime) -> None:
    """Exchange the code for tokens, keep them, and fetch at once. Raises a SignInError; then all is as before."""
    account = grant.account
    body = WebApplicationClient(grant.client_id).prepare_request_body(
        code=code,
        redirect_uri=redirect_address(account.tenant),
        code_verifier=verifier,
        include_client_id=True,
        **secret_of(grant),
    )
    tokens = ask(provider_of(account, grant).token_url, body)
    if not tokens.refresh:
        raise ConsentError(_("The provider let us in this once only: it gave no refresh token."))
    row = OAuthGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    keep(row, tokens, now=now)
    row.signed_in_at, row.signed_in_by = now, actor
    row.save(update_fields=["signed_in_at", "signed_in_by"])
    ImapAccount.objects.filter(pk=account.pk).update(
        next_at=Now(), last_error="", last_answer="", told_error="", failing_since=None, failures=0
    )
    log.info("inbox.signed_in", account=account.pk, actor=actor.pk)


def _digest(state: str) -> str:
    return sha256(state.encode()).hexdigest()
