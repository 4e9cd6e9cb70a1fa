"""From the rows of one ticket, each a state at an instant, to its history."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from tickets.models import Ticket
from tickets.services.importing.directory import Directory
from tickets.services.importing.history import Report, TicketHistory
from tickets.services.importing.rows import Row

Status = Ticket.Status


def digest(rows: Sequence[Row]) -> str:
    """Give the mark by which another run knows that nothing has changed."""
    return sha256("\n".join(row.said() for row in rows).encode()).hexdigest()[:32]


def history_of(rows: Sequence[Row], directory: Directory, *, until: datetime) -> TicketHistory:
    """Write the history of one ticket: every row is an event at its instant, never before the ticket was opened.

    Work starts at the first row whose state is not New. It is solved at `resolved_at` and closed at `closed_at` where
    the file gives them, else at the row that says so; a state after closing is a remark, as closed stays closed.
    """
    ordered = sorted(rows, key=lambda row: (row.at, row.line))
    return _Incident(ordered, directory, until).walk()


class _Incident:
    def __init__(self, rows: Sequence[Row], directory: Directory, until: datetime) -> None:
        self.rows, self.directory = rows, directory
        first = rows[0]
        self.opened_at = min(row.opened_at for row in rows)
        self.resolved_at = next((row.resolved_at for row in reversed(rows) if row.resolved_at), None)
        self.closed_at = next((row.closed_at for row in reversed(rows) if row.closed_at), None)
        customer = directory.customer(self._first("customer"), self.opened_at)
        subject = self._first("subject") or first.number
        self.severity = self._first("severity") or "normal"
        self.history = TicketHistory(
            Report(
                customer=customer,
                contact=directory.contact(customer, self._first("contact")),
                subject=subject,
                text=self._first("text") or subject,
                severity=self.severity,
                at=self.opened_at,
                channel=self._first("channel") or Ticket.Channel.OTHER,
                team=directory.team(first.team),
                external_id=first.number,
            ),
            until=until,
            origin={"import": digest(rows)},
        )
        self.history.ticket.category = self._first("category")

    def _first(self, name: str) -> str:
        return next((str(getattr(row, name)) for row in self.rows if getattr(row, name)), "")

    def walk(self) -> TicketHistory:
        """Go through the rows in order."""
        for index, row in enumerate(self.rows):
            self._row(row, index)
        return self.history

    def _row(self, row: Row, index: int) -> None:
        history, ticket = self.history, self.history.ticket
        at = max(row.at, ticket.last_event_at)
        before = len(history.events)
        agent = self.directory.agent(row.agent)
        if ticket.status != Status.CLOSED:
            if row.severity:
                history.severity_decided(at, None, row.severity, _("Priority changed in the other system."))
            history.assigned(at, None, agent or ticket.assignee, team=self.directory.team(row.team))
            if row.state != Status.NEW:
                history.started(at, None)
            self._state(row, at, is_last_solved=self._stays_solved(index))
        if len(history.events) == before:
            history.updated(at, state=row.state, updated_by=row.updated_by)

    def _state(self, row: Row, at: datetime, *, is_last_solved: bool) -> None:
        history, ticket = self.history, self.history.ticket
        if row.state == Status.RESOLVED:
            if ticket.status != Status.RESOLVED:
                self._solve(row, at, is_last_solved=is_last_solved)
        elif row.state == Status.CLOSED:
            self._close(row, at)
        elif ticket.status == Status.RESOLVED:
            history.reopened(at, None)
            history.moved(at, None, row.state if row.state != Status.NEW else Status.IN_PROGRESS)
        elif row.state != Status.NEW:
            history.moved(at, None, row.state)

    def _solve(self, row: Row, at: datetime, *, is_last_solved: bool) -> None:
        """Solve at `resolved_at` where it belongs to this time it was solved: until then the row says work goes on."""
        if is_last_solved and self.resolved_at and self.resolved_at > at:
            self.history.moved(at, None, Status.IN_PROGRESS)
            return
        solved = self.resolved_at if is_last_solved and self.resolved_at else at
        self.history.resolved(max(solved, self.history.ticket.last_event_at), None, self._solution(row))

    def _close(self, row: Row, at: datetime) -> None:
        history, ticket = self.history, self.history.ticket
        if ticket.status != Status.RESOLVED:
            solved = min(self.resolved_at or at, at)
            history.resolved(max(solved, ticket.last_event_at), None, self._solution(row))
        closes_later = self.closed_at and self.closed_at > at and any(r.at > row.at for r in self.rows)
        if not closes_later:
            history.closed(max(self.closed_at or at, ticket.last_event_at))

    def _stays_solved(self, index: int) -> bool:
        return all(row.state in (Status.RESOLVED, Status.CLOSED) for row in self.rows[index:])

    def _solution(self, row: Row) -> str:
        said = row.solution or self._first("solution")
        return _("Closed with %(code)s (imported)") % {"code": said} if said else _("Closed (imported)")
