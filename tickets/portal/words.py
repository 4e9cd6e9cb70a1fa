"""What is promised, in the customer's words. The portal never says SLA, policy or breach."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from sla.engine import Reason
from sla.engine.reasons import PAUSED
from sla.models import Channel, Metric, Severity
from sla.terms import Target
from sla.words import target_text as policy_text
from tickets.clocks.clock import ClockState, Counting
from tickets.ledger_words import reason_text
from tickets.models import Ticket

HOW_BAD = {
    Severity.CRITICAL.value: gettext_lazy("Nobody can work. An installation in use has stopped."),
    Severity.HIGH.value: gettext_lazy("We can log in, but something in our work fails because of a fault."),
    Severity.NORMAL.value: gettext_lazy("We wonder how something works or should be done."),
}

STATUS = {
    Ticket.Status.NEW.value: pgettext_lazy("portal", "Received"),
    Ticket.Status.IN_PROGRESS.value: gettext_lazy("In progress"),
    Ticket.Status.WAITING_CUSTOMER.value: gettext_lazy("Waiting for your answer"),
    Ticket.Status.WAITING_THIRD_PARTY.value: gettext_lazy("Waiting for somebody outside"),
    Ticket.Status.RESOLVED.value: gettext_lazy("Solved"),
    Ticket.Status.CLOSED.value: pgettext_lazy("ticket", "Closed"),
}


def status_text(ticket: Ticket) -> str:
    """Say where the ticket stands."""
    return str(STATUS[ticket.status])


def reason_words(reason: Reason) -> str:
    """Say to the customer why a stretch of time does not count."""
    waiting = {
        Ticket.Status.WAITING_CUSTOMER.value: _("We waited for your answer"),
        Ticket.Status.WAITING_THIRD_PARTY.value: _("We waited for somebody outside"),
        Ticket.Status.RESOLVED.value: _("The ticket was solved meanwhile"),
    }
    return waiting.get(reason.detail, reason_text(reason)) if reason.code == PAUSED else reason_text(reason)


def target_text(target: Target, *, is_covered: bool) -> str:
    """Say how much time is promised: 2 opening hours, 15 minutes of opening time, 3 working days; or by any clock."""
    if target.days is not None:
        return policy_text(seconds=None, days=target.days)
    minutes = (target.seconds or 0) // 60
    hours, rest = divmod(minutes, 60)
    if is_covered:
        if rest:
            return ngettext("%(n)d minute, round the clock", "%(n)d minutes, round the clock", minutes) % {"n": minutes}
        return ngettext("%(n)d hour, round the clock", "%(n)d hours, round the clock", hours) % {"n": hours}
    if rest:
        return ngettext("%(n)d minute of opening time", "%(n)d minutes of opening time", minutes) % {"n": minutes}
    return ngettext("%(n)d opening hour", "%(n)d opening hours", hours) % {"n": hours}


def clock_target_text(clock: ClockState) -> str:
    """Say what a clock's target is."""
    return target_text(clock.target, is_covered=clock.counting.covers(clock.severity))


def start_text(counting: Counting | None, severity: str) -> str:
    """Say on a card when work starts for this severity."""
    target = counting.terms.target(severity, Metric.START) if counting else None
    if counting is None or target is None:
        return _("We will answer, but promise no time.")
    text = target_text(target, is_covered=counting.covers(severity))
    if severity == Severity.CRITICAL:
        return _("Work starts at once, within %(time)s.") % {"time": text}
    return _("Work starts within %(time)s.") % {"time": text}


def hours_remark(clock: ClockState, channel: str) -> str:
    """Say which time counts; nothing where all of it does."""
    if clock.counting.covers(clock.severity):
        return ""
    by_channel = {
        Channel.PHONE.value: _("only our telephone hours count"),
        Channel.EMAIL.value: _("only our hours for e-mail count"),
        Channel.PORTAL.value: _("only our hours for the portal count"),
    }
    own = by_channel.get(channel, "") if clock.counting.is_by_channel else ""
    return own or _("only opening hours count")
