"""A file is given to those who may see it, and run by nobody."""

from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Membership
from accounts.tenancy.context import tenant_context
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Attachment
from tickets.services.messages import add_note
from tickets.services.status import start_work


@pytest.fixture
def file(nordsoft: Cast) -> Iterator[Attachment]:
    """Came with Karin's ticket, under a name with letters of its own."""
    make_ticket(nordsoft, files=[SimpleUploadedFile("skärm.txt", b"what was seen", "text/html")])
    attachment = Attachment.objects.get()
    yield attachment
    default_storage.delete(attachment.path)


def fetch(
    member: Membership | None, attachment: Attachment, slug: str = "nordsoft"
) -> tuple[int, dict[str, str], bytes]:
    client = Client()
    if member:
        client.force_login(member.user)
    answer = client.get(f"/{slug}/attachments/{attachment.pk}/")
    body = b"".join(answer.streaming_content) if answer.streaming else b""  # type: ignore[attr-defined]
    return answer.status_code, dict(answer.headers), body


def test_it_is_a_download_that_a_browser_neither_guesses_nor_runs(nordsoft: Cast, file: Attachment) -> None:
    status, headers, body = fetch(nordsoft.karin.membership, file)
    assert (status, body) == (200, b"what was seen")
    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''sk%C3%A4rm.txt"
    assert headers["Content-Type"].startswith("text/plain")  # not what the sender called it
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"] == "private, no-store"


def test_who_may_see_the_ticket_may_have_the_file(nordsoft: Cast, lonhuset: Cast, file: Attachment) -> None:
    for member in (nordsoft.agent, nordsoft.manager, nordsoft.admin):
        assert fetch(member, file)[0] == 200
    assert fetch(nordsoft.lars.membership, file)[0] == 404  # sees his own alone
    assert fetch(nordsoft.consultant, file)[0] == 404  # nothing was handed over
    assert fetch(None, file)[0] == 302
    with tenant_context(lonhuset.tenant.pk):
        dane = lonhuset.admin
    assert fetch(dane, file)[0] == 404
    assert fetch(dane, file, slug="lonhuset")[0] == 404
    start_work(ticket=file.ticket, actor=nordsoft.consultant, now=MONDAY)
    assert fetch(nordsoft.consultant, file)[0] == 200


def test_a_notes_file_is_for_the_desk_alone(nordsoft: Cast, file: Attachment) -> None:
    note = SimpleUploadedFile("inside.txt", b"only for us")
    add_note(ticket=file.ticket, actor=nordsoft.agent, text="Look", files=[note], now=MONDAY)
    inside = Attachment.objects.get(name="inside.txt")
    assert fetch(nordsoft.karin.membership, inside)[0] == 404
    assert fetch(nordsoft.agent, inside)[0] == 200
    default_storage.delete(inside.path)


def test_a_file_that_is_gone_is_not_found(nordsoft: Cast, file: Attachment) -> None:
    default_storage.delete(file.path)
    assert fetch(nordsoft.agent, file)[0] == 404
