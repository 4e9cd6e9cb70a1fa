"""Who is calling: a token's member, or whoever is signed in on this device."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.authentication import SessionAuthentication as DjangoSessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.services.tokens import authenticate_token

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`: the request is the token's member's, in their language."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Give the user and the token; None without such a header, AuthenticationFailed for one worth nothing here."""
        scheme, _space, raw = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        token = authenticate_token(raw.strip(), timezone.now())
        if token is None:
            raise AuthenticationFailed(_("This token is not valid here."))
        member = token.membership
        request._request.membership = member  # type: ignore[attr-defined]  # accounts.requests.AnyRequest
        language = member.user.language or member.tenant.language
        if language in dict(settings.LANGUAGES):
            translation.activate(language)  # LanguageMiddleware puts the one before back
        return member.user, token

    def authenticate_header(self, request: Request) -> str:
        """Tell a caller without token what is asked for."""
        return f'{SCHEME} realm="supportdesk"'


class SessionAuthentication(DjangoSessionAuthentication):
    """Whoever is signed in; every change needs the CSRF token, as on the pages."""
