"""Where each provider lets sign in, and for what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inbox.models import ImapAccount, OAuthGrant

SignIn = ImapAccount.SignIn
MICROSOFT_SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
# The application by itself: what it may is said where it is registered.
MICROSOFT_APP_SCOPE = "https://outlook.office365.com/.default"
GOOGLE_SCOPE = "https://mail.google.com/"
# The one server of each: a token is shown to no other.
HOSTS = {SignIn.MICROSOFT: "outlook.office365.com", SignIn.GOOGLE: "imap.gmail.com"}


@dataclass(frozen=True)
class Provider:
    """A provider's addresses; `extra` is added to the address that somebody is sent to."""

    authorize_url: str
    token_url: str
    scope: str
    extra: Mapping[str, str] = field(default_factory=dict)


def provider_of(account: ImapAccount, grant: OAuthGrant) -> Provider:
    """Give the provider of an account that signs in by OAuth."""
    if account.sign_in == SignIn.MICROSOFT:
        base = f"https://login.microsoftonline.com/{grant.directory}/oauth2/v2.0"
        scope = MICROSOFT_APP_SCOPE if grant.is_app_only else MICROSOFT_SCOPE
        # Whoever is at the screen mostly has another account than the mailbox, and may choose.
        return Provider(f"{base}/authorize", f"{base}/token", scope, {"prompt": "select_account"})
    if account.sign_in == SignIn.GOOGLE:
        # Without both, a refresh token is given the first time alone.
        extra = {"access_type": "offline", "prompt": "consent"}
        return Provider(
            "https://accounts.google.com/o/oauth2/v2/auth", "https://oauth2.googleapis.com/token", GOOGLE_SCOPE, extra
        )
    return Provider(grant.authorize_url, grant.token_url, grant.scope)
