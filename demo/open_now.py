"""What stands in the queue now: every section of it has tickets, whatever the hour."""

from datetime import datetime, timedelta

from contracts.models import Contact
from demo.case import HOUR, Case
from demo.life import Life
from sla.models import Severity
from sla.terms import DEFAULT_NEXT_REPLY, DEFAULT_START
from tickets.models import Ticket
from tickets.services.importing.history import TicketHistory


def open_now(life: Life) -> list[TicketHistory]:
    """Give about forty tickets on which somebody has something to do, in the order of their reports."""
    own = life.cast.contacts[0]
    cases = [_unstarted(life, low, high) for low, high, n in _SHARES for _ in range(n)]
    cases += [_just_filed(life, minutes) for minutes in (4, 11, 26, 95)]
    cases += [_answer_due(life, own if n == 0 else None) for n in range(4)]
    cases += [_in_progress(life, own if n == 0 else None) for n in range(8)]
    cases += [_waiting(life, own if n < 2 else None) for n in range(6)]
    cases += [_third_party(life) for _ in range(3)]
    cases += [_handed_over(life) for _ in range(3)]
    cases += [_stranger(life) for _ in range(3)]
    cases.append(_unstarted(life, 0.3, 0.5, contact=own))
    return sorted((case.history for case in cases), key=lambda history: history.ticket.opened_at)


# How much of the start target is used, and by how many tickets: breached, at risk, and in good time.
_SHARES = ((1.1, 1.6, 2), (0.78, 0.96, 4), (0.05, 0.6, 5))


def _before(life: Life, hours: float) -> datetime:
    """Give the instant so many open hours before now."""
    return life.calendar.due_after(life.now, -max(int(hours * HOUR), 1)).replace(microsecond=0)


def _severity(life: Life) -> str:
    return life.dice.choice([Severity.NORMAL, Severity.NORMAL, Severity.HIGH])


def _unstarted(life: Life, low: float, high: float, contact: Contact | None = None) -> Case:
    severity = _severity(life)
    hours = DEFAULT_START[severity]["minutes"] / 60
    contact = contact or life.dice.choice(life.cast.contacts)
    case = life.report(_before(life, hours * life.dice.uniform(low, high)), contact=contact, severity=severity)
    if life.dice.random() < 0.5:
        case.history.assigned(case.at + timedelta(seconds=90), case.agent, case.agent)
    return case


def _just_filed(life: Life, minutes: int) -> Case:
    at = life.now.replace(microsecond=0) - timedelta(minutes=minutes, seconds=life.dice.randint(0, 50))
    return life.report(at, contact=life.dice.choice(life.cast.contacts), severity=_severity(life))


def _begun(life: Life, contact: Contact | None, hours: float, severity: str = "") -> Case:
    contact = contact or life.dice.choice(life.cast.contacts)
    case = life.report(_before(life, hours), contact=contact, severity=severity or _severity(life))
    promised = case.target(DEFAULT_START) * life.dice.uniform(0.05, 0.5)
    case.at = life.calendar.due_after(case.at, int(promised * HOUR) + 30)
    case.history.started(case.at, case.agent, assignee=case.agent)
    case.history.moved(case.at, case.agent, Ticket.Status.IN_PROGRESS)
    return case


def _answer_due(life: Life, contact: Contact | None) -> Case:
    severity = _severity(life)
    promised = DEFAULT_NEXT_REPLY[severity]["minutes"] / 60
    case = _begun(life, contact, promised + life.dice.uniform(6, 12), severity)
    case.ask()
    case.at = max(_before(life, promised * life.dice.uniform(0.2, 0.95)), case.at + timedelta(minutes=2))
    case.history.customer_wrote(case.at, case.plot.answer.format(**case.slots))
    return case


def _in_progress(life: Life, contact: Contact | None) -> Case:
    case = _begun(life, contact, life.dice.uniform(2.5, 16))
    case.find()
    return case


def _waiting(life: Life, contact: Contact | None) -> Case:
    case = _begun(life, contact, life.dice.uniform(5, 30))
    case.ask()
    return case


def _third_party(life: Life) -> Case:
    case = _begun(life, None, life.dice.uniform(8, 30))
    case.find()
    case.third_party()
    return case


def _handed_over(life: Life) -> Case:
    case = _begun(life, None, life.dice.uniform(6, 30))
    case.hand_over(life.cast.consultants[0])
    return case


def _stranger(life: Life) -> Case:
    contact = life.dice.choice(life.cast.strangers)
    return life.report(_before(life, life.dice.uniform(1, 20)), contact=contact, severity=_severity(life))
