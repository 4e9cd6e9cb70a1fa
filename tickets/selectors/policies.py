"""Policies as managers see them: what they say, who brings them along, and why a ticket has the one it has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts import formats
from contracts.models import Contract, Customer, Product
from contracts.selectors import MatchedBy
from sla.models import POLICY_METRICS, Channel, Metric, Policy, PolicyChannel, PolicyVersion, Severity
from sla.words import target_text
from tickets.models import Ticket, TicketEvent

SHOWN = 50


@dataclass(frozen=True)
class PolicyLine:
    """One policy of the list; `tickets` counts the open ones under it."""

    policy: Policy
    calendar: str
    number: int
    tickets: int


@dataclass(frozen=True)
class Bringer:
    """A contract, customer or product that names a policy."""

    key: int
    name: str
    policy: str


@dataclass(frozen=True)
class Order:
    """Who names a policy, from the first asked to the last; `more` are not shown."""

    contracts: list[Bringer]
    customers: list[Bringer]
    products: list[Bringer]
    default: Policy | None
    more: dict[str, int]


@dataclass(frozen=True)
class VersionText:
    """One version in words: rows of (severity, a target for each clock), pauses and alerts as sentences, and the
    channels with a calendar of their own.
    """

    version: PolicyVersion
    made: str
    by: str
    rows: list[tuple[str, list[str]]]
    pauses: list[str]
    steps: list[str]
    channels: list[str]


def policy_lines() -> list[PolicyLine]:
    """Give the policies in alphabetical order. 3 queries, however many."""
    latest = PolicyVersion.objects.filter(policy=OuterRef("pk")).order_by("-number")
    policies = Policy.objects.annotate(
        number=Max("versions__number"), calendar_name=Subquery(latest.values("calendar__name")[:1])
    )
    counted = Ticket.objects.open().order_by().values_list("policy_version__policy").annotate(n=Count("pk"))
    tickets = dict(counted)
    return [PolicyLine(row, row.calendar_name, row.number, tickets.get(row.pk, 0)) for row in policies.order_by("name")]


def matching_order() -> Order:
    """Give what names a policy, in the order in which they are asked (contracts/selectors.py, match_terms)."""
    in_force = Contract.objects.filter(status__in=["active", "notice"])
    contracts, more_contracts = _bringers(
        in_force.order_by("customer__name", "pk"), F("customer__pk"), "customer__name"
    )
    customers, more_customers = _bringers(Customer.objects.order_by("name", "pk"), F("pk"), "name")
    products = Product.objects.order_by("name").values_list("pk", "name", "policy__name")
    return Order(
        contracts=contracts,
        customers=customers,
        products=[Bringer(key, name, policy or "") for key, name, policy in products],
        default=Policy.objects.filter(is_default=True).first(),
        more={"contracts": more_contracts, "customers": more_customers},
    )


def _bringers(rows: QuerySet[Any], key: F, name: str) -> tuple[list[Bringer], int]:
    named = rows.filter(policy__isnull=False)
    count = named.count()
    shown = named.values_list(key, name, "policy__name")[:SHOWN]
    return [Bringer(*row) for row in shown], max(0, count - SHOWN)


def versions_of(policy: Policy) -> QuerySet[PolicyVersion]:
    """Give the versions of a policy, the newest first, with all that `version_texts` needs. 2 queries."""
    versions = policy.versions.select_related("policy", "calendar", "created_by__user").order_by("-number")
    return with_channels(versions)


def with_channels(versions: QuerySet[PolicyVersion]) -> QuerySet[PolicyVersion]:
    """Load with each version the calendars that it names for channels."""
    named = PolicyChannel.objects.select_related("calendar").order_by("pk")
    return versions.prefetch_related(Prefetch("channels", queryset=named))


def version_texts(versions: Iterable[PolicyVersion], zone: tzinfo) -> list[VersionText]:
    """Give versions in words; they come with calendar, author and channels."""
    return [
        VersionText(
            version=version,
            made=formats.full_date(version.created_at, zone),
            by=version.created_by.user.name if version.created_by else "",
            rows=[
                (str(severity.label), [_target(version, severity, metric) for metric in POLICY_METRICS])
                for severity in Severity
            ],
            pauses=[
                _("%(clock)s pauses in: %(statuses)s")
                % {
                    "clock": Metric(metric).label,
                    "statuses": ", ".join(str(Ticket.Status(status).label) for status in statuses),
                }
                for metric, statuses in version.pauses.items()
                if statuses
            ],
            steps=[_step(step) for step in version.steps],
            channels=[f"{Channel(row.channel).label}: {row.calendar.name}" for row in version.channels.all()],
        )
        for version in versions
    ]


def _target(version: PolicyVersion, severity: str, metric: str) -> str:
    target = version.targets.get(severity, {}).get(metric)
    if target is None:
        return "–"
    return target_text(seconds=target.get("minutes", 0) * 60, days=target.get("business_days"))


def _step(step: dict[str, Any]) -> str:
    names = {
        "assignee_or_team": _("the assignee, or the team"),
        "assignee": _("the assignee"),
        "team": _("the team"),
        "on_call": _("who is on call"),
        "managers": _("the managers"),
    }
    to = ", ".join(names[name] for name in step["to"])
    if step.get("share") == 100:
        return _("At the breach: %(receivers)s") % {"receivers": to}
    if "share" in step:
        return _("At %(share)s %% of the target: %(receivers)s") % {"share": step["share"], "receivers": to}
    after = formats.duration(step["after_minutes"] * 60)
    if step.get("unless_acted"):
        return _("%(time)s after the breach, unless somebody has acted: %(receivers)s") % {
            "time": after,
            "receivers": to,
        }
    return _("%(time)s after the breach: %(receivers)s") % {"time": after, "receivers": to}


def with_match(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Load with each ticket its policy and what named it when the ticket's terms were last settled."""
    settled = TicketEvent.objects.filter(
        Q(kind=TicketEvent.Kind.FILED) | Q(kind=TicketEvent.Kind.TERMS),
        ticket=OuterRef("pk"),
        data__has_key="matched_by",
    ).order_by("-at", "-pk")
    return tickets.select_related("policy_version__policy").annotate(
        matched_by=Subquery(settled.values("data__matched_by")[:1])
    )


def policy_text(ticket: Ticket) -> str:
    """Say which policy a ticket from `with_match` is under, and why; empty where nothing is promised."""
    if ticket.policy_version is None:
        return ""
    by = getattr(ticket, "matched_by", None)
    name = ticket.policy_version.policy.name
    if by not in MatchedBy.values:  # settled before the reason was kept
        return name
    return _("%(policy)s, %(reason)s") % {"policy": name, "reason": MatchedBy(by).label}
