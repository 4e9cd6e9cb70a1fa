"""Policies are entered and changed: what is promised, when a clock pauses, who is told. Every version is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.access import MANAGERS
from accounts.errors import NotAllowedError
from accounts.models import Membership
from sla.models import POLICY_METRICS, Calendar, Metric, Policy, PolicyVersion, Severity
from sla.services.policy_channels import ByChannel, kept_channels, named_channels, write_channels
from sla.terms import RECEIVERS, StepKind, step_name

# 10,000 hours and four years: longer targets are typing errors, and stay far from the engine's last year.
MOST_MINUTES = 600_000
MOST_DAYS = 1_000

Targets = Mapping[tuple[str, str], Mapping[str, int]]


@dataclass(frozen=True)
class StepDraft:
    """One alert: at a `share` of the target in percent, or `after_minutes` open minutes after the breach."""

    to: tuple[str, ...]
    share: int | None = None
    after_minutes: int | None = None
    unless_acted: bool = False

    @property
    def kind(self) -> str:
        """Give what the alert says."""
        if self.share is not None:
            return StepKind.WARNING if self.share < 100 else StepKind.BREACH
        return StepKind.ESCALATION if self.unless_acted else StepKind.LATE

    @property
    def place(self) -> tuple[int, int]:
        """Give its place in time."""
        return (0, self.share) if self.share is not None else (1, self.after_minutes or 0)


@dataclass(frozen=True)
class PolicyDraft:
    """What a policy is to say. `targets` by (severity, metric): {"minutes": n} or {"business_days": n}; none, no clock.

    `pauses`: the statuses in which a clock stands still, by metric. `channels`: the calendars of what is filed by
    telephone, e-mail or portal, where that is another than `calendar`.
    """

    name: str
    calendar: Calendar
    targets: Targets
    pauses: Mapping[str, tuple[str, ...]]
    steps: tuple[StepDraft, ...] = ()
    channels: ByChannel = field(default_factory=dict)


@transaction.atomic
def create_policy_from(*, actor: Membership, draft: PolicyDraft, now: datetime) -> Policy:
    """Enter a policy. ValidationError by field: name, `severity-metric`, a metric, `step-N`."""
    _require_manager(actor)
    _check(draft)
    policy = Policy(is_default=not Policy.objects.exists())
    _save_name(policy, draft.name)
    _add_version(policy, draft, number=1, actor=actor, now=now)
    return policy


@transaction.atomic
def change_policy(*, policy: Policy, actor: Membership, draft: PolicyDraft, now: datetime) -> bool:
    """Change a policy; refuses what `create_policy_from` refuses. True where there is a new version of its terms.

    The versions before are never touched. Who calls this counts open tickets again where the manager says so.
    """
    _require_manager(actor)
    _check(draft)
    current = Policy.objects.select_for_update().get(pk=policy.pk)
    _save_name(current, draft.name)
    policy.name = current.name
    latest = current.versions.order_by("-number")[0]
    columns = (latest.calendar_id, latest.targets, latest.pauses, latest.steps)
    same_channels = kept_channels(latest) == named_channels(draft.channels, draft.calendar)
    if same_channels and columns == (draft.calendar.pk, *_columns(draft)):
        return False
    _add_version(current, draft, number=latest.number + 1, actor=actor, now=now)
    return True


@transaction.atomic
def make_default(*, policy: Policy, actor: Membership) -> None:
    """Let this policy hold where neither contract, customer nor product names one."""
    _require_manager(actor)
    # Two at once wait for each other; the constraint allows one default.
    list(Policy.objects.select_for_update().order_by("pk"))
    Policy.objects.filter(is_default=True).exclude(pk=policy.pk).update(is_default=False)
    policy.is_default = True
    policy.save(update_fields=["is_default"])


def _require_manager(actor: Membership) -> None:
    if actor.role not in MANAGERS:
        raise NotAllowedError("only managers keep policies")


def _save_name(policy: Policy, name: str) -> None:
    policy.name = " ".join(name.split())
    policy.clean_fields(exclude=["is_default", "tenant"])
    taken = ValidationError({"name": _("There is a policy with this name already.")}, code="taken")
    if Policy.objects.exclude(pk=policy.pk).filter(name__iexact=policy.name).exists():
        raise taken
    try:
        with transaction.atomic():
            policy.save()
    except IntegrityError as error:  # another was saved under this name in the meantime
        raise taken from error


def _check(draft: PolicyDraft) -> None:
    errors: dict[str, str] = {}
    for (severity, metric), target in draft.targets.items():
        if reason := _wrong_target(target):
            errors[f"{severity}-{metric}"] = reason
    if not draft.targets:
        errors[f"{Severity.CRITICAL}-{Metric.START}"] = _("A policy promises something: enter at least one target.")
    if draft.pauses.get(Metric.START):
        errors[Metric.START] = _("The start clock never pauses.")
    seen: set[tuple[int, int]] = set()
    for number, step in enumerate(draft.steps):
        reason = _wrong_step(step) or (_("There is a step at this moment already.") if step.place in seen else "")
        if reason:
            errors[f"step-{number}"] = reason
        seen.add(step.place)
    if errors:
        raise ValidationError({field: [reason] for field, reason in errors.items()})


def _wrong_target(target: Mapping[str, int]) -> str:
    if "business_days" in target:
        right = 1 <= target["business_days"] <= MOST_DAYS
        return "" if right else _("Between 1 and %(most)s working days.") % {"most": MOST_DAYS}
    right = 1 <= target["minutes"] <= MOST_MINUTES
    return "" if right else _("Between 1 minute and %(most)s hours.") % {"most": MOST_MINUTES // 60}


def _wrong_step(step: StepDraft) -> str:
    if step.share is not None and not 1 <= step.share <= 100:
        return _("A share is between 1 and 100 percent; 100 is the breach.")
    if step.share is None and not 1 <= (step.after_minutes or 0) <= MOST_MINUTES:
        return _("At least 1 minute after the breach.")
    if not step.to or not set(step.to) <= set(RECEIVERS):
        return _("Choose who is told.")
    if step.share is not None and step.unless_acted:
        return _("“Unless somebody has acted” is for steps after the breach.")
    return ""


def _columns(draft: PolicyDraft) -> tuple[Any, Any, Any]:
    """Give targets, pauses and steps as they are kept; the steps in time order, each with a name of its own."""
    targets: dict[str, dict[str, dict[str, int]]] = {}
    for severity in Severity.values:
        mine = {
            metric.value: dict(draft.targets[severity, metric])
            for metric in POLICY_METRICS
            if (severity, metric.value) in draft.targets
        }
        if mine:
            targets[severity] = mine
    pauses = {metric: sorted(statuses) for metric, statuses in draft.pauses.items() if statuses}
    steps: list[dict[str, Any]] = []
    counted: dict[str, int] = {}
    for step in sorted(draft.steps, key=lambda step: step.place):
        counted[step.kind] = counted.get(step.kind, 0) + 1
        kept: dict[str, Any] = {"step": step_name(step.kind, counted[step.kind])}
        kept |= {"share": step.share} if step.share is not None else {"after_minutes": step.after_minutes}
        kept["to"] = [name for name in RECEIVERS if name in step.to]
        steps.append(kept | ({"unless_acted": True} if step.unless_acted else {}))
    return targets, pauses, steps


def _add_version(policy: Policy, draft: PolicyDraft, *, number: int, actor: Membership, now: datetime) -> None:
    targets, pauses, steps = _columns(draft)
    version = PolicyVersion.objects.create(
        policy=policy,
        number=number,
        calendar=draft.calendar,
        targets=targets,
        pauses=pauses,
        steps=steps,
        created_by=actor,
        created_at=now,
    )
    write_channels(version, draft.channels)
