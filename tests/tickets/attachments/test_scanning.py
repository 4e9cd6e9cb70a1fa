"""A file is held until the scanner has passed it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.attachments.clamd import EICAR, Clamd, clamd
from tickets.models import Attachment, Message, Notification, Ticket
from tickets.selectors.pictures import picture_addresses
from tickets.services.assignment import assign
from tickets.services.merging import merge
from tickets.services.scanning import LATER, scan_waiting


@pytest.fixture
def scanner(settings: Any) -> Iterator[Clamd]:
    with clamd() as (settings.CLAMD_URL, server):
        yield server


def _ticket(cast: Cast, *files: tuple[str, bytes]) -> Ticket:
    return make_ticket(cast, files=[SimpleUploadedFile(name, content) for name, content in files])


def _page(client: Client, cast: Cast, ticket: Ticket) -> str:
    cast.agent.user.language = "en"
    cast.agent.user.save()
    client.force_login(cast.agent.user)
    return client.get(f"/nordsoft/desk/tickets/{ticket.number}/").content.decode()


def _status(client: Client, cast: Cast, file: Attachment) -> int:
    client.force_login(cast.agent.user)
    return client.get(f"/nordsoft/attachments/{file.pk}/").status_code


def test_without_a_scanner_nothing_is_held(nordsoft: Cast, client: Client) -> None:
    _ticket(nordsoft, ("a.txt", EICAR))
    assert _status(client, nordsoft, Attachment.objects.get()) == 200


def test_a_clean_file_is_held_until_it_was_looked_at(nordsoft: Cast, scanner: Clamd, client: Client) -> None:
    ticket = _ticket(nordsoft, ("screen.png", b"clean"))
    file = Attachment.objects.get()
    assert _status(client, nordsoft, file) == 404
    assert "is being checked for viruses" in _page(client, nordsoft, ticket)
    assert picture_addresses([file]) == {}
    assert scan_waiting(now=MONDAY) == 1
    assert _status(client, nordsoft, file) == 200
    page = _page(client, nordsoft, ticket)
    assert "is being checked" not in page
    assert f"/nordsoft/attachments/{file.pk}/" in page
    assert scan_waiting(now=MONDAY) == 0


def test_a_virus_is_kept_apart_and_the_agent_told(nordsoft: Cast, scanner: Clamd, client: Client) -> None:
    ticket = _ticket(nordsoft, ("bill.zip", EICAR), ("screen.png", b"clean"))
    ticket = assign(ticket=ticket, actor=nordsoft.manager, assignee=nordsoft.agent, now=MONDAY)
    before = Attachment.objects.get(name="bill.zip").path
    assert scan_waiting(now=MONDAY + timedelta(seconds=1)) == 2
    held = Attachment.objects.get(name="bill.zip")
    assert (held.held, held.virus, held.scan_at) == ("infected", "Eicar-Signature", None)
    assert held.path.startswith(f"quarantine/{nordsoft.tenant.pk}/")
    with default_storage.open(held.path) as kept:
        assert kept.read() == EICAR
    assert held.path != before
    assert _status(client, nordsoft, held) == 404
    note = Message.objects.get(ticket=ticket, kind="note")
    assert "bill.zip" in note.text
    assert "Eicar-Signature" in note.text
    assert Notification.objects.filter(receiver=nordsoft.agent, ticket=ticket, kind="written").exists()
    page = _page(client, nordsoft, ticket)
    assert "held: virus Eicar-Signature" in page
    assert f"/nordsoft/attachments/{held.pk}/" not in page
    assert Attachment.objects.get(name="screen.png").held == ""


def test_the_scanner_away_holds_the_file_and_it_is_scanned_when_it_is_back(
    nordsoft: Cast, scanner: Clamd, settings: Any
) -> None:
    _ticket(nordsoft, ("a.txt", b"clean"), ("b.txt", EICAR))
    there = settings.CLAMD_URL
    for away in ("tcp://127.0.0.1:1", ""):
        settings.CLAMD_URL = away
        assert scan_waiting(now=MONDAY) == 0
        assert set(Attachment.objects.values_list("held", flat=True)) == {"waiting"}
    settings.CLAMD_URL = there
    assert scan_waiting(now=MONDAY) == 2
    assert dict(Attachment.objects.values_list("name", "held")) == {"a.txt": "", "b.txt": "infected"}


def test_a_file_that_cannot_be_scanned_stays_held_and_holds_up_no_other(nordsoft: Cast, scanner: Clamd) -> None:
    scanner.most = 100
    _ticket(nordsoft, ("large.zip", b"x" * 1000), ("a.txt", b"clean"))
    assert scan_waiting(now=MONDAY) == 2
    assert dict(Attachment.objects.values_list("name", "held")) == {"large.zip": "waiting", "a.txt": ""}
    scanner.most = 10_000
    assert scan_waiting(now=MONDAY) == 0
    assert scan_waiting(now=MONDAY + LATER) == 1
    assert not Attachment.objects.exclude(held="").exists()


def test_a_file_that_is_gone_stays_held(nordsoft: Cast, scanner: Clamd) -> None:
    _ticket(nordsoft, ("a.txt", b"clean"))
    default_storage.delete(Attachment.objects.get().path)
    assert scan_waiting(now=MONDAY) == 1
    assert Attachment.objects.get().held == "waiting"


def test_a_copy_on_another_ticket_is_held_with_it(nordsoft: Cast, scanner: Clamd) -> None:
    ticket = _ticket(nordsoft, ("bill.zip", EICAR))
    other = make_ticket(nordsoft)
    kept = Attachment.objects.get()
    Attachment.objects.create(
        message=other.messages.get(), ticket=other, name="bill.zip", content_type="", size=1, path=kept.path,
        uploaded_at=MONDAY, held="waiting", scan_at=MONDAY,
    )  # fmt: skip
    assert scan_waiting(now=MONDAY) == 1
    assert Attachment.objects.filter(held="infected").values("path").distinct().count() == 1
    assert Message.objects.filter(kind="note", ticket__in=[ticket, other]).count() == 2


def test_of_a_merged_ticket_the_one_that_goes_on_is_told(nordsoft: Cast, scanner: Clamd) -> None:
    ticket, into = _ticket(nordsoft, ("bill.zip", EICAR)), make_ticket(nordsoft)
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=MONDAY)
    scan_waiting(now=MONDAY)
    assert Message.objects.filter(ticket=into, kind="note", text__contains="Eicar").exists()


def test_scanning_one_file_asks_little(nordsoft: Cast, scanner: Clamd) -> None:
    _ticket(nordsoft, ("a.txt", b"clean"))
    with Budget(5):  # the tenants; twice what waits; one kept
        scan_waiting(now=MONDAY)
