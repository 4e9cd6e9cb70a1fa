"""Sessions with customers: what they take from the quota, whom they are told to, and what comes of them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.models import ConsultancyRate
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tickets.bills import SESSION, Line
from tickets.models import Booking, QuotaNotice
from tickets.selectors.billing import month_bill
from tickets.selectors.quotas import Quota, quota_of
from tickets.services.bookings import Slot, book, cancel, hold, miss, move, send_result
from tickets.services.quotas import tell_overrun

TOMORROW = MONDAY + timedelta(days=1)
PAPER = SimpleUploadedFile("Service check.pdf", b"%PDF-1.7 All is well.", "application/pdf")


def slot(cast: Cast, starts_at: datetime = TOMORROW, minutes: int = 60) -> Slot:
    return Slot(starts_at=starts_at, minutes=minutes, consultant=cast.consultant, contact=cast.karin)


def booked(cast: Cast, service: str = "sparring", starts_at: datetime = TOMORROW, minutes: int = 60) -> Booking:
    chosen = slot(cast, starts_at, minutes)
    return book(contract=cast.contract, service=service, slot=chosen, actor=cast.agent, now=MONDAY)


def quota(cast: Cast, service: str = "sparring", year: int = 2026) -> Quota:
    found = quota_of(cast.contract, service, year)
    assert found
    return found


def told(cast: Cast, service: str) -> None:
    tell_overrun(contract=cast.contract, code=service, year=2026, actor=cast.agent, now=MONDAY)


def mails(key: str) -> int:
    return OutboxMessage.objects.filter(dedupe_key__startswith=key).count()


def test_a_session_takes_from_the_quota_when_it_is_booked_and_the_contact_is_told(nordsoft: Cast) -> None:
    one = booked(nordsoft)
    assert (one.year, one.covered_minutes, one.billable_minutes) == (2026, 60, 0)
    assert (quota(nordsoft).used, quota(nordsoft).left) == (1, 1)
    mail = OutboxMessage.objects.get(dedupe_key=f"booking:{one.pk}:1")
    assert mail.recipient == nordsoft.karin.email
    assert "Sigrid Åhman" in mail.text


def test_a_cancelled_one_gives_back_and_one_without_the_customer_does_not(nordsoft: Cast) -> None:
    one, two = booked(nordsoft), booked(nordsoft, starts_at=TOMORROW + timedelta(days=7))
    cancel(booking=one, actor=nordsoft.agent, now=MONDAY)
    assert quota(nordsoft).left == 1
    assert mails(f"booking:{one.pk}:2") == 1
    with pytest.raises(ValidationError, match="lies ahead"):
        miss(booking=two, actor=nordsoft.agent, now=MONDAY)
    miss(booking=two, actor=nordsoft.agent, now=two.starts_at)
    assert quota(nordsoft).left == 1
    for again in (one, two):
        with pytest.raises(ValidationError, match="not booked any more"):
            cancel(booking=again, actor=nordsoft.agent, now=MONDAY)


def test_the_third_sparring_is_billed_whole_and_only_after_the_customer_was_told(nordsoft: Cast) -> None:
    booked(nordsoft)
    booked(nordsoft, starts_at=TOMORROW + timedelta(days=1))
    with pytest.raises(ValidationError, match="must be told of the price before"):
        booked(nordsoft, starts_at=TOMORROW + timedelta(days=2))
    told(nordsoft, "sparring")
    third = booked(nordsoft, starts_at=TOMORROW + timedelta(days=2), minutes=45)
    assert (third.covered_minutes, third.billable_minutes) == (0, 45)
    assert (quota(nordsoft).used, quota(nordsoft).left, quota(nordsoft).over) == (2, 0, 1)


def test_assistance_is_split_to_the_minute(nordsoft: Cast) -> None:
    booked(nordsoft, "legal", minutes=90)
    told(nordsoft, "legal")
    second = booked(nordsoft, "legal", starts_at=TOMORROW + timedelta(days=1), minutes=50)
    assert (second.covered_minutes, second.billable_minutes) == (30, 20)
    assert (quota(nordsoft, "legal").left, quota(nordsoft, "legal").over) == (0, 20)


def test_moved_into_another_year_it_takes_from_that_years_quota(nordsoft: Cast) -> None:
    one = booked(nordsoft)
    # Half past midnight on New Year's Day in Stockholm.
    later = replace(slot(nordsoft), starts_at=datetime.fromisoformat("2026-12-31T23:30:00+00:00"))
    kept = move(booking=one, slot=later, actor=nordsoft.agent, now=MONDAY)
    assert (kept.year, quota(nordsoft).used, quota(nordsoft, year=2027).used) == (2027, 0, 1)
    assert mails(f"booking:{one.pk}:2") == 1
    move(booking=kept, slot=replace(later, notes="Bring the figures."), actor=nordsoft.agent, now=MONDAY)
    assert mails("booking:") == 2  # a note of ours is no news to the customer


def test_a_move_keeps_its_own_place_in_the_quota(nordsoft: Cast) -> None:
    booked(nordsoft)
    two = booked(nordsoft, starts_at=TOMORROW + timedelta(days=1))
    later = replace(slot(nordsoft), starts_at=TOMORROW + timedelta(days=3))
    assert move(booking=two, slot=later, actor=nordsoft.agent, now=MONDAY).covered_minutes == 60
    assert quota(nordsoft).used == 2


def test_one_service_check_a_year_of_up_to_four_hours_whose_result_is_sent(
    nordsoft: Cast, settings: pytest.FixtureRequest, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(ValidationError, match="240"):
        booked(nordsoft, "service_check", minutes=241)
    one = booked(nordsoft, "service_check", minutes=240)
    assert quota(nordsoft, "service_check").left == 0
    with pytest.raises(ValidationError, match="held"):
        send_result(booking=one, file=PAPER, actor=nordsoft.consultant, now=MONDAY)
    with pytest.raises(ValidationError, match="lies ahead"):
        hold(booking=one, minutes=200, notes="", actor=nordsoft.consultant, now=MONDAY)
    held = hold(booking=one, minutes=200, notes="Fine.", actor=nordsoft.consultant, now=TOMORROW)
    bad = SimpleUploadedFile("run.exe", b"MZ")
    with pytest.raises(ValidationError, match="not accepted"):
        send_result(booking=held, file=bad, actor=nordsoft.consultant, now=TOMORROW)
    sent = send_result(booking=held, file=PAPER, actor=nordsoft.consultant, now=TOMORROW)
    assert (sent.result_name, sent.result_sent_at) == ("Service check.pdf", TOMORROW)
    assert mails(f"booking:{one.pk}:result") == 1
    with pytest.raises(ValidationError, match="sent already"):
        send_result(booking=sent, file=PAPER, actor=nordsoft.consultant, now=TOMORROW)


def test_what_took_longer_than_the_quota_needs_the_notice_too(nordsoft: Cast) -> None:
    one = booked(nordsoft, "legal", minutes=120)
    with pytest.raises(ValidationError, match="must be told"):
        hold(booking=one, minutes=150, notes="", actor=nordsoft.consultant, now=TOMORROW)
    told(nordsoft, "legal")
    assert hold(booking=one, minutes=150, notes="", actor=nordsoft.consultant, now=TOMORROW).billable_minutes == 30


def test_what_cannot_be_booked(nordsoft: Cast, lonhuset: Cast) -> None:
    for wrong, field in (
        (slot(nordsoft, MONDAY - timedelta(minutes=1)), "starts_at"),
        (slot(nordsoft, MONDAY + timedelta(days=800)), "starts_at"),
        (slot(nordsoft, minutes=61), "minutes"),
        (slot(nordsoft, minutes=0), "minutes"),
    ):
        with pytest.raises(ValidationError) as refused:
            book(contract=nordsoft.contract, service="sparring", slot=wrong, actor=nordsoft.agent, now=MONDAY)
        assert field in refused.value.message_dict
    with pytest.raises(ValidationError, match="no such quota"):
        booked(nordsoft, "support")
    nordsoft.contract.ends_on = MONDAY.date()
    nordsoft.contract.save()
    with pytest.raises(ValidationError, match="not in force"):
        booked(nordsoft)
    assert not Booking.objects.exists()


def test_sessions_warn_as_logged_time_does(nordsoft: Cast) -> None:
    booked(nordsoft)
    assert not QuotaNotice.objects.exists()
    booked(nordsoft, starts_at=TOMORROW + timedelta(days=1))
    assert set(QuotaNotice.objects.values_list("cause", flat=True)) == {"80", "100"}
    assert mails("quota:") == 2  # one to the manager, one to the company-wide contact


def test_what_is_beyond_the_quota_is_billed_once_it_was_held(nordsoft: Cast) -> None:
    ConsultancyRate.objects.create(amount=Decimal(1500), currency="SEK", valid_from=date(2020, 1, 1))
    told(nordsoft, "legal")
    one = booked(nordsoft, "legal", minutes=150)
    march = date(2026, 3, 1)

    def sessions(month: date = march) -> list[Line]:
        bill = month_bill(nordsoft.tenant, month).of(nordsoft.customer.pk)
        return [line for line in bill.lines if line.kind == SESSION] if bill else []

    assert sessions() == []
    hold(booking=one, minutes=150, notes="", actor=nordsoft.consultant, now=TOMORROW)
    (line,) = sessions()
    # Half an hour at 1 500 SEK less the plan's 15 per cent.
    assert (line.minutes, line.unit_price, line.amount) == (30, Decimal("1275.00"), Decimal("637.50"))
    assert sessions(date(2026, 4, 1)) == []
    ConsultancyRate.objects.all().delete()
    bill = month_bill(nordsoft.tenant, march).of(nordsoft.customer.pk)
    assert bill
    assert any(missing.what == "rate" for missing in bill.missing)
