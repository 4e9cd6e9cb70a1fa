"""What a policy version promises, read from its JSON into types."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sla.models import Metric, PolicyVersion, Severity

WARNING_SHARE = 75
ON_CALL = "on_call"
# Who can be told, from the nearest to the farthest.
RECEIVERS = ("assignee_or_team", "assignee", "team", ON_CALL, "managers")


class StepKind(StrEnum):
    """What an alert says; a policy's second warning is called warning-2."""

    WARNING = "warning"
    BREACH = "breach"
    ESCALATION = "escalation"  # after the breach, while nobody has acted
    LATE = "late"  # after the breach, whatever has been done


def step_name(kind: str, number: int) -> str:
    """Give the name of the `number`-th step of a kind: alerts are told once for each name."""
    return f"{kind}-{number}" if number > 1 else str(kind)


def step_kind(name: str) -> str:
    """Give the kind of a step from its name."""
    return name.partition("-")[0]


@dataclass(frozen=True)
class Target:
    """Open seconds, or working days (closing time of the n-th)."""

    seconds: int | None = None
    days: int | None = None


@dataclass(frozen=True)
class Step:
    """When an alert goes out and to whom: at a share of the target, or so many open minutes after the deadline.

    `to` names receivers, out of RECEIVERS.
    """

    name: str
    to: tuple[str, ...]
    share: int | None = None
    after_minutes: int | None = None
    unless_acted: bool = False


@dataclass(frozen=True)
class Terms:
    """One version of a policy: targets, pausing statuses and alert steps."""

    version_id: int
    targets: dict[tuple[str, str], Target]
    pauses: dict[str, frozenset[str]]
    steps: tuple[Step, ...]

    def target(self, severity: str, metric: str) -> Target | None:
        """Give the target, or None where this clock does not exist."""
        return self.targets.get((severity, metric))

    @property
    def warning_share(self) -> int:
        """Give the share of the target, in percent, from which a clock counts as at risk."""
        return next((step.share for step in self.steps if step.share is not None and step.share < 100), WARNING_SHARE)


def terms_of(version: PolicyVersion) -> Terms:
    """Read a version's terms; versions are validated when they are saved, so this raises nothing."""
    return Terms(
        version_id=version.pk,
        targets={
            (severity, metric): Target(seconds=_seconds(target), days=target.get("business_days"))
            for severity, metrics in version.targets.items()
            for metric, target in metrics.items()
        },
        pauses={metric: frozenset(statuses) for metric, statuses in version.pauses.items()},
        steps=tuple(
            Step(
                name=step["step"],
                to=tuple(step["to"]),
                share=step.get("share"),
                after_minutes=step.get("after_minutes"),
                unless_acted=step.get("unless_acted", False),
            )
            for step in version.steps
        ),
    )


def _seconds(target: dict[str, Any]) -> int | None:
    return target["minutes"] * 60 if "minutes" in target else None


# Domain: Severity and the promise; Alerts. `start` never pauses, `resolution` pauses while the customer is waited for.
DEFAULT_START = {
    Severity.CRITICAL.value: {"minutes": 15},
    Severity.HIGH.value: {"minutes": 120},
    Severity.NORMAL.value: {"minutes": 240},
}
DEFAULT_NEXT_REPLY = {
    Severity.CRITICAL.value: {"minutes": 60},
    Severity.HIGH.value: {"minutes": 240},
    Severity.NORMAL.value: {"minutes": 480},
}
DEFAULT_RESOLUTION = {
    Severity.CRITICAL.value: {"minutes": 480},
    Severity.HIGH.value: {"business_days": 3},
    Severity.NORMAL.value: {"business_days": 10},
}
DEFAULT_PAUSES = {Metric.RESOLUTION.value: ["waiting_customer"]}
DEFAULT_STEPS: list[dict[str, Any]] = [
    {"step": "warning", "share": WARNING_SHARE, "to": ["assignee_or_team"]},
    {"step": "breach", "share": 100, "to": ["assignee_or_team", "managers"]},
    {"step": "escalation", "after_minutes": 60, "to": ["managers"], "unless_acted": True},
]


def default_targets(metrics: list[str]) -> dict[str, dict[str, dict[str, int]]]:
    """Give the default targets of these clocks, by severity."""
    by_metric = {"start": DEFAULT_START, "next_reply": DEFAULT_NEXT_REPLY, "resolution": DEFAULT_RESOLUTION}
    return {
        severity: {metric: by_metric[metric][severity] for metric in metrics}
        for severity in (s.value for s in Severity)
    }
