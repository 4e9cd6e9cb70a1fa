"""What a policy may say, and that no version is ever touched."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from sla.models import Policy
from sla.services.policies import PolicyDraft, StepDraft, change_policy, create_policy_from, make_default
from sla.terms import terms_of
from tests.cast import MONDAY, Cast

TEAM = ("team",)


def draft(cast: Cast, **more: Any) -> PolicyDraft:
    plain = PolicyDraft("Gold", cast.calendar, targets={("high", "start"): {"minutes": 60}}, pauses={})
    return replace(plain, **more)


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("name", {"name": "  "}),
        ("name", {"name": "STANDARD"}),
        ("name", {"name": "x" * 81}),
        ("critical-start", {"targets": {}}),
        ("high-start", {"targets": {("high", "start"): {"minutes": 0}}}),
        ("high-start", {"targets": {("high", "start"): {"minutes": 600_001}}}),
        ("high-start", {"targets": {("high", "start"): {"business_days": 1_001}}}),
        ("start", {"pauses": {"start": ("waiting_customer",)}}),
        ("step-0", {"steps": (StepDraft(TEAM, share=0),)}),
        ("step-0", {"steps": (StepDraft(TEAM, share=101),)}),
        ("step-0", {"steps": (StepDraft(TEAM, after_minutes=0),)}),
        ("step-0", {"steps": (StepDraft((), share=75),)}),
        ("step-0", {"steps": (StepDraft(("everybody",), share=75),)}),
        ("step-0", {"steps": (StepDraft(TEAM, share=75, unless_acted=True),)}),
        ("step-1", {"steps": (StepDraft(TEAM, share=75), StepDraft(("managers",), share=75))}),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(nordsoft: Cast, field: str, more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        create_policy_from(actor=nordsoft.manager, draft=draft(nordsoft, **more), now=MONDAY)
    assert list(refused.value.message_dict) == [field]
    assert Policy.objects.count() == 1


def test_steps_are_kept_in_time_order_each_with_its_own_name(nordsoft: Cast) -> None:
    steps = (
        StepDraft(TEAM, after_minutes=60, unless_acted=True),
        StepDraft(TEAM, after_minutes=30),
        StepDraft(("managers", "assignee"), share=100),
        StepDraft(TEAM, share=90),
        StepDraft(TEAM, share=50),
    )
    policy = create_policy_from(actor=nordsoft.manager, draft=draft(nordsoft, steps=steps), now=MONDAY)
    terms = terms_of(policy.versions.get())
    assert [step.name for step in terms.steps] == ["warning", "warning-2", "breach", "late", "escalation"]
    assert terms.steps[2].to == ("assignee", "managers")
    assert terms.warning_share == 50


def test_a_change_makes_a_version_and_the_same_again_none(nordsoft: Cast) -> None:
    actor = nordsoft.manager
    policy = create_policy_from(actor=actor, draft=draft(nordsoft), now=MONDAY)
    before = policy.versions.values().get()
    assert not change_policy(policy=policy, actor=actor, draft=draft(nordsoft, name="Silver"), now=MONDAY)
    assert Policy.objects.get(pk=policy.pk).name == "Silver"
    other = draft(nordsoft, targets={("high", "start"): {"business_days": 1}})
    assert change_policy(policy=policy, actor=actor, draft=other, now=MONDAY)
    assert policy.versions.values().get(number=1) == before
    assert policy.versions.get(number=2).targets == {"high": {"start": {"business_days": 1}}}


def test_one_policy_is_the_usual_one(nordsoft: Cast) -> None:
    policy = create_policy_from(actor=nordsoft.manager, draft=draft(nordsoft), now=MONDAY)
    make_default(policy=policy, actor=nordsoft.manager)
    assert list(Policy.objects.filter(is_default=True)) == [policy]


def test_agents_keep_no_policies(nordsoft: Cast) -> None:
    agent, policy = nordsoft.agent, nordsoft.policy
    with pytest.raises(NotAllowedError):
        create_policy_from(actor=agent, draft=draft(nordsoft), now=MONDAY)
    with pytest.raises(NotAllowedError):
        change_policy(policy=policy, actor=agent, draft=draft(nordsoft), now=MONDAY)
    with pytest.raises(NotAllowedError):
        make_default(policy=policy, actor=agent)
