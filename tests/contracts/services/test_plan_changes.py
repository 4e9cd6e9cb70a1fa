"""A contract changes its plan: asked for, signed, decided, in effect (domain: Changing plan)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.errors import NotAllowedError
from accounts.models import Membership
from accounts.tenancy.context import tenant_context
from contracts.models import Contract, ContractContact, ContractEvent, PlanChange, PlanVersion
from contracts.plan_comparison import Effect, compare
from contracts.selectors.plans import newest_version
from contracts.services.plan_changes import (
    hand_in_signed,
    put_in_effect,
    record_receipt,
    refuse,
    request_change,
    withdraw,
)
from contracts.services.plan_versions import ServiceDraft, add_version
from outbox.models import OutboxMessage
from tests.cast import Cast

# Sunday 22 November 2026, 09:00 in Stockholm.
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
Status = PlanChange.Status


def version(cast: Cast, plan: str) -> PlanVersion:
    return newest_version(cast.plans[plan])


def karin(cast: Cast) -> Membership:
    assert cast.karin.membership
    return cast.karin.membership


def asked(cast: Cast, plan: str = "premium", now: datetime = NOW) -> PlanChange:
    return request_change(contract=cast.contract, to_version=version(cast, plan), actor=karin(cast), now=now)


def scan(name: str = "signed.pdf", begins: bytes = b"%PDF-1.7 ") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, begins + b"and so on")


def received(cast: Cast, change: PlanChange, day: date, now: datetime) -> PlanChange:
    return record_receipt(change=change, received_on=day, actor=cast.manager, now=now)


def mails() -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.order_by("pk").values_list("recipient", "subject"))


def kinds(cast: Cast) -> list[str]:
    return list(ContractEvent.objects.filter(contract=cast.contract).order_by("pk").values_list("kind", flat=True))


def test_a_request_sends_the_addendum_and_writes_the_timeline(nordsoft: Cast) -> None:
    change = asked(nordsoft)
    assert (change.status, change.from_version.plan.name, change.to_version.plan.name) == (
        Status.SENT,
        "Professional",
        "Premium",
    )
    event = ContractEvent.objects.get(kind="plan_requested")
    assert event.actor == karin(nordsoft)
    assert event.data["changes"] == {"plan": ["Professional", "Premium"]}
    # The tenant writes Swedish; Karin is the company-wide contact, Henrik and Astrid manage.
    assert {to for to, _ in mails()} == {
        "karin@nordsoft.example",
        "henrik@nordsoft.example",
        "astrid@nordsoft.example",
    }


def test_the_mail_says_by_when_to_sign_for_which_day(nordsoft: Cast) -> None:
    nordsoft.karin.language = "en"
    nordsoft.karin.save()
    asked(nordsoft)
    mail = OutboxMessage.objects.get(recipient="karin@nordsoft.example")
    assert "Signed by 15 Dec 2026: from 1 Jan 2027." in mail.text
    assert f"/nordsoft/portal/contract/{nordsoft.contract.pk}/plan/" in mail.text


@pytest.mark.parametrize(
    ("day", "starts"), [(date(2026, 12, 15), date(2027, 1, 1)), (date(2026, 12, 16), date(2027, 2, 1))]
)
def test_the_day_of_receipt_decides_the_day_it_counts_from(nordsoft: Cast, day: date, starts: date) -> None:
    change = received(nordsoft, asked(nordsoft), day, NOW + timedelta(days=40))
    assert (change.status, change.received_on, change.effective_on) == (Status.SCHEDULED, day, starts)


def test_a_downgrade_waits_for_the_contracts_notice_period(nordsoft: Cast) -> None:
    Contract.objects.update(notice_months=3)
    change = asked(nordsoft, "standard")
    Contract.objects.update(notice_months=12)  # what was agreed when it was asked for holds
    assert received(nordsoft, change, date(2026, 11, 22), NOW).effective_on == date(2027, 3, 1)


def test_a_newer_version_of_the_same_plan_counts_as_an_upgrade_does(nordsoft: Cast) -> None:
    draft = ServiceDraft(code="support", kind="included", name_en="Support")
    newer = add_version(plan=nordsoft.plans["professional"], services=[draft], actor=nordsoft.manager, now=NOW)
    change = request_change(contract=nordsoft.contract, to_version=newer, actor=karin(nordsoft), now=NOW)
    assert received(nordsoft, change, date(2026, 11, 22), NOW).effective_on == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("minute", "day", "starts"),
    [
        (datetime(2026, 12, 15, 22, 59, 59, tzinfo=UTC), date(2026, 12, 15), date(2027, 1, 1)),
        (datetime(2026, 12, 15, 23, 0, tzinfo=UTC), date(2026, 12, 16), date(2027, 2, 1)),
    ],
)
def test_handed_in_it_is_received_on_the_tenants_local_day(
    nordsoft: Cast, minute: datetime, day: date, starts: date
) -> None:
    change = hand_in_signed(change=asked(nordsoft), file=scan(), actor=karin(nordsoft), now=minute)
    assert (change.status, change.received_on, change.file_name) == (Status.RECEIVED, day, "signed.pdf")
    assert default_storage.open(change.file_path).read() == b"%PDF-1.7 and so on"
    assert change.received_on
    assert received(nordsoft, change, change.received_on, minute).effective_on == starts


def test_in_copenhagen_midnight_is_copenhagens(lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        summer = datetime(2026, 7, 15, 22, 0, tzinfo=UTC)
        change = asked(lonhuset, now=summer - timedelta(days=3))
        change = hand_in_signed(change=change, file=scan(), actor=karin(lonhuset), now=summer)
        assert change.received_on == date(2026, 7, 16)


@pytest.mark.parametrize(
    ("name", "begins"),
    [("signed.exe", b"MZ"), ("signed.pdf", b"<html>"), ("signed.png", b"%PDF-"), ("signed", b"%PDF-"), ("a.jpg", b"")],
)
def test_only_a_scan_is_taken(nordsoft: Cast, name: str, begins: bytes) -> None:
    change = asked(nordsoft)
    with pytest.raises(ValidationError) as refused:
        hand_in_signed(change=change, file=scan(name, begins), actor=karin(nordsoft), now=NOW)
    assert "file" in refused.value.message_dict
    change.refresh_from_db()
    assert change.status == Status.SENT


@pytest.mark.parametrize("begins", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
def test_a_picture_is_a_scan_too(nordsoft: Cast, begins: bytes) -> None:
    name = "a.png" if begins.startswith(b"\x89") else "a.jpg"
    change = hand_in_signed(change=asked(nordsoft), file=scan(name, begins), actor=karin(nordsoft), now=NOW)
    assert change.status == Status.RECEIVED


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 21)])
def test_a_receipt_lies_between_the_request_and_today(nordsoft: Cast, day: date) -> None:
    with pytest.raises(ValidationError) as refused:
        received(nordsoft, asked(nordsoft), day, NOW)
    assert "received_on" in refused.value.message_dict


def test_only_one_change_is_under_way(nordsoft: Cast) -> None:
    asked(nordsoft)
    with pytest.raises(ValidationError, match="under way"):
        asked(nordsoft, "standard")


def test_the_present_plan_and_an_old_version_cannot_be_chosen(nordsoft: Cast) -> None:
    old = version(nordsoft, "premium")
    draft = ServiceDraft(code="support", kind="included", name_en="Support")
    add_version(plan=nordsoft.plans["premium"], services=[draft], actor=None, now=NOW)
    for wrong in (nordsoft.contract.plan_version, old):
        with pytest.raises(ValidationError, match="cannot be chosen"):
            request_change(contract=nordsoft.contract, to_version=wrong, actor=karin(nordsoft), now=NOW)


def test_a_contract_that_ends_before_is_not_changed(nordsoft: Cast) -> None:
    Contract.objects.update(ends_on=date(2026, 12, 31))
    with pytest.raises(ValidationError, match="ends on 31 Dec 2026"):
        asked(nordsoft)
    Contract.objects.update(renews=True)
    assert asked(nordsoft).status == Status.SENT


def test_a_contract_under_notice_is_not_changed(nordsoft: Cast) -> None:
    Contract.objects.update(status="notice", ends_on=date(2028, 12, 31))
    with pytest.raises(ValidationError, match="not active"):
        asked(nordsoft)


def test_who_is_not_company_wide_or_works_elsewhere_asks_for_nothing(nordsoft: Cast) -> None:
    for actor in (nordsoft.lars.membership, nordsoft.agent, nordsoft.consultant):
        assert actor
        with pytest.raises(NotAllowedError):
            request_change(contract=nordsoft.contract, to_version=version(nordsoft, "premium"), actor=actor, now=NOW)
    change = asked(nordsoft)
    acts: list[Any] = [
        lambda: record_receipt(change=change, received_on=date(2026, 11, 22), actor=karin(nordsoft), now=NOW),
        lambda: refuse(change=change, reason="No", actor=nordsoft.agent, now=NOW),
        lambda: hand_in_signed(change=change, file=scan(), actor=nordsoft.agent, now=NOW),
        lambda: withdraw(change=change, actor=nordsoft.agent, now=NOW),
    ]
    for act in acts:
        with pytest.raises(NotAllowedError):
            act()


def test_a_manager_asks_and_refuses_with_a_reason_that_the_customer_reads(nordsoft: Cast) -> None:
    change = request_change(
        contract=nordsoft.contract, to_version=version(nordsoft, "premium"), actor=nordsoft.manager, now=NOW
    )
    with pytest.raises(ValidationError) as refused:
        refuse(change=change, reason=" ", actor=nordsoft.manager, now=NOW)
    assert "reason" in refused.value.message_dict
    change = refuse(change=change, reason="The invoices are unpaid.", actor=nordsoft.manager, now=NOW)
    assert (change.status, change.ended_at) == (Status.REFUSED, NOW)
    assert (
        "The invoices are unpaid." in OutboxMessage.objects.filter(recipient="karin@nordsoft.example").latest("pk").text
    )
    assert kinds(nordsoft) == ["plan_requested", "plan_refused"]
    assert asked(nordsoft).is_open  # it may be asked for again


def test_the_customer_takes_it_back_until_it_is_decided_and_the_manager_until_it_counts(nordsoft: Cast) -> None:
    assert withdraw(change=asked(nordsoft), actor=karin(nordsoft), now=NOW).status == Status.WITHDRAWN
    change = received(nordsoft, asked(nordsoft), date(2026, 11, 22), NOW)
    with pytest.raises(ValidationError, match="already"):
        withdraw(change=change, actor=karin(nordsoft), now=NOW)
    assert withdraw(change=change, actor=nordsoft.manager, now=NOW).status == Status.WITHDRAWN
    with pytest.raises(ValidationError, match="already"):
        withdraw(change=change, actor=nordsoft.manager, now=NOW)


@pytest.mark.parametrize(
    ("instant", "counts"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), True),
        (datetime(2027, 3, 1, tzinfo=UTC), True),
    ],
)
def test_it_counts_from_the_tenants_midnight_and_once(nordsoft: Cast, instant: datetime, counts: bool) -> None:
    change = received(nordsoft, asked(nordsoft), date(2026, 11, 22), NOW)
    done = put_in_effect(change=change, now=instant)
    contract = Contract.objects.get(pk=nordsoft.contract.pk)
    assert (done is not None) == counts
    assert contract.plan_version == (change.to_version if counts else change.from_version)
    assert contract.plan == contract.plan_version.plan
    if counts:
        before = len(mails())
        assert put_in_effect(change=change, now=instant) is None
        assert len(mails()) == before
        assert kinds(nordsoft) == ["plan_requested", "plan_decided", "plan_changed"]


def test_a_contract_that_ended_meanwhile_keeps_its_plan(nordsoft: Cast) -> None:
    change = received(nordsoft, asked(nordsoft), date(2026, 11, 22), NOW)
    Contract.objects.update(status="ended", ends_on=date(2026, 12, 31))
    done = put_in_effect(change=change, now=datetime(2027, 1, 1, tzinfo=UTC))
    assert done
    assert done.status == Status.WITHDRAWN
    assert done.reason
    assert kinds(nordsoft) == ["plan_requested", "plan_decided", "plan_withdrawn"]
    assert Contract.objects.get().plan_version == change.from_version


def test_however_late_it_is_put_in_effect_it_counts_from_its_midnight(nordsoft: Cast) -> None:
    change = received(nordsoft, asked(nordsoft), date(2026, 11, 22), NOW)
    assert put_in_effect(change=change, now=datetime(2027, 1, 20, tzinfo=UTC))
    event = ContractEvent.objects.get(kind="plan_changed")
    assert event.at == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert event.data["plan_version"] == [change.from_version_id, change.to_version_id]
    assert event.data["changes"]["plan"] == ["Professional", "Premium"]


def test_a_contract_that_names_more_contacts_than_the_plan_allows_is_told_so(nordsoft: Cast) -> None:
    for contact in (nordsoft.karin, nordsoft.lars):
        ContractContact.objects.create(contract=nordsoft.contract, contact=contact)
    PlanVersion.objects.filter(plan=nordsoft.plans["standard"]).update(contact_limit=1)
    with pytest.raises(ValidationError, match="names 2 contacts"):
        asked(nordsoft, "standard")


def test_what_is_gained_and_lost(nordsoft: Cast) -> None:
    up = {line.name: line for line in compare(version(nordsoft, "standard"), version(nordsoft, "professional"))}
    legal = next(line for name, line in up.items() if name.startswith("Legal"))
    assert (legal.before, legal.after, legal.effect) == ("–", "2 hours a year", Effect.GAINED)
    assert up["Updates"].effect == Effect.SAME
    more = {line.effect for line in compare(version(nordsoft, "professional"), version(nordsoft, "premium"))}
    assert more == {Effect.GAINED, Effect.MORE, Effect.SAME}
    down = compare(version(nordsoft, "premium"), version(nordsoft, "professional"))
    assert down[0].effect == Effect.LOST  # what is lost stands first
    assert next(line for line in down if line.name.startswith("Legal")).effect == Effect.LESS
