"""Terms: each version is kept, one is in force on a day, customers are told (domain: Contracts and plans)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.errors import NotAllowedError
from accounts.models import Membership
from contracts.general_terms.selectors import (
    editions,
    editions_of,
    in_force,
    to_be_told,
    unreachable_customers,
)
from contracts.general_terms.services import (
    TermsText,
    begin_terms,
    discard_terms,
    publish_terms,
    withdraw_terms,
    write_terms,
)
from contracts.models import Contact, Contract, ContractContact, Mailing, TermsVersion
from tests.cast import MONDAY, Cast

FIRST = date(2020, 1, 1)


def published(actor: Membership, valid_from: date, *, now: datetime = MONDAY, **texts: str) -> TermsVersion:
    draft = begin_terms(actor=actor, now=now)
    written = TermsText(valid_from, **{"text_sv": f"Från {valid_from}", "summary_sv": "Nytt.", **texts})
    write_terms(terms=draft, actor=actor, written=written, version=draft.version)
    return publish_terms(terms=draft, actor=actor, now=now)


def test_the_terms_in_force_on_a_date_can_always_be_read(nordsoft: Cast) -> None:
    first = published(nordsoft.manager, FIRST)
    second = published(nordsoft.manager, date(2026, 5, 1))
    assert in_force(date(2019, 12, 31)) is None
    assert in_force(FIRST) == first
    assert in_force(date(2026, 4, 30)) == first
    assert in_force(date(2026, 5, 1)) == second
    assert in_force(date(2090, 1, 1)) == second
    assert [(row.version.number, row.starts_on, row.ends_on) for row in editions()] == [
        (2, date(2026, 5, 1), None),
        (1, FIRST, date(2026, 4, 30)),
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine says nothing
@given(
    st.sets(st.dates(date(1990, 1, 1), date(2099, 12, 31)), min_size=1, max_size=8),
    st.dates(date(1990, 1, 1), date(2100, 12, 31)),
)
def test_editions_leave_no_gap_and_do_not_overlap(days: set[date], on: date) -> None:
    rows = editions_of([TermsVersion(tenant_id=1, valid_from=day) for day in sorted(days, reverse=True)])
    valid = [row for row in rows if row.is_in_force(on)]
    assert len(valid) == (1 if on >= min(days) else 0)
    if valid:
        assert valid[0].starts_on == max(day for day in days if day <= on)


def test_what_is_published_is_never_changed(nordsoft: Cast) -> None:
    terms = published(nordsoft.manager, FIRST)
    with pytest.raises(ValidationError) as refused:
        write_terms(terms=terms, actor=nordsoft.manager, written=TermsText(FIRST), version=terms.version)
    assert refused.value.code == "status"
    with pytest.raises(ValidationError):
        discard_terms(terms=terms, actor=nordsoft.manager)
    with pytest.raises(ValidationError):
        publish_terms(terms=terms, actor=nordsoft.manager, now=MONDAY)


def test_the_next_draft_is_a_copy_and_there_is_one_at_a_time(nordsoft: Cast) -> None:
    published(nordsoft.manager, FIRST, text_da="Vilkår")
    draft = begin_terms(actor=nordsoft.manager, now=MONDAY)
    assert (draft.number, draft.text_sv, draft.text_da, draft.summary_sv) == (2, "Från 2020-01-01", "Vilkår", "")
    assert begin_terms(actor=nordsoft.admin, now=MONDAY) == draft
    with pytest.raises(IntegrityError), transaction.atomic():
        TermsVersion.objects.create(number=3, valid_from=FIRST, created_at=MONDAY)


def test_the_second_of_two_writers_is_refused(nordsoft: Cast) -> None:
    draft = begin_terms(actor=nordsoft.manager, now=MONDAY)
    write_terms(terms=draft, actor=nordsoft.manager, written=TermsText(FIRST, text_sv="Ett"), version=1)
    with pytest.raises(ValidationError) as refused:
        write_terms(terms=draft, actor=nordsoft.admin, written=TermsText(FIRST, text_sv="Två"), version=1)
    assert refused.value.code == "version"
    draft.refresh_from_db()
    assert draft.text_sv == "Ett"


@pytest.mark.parametrize("day", [FIRST, date(2026, 2, 28), date(2026, 3, 2)])
def test_a_new_version_is_in_force_from_a_day_to_come(nordsoft: Cast, day: date) -> None:
    published(nordsoft.manager, FIRST)
    with pytest.raises(ValidationError) as refused:
        published(nordsoft.manager, day)
    assert list(refused.value.error_dict) == ["valid_from"]


def test_the_day_is_the_tenants_own(nordsoft: Cast) -> None:
    """At 23:30 in UTC it is the next day in Stockholm."""
    published(nordsoft.manager, FIRST)
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    with pytest.raises(ValidationError):
        published(nordsoft.manager, date(2026, 3, 3), now=late)
    assert published(nordsoft.manager, date(2026, 3, 4), now=late).status == TermsVersion.Status.PUBLISHED


def test_text_and_summary_are_needed_in_the_tenants_language(nordsoft: Cast) -> None:
    published(nordsoft.manager, FIRST)
    with pytest.raises(ValidationError) as refused:
        published(nordsoft.manager, date(2027, 1, 1), text_sv="", summary_sv="", text_en="Terms", summary_en="New.")
    assert set(refused.value.error_dict) == {"text_sv", "summary_sv"}


def test_what_is_not_in_force_yet_can_be_withdrawn_and_what_is_cannot(nordsoft: Cast) -> None:
    first = published(nordsoft.manager, FIRST)
    coming = published(nordsoft.manager, date(2026, 4, 1))
    withdraw_terms(terms=coming, actor=nordsoft.manager, now=datetime(2026, 3, 31, 21, 59, tzinfo=UTC))
    assert in_force(date(2026, 6, 1)) == first
    with pytest.raises(ValidationError) as refused:
        withdraw_terms(terms=first, actor=nordsoft.manager, now=MONDAY)
    assert refused.value.code == "in_force"
    again = published(nordsoft.manager, date(2026, 4, 1))
    assert again.number == 3
    with pytest.raises(ValidationError):
        withdraw_terms(terms=again, actor=nordsoft.manager, now=datetime(2026, 3, 31, 22, tzinfo=UTC))


def test_the_first_version_tells_nobody(nordsoft: Cast) -> None:
    published(nordsoft.manager, FIRST)
    assert not Mailing.objects.exists()
    published(nordsoft.manager, date(2026, 5, 1))
    assert Mailing.objects.get().kind == Mailing.Kind.TERMS


def test_who_is_told(nordsoft: Cast) -> None:
    today = MONDAY.date()
    assert set(to_be_told(today)) == {nordsoft.karin}  # she sees the whole company, Lars does not
    Contact.objects.filter(pk=nordsoft.karin.pk).update(email="")
    assert set(to_be_told(today)) == {nordsoft.lars}  # nobody else can be reached
    Contact.objects.filter(pk=nordsoft.lars.pk).update(email="")
    assert not to_be_told(today).exists()
    assert list(unreachable_customers(today)) == [nordsoft.customer]  # the other one has no contract


def test_who_is_named_in_a_contract_is_told_too(nordsoft: Cast) -> None:
    ContractContact.objects.create(contract=nordsoft.contract, contact=nordsoft.lars)
    assert set(to_be_told(MONDAY.date())) == {nordsoft.karin, nordsoft.lars}
    Contact.objects.filter(pk=nordsoft.lars.pk).update(left_at=MONDAY)
    assert set(to_be_told(MONDAY.date())) == {nordsoft.karin}


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"ends_on": MONDAY.date()}, True),
        ({"ends_on": MONDAY.date() - timedelta(days=1)}, False),
        ({"starts_on": date(2027, 1, 1)}, True),
        ({"status": Contract.Status.ENDED, "ends_on": MONDAY.date() + timedelta(days=9)}, False),
        ({"status": Contract.Status.DRAFT}, False),
        ({"status": Contract.Status.NOTICE, "ends_on": MONDAY.date() + timedelta(days=9)}, True),
    ],
)
def test_customers_with_a_contract_now_or_later_are_told(nordsoft: Cast, fields: dict[str, Any], is_told: bool) -> None:
    Contract.objects.filter(pk=nordsoft.contract.pk).update(**fields)
    assert to_be_told(MONDAY.date()).exists() is is_told


def test_only_managers_write_terms(nordsoft: Cast) -> None:
    draft = begin_terms(actor=nordsoft.manager, now=MONDAY)
    for refused in (
        lambda: begin_terms(actor=nordsoft.agent, now=MONDAY),
        lambda: write_terms(terms=draft, actor=nordsoft.agent, written=TermsText(FIRST), version=1),
        lambda: publish_terms(terms=draft, actor=nordsoft.agent, now=MONDAY),
        lambda: withdraw_terms(terms=draft, actor=nordsoft.agent, now=MONDAY),
        lambda: discard_terms(terms=draft, actor=nordsoft.agent),
    ):
        with pytest.raises(NotAllowedError):
            refused()
