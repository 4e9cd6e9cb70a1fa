"""Signed addenda and the results of sessions are held until the scanner has passed them, as files of messages are."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Membership
from contracts.models import Contact, ContractEvent, PlanChange
from contracts.selectors.timeline import event_text
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.attachments.clamd import EICAR, Clamd, clamd
from tickets.models import Attachment, Booking, Notification, NotificationChoice
from tickets.selectors.notifications import notice_text
from tickets.services.bookings import send_result
from tickets.services.scanning import scan_waiting

LATER = MONDAY + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def scanner(settings: Any) -> Iterator[Clamd]:
    with clamd() as (settings.CLAMD_URL, server):
        yield server


@pytest.fixture
def karin(nordsoft: Cast) -> Membership:
    Contact.objects.filter(pk=nordsoft.karin.pk).update(is_company_wide=True)
    assert nordsoft.karin.membership
    return nordsoft.karin.membership


def held_session(cast: Cast) -> Booking:
    return Booking.objects.create(
        contract=cast.contract, service="sparring", starts_at=MONDAY - timedelta(hours=2), minutes=60,
        covered_minutes=60, year=2026, consultant=cast.consultant, contact=cast.karin, status=Booking.Status.HELD,
        booked_by=cast.agent, booked_at=MONDAY,
    )  # fmt: skip


def sent(booking: Booking, cast: Cast, content: bytes) -> Booking:
    return send_result(
        booking=booking, file=SimpleUploadedFile("result.txt", content), actor=cast.consultant, now=MONDAY
    )


def change_of(cast: Cast) -> PlanChange:
    version = cast.contract.plan_version
    return PlanChange.objects.create(
        contract=cast.contract, from_version=version, to_version=version, notice_months=1, requested_at=MONDAY
    )


def handed_in(client: Client, member: Membership, change: PlanChange, content: bytes) -> None:
    client.force_login(member.user)
    file = SimpleUploadedFile("signed.pdf", b"%PDF-1.7 " + content)
    assert client.post(f"/nordsoft/portal/plan-changes/{change.pk}/signed/", {"file": file}).status_code == 302


def told() -> list[str]:
    return list(OutboxMessage.objects.filter(dedupe_key__endswith=":result").values_list("recipient", flat=True))


def test_a_result_is_held_and_the_contact_told_once_it_has_passed(
    nordsoft: Cast, client: Client, karin: Membership
) -> None:
    booking = sent(held_session(nordsoft), nordsoft, b"All is well.")
    client.force_login(karin.user)
    address = f"/nordsoft/portal/sessions/{booking.pk}/file/"
    assert (booking.held, client.get(address).status_code, told()) == ("waiting", 404, [])
    assert scan_waiting(now=LATER) == 1
    assert (client.get(address).status_code, told()) == (200, ["karin@nordsoft.example"])


def test_a_result_with_a_virus_reaches_nobody_and_another_one_can_be_sent(nordsoft: Cast) -> None:
    booking = sent(held_session(nordsoft), nordsoft, EICAR)
    assert scan_waiting(now=LATER) == 1
    booking.refresh_from_db()
    assert (booking.held, booking.virus, told()) == ("infected", "Eicar-Signature", [])
    assert booking.result_path.startswith(f"quarantine/{nordsoft.tenant.pk}/")
    told_to = Notification.objects.select_related("contract_event__contract__customer").get(receiver=nordsoft.manager)
    assert "result.txt: Eicar-Signature" in notice_text(told_to)
    assert sent(booking, nordsoft, b"Clean now.").held == "waiting"
    scan_waiting(now=LATER)
    assert told() == ["karin@nordsoft.example"]


def test_a_signed_addendum_is_held(nordsoft: Cast, client: Client, karin: Membership) -> None:
    change = change_of(nordsoft)
    handed_in(client, karin, change, b"and so on")
    address = f"/nordsoft/portal/plan-changes/{change.pk}/signed/"
    assert client.get(address).status_code == 404
    assert scan_waiting(now=LATER + timedelta(days=4000)) == 1
    assert client.get(address).status_code == 200


def test_one_with_a_virus_is_told_even_to_managers_who_want_to_hear_nothing_of_contracts(
    nordsoft: Cast, client: Client, karin: Membership
) -> None:
    NotificationChoice.objects.create(membership=nordsoft.manager, ways={"contract": "off"})
    change = change_of(nordsoft)
    handed_in(client, karin, change, EICAR)
    later = LATER + timedelta(days=4000)
    assert scan_waiting(now=later) == 1
    change.refresh_from_db()
    event = ContractEvent.objects.get(kind="virus")
    assert (change.held, event.data) == ("infected", {"name": "signed.pdf", "virus": "Eicar-Signature"})
    assert "signed.pdf: Eicar-Signature" in event_text(event)
    assert Notification.objects.get(contract_event=event).mail_at is None
    for member, address in ((karin, "portal"), (nordsoft.manager, "desk")):
        client.force_login(member.user)
        assert client.get(f"/nordsoft/{address}/plan-changes/{change.pk}/signed/").status_code == 404
    handed_in(client, karin, change, b"clean")
    scan_waiting(now=later)
    change.refresh_from_db()
    assert (change.held, change.virus) == ("", "")


def test_one_round_looks_at_files_of_every_kind(nordsoft: Cast, scanner: Clamd) -> None:
    make_ticket(nordsoft, files=[SimpleUploadedFile("a.txt", b"of a message")])
    sent(held_session(nordsoft), nordsoft, b"of a session")
    change = change_of(nordsoft)
    change.file_name, change.file_path = (
        "signed.pdf",
        default_storage.save("signed", SimpleUploadedFile("x", b"signed")),
    )
    change.hold(MONDAY)
    change.save()
    assert scan_waiting(now=LATER) == 3
    assert set(scanner.seen) == {b"of a message", b"of a session", b"signed"}
    for model in (Attachment, Booking, PlanChange):
        assert not model.objects.exclude(held="").exists()


@pytest.mark.parametrize(
    ("said", "kept"),
    [("annexe\u202etxt.pdf", "annexetxt.pdf"), ("../x/log\u200b.txt", "log.txt"), ("r\xe4kning.pdf",) * 2],
)
def test_a_name_is_kept_as_it_is_seen(nordsoft: Cast, said: str, kept: str) -> None:
    make_ticket(nordsoft, files=[SimpleUploadedFile("x.txt", b"x"), named(said)])
    assert kept in set(Attachment.objects.values_list("name", flat=True))


def named(name: str) -> SimpleUploadedFile:
    file = SimpleUploadedFile("x.txt", b"x")
    file._name = name
    return file
