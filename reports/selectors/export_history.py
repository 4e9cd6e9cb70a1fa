"""What happened to tickets, surveys, and questions that were never filed, as tables for files: one query each."""

from collections.abc import Iterator

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Cell, Column, Kind, Table
from reports.selectors.export_scope import AT_ONCE, Scope, file_name, words_of
from reports.selectors.export_tables import group_of
from sla.models import Severity
from surveys.models import Invitation
from surveys.selectors.visible import seen_by
from tickets.models import Deflection, Ticket, TicketEvent

# What the dashboards count of a ticket's trail.
KINDS = ("reopened", "handed_over", "out_of_scope", "severity")


def _ticket_head() -> list[str | Column]:
    return [
        *(_("Ticket"), _("Customer"), _("Product"), _("Plan"), _("Team"), _("How it came"), _("Severity")),
    ]


_TICKET = (
    "ticket__number", "ticket__customer__name", "ticket__product__name", "ticket__contract__plan__name",
    "ticket__team__name", "ticket__channel", "ticket__severity",
)  # fmt: skip


def events_table(scope: Scope) -> Table:
    """Give what happened in the period: opened again, handed over, out of scope, and severities decided."""
    head: list[str | Column] = [
        *_ticket_head(),
        _("What happened"),
        Column(_("When"), Kind.INSTANT),
        _("Severity before"),
        _("Severity after"),
    ]
    return Table(file_name(pgettext("file name", "events"), scope), head, _events(scope), scope.zone)


def _events(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    severity, channel = words_of([("", ""), *Severity.choices]), words_of(Ticket.Channel.choices)
    kind = words_of(TicketEvent.Kind.choices)
    rows = (
        TicketEvent.objects.filter(ticket__in=scope.tickets().order_by(), kind__in=KINDS, **scope.period("at"))
        .order_by("at", "pk")
        .values_list(*_TICKET, "kind", "at", "data__before", "data__severity")
    )
    for row in rows.iterator(chunk_size=AT_ONCE):
        before, after = (severity[each or ""] for each in row[9:])
        yield (*row[:5], channel[row[5]], severity[row[6]], kind[row[7]], row[8], before, after)


def surveys_table(scope: Scope) -> Table:
    """Give the surveys sent in the period, or to be sent in it, with what became of each: the funnel's rows, of those
    that the member may see.
    """
    head: list[str | Column] = [
        *_ticket_head(),
        _("Contact"),
        Column(pgettext("survey", "Ticket solved at"), Kind.INSTANT),
        Column(_("Sent, or to be sent, at"), Kind.INSTANT),
        _("State"),
        _("Why not sent"),
        Column(_("Answered at"), Kind.INSTANT),
        _("Score"),
        pgettext("survey", "Group"),
    ]
    return Table(file_name(pgettext("file name", "surveys"), scope), head, _surveys(scope), scope.zone)


def _surveys(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    severity, channel = words_of(Severity.choices), words_of(Ticket.Channel.choices)
    state, reason = words_of(Invitation.State.choices), words_of([("", ""), *Invitation.Reason.choices])
    rows = (
        Invitation.objects.annotate(at=Coalesce("sent_at", "send_at"))
        .filter(seen_by(scope.member, ticket="ticket__"), ticket__in=scope.tickets().order_by(), **scope.period("at"))
        .order_by("at", "pk")
        .values_list(
            *_TICKET, "contact__name", "resolved_at", "at", "state", "reason", "answers__answered_at", "answers__score"
        )
    )
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield (
            *row[:5], channel[row[5]], severity[row[6]], *row[7:10], state[row[10]], reason[row[11]], *row[12:],
            "" if row[13] is None else group_of(row[13]),
        )  # fmt: skip


def questions_table(scope: Scope) -> Table:
    """Give the questions of the period that were not filed, since an article or a solved ticket helped.

    They have a customer and nothing else of a ticket's: other filters are refused by the form.
    """
    head: list[str | Column] = [
        Column(_("When"), Kind.INSTANT),
        _("Customer"),
        _("Contact"),
        _("Subject"),
        _("Article that helped"),
        _("Ticket that helped"),
    ]
    return Table(file_name(pgettext("file name", "questions"), scope), head, _questions(scope), scope.zone)


def _questions(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    values = scope.filter.values
    whose = Q(contact__customer__name__icontains=values["company"]) if "company" in values else Q()
    whose &= Q(contact__customer=int(values["customer"])) if "customer" in values else Q()
    rows = (
        Deflection.objects.filter(whose, **scope.period("at"))
        .order_by("at", "pk")
        .values_list("at", "contact__customer__name", "contact__name", "subject", "article__title", "ticket__number")
    )
    yield from rows.iterator(chunk_size=AT_ONCE)
