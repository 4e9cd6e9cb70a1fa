"""Important dates: the page, and calendars read back as a program reads them (RFC 5545)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from accounts.models import Membership
from contracts.models import CalendarFeed, NoticeSettings, Product
from contracts.notices.services.writing import NoticeCard, change_notice, withdraw_notice
from contracts.notices.tokens import feed_token
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.contracts.notices.making import DAY, a_notice

PAGE = "/nordsoft/portal/notices/calendar/"


def address_of(karin: Client) -> str:
    karin.post(f"{PAGE}address/")
    shown: str = karin.get(PAGE).context["address"]
    return shown[shown.index("/nordsoft/") :]


def events(answer: Any) -> list[Any]:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


@time_machine.travel(MONDAY, tick=False)
def test_the_page_lists_dates_to_come_by_month(karin: Client, nordsoft: Cast) -> None:
    a_notice(nordsoft, "date", on_day=date(2026, 3, 25), title_sv="Lön i mars")
    a_notice(nordsoft, "date", on_day=None, starts_at=datetime(2026, 4, 12, 10, tzinfo=UTC), title_sv="AGI")
    a_notice(nordsoft, "date", on_day=date(2026, 3, 1), title_sv="I går")
    a_notice(nordsoft, "release", title_sv="Ingen dag")
    page = karin.get(PAGE)
    assert [name for name, _days in page.context["months"]] == ["mars 2026", "april 2026"]
    text = page.content.decode()
    assert "12 april" in text or "12 apr" in text
    assert "I går" not in text
    assert "Ingen dag" not in text
    assert "I går" in karin.get(f"{PAGE}?past=1").content.decode()


@time_machine.travel(MONDAY, tick=False)
def test_a_program_reads_days_as_days_and_instants_in_utc(karin: Client, client: Client, nordsoft: Cast) -> None:
    a_notice(nordsoft, "date", on_day=date(2026, 3, 25), title_sv="Lön; mars, *viktigt*", products=[nordsoft.product])
    late = datetime(2026, 6, 12, 22, 30, tzinfo=UTC)
    a_notice(nordsoft, "date", on_day=None, starts_at=late, title_sv="Midnatt")
    feed = address_of(karin)
    with Budget(5):
        answer = Client().get(feed)
    day, instant = events(answer)
    assert (day["DTSTART"].dt, day["DTEND"].dt) == (date(2026, 3, 25), date(2026, 3, 26))
    assert day["DTSTART"].params["VALUE"] == "DATE"
    assert day["SUMMARY"] == "Lön; mars, *viktigt*"
    assert [str(name) for name in day["CATEGORIES"].cats] == ["Nord Ekonomi"]
    assert instant["DTSTART"].dt == late
    assert b"DTSTART:20260612T223000Z" in answer.content
    assert b"VTIMEZONE" not in answer.content
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75


def test_an_event_keeps_its_uid_and_counts_its_changes(karin: Client, nordsoft: Cast) -> None:
    with time_machine.travel(MONDAY, tick=False):
        notice = a_notice(nordsoft, "date", on_day=date(2026, 3, 25))
        feed = address_of(karin)
        (before,) = events(Client().get(feed))
    with time_machine.travel(MONDAY + DAY, tick=False):
        moved = NoticeCard(title_sv="Lön", text_sv="Flyttad.", on_day=date(2026, 3, 24))
        change_notice(notice=notice, actor=nordsoft.agent, card=moved, version=1, now=MONDAY + DAY)
        (after,) = events(Client().get(feed))
        assert after["UID"] == before["UID"]
        assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
        assert (before["LAST-MODIFIED"].dt, after["LAST-MODIFIED"].dt) == (MONDAY, MONDAY + DAY)
        withdraw_notice(notice=notice, actor=nordsoft.agent, now=MONDAY + DAY)
        (gone,) = events(Client().get(feed))
    assert (gone["STATUS"], gone["SEQUENCE"], gone["UID"]) == ("CANCELLED", 2, before["UID"])


def test_what_is_the_same_is_answered_304_and_a_change_is_not(karin: Client, nordsoft: Cast) -> None:
    with time_machine.travel(MONDAY, tick=False):
        a_notice(nordsoft, "date", on_day=date(2026, 3, 25))
        feed = address_of(karin)
        first = Client().get(feed)
        assert first["Last-Modified"] == "Mon, 02 Mar 2026 08:00:00 GMT"
    with time_machine.travel(MONDAY + timedelta(hours=5), tick=False):
        same = Client().get(feed, headers={"if-none-match": first["ETag"]})
        assert (same.status_code, same.content) == (304, b"")
        a_notice(nordsoft, "date", on_day=date(2026, 4, 25))
        changed = Client().get(feed, headers={"if-none-match": first["ETag"]})
        assert len(events(changed)) == 2


def test_another_address_and_none_end_the_one_before(karin: Client, nordsoft: Cast) -> None:
    first, second = address_of(karin), address_of(karin)
    assert first != second
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    karin.post(f"{PAGE}address/", {"close": "1"})
    assert Client().get(second).status_code == 404
    assert karin.get(PAGE).context["address"] == ""
    third = address_of(karin)
    assert third not in (first, second)
    assert Client().get(third).status_code == 200


def test_who_is_shut_out_loses_it_and_nobody_guesses_it(karin: Client, nordsoft: Cast, lonhuset: Cast) -> None:
    feed = address_of(karin)
    token = feed_token(CalendarFeed.objects.get())
    for forged in ("1-1", token[:-1] + ("a" if token[-1] != "a" else "b"), token.replace("-1.", "-2.")):
        assert Client().get(feed.replace(token, forged)).status_code == 404
    assert Client().get(feed.replace("nordsoft", "lonhuset")).status_code == 404
    Membership.objects.filter(pk=nordsoft.karin.membership_id).update(is_active=False)
    assert Client().get(feed).status_code == 404


@time_machine.travel(MONDAY, tick=False)
def test_only_dates_of_the_products_bought(karin: Client, nordsoft: Cast) -> None:
    other = Product.objects.create(name="Nord Lön")
    nordsoft.contract.contract_products.create(product=nordsoft.product)
    a_notice(nordsoft, "date", title_sv="Deras", products=[other])
    a_notice(nordsoft, "date", title_sv="Vår", products=[nordsoft.product])
    assert [event["SUMMARY"] for event in events(Client().get(address_of(karin)))] == ["Vår"]


@time_machine.travel(MONDAY, tick=False)
def test_a_public_calendar_where_the_tenant_wants_one(client: Client, nordsoft: Cast) -> None:
    other = Product.objects.create(name="Nord Lön")
    a_notice(nordsoft, "date", title_sv="Deras", products=[other])
    a_notice(nordsoft, "date", title_sv="Allas")
    assert client.get(f"{PAGE}public.ics").status_code == 404
    NoticeSettings.objects.create(has_public_calendar=True)
    assert len(events(client.get(f"{PAGE}public.ics"))) == 2
    one = client.get(f"{PAGE}public.ics?product={nordsoft.product.pk}")
    assert [event["SUMMARY"] for event in events(one)] == ["Allas"]
    for wrong in ("x", "99999", "1" * 40):
        assert client.get(f"{PAGE}public.ics?product={wrong}").status_code == 404


@pytest.mark.parametrize("language", ["sv", "da", "en"])
def test_in_the_contacts_language(karin: Client, nordsoft: Cast, language: str) -> None:
    a_notice(nordsoft, "date", on_day=date(2026, 3, 25), title_en="Payday", text_en="Run it.")
    nordsoft.karin.language = language
    nordsoft.karin.save()
    with time_machine.travel(MONDAY, tick=False):
        (event,) = events(Client().get(address_of(karin)))
    assert event["SUMMARY"] == ("Payday" if language == "en" else "Version 12")
