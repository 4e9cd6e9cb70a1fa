"""What happened to a ticket, as one line in the reader's language."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import formats
from sla.models import Severity
from tickets.models import Ticket, TicketEvent
from tickets.selectors.alert_reasons import failure_words, went_on_words
from tickets.selectors.alerts import alert_words
from tickets.selectors.beside_words import BESIDE, beside_text, shared_text
from tickets.selectors.relation_words import about_another, incident_text, remote_begun_text, remote_ended_text

Kind = TicketEvent.Kind

ICONS: dict[str, str] = {
    Kind.STARTED: "clock",
    Kind.STATUS: "go",
    Kind.TIME_LOGGED: "clock",
    Kind.TIME_CHANGED: "clock",
    Kind.TIME_REMOVED: "clock",
    Kind.WATCHERS: "mail",
    Kind.TAGGED: "dots",
    Kind.FIELDS: "dots",
    Kind.SEVERITY: "warn",
    Kind.TERMS: "cal",
    Kind.ASSIGNED: "user",
    Kind.ANALYSED: "search",
    Kind.OUT_OF_SCOPE: "stop",
    Kind.HANDED_OVER: "user",
    Kind.RESOLVED: "check",
    Kind.REOPENED: "undo",
    Kind.CLOSED: "lock",
    Kind.CONTACTED: "phone",
    Kind.FOLLOWED_UP: "go",
    Kind.SEVERITY_ASKED: "warn",
    Kind.ALERTED: "bell",
    Kind.ALERT_FAILED: "warn",
    Kind.MERGED: "go",
    Kind.TOOK_IN: "go",
    Kind.UNMERGED: "undo",
    Kind.GAVE_BACK: "undo",
    Kind.SPLIT: "go",
    Kind.LINKED: "link",
    Kind.UNLINKED: "link",
    Kind.INCIDENT: "warn",
    Kind.SPAM: "stop",
    Kind.NOT_SPAM: "undo",
    Kind.REMOTE_BEGUN: "screen",
    Kind.REMOTE_ENDED: "screen",
}
# Shown as the messages they are about.
SILENT = {Kind.FILED, Kind.CUSTOMER_WROTE, Kind.REPLIED, Kind.NOTED}


def actor_name(event: TicketEvent) -> str:
    """Give who did it: a contact, a member, or the system."""
    if event.contact is not None and (event.actor is None or not event.actor.is_staff):
        return event.contact.name
    return event.actor.user.name if event.actor else _("The system")


def event_text(event: TicketEvent, *, follow_ups: dict[int, tuple[int, str]], start_words: str = "") -> str:
    """Give the line; it may hold a safe link. `follow_ups` gives number and address of a ticket by its key,
    `start_words` what became of the start clock.
    """
    name = actor_name(event)
    say = beside_text if event.kind in BESIDE else _SAYS.get(event.kind)
    if event.kind == Kind.STARTED:
        started = _("%(name)s started work.") % {"name": name}
        return f"{started} {start_words}".strip()
    if sentence := about_another(event, name):
        number, url = follow_ups.get(event.data.get("ticket", 0), (0, ""))
        return format_html('{} <a href="{}">{}</a>', sentence, url, number)
    return say(event, name) if say else str(TicketEvent.Kind(event.kind).label)


def start_words(*, met: bool, used: int, target: str) -> str:
    """Say what became of the start clock; `target` in words."""
    template = _("Start met after %(used)s of %(target)s.") if met else _("Start breached: %(used)s of %(target)s.")
    return template % {"used": formats.duration(used), "target": target}


def _label(value: str, choices: type[Severity] | type[Ticket.Status] | type[Ticket.Outcome]) -> str:
    return str(choices(value).label) if value in choices.values else value


def _status(event: TicketEvent, name: str) -> str:
    return _("%(name)s set the status to “%(status)s”") % {
        "status": _label(event.data.get("status", ""), Ticket.Status),
        "name": name,
    }


def _severity(event: TicketEvent, name: str) -> str:
    # Without an actor it was copied from another system, and nobody was told by this one.
    if event.actor is None:
        before, after = event.data.get("before", ""), event.data.get("severity", "")
        return _("Severity %(before)s → %(after)s in the other system") % {
            "before": _label(before, Severity),
            "after": _label(after, Severity),
        }
    return _("Severity %(before)s → %(after)s, %(name)s: “%(reason)s” The customer has been told.") % {
        "before": _label(event.data.get("before", ""), Severity),
        "after": _label(event.data.get("severity", ""), Severity),
        "name": name,
        "reason": event.data.get("reason", ""),
    }


def _asked(event: TicketEvent, name: str) -> str:
    return _("%(name)s asks for severity %(severity)s: “%(reason)s”") % {
        "name": name,
        "severity": _label(event.data.get("asked", ""), Severity),
        "reason": event.data.get("reason", ""),
    }


def _assigned(event: TicketEvent, name: str) -> str:
    if event.data.get("rule"):
        return shared_text(event)
    to, team = event.data.get("name", ""), event.data.get("team", "")
    if to and to == name:
        return _("%(name)s took the ticket") % {"name": name}
    if to:
        return _("%(name)s assigned the ticket to %(to)s") % {"to": to, "name": name}
    if team:
        return _("%(name)s gave the ticket to the team %(team)s") % {"team": team, "name": name}
    return _("%(name)s took the ticket from its assignee") % {"name": name}


def _analysed(event: TicketEvent, name: str) -> str:
    outcome = _label(event.data.get("outcome", ""), Ticket.Outcome)
    return _("%(name)s made the first analysis: %(outcome)s") % {"name": name, "outcome": outcome}


def _handed_over(event: TicketEvent, name: str) -> str:
    to = event.data.get("name", "")
    if to:
        told = _handed_to(to, name)
        return f"{told} {_terms_of_hand_over(event)}".strip()
    return _("%(name)s handed the ticket over. The customer has been told.") % {"name": name}


def _alerted(event: TicketEvent, name: str) -> str:
    what = alert_words(event.data.get("step", ""), event.data.get("metric", ""))
    names, told = event.data.get("names", []), event.data.get("told", 0)
    if told > len(names):
        said = _("%(alert)s. %(count)d people were alerted.") % {"alert": what, "count": told}
    else:
        said = _("%(alert)s. Alerted: %(names)s.") % {"alert": what, "names": ", ".join(names)}
    if not event.data.get("quiet"):
        return said
    waits = _("The mail to %(names)s waits until the quiet hours are over.")
    return f"{said} {waits % {'names': ', '.join(event.data['quiet'])}}"


def _alert_failed(event: TicketEvent, name: str) -> str:
    data = event.data
    what = alert_words(data.get("step", ""), data.get("metric", ""))
    failed = failure_words(data.get("by", ""), data.get("reason", ""), ", ".join(data.get("names", [])))
    on = went_on_words(data["to"]) if data.get("to") else _("Nobody is left to tell.")
    return f"{what}. {failed} {on}"


def _terms_of_hand_over(event: TicketEvent) -> str:
    """Say whether time is billable from here on; nothing where that is not known."""
    data = event.data
    if data.get("covered"):
        return _("Covered by the contract: %(reason)s") % {"reason": data["covered"]}
    if data.get("price"):
        price = formats.money(Decimal(data["price"]), data.get("currency", ""))
        return _("Billable from here on, %(price)s an hour.") % {"price": price}
    return _("Billable from here on.") if data.get("billable") else ""


def _handed_to(to: str, name: str) -> str:
    return _("%(name)s handed the ticket over to %(to)s. The customer has been told.") % {"to": to, "name": name}


def _terms(event: TicketEvent, name: str) -> str:
    if event.data.get("hours"):
        return _("%(name)s changed the opening hours. Open deadlines are counted again.") % {"name": name}
    return str(Kind.TERMS.label)


_SAYS: dict[str, Callable[[TicketEvent, str], str]] = {
    Kind.STATUS: _status,
    Kind.ALERTED: _alerted,
    Kind.ALERT_FAILED: _alert_failed,
    Kind.TERMS: _terms,
    Kind.SEVERITY: _severity,
    Kind.SEVERITY_ASKED: _asked,
    Kind.ASSIGNED: _assigned,
    Kind.ANALYSED: _analysed,
    Kind.HANDED_OVER: _handed_over,
    Kind.RESOLVED: lambda event, name: _("%(name)s solved the ticket") % {"name": name},
    Kind.REOPENED: lambda event, name: _("%(name)s opened the ticket again") % {"name": name},
    Kind.CONTACTED: lambda event, name: _("%(name)s contacted the customer by telephone") % {"name": name},
    Kind.CLOSED: lambda event, name: _("%(name)s closed the ticket") % {"name": name},
    Kind.INCIDENT: incident_text,
    Kind.SPAM: lambda event, name: _("%(name)s put the ticket away as spam. Nobody was told.") % {"name": name},
    Kind.NOT_SPAM: lambda event, name: _("%(name)s says that the ticket is no spam") % {"name": name},
    Kind.REMOTE_BEGUN: remote_begun_text,
    Kind.REMOTE_ENDED: remote_ended_text,
    Kind.OUT_OF_SCOPE: lambda event, name: (
        _("%(name)s told the customer that the agreement does not cover it") % {"name": name}
    ),
}
