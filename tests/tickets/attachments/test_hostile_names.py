"""Files whose names and types were made up to break something."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import Attachment

NAMES = [
    b"../../etc/passwd.txt", b"a\x00b.txt", b"\xff\xfe.txt", "👩‍💻 \u202efdp.txt".encode(), b"x" * 400 + b".txt",
    b"C:\\\\Users\\\\x.txt", b".txt", b"a.txt\x00.html", b"a\nSet-Cookie: x=1.txt", b"%0d%0aX: 1.txt",
]  # fmt: skip
TYPES = [b"text/html", b"text/plain\x00", b"x" * 500, b"\xff", b"image/svg+xml; charset=utf-8"]


def _post(client: Client, path: str, name: bytes, kind: bytes) -> int:
    body = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % pair
        for pair in [(b"subject", b"No"), (b"text", b"No"), (b"severity", b"normal")]
    )
    body += b'--b\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\nContent-Type: %s\r\n\r\nx\r\n' % (
        name,
        kind,
    )
    return client.generic("POST", path, body + b"--b--\r\n", content_type="multipart/form-data; boundary=b").status_code


@pytest.mark.parametrize("path", ["/nordsoft/portal/new/", "/nordsoft/api/v1/tickets/"])
def test_they_are_kept_as_text_and_given_as_downloads(client: Client, nordsoft: Cast, path: str) -> None:
    assert nordsoft.karin.membership
    client.force_login(nordsoft.karin.membership.user)
    for name, kind in [*((name, b"text/plain") for name in NAMES), *((b"a.txt", kind) for kind in TYPES)]:
        assert _post(client, path, name, kind) < 500, (name, kind)
    kept = list(Attachment.objects.all())
    assert kept
    for attachment in kept:
        answer = client.get(f"/nordsoft/attachments/{attachment.pk}/")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/plain"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "Set-Cookie" not in answer
        assert "/" not in attachment.name
        assert attachment.path.startswith(f"{nordsoft.tenant.pk}/")


def test_a_ticket_with_them_is_shown(client: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    client.force_login(nordsoft.agent.user)
    for text in (
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<img src=x onerror="a()">',
        "[x](data:text/html,x)",
    ):
        client.post(
            f"/nordsoft/desk/tickets/{ticket.number}/messages/",
            {"kind": "reply", "text": text, "version": ticket.version},
        )
        ticket.refresh_from_db()
    shown = client.get(f"/nordsoft/desk/tickets/{ticket.number}/").content.decode()
    assert ticket.messages.count() == 5
    for forbidden in ("<script>alert", 'href="javascript:', "<img src=x", 'href="data:'):
        assert forbidden not in shown
