"""What an admin does to sign in at a mail provider, through the pages."""

from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client

from inbox.models import ImapAccount, OAuthGrant
from tests.inbox.provider import Provider
from tickets.models import Mailbox

BOXES, BACK = "/nordsoft/mail/boxes/", "/nordsoft/mail/signed-in/"


def entered(at: Provider, port: int) -> dict[str, str]:
    """Give what the admin enters for an account at `port`."""
    return {
        "host": "127.0.0.1", "port": str(port), "security": "none", "user": at.user, "folder": "INBOX",
        "done_folder": "Done", "refused_folder": "Refused", "is_active": "on", "client_id": "desk", "scope": "imap",
        "client_secret": "very secret", "authorize_url": f"{at.url}/authorize", "token_url": f"{at.url}/token",
    }  # fmt: skip


def sent_to(admin: Client, mailbox: Mailbox, form: dict[str, str]) -> str:
    """Save and go on; give the provider's address."""
    page = admin.post(f"{BOXES}{mailbox.pk}/account/?way=other", form | {"go": "1"})
    assert page.status_code == 200, page.content.decode()
    return str(page.context["url"])


def back(admin: Client, address: str) -> tuple[int, str]:
    """Come back; give the status and what is said then."""
    parts = urlsplit(address)
    assert parts.path == BACK
    answer = admin.get(f"{parts.path}?{parts.query}", follow=True)
    return answer.status_code, answer.content.decode()


def sign_in(admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider) -> str:
    """Go there, consent, and come back; give what is said then."""
    return back(admin, at.authorize(sent_to(admin, mailbox, form)))[1]


def account() -> ImapAccount:
    """Give the one account."""
    with transaction.atomic():
        return ImapAccount.objects.get()


def grant() -> OAuthGrant:
    """Give its grant."""
    with transaction.atomic():
        return OAuthGrant.objects.get()
