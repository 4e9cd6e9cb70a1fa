"""Which contracts their managers are to be reminded of, and in what words."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import formats
from contracts.models import Contract, ContractEvent
from contracts.periods import last_day_to_give_notice

# Days before the day on which something must be decided (domain: Contracts and plans).
STEPS = (30, 60, 90)


class Reminder(NamedTuple):
    """One reminder: `days` is its step; `by` the day that counts, `ends_on` the contract's last."""

    contract: Contract
    days: int
    by: date
    ends_on: date
    renews: bool

    @property
    def data(self) -> dict[str, Any]:
        """Give what the timeline keeps of it; that it is there says that it was sent."""
        by, ends_on = self.by.isoformat(), self.ends_on.isoformat()
        return {"days": self.days, "by": by, "ends_on": ends_on, "renews": self.renews}


def reminders_due(today: date) -> list[Reminder]:
    """Give the reminders that a tenant's managers should have on a local date and have not had. Two queries.

    What counts is the last day, or where the contract renews the last day to give notice: after it nothing can be
    decided any more. One that comes late (the contract was entered 45 days before) is the one of the step it stands in.
    Under notice somebody has decided already.
    """
    soon = today + timedelta(days=max(STEPS))
    active = Contract.objects.filter(status=Contract.Status.ACTIVE, ends_on__gte=today)
    near = active.filter(Q(renews=True) | Q(ends_on__lte=soon))
    found = [reminder for contract in near if (reminder := _reminder(contract, today, soon))]
    sent = _sent([reminder.contract.pk for reminder in found]) if found else set()
    return [one for one in found if (one.contract.pk, one.days, one.by.isoformat()) not in sent]


def was_sent(reminder: Reminder) -> bool:
    """Say whether it is in the contract's timeline."""
    key = (reminder.contract.pk, reminder.days, reminder.by.isoformat())
    return key in _sent([reminder.contract.pk])


def reminder_text(event: ContractEvent) -> str:
    """Say what is about to happen, in the active language."""
    by, ends_on = (_day(event.data[name]) for name in ("by", "ends_on"))
    if event.data["renews"]:
        return _("It renews after %(ends_on)s unless notice is given by %(by)s.") % {"ends_on": ends_on, "by": by}
    return _("It ends on %(ends_on)s.") % {"ends_on": ends_on}


def _reminder(contract: Contract, today: date, soon: date) -> Reminder | None:
    if contract.ends_on is None:
        return None
    by = last_day_to_give_notice(contract.ends_on, contract.notice_months) if contract.renews else contract.ends_on
    if not today <= by <= soon:
        return None
    days = next(step for step in STEPS if (by - today).days <= step)
    return Reminder(contract, days, by, contract.ends_on, contract.renews)


def _sent(contracts: list[int]) -> set[tuple[int, int, str]]:
    events = ContractEvent.objects.filter(contract__in=contracts, kind=ContractEvent.Kind.REMINDED)
    return set(_keys(events.values_list("contract_id", "data")))


def _keys(rows: Any) -> Iterator[tuple[int, int, str]]:
    for contract, data in rows:
        yield contract, data["days"], data["by"]


def _day(text: str) -> str:
    return formats.full_day(date.fromisoformat(text))
