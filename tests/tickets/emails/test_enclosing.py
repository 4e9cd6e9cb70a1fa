"""The files of an answer go with its mail where they are small, and are named where they are not."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.mailwords.drawing import draw
from outbox.models import OutboxFile, OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.emails import enclosing
from tickets.emails.bookings import tell_booking
from tickets.emails.quotas import tell_overrun
from tickets.models import Attachment, Booking
from tickets.selectors.quotas import quotas_of
from tickets.services.messages import reply
from tickets.services.resolution import resolve
from tickets.services.watchers import add_watcher

PDF = ("guide å.pdf", b"%PDF-1.4 short", "application/pdf")
LOG = ("server.txt", b"x" * 400, "text/plain")


def uploads(*files: tuple[str, bytes, str]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(*file) for file in files]


def answer(cast: Cast, *files: tuple[str, bytes, str]) -> list[OutboxMessage]:
    ticket = make_ticket(cast)
    add_watcher(ticket=ticket, actor=cast.agent, email="outside@else.example", now=MONDAY)
    reply(ticket=ticket, actor=cast.agent, text="See the guide.", files=uploads(*files), now=MONDAY)
    return list(OutboxMessage.objects.filter(subject__startswith="[#").order_by("pk"))


def carried(mail: OutboxMessage) -> list[tuple[str, str, bytes]]:
    rows = OutboxFile.objects.filter(message=mail).order_by("place")
    return [(row.name, row.media_type, bytes(row.content)) for row in rows]


def test_small_files_go_along_to_everybody_and_are_named(nordsoft: Cast) -> None:
    nordsoft.karin.language = "en"
    nordsoft.karin.save()
    own, outside = answer(nordsoft, PDF, LOG)
    for mail in (own, outside):
        assert carried(mail) == [("guide å.pdf", "application/pdf", PDF[1]), ("server.txt", "text/plain", LOG[1])]
    assert "See the guide.\n\nAttached: guide å.pdf\nAttached: server.txt\n" in own.text
    assert "Attached: guide å.pdf<br>" in own.html


def test_a_large_one_is_fetched_in_the_portal_by_whoever_has_one(
    nordsoft: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosing, "MOST", 100)
    nordsoft.karin.language = nordsoft.tenant.language = "en"
    nordsoft.karin.save()
    nordsoft.tenant.save()
    own, outside = answer(nordsoft, PDF, LOG)
    large = Attachment.objects.get(name="server.txt")
    assert [name for name, _kind, _content in carried(own)] == ["guide å.pdf"]
    assert f"In the portal: server.txt, 400\xa0bytes: http://testserver/nordsoft/attachments/{large.pk}/" in own.text
    assert f'href="http://testserver/nordsoft/attachments/{large.pk}/"' in own.html
    assert "Not attached: server.txt, 400\xa0bytes. Ask us for it." in outside.text
    assert "/attachments/" not in outside.text + outside.html


def test_what_a_scanner_has_not_passed_yet_is_not_sent(nordsoft: Cast, settings: Any) -> None:
    settings.CLAMD_URL = "tcp://127.0.0.1:3310"
    own, _outside = answer(nordsoft, PDF)
    assert not carried(own)
    assert f"/attachments/{Attachment.objects.get().pk}/" in own.text


def test_a_solution_has_its_files_as_well(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Read it.", files=uploads(PDF), now=MONDAY)
    assert [name for name, _kind, _content in carried(OutboxMessage.objects.get())] == ["guide å.pdf"]


def test_who_cannot_sign_in_is_shown_no_way_to_the_portal(nordsoft: Cast) -> None:
    nordsoft.karin.membership = None
    nordsoft.karin.save()
    reply(ticket=make_ticket(nordsoft), actor=nordsoft.agent, text="Try this.", now=MONDAY)
    mail = OutboxMessage.objects.get()
    assert "/portal/" not in mail.text + mail.html


@pytest.mark.parametrize("may_sign_in", [True, False])
def test_the_same_of_a_session_and_a_quota(nordsoft: Cast, may_sign_in: bool) -> None:
    if not may_sign_in:
        nordsoft.karin.membership = None
        nordsoft.karin.save()
    booking = Booking(
        pk=1,
        contract=nordsoft.contract,
        contact=nordsoft.karin,
        consultant=nordsoft.consultant,
        starts_at=MONDAY,
        minutes=60,
        version=1,
    )
    tell_booking(booking, name="Yearly service check", now=MONDAY)
    quota = next(each for each in quotas_of(nordsoft.contract, 2026))
    tell_overrun(nordsoft.contract, quota, [nordsoft.karin], None, now=MONDAY)
    shown = ["/portal/" in mail.text + mail.html for mail in OutboxMessage.objects.all()]
    assert shown == [may_sign_in, may_sign_in]


def test_a_link_to_nowhere_is_its_words(nordsoft: Cast) -> None:
    drawn = draw("", "[Read it]({{ link }}), or [here]({{ other }}).", {"link": "", "other": "https://x.example/"})
    assert drawn.text == "Read it, or [here](https://x.example/)."
    assert drawn.html.startswith('<p>Read it, or <a href="https://x.example/"')
