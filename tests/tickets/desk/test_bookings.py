"""Sessions and quotas at the desk and in the portal."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.windows import signed_in
from tickets.models import Booking, QuotaNotice, Ticket, TimeEntry
from tickets.services.bookings import Slot, book, hold, send_result
from tickets.services.time import log_time

LIST = "/nordsoft/desk/bookings/"


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def agent(nordsoft: Cast) -> Client:
    return signed_in(nordsoft.agent.user)


def booking(cast: Cast, service: str = "sparring", days: int = 1, **more: Any) -> Booking:
    facts = {"minutes": 60, "consultant": cast.consultant, "contact": cast.karin} | more
    slot = Slot(starts_at=MONDAY + timedelta(days=days), **facts)
    return book(contract=cast.contract, service=service, slot=slot, actor=cast.agent, now=MONDAY)


def sent(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "service": "sparring",
        "starts_at": "2026-03-10T13:00",
        "minutes": "1 h",
        "consultant": cast.consultant.pk,
        "contact": cast.karin.pk,
        "product": "",
        "notes": "",
    } | more


def test_booked_on_the_customers_page_in_local_time(agent: Client, nordsoft: Cast) -> None:
    page = agent.get(f"/nordsoft/desk/customers/{nordsoft.customer.pk}/").content.decode()
    address = f"/nordsoft/desk/contracts/{nordsoft.contract.pk}/bookings/"
    assert address in page
    assert "2 h of 2 h left" in page
    form = agent.get(address).content.decode()
    assert "Service check" not in form or "service_check" in form
    assert agent.post(address, sent(nordsoft)).status_code == 302
    kept = Booking.objects.get()
    assert (kept.starts_at.isoformat(), kept.minutes) == ("2026-03-10T12:00:00+00:00", 60)
    listed = agent.get(LIST).content.decode()
    assert "Karin Bergman" in listed
    assert "13:00–14:00" in listed.replace(":00 PM", ":00")


def test_beyond_the_quota_the_page_leads_to_the_notice_and_then_books(agent: Client, nordsoft: Cast) -> None:
    booking(nordsoft)
    booking(nordsoft, days=2)
    address = f"/nordsoft/desk/contracts/{nordsoft.contract.pk}/bookings/"
    refused = agent.post(address, sent(nordsoft))
    notice = f"/nordsoft/desk/contracts/{nordsoft.contract.pk}/quotas/sparring/2026/"
    assert refused.status_code == 422
    assert notice in refused.content.decode()
    assert nordsoft.karin.email in agent.get(notice).content.decode()
    assert agent.post(notice).status_code == 302
    assert QuotaNotice.objects.filter(cause="overrun").count() == 1
    assert agent.post(address, sent(nordsoft)).status_code == 302
    assert "1 beyond it" in agent.get(f"/nordsoft/desk/customers/{nordsoft.customer.pk}/").content.decode()


@pytest.mark.parametrize("begins", ["0001-01-01T00:00", "9999-12-31T23:59", "soon"])
def test_no_time_is_too_odd_to_be_refused(agent: Client, nordsoft: Cast, begins: str) -> None:
    address = f"/nordsoft/desk/contracts/{nordsoft.contract.pk}/bookings/"
    assert agent.post(address, sent(nordsoft, starts_at=begins)).status_code == 422


def test_time_is_logged_against_a_quota_and_the_ticket_says_what_is_left(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    address = f"/nordsoft/desk/tickets/{ticket.number}/time/"
    sound = {"minutes": "90 min", "day": "2026-03-02", "note": "", "kind": "", "reason": "", "service": "legal"}
    assert agent.post(address, sound).status_code == 302
    assert TimeEntry.objects.get().why == "quota"
    assert "30 min of 2 h left" in agent.get(f"/nordsoft/desk/tickets/{ticket.number}/").content.decode()
    refused = agent.post(address, sound)
    assert refused.status_code == 422
    assert f"/quotas/legal/2026/?contact={nordsoft.karin.pk}" in refused.content.decode()
    assert TimeEntry.objects.count() == 1


def test_moved_held_and_its_result_sent(agent: Client, nordsoft: Cast, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    kept = booking(nordsoft, "service_check", minutes=120)
    address = f"{LIST}{kept.pk}/"
    assert agent.post(address, sent(nordsoft, minutes="3 h")).status_code == 302
    with time_machine.travel(MONDAY + timedelta(days=9), tick=False):
        later = signed_in(nordsoft.agent.user)
        assert later.post(f"{address}held/", {"minutes": "9 h", "notes": ""}).status_code == 422
        assert later.post(f"{address}held/", {"minutes": "2:30", "notes": "Fine."}).status_code == 302
        assert later.post(f"{address}over/", {"what": "cancel"}).status_code == 302  # said, and nothing done
        assert later.post(f"{address}over/", {"what": "else"}).status_code == 404
        paper = SimpleUploadedFile("Result.pdf", b"%PDF-1.7")
        assert later.post(f"{address}result/", {"file": paper}).status_code == 302
        kept.refresh_from_db()
        assert (kept.status, kept.minutes, kept.result_name) == ("held", 150, "Result.pdf")
        assert b"".join(later.get(f"{address}file/")) == b"%PDF-1.7"
        assert "Result.pdf" in later.get(address).content.decode()


def test_a_consultant_sees_their_own_and_their_customers(nordsoft: Cast) -> None:
    theirs = booking(nordsoft)
    other = booking(nordsoft, days=2, consultant=nordsoft.colleague)
    consultant = signed_in(nordsoft.consultant.user)
    assert consultant.get(f"{LIST}{theirs.pk}/").status_code == 200
    assert consultant.get(f"{LIST}{other.pk}/").status_code == 404
    assert consultant.get(f"/nordsoft/desk/contracts/{nordsoft.contract.pk}/bookings/").status_code == 404
    make_ticket(nordsoft)
    nordsoft.customer.tickets.update(assignee=nordsoft.consultant)
    assert consultant.get(f"{LIST}{other.pk}/").status_code == 200


def test_the_portal_shows_a_contact_their_own_and_company_wide_all(
    nordsoft: Cast, lonhuset: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    kept = booking(nordsoft, "service_check", minutes=60)
    held = hold(booking=kept, minutes=60, notes="Ours alone.", actor=nordsoft.agent, now=kept.starts_at)
    send_result(booking=held, file=SimpleUploadedFile("Result.pdf", b"%PDF"), actor=nordsoft.agent, now=kept.starts_at)
    booking(nordsoft, contact=nordsoft.lars, days=3)
    assert nordsoft.karin.membership
    assert nordsoft.lars.membership
    karin, lars = signed_in(nordsoft.karin.membership.user), signed_in(nordsoft.lars.membership.user)
    address, file = "/nordsoft/portal/sessions/", f"/nordsoft/portal/sessions/{kept.pk}/file/"
    page = karin.get(address).content.decode()
    assert "Result.pdf" in page
    assert "Lars Holm" in page
    assert "Ours alone." not in page
    assert karin.get(file).status_code == 200
    assert "Result.pdf" not in lars.get(address).content.decode()
    assert lars.get(file).status_code == 404
    assert lonhuset.karin.membership
    assert signed_in(lonhuset.karin.membership.user).get(file).status_code == 404


def test_the_contract_page_says_what_is_used(nordsoft: Cast) -> None:
    log_time(ticket=make_ticket(nordsoft), actor=nordsoft.agent, minutes=30, service="legal", now=MONDAY)
    assert nordsoft.karin.membership
    karin = signed_in(nordsoft.karin.membership.user)
    assert "30 min of 2 h used" in karin.get("/nordsoft/portal/contract/").content.decode()


def test_the_pages_ask_little_however_much_there_is(agent: Client, nordsoft: Cast) -> None:
    for number in range(1, 3):
        booking(nordsoft, days=number)
    agent.get(LIST)
    with Budget(9):
        agent.get(LIST)
    assert nordsoft.karin.membership
    karin = signed_in(nordsoft.karin.membership.user)
    karin.get("/nordsoft/portal/sessions/")
    with Budget(8):
        karin.get("/nordsoft/portal/sessions/")


def test_a_customer_asks_for_assistance_and_is_contacted_within_ten_working_days(nordsoft: Cast) -> None:
    assert nordsoft.karin.membership
    karin = signed_in(nordsoft.karin.membership.user)
    assert karin.post("/nordsoft/portal/assistance/", {"text": " "}).status_code == 422
    answer = karin.post("/nordsoft/portal/assistance/", {"text": "What do the new rules ask of us?"})
    case = Ticket.objects.get()
    assert answer.headers["Location"] == f"/nordsoft/portal/tickets/{case.number}/"
    clock = case.clocks.get(metric="contact")
    assert (case.kind, case.channel) == ("assistance", "portal")
    assert clock.due_at.isoformat() == "2026-03-16T16:00:00+00:00"  # closing time of the tenth working day
    assert not case.clocks.filter(metric="next_reply", state="running").exists()
    assert "What do the new rules ask of us?" in karin.get(answer.headers["Location"]).content.decode()
