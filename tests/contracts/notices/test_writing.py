"""Notices: draft, published, changed, over, withdrawn; each told once to those who subscribe."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.errors import NotAllowedError
from contracts.mailings.rounds import mail_round
from contracts.models import Mailing, Notice
from contracts.notices.selectors import ONGOING, OVER, PLANNED, state_of
from contracts.notices.services.writing import (
    NoticeCard,
    change_notice,
    copy_notice,
    discard_notice,
    end_operation,
    publish_notice,
    withdraw_notice,
    write_notice,
)
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.contracts.notices.making import DAY, a_notice, subscribe

CARD = NoticeCard(title_sv="Driftstopp", text_sv="Vi byter disk.")


def kinds() -> list[str]:
    return list(Mailing.objects.order_by("pk").values_list("kind", flat=True))


def test_a_draft_is_published_once(nordsoft: Cast) -> None:
    draft = write_notice(kind="law", actor=nordsoft.agent, card=CARD, now=MONDAY)
    assert (draft.status, kinds()) == ("draft", [])
    published = publish_notice(notice=draft, actor=nordsoft.agent, now=MONDAY + DAY)
    assert (published.status, published.published_at, kinds()) == ("published", MONDAY + DAY, ["notice"])
    with pytest.raises(ValidationError):
        publish_notice(notice=draft, actor=nordsoft.agent, now=MONDAY + DAY)
    with pytest.raises(ValidationError):
        discard_notice(notice=draft, actor=nordsoft.agent)


@pytest.mark.parametrize(
    ("kind", "fields", "at"),
    [
        ("operation", {}, "starts_at"),
        ("operation", {"starts_at": MONDAY, "ends_at": MONDAY}, "ends_at"),
        ("date", {}, "on_day"),
        ("date", {"on_day": date(2026, 3, 25), "starts_at": MONDAY}, "on_day"),
        ("law", {"title_sv": "", "title_da": "Lov"}, "title_sv"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(nordsoft: Cast, kind: str, fields: dict[str, Any], at: str) -> None:
    with pytest.raises(ValidationError) as refused:
        write_notice(kind=kind, actor=nordsoft.agent, card=NoticeCard(**{"title_sv": "A", **fields}), now=MONDAY)
    assert list(refused.value.error_dict) == [at]


def test_a_text_in_the_tenants_language_is_needed_to_publish(nordsoft: Cast) -> None:
    card = NoticeCard(title_sv="Ny version", text_en="New version")
    draft = write_notice(kind="release", actor=nordsoft.agent, card=card, now=MONDAY)
    with pytest.raises(ValidationError) as refused:
        publish_notice(notice=draft, actor=nordsoft.agent, now=MONDAY)
    assert list(refused.value.error_dict) == ["text_sv"]


def test_the_database_holds_the_times_too(nordsoft: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(kind="release", title_sv="A", updated_at=MONDAY, starts_at=MONDAY)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine says nothing
@given(
    st.integers(-1_000_000, 1_000_000),
    st.one_of(st.none(), st.integers(1, 1_000_000)),
    st.integers(-2_000_000, 2_000_000),
)
def test_an_operation_is_planned_then_ongoing_then_over(begins: int, lasts: int | None, later: int) -> None:
    start, now = MONDAY + timedelta(seconds=begins), MONDAY + timedelta(seconds=later)
    end = start + timedelta(seconds=lasts) if lasts else None
    state = state_of(Notice(tenant_id=1, kind="operation", starts_at=start, ends_at=end), now)
    assert (state == PLANNED) == (now < start)
    assert (state == OVER) == (end is not None and now >= end)
    assert (state == ONGOING) == (start <= now and (end is None or now < end))


def test_an_operation_that_is_over_is_told_once_to_those_who_were_told(nordsoft: Cast) -> None:
    subscribe(nordsoft.karin, operation=[None])
    notice = a_notice(nordsoft, "operation", starts_at=MONDAY)
    mail_round(now=MONDAY)
    subscribe(nordsoft.lars, operation=[None])  # too late to have been told
    for _ in range(2):
        end_operation(notice=notice, actor=nordsoft.agent, now=MONDAY + DAY)
    mail_round(now=MONDAY + DAY)
    notice.refresh_from_db()
    assert notice.ends_at == MONDAY + DAY
    assert kinds() == ["notice", "notice_over"]
    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == [nordsoft.karin.email] * 2


def test_what_has_not_begun_is_not_over(nordsoft: Cast) -> None:
    notice = a_notice(nordsoft, "operation")
    with pytest.raises(ValidationError) as refused:
        end_operation(notice=notice, actor=nordsoft.agent, now=MONDAY)
    assert refused.value.code == "not_begun"


def test_a_change_is_seen_at_once_and_mailed_where_wanted(nordsoft: Cast) -> None:
    notice = a_notice(nordsoft, "operation", starts_at=MONDAY + DAY)
    moved = NoticeCard(title_sv="Flyttat", text_sv="Senare.", starts_at=MONDAY + 2 * DAY)
    change_notice(notice=notice, actor=nordsoft.agent, card=moved, version=1, now=MONDAY)
    assert kinds() == ["notice"]
    change_notice(notice=notice, actor=nordsoft.agent, card=moved, version=2, now=MONDAY, tells=True)
    notice.refresh_from_db()
    assert (notice.title_sv, notice.revision, kinds()) == ("Flyttat", 2, ["notice", "notice_changed"])


def test_the_second_of_two_writers_is_refused(nordsoft: Cast) -> None:
    notice = a_notice(nordsoft)
    change_notice(notice=notice, actor=nordsoft.agent, card=CARD, version=1, now=MONDAY)
    with pytest.raises(ValidationError) as refused:
        change_notice(notice=notice, actor=nordsoft.colleague, card=CARD, version=1, now=MONDAY)
    assert refused.value.code == "version"
    assert "Maja Sandell" in refused.value.messages[0]


def test_a_change_of_what_is_published_keeps_its_words(nordsoft: Cast) -> None:
    notice = a_notice(nordsoft)
    with pytest.raises(ValidationError):
        change_notice(notice=notice, actor=nordsoft.agent, card=NoticeCard(title_sv="Tom"), version=1, now=MONDAY)
    notice.refresh_from_db()
    assert notice.title_sv == "Version 12"


@pytest.mark.parametrize(
    ("kind", "fields", "told"),
    [
        ("operation", {"starts_at": MONDAY + DAY}, True),
        ("operation", {"starts_at": MONDAY - DAY, "ends_at": MONDAY - DAY / 2}, False),
        ("date", {"on_day": MONDAY.date()}, True),
        ("date", {"on_day": MONDAY.date() - DAY}, False),
        ("release", {}, False),
    ],
)
def test_a_withdrawal_is_told_where_its_time_is_to_come(
    nordsoft: Cast, kind: str, fields: dict[str, Any], told: bool
) -> None:
    notice = a_notice(nordsoft, kind, **fields)
    withdraw_notice(notice=notice, actor=nordsoft.agent, now=MONDAY)
    assert kinds() == (["notice", "notice_withdrawn"] if told else ["notice"])
    with pytest.raises(ValidationError):
        change_notice(notice=notice, actor=nordsoft.agent, card=CARD, version=1, now=MONDAY)


def test_a_copy_is_a_draft_of_its_own(nordsoft: Cast) -> None:
    notice = a_notice(nordsoft, "date", products=[nordsoft.product], visible_until=MONDAY.date())
    copy = copy_notice(notice=notice, actor=nordsoft.agent, now=MONDAY)
    assert (copy.status, copy.title_sv, copy.on_day, copy.visible_until) == (
        "draft", "Version 12", date(2026, 3, 25), None,
    )  # fmt: skip
    assert copy.uid != notice.uid
    assert copy.notice_products.get().product == nordsoft.product
    discard_notice(notice=copy, actor=nordsoft.agent)
    assert Notice.objects.get() == notice


def test_consultants_and_customers_write_none(nordsoft: Cast) -> None:
    for actor in (nordsoft.consultant, nordsoft.karin.membership):
        assert actor
        with pytest.raises(NotAllowedError):
            write_notice(kind="law", actor=actor, card=CARD, now=MONDAY)
