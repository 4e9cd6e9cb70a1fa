"""Customers choose a plan until a day, and get the named one if they do not (domain: Changing plan)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from accounts.models import Membership
from contracts.models import Campaign, CampaignLetter, Contact, Contract, Customer, Plan, PlanChange, PlanVersion
from contracts.selectors.plans import newest_version
from contracts.services.campaigns import (
    Asked,
    choose,
    close_campaign,
    create_campaign,
    leave_out,
    remind,
    send_campaign,
    set_default,
    settle_letter,
)
from contracts.services.plan_changes import request_change
from outbox.models import OutboxMessage
from tests.cast import Cast

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DEADLINE = date(2026, 12, 15)
LAST_SECOND = datetime(2026, 12, 15, 22, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 15, 23, 0, tzinfo=UTC)


def version(cast: Cast, plan: str) -> PlanVersion:
    return newest_version(cast.plans[plan])


def karin(cast: Cast) -> Membership:
    assert cast.karin.membership
    return cast.karin.membership


def asked(cast: Cast) -> Asked:
    offered = [version(cast, plan) for plan in ("standard", "professional", "premium")]
    return Asked(
        name="Our plans from the new year",
        text="We have made our plans simpler.",
        deadline=DEADLINE,
        offered=offered,
        default=version(cast, "premium"),
        remind_days=7,
    )


def prepared(cast: Cast, plans: list[Plan] | None = None) -> Campaign:
    return create_campaign(asked=asked(cast), plans=plans or [cast.plans["professional"]], actor=cast.manager, now=NOW)


def sent(cast: Cast) -> CampaignLetter:
    return send_campaign(campaign=prepared(cast), actor=cast.manager, now=NOW).letters.get()


def company(cast: Cast, name: str, plan: str, **more: object) -> Contract:
    customer = Customer.objects.create(name=name)
    Contact.objects.create(customer=customer, name=name, email=f"{name}@customer.example", is_company_wide=True)
    values = {"plan_version": version(cast, plan), "starts_on": date(2026, 1, 1), **more}
    return Contract.objects.create(customer=customer, **values)


def test_the_customers_under_the_chosen_plans_are_asked_and_no_others(nordsoft: Cast) -> None:
    company(nordsoft, "basic", "basic")
    company(nordsoft, "leaving", "professional", status="notice", ends_on=date(2027, 6, 30))
    company(nordsoft, "draft", "professional", status="draft")
    company(nordsoft, "over", "professional", ends_on=DEADLINE)
    company(nordsoft, "other", "professional")
    busy = company(nordsoft, "busy", "professional")
    request_change(contract=busy, to_version=version(nordsoft, "premium"), actor=nordsoft.manager, now=NOW)
    campaign = prepared(nordsoft)
    names = set(campaign.letters.values_list("contract__customer__name", flat=True))
    assert names == {"Bergs Bygg AB", "other"}
    assert campaign.status == Campaign.Status.DRAFT


def test_nobody_to_ask_a_day_gone_by_and_a_default_not_offered_are_refused(nordsoft: Cast) -> None:
    for wrong, plans, field in (
        (asked(nordsoft), [nordsoft.plans["basic"]], "plans"),
        (replace(asked(nordsoft), deadline=date(2026, 11, 22)), [nordsoft.plans["professional"]], "deadline"),
        (replace(asked(nordsoft), default=version(nordsoft, "basic")), [nordsoft.plans["professional"]], "default"),
    ):
        with pytest.raises(ValidationError) as refused:
            create_campaign(asked=wrong, plans=plans, actor=nordsoft.manager, now=NOW)
        assert field in refused.value.message_dict


def test_only_managers_make_and_send(nordsoft: Cast) -> None:
    for actor in (nordsoft.agent, nordsoft.consultant, karin(nordsoft)):
        with pytest.raises(NotAllowedError):
            create_campaign(asked=asked(nordsoft), plans=[nordsoft.plans["professional"]], actor=actor, now=NOW)
    campaign = prepared(nordsoft)
    with pytest.raises(NotAllowedError):
        send_campaign(campaign=campaign, actor=nordsoft.agent, now=NOW)


def test_each_customer_can_have_its_own_default_before_it_is_sent(nordsoft: Cast) -> None:
    company(nordsoft, "other", "professional")
    campaign = prepared(nordsoft)
    first, second = campaign.letters.order_by("pk")
    set_default(letter=first, version=version(nordsoft, "standard"), actor=nordsoft.manager)
    with pytest.raises(ValidationError, match="cannot be chosen"):
        set_default(letter=first, version=version(nordsoft, "basic"), actor=nordsoft.manager)
    leave_out(letter=second, actor=nordsoft.manager)
    send_campaign(campaign=campaign, actor=nordsoft.manager, now=NOW)
    assert campaign.letters.get().default_version == version(nordsoft, "standard")
    with pytest.raises(ValidationError, match="already"):
        set_default(letter=first, version=version(nordsoft, "premium"), actor=nordsoft.manager)


def test_the_letter_names_the_plan_that_applies_without_an_answer(nordsoft: Cast) -> None:
    nordsoft.karin.language = "en"
    nordsoft.karin.save()
    letter = sent(nordsoft)
    mail = OutboxMessage.objects.get(recipient="karin@nordsoft.example")
    assert mail.subject == "Choose your plan by 15 Dec 2026"
    assert "If you choose nothing, Premium applies." in mail.text
    assert f"/nordsoft/portal/plan-letters/{letter.pk}/" in mail.text


def test_who_got_a_change_meanwhile_is_named_and_nothing_is_sent(nordsoft: Cast) -> None:
    campaign = prepared(nordsoft)
    actor = karin(nordsoft)
    request_change(contract=nordsoft.contract, to_version=version(nordsoft, "premium"), actor=actor, now=NOW)
    with pytest.raises(ValidationError, match="Bergs Bygg AB"):
        send_campaign(campaign=campaign, actor=nordsoft.manager, now=NOW)
    assert Campaign.objects.get().status == Campaign.Status.DRAFT


def test_while_a_letter_waits_no_change_is_asked_for_elsewhere(nordsoft: Cast) -> None:
    sent(nordsoft)
    with pytest.raises(ValidationError, match="letter"):
        request_change(
            contract=nordsoft.contract, to_version=version(nordsoft, "premium"), actor=karin(nordsoft), now=NOW
        )


def test_one_answer_each_changeable_to_the_last_second(nordsoft: Cast) -> None:
    letter = sent(nordsoft)
    choose(letter=letter, version=version(nordsoft, "premium"), actor=karin(nordsoft), now=NOW)
    letter = choose(letter=letter, version=version(nordsoft, "standard"), actor=karin(nordsoft), now=LAST_SECOND)
    assert letter.chosen_version == version(nordsoft, "standard")
    with pytest.raises(ValidationError, match="passed"):
        choose(letter=letter, version=version(nordsoft, "premium"), actor=karin(nordsoft), now=MIDNIGHT)


def test_there_is_no_opting_out_to_no_plan(nordsoft: Cast) -> None:
    letter = sent(nordsoft)
    with pytest.raises(ValidationError, match="cannot be chosen"):
        choose(letter=letter, version=version(nordsoft, "basic"), actor=karin(nordsoft), now=NOW)
    settle_letter(letter=letter, now=MIDNIGHT)
    assert PlanChange.objects.get().to_version == version(nordsoft, "premium")


def test_only_company_wide_contacts_and_managers_answer(nordsoft: Cast) -> None:
    letter = sent(nordsoft)
    for actor in (nordsoft.lars.membership, nordsoft.agent, nordsoft.consultant):
        assert actor
        with pytest.raises(NotAllowedError):
            choose(letter=letter, version=version(nordsoft, "premium"), actor=actor, now=NOW)
    assert choose(letter=letter, version=version(nordsoft, "premium"), actor=nordsoft.manager, now=NOW).chosen_by


def test_who_chose_nothing_gets_the_named_default_at_the_tenants_midnight(nordsoft: Cast) -> None:
    letter = sent(nordsoft)
    assert settle_letter(letter=letter, now=LAST_SECOND) is None
    change = settle_letter(letter=letter, now=MIDNIGHT)
    assert change
    assert (change.status, change.received_on, change.effective_on) == ("scheduled", DEADLINE, date(2027, 1, 1))
    assert change.to_version == version(nordsoft, "premium")
    assert change.requested_by is None
    assert settle_letter(letter=letter, now=MIDNIGHT) is None  # once
    assert PlanChange.objects.count() == 1


def test_what_was_chosen_counts_by_the_usual_rules_the_deadline_being_the_receipt(nordsoft: Cast) -> None:
    Contract.objects.update(notice_months=3)
    letter = sent(nordsoft)
    choose(letter=letter, version=version(nordsoft, "standard"), actor=karin(nordsoft), now=NOW)
    change = settle_letter(letter=letter, now=MIDNIGHT)
    assert change
    assert (change.to_version, change.effective_on) == (version(nordsoft, "standard"), date(2027, 4, 1))


def test_who_keeps_their_plan_gets_no_change(nordsoft: Cast) -> None:
    letter = sent(nordsoft)
    choose(letter=letter, version=version(nordsoft, "professional"), actor=karin(nordsoft), now=NOW)
    assert settle_letter(letter=letter, now=MIDNIGHT) is None
    letter.refresh_from_db()
    assert letter.settled_at == MIDNIGHT
    assert not PlanChange.objects.exists()


def test_a_contract_that_ended_gets_no_change(nordsoft: Cast) -> None:
    letter = sent(nordsoft)
    Contract.objects.update(status="ended", ends_on=date(2026, 12, 1))
    assert settle_letter(letter=letter, now=MIDNIGHT) is None
    assert not PlanChange.objects.exists()


def test_one_reminder_from_eight_on_its_day_to_those_who_have_not_answered(nordsoft: Cast) -> None:
    other = company(nordsoft, "other", "professional")
    campaign = send_campaign(campaign=prepared(nordsoft), actor=nordsoft.manager, now=NOW)
    choose(
        letter=campaign.letters.get(contract=nordsoft.contract),
        version=version(nordsoft, "premium"),
        actor=karin(nordsoft),
        now=NOW,
    )
    eight = datetime(2026, 12, 8, 7, tzinfo=UTC)  # 08:00 in Stockholm, seven days before
    assert remind(campaign=campaign, now=eight - timedelta(seconds=1)) == 0
    assert remind(campaign=campaign, now=eight) == 1
    assert remind(campaign=campaign, now=eight + timedelta(hours=1)) == 0
    assert campaign.letters.get(contract=other).reminded_at == eight
    assert OutboxMessage.objects.filter(recipient="other@customer.example").count() == 2


def test_it_closes_when_all_are_settled_and_tells_the_managers(nordsoft: Cast) -> None:
    letter = sent(nordsoft)
    assert not close_campaign(campaign=letter.campaign, now=MIDNIGHT)
    settle_letter(letter=letter, now=MIDNIGHT)
    before = OutboxMessage.objects.filter(recipient="henrik@nordsoft.example").count()
    assert close_campaign(campaign=letter.campaign, now=MIDNIGHT)
    assert not close_campaign(campaign=letter.campaign, now=MIDNIGHT)
    assert OutboxMessage.objects.filter(recipient="henrik@nordsoft.example").count() == before + 1
    assert Campaign.objects.get().status == Campaign.Status.CLOSED
