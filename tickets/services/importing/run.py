"""Imports a file of any size with the memory of one batch."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count
from django.utils import translation

from accounts.models import Tenant
from sla.models import Metric
from tickets.clocks import CountingBook
from tickets.models import SlaClock, TicketEvent
from tickets.services.importing.bulk import store_histories
from tickets.services.importing.directory import Directory
from tickets.services.importing.incidents import digest, history_of
from tickets.services.importing.mapping import Mapping
from tickets.services.importing.rows import Reject, Row, read_rows

TICKETS_AT_ONCE = 200
MOST_ROWS = 20_000
_OPEN = (SlaClock.State.RUNNING, SlaClock.State.PAUSED)


@dataclass
class Summary:
    """What an import did: tickets imported and unchanged, rows rejected, events written, and the start clocks of every
    ticket of the file as they stand afterwards.
    """

    imported: int = 0
    unchanged: int = 0
    rejected: int = 0
    events: int = 0
    start: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """Give the line that a program reads."""
        start = {name: self.start[name] for name in ("met", "breached", "open")}
        return {
            "imported": self.imported,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "events": self.events,
            "clocks": {"start": start},
        }


@dataclass
class Import:
    """One run over a file, for the current tenant. Each batch of tickets is one transaction."""

    tenant: Tenant
    mapping: Mapping
    now: datetime
    with_contracts: bool = True
    reject: Reject = lambda line, reason: None
    progress: Callable[[Iterable[Row]], Iterable[Row]] = iter

    def run(self, file: IO[str], *, dry_run: bool = False) -> Summary:
        """Import it; with `dry_run` in one transaction that is taken back. FileError where it is not such a file."""
        self.summary = Summary()
        self.directory = Directory(self.tenant, with_contracts=self.with_contracts)
        self.book = CountingBook()
        with translation.override(self.tenant.language):
            if dry_run:
                with transaction.atomic():
                    self._read(file)
                    transaction.set_rollback(True)
            else:
                self._read(file)
        return self.summary

    def _read(self, file: IO[str]) -> None:
        zone = ZoneInfo(self.tenant.zone)
        rows = self.progress(read_rows(file, self.mapping, zone, self._reject, now=self.now))
        for batch in _batches(rows):
            with transaction.atomic():
                self._take(batch)

    def _reject(self, line: int, reason: str) -> None:
        self.summary.rejected += 1
        self.reject(line, reason)

    def _take(self, batch: list[list[Row]]) -> None:
        known = self._known(batch)
        fresh: dict[str, list[Row]] = {}
        for rows in batch:
            number, mark = rows[0].number, digest(_sorted(rows))
            before = known.get(number)
            if before == mark:
                self.summary.unchanged += 1
            elif before is not None or number in fresh:
                for row in rows:
                    self._reject(row.line, f"{number} is there already, with another history")
            else:
                fresh[number] = rows
        histories = [history_of(rows, self.directory, until=self.now) for rows in fresh.values()]
        if histories:
            stored = store_histories(histories, now=self.now, book=self.book)
            self.summary.imported += len(stored.tickets)
            self.summary.events += sum(len(rows) for rows in fresh.values())
        self._count({rows[0].number for rows in batch})

    def _known(self, batch: list[list[Row]]) -> dict[str, str]:
        """Give the mark of each ticket that is there already; one that was not imported has an empty mark."""
        filed = TicketEvent.objects.filter(
            kind=TicketEvent.Kind.FILED, ticket__external_id__in={rows[0].number for rows in batch}
        )
        return {number: mark or "" for number, mark in filed.values_list("ticket__external_id", "data__import")}

    def _count(self, numbers: set[str]) -> None:
        counted = (
            SlaClock.objects.filter(metric=Metric.START, ticket__external_id__in=numbers)
            .values_list("state")
            .annotate(n=Count("pk"))
        )
        for state, n in counted:
            self.summary.start["open" if state in _OPEN else state] += n


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.at, row.line))


def _batches(rows: Iterable[Row]) -> Iterator[list[list[Row]]]:
    """Give tickets, each with its rows, in batches. Rows of one ticket belong together in the file; a batch ends early
    where its tickets have very many.
    """
    batch: list[list[Row]] = []
    size = 0
    for _number, group in groupby(rows, key=lambda row: row.number):
        ticket = list(group)
        batch.append(ticket)
        size += len(ticket)
        if len(batch) >= TICKETS_AT_ONCE or size >= MOST_ROWS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
