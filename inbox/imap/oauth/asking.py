"""One question to a provider's token address (RFC 6749, 3.2)."""

import json
from typing import NamedTuple

from oauthlib.oauth2 import OAuth2Error
from oauthlib.oauth2.rfc6749.parameters import parse_token_response

from inbox.imap.oauth.errors import ApplicationError, ConsentError, ProviderError
from outbox.webhooks.client import post

# Microsoft's tokens have some thousand characters each.
LARGEST_ANSWER = 64 * 1024
LIFE, LONGEST_LIFE = 300, 86_400
_CONSENT = {"invalid_grant", "interaction_required", "consent_required", "login_required"}
_LATER = {"server_error", "temporarily_unavailable", "slow_down"}


class Tokens(NamedTuple):
    """What was given; `refresh` is empty where the one before goes on."""

    access: str
    refresh: str
    seconds: int


def ask(url: str, body: str) -> Tokens:
    """Send a request to the token address, as webhooks are sent: checked address, no redirect, short.

    Raises a SignInError.
    """
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    answered = post(url, body.encode(), headers, most=LARGEST_ANSWER)
    if answered.status is None:
        raise ProviderError(answered.error)
    if answered.status >= 500 or answered.status == 429:
        raise ProviderError(f"{answered.status}: {answered.answer[:200]}")
    try:
        # Else the library takes it for a form.
        if not isinstance(json.loads(answered.answer), dict):
            raise ProviderError(f"{answered.status}: no object")
        token = parse_token_response(answered.answer)
    except OAuth2Error as error:
        said = f"{error.error}: {error.description or ''}"[:300]
        if error.error in _LATER:
            raise ProviderError(said) from error
        raise (ConsentError if error.error in _CONSENT else ApplicationError)(said) from error
    except (ValueError, TypeError, AttributeError) as error:
        # Not with its words: there may be a token among them.
        raise ProviderError(f"{answered.status}: not understood") from error
    return Tokens(str(token["access_token"]), str(token.get("refresh_token") or ""), _life(token.get("expires_in")))


def _life(said: object) -> int:
    """Give how many seconds a token holds; a provider that does not say so is asked again soon."""
    return min(said, LONGEST_LIFE) if isinstance(said, int) and said > 0 else LIFE
