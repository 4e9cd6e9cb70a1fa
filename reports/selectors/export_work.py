"""Time logged, and what is left of the quotas, as tables for files."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Cell, Column, Kind, Table
from contracts.models import PlanService
from reports.selectors.export_scope import AT_ONCE, Scope, file_name, words_of
from tickets.models import TimeEntry
from tickets.selectors.quotas import quotas_in


def time_table(scope: Scope) -> Table:
    """Give the time logged on days of the period, by day."""
    head: list[str | Column] = [
        Column(_("Day"), Kind.DAY),
        *(_("Ticket"), _("Customer"), _("Product"), _("Plan"), _("Team"), _("Who")),
        _("Minutes"),
        _("Who pays"),
        pgettext("time", "Rule"),
        _("Service"),
        _("Reason"),
        _("Note"),
    ]
    return Table(file_name(pgettext("file name", "time"), scope), head, _time(scope), scope.zone)


def _time(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    kind, why = words_of(TimeEntry.Kind.choices), words_of(TimeEntry.Why.choices)
    days = {"day__gte": scope.first_day, "day__lte": scope.last_day}
    rows = (
        TimeEntry.objects.filter(
            ticket__in=scope.tickets().order_by(), **{name: day for name, day in days.items() if day}
        )
        .order_by("day", "pk")
        .values_list(
            "day", "ticket__number", "ticket__customer__name", "ticket__product__name", "ticket__contract__plan__name",
            "ticket__team__name", "membership__user__name", "minutes", "kind", "why", "reason", "note", "service",
            "ticket__contract__plan_version",
        )
    )  # fmt: skip
    quotas = {(one.version_id, one.code): one.name for one in PlanService.objects.filter(kind__in=PlanService.QUOTAS)}
    for row in rows.iterator(chunk_size=AT_ONCE):
        code = row[12] or ""
        yield (*row[:8], kind[row[8]], why[row[9]], quotas.get((row[13], code), code), *row[10:12])


def quotas_table(scope: Scope) -> Table:
    """Give the quotas of the contracts in force on the period's last day, as they are used in its year."""
    head = [
        *(_("Customer"), _("Plan"), _("Service"), _("Year"), pgettext("quota", "Unit")),
        *(pgettext("quota", "Allowed"), pgettext("quota", "Used"), pgettext("quota", "Left"), _("Beyond it")),
    ]
    return Table(file_name(pgettext("file name", "quotas"), scope), head, _quotas(scope), scope.zone)


def _quotas(scope: Scope) -> Iterator[list[Cell]]:
    values = scope.filter.values
    whose = Q(customer__name__icontains=values["company"]) if "company" in values else Q()
    whose &= Q(customer=int(values["customer"])) if "customer" in values else Q()
    for contract, quota in quotas_in(whose, scope.last_day or scope.now.astimezone(scope.zone).date()):
        unit = pgettext("unit", "minutes") if quota.is_hours else pgettext("quota", "times")
        yield [
            *(contract.customer.name, contract.plan.name, quota.name, quota.year, unit),
            *(quota.allowed, quota.used, quota.left, quota.over),
        ]
