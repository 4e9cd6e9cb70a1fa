"""What happened between tickets, and in remote sessions, as one line in the reader's language."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from tickets.models import TicketEvent, TicketLink

Kind = TicketEvent.Kind
Link = TicketLink.Kind


def about_another(event: TicketEvent, name: str) -> str:
    """Give the words that stand before the other ticket's number; empty where the event is about no other ticket."""
    if event.kind == Kind.INCIDENT:
        if not event.data.get("ticket"):
            return ""
        if event.data.get("what") == "detached":
            return _("%(name)s took the ticket out of incident") % {"name": name}
        return _("%(name)s made the ticket part of incident") % {"name": name}
    if event.kind == Kind.LINKED:
        return _linked(event)
    if event.kind == Kind.FOLLOWED_UP:
        if event.actor is not None and event.actor.is_staff:
            return _("%(name)s opened follow-up ticket") % {"name": name}
        return _("The customer wrote again: follow-up ticket")
    say = _BEFORE_NUMBER.get(event.kind)
    return say(name) if say else ""


def incident_text(event: TicketEvent, name: str) -> str:
    """Say what became of the incident itself."""
    what, count = event.data.get("what"), event.data.get("count", 0)
    if what == "joined":
        words = ngettext(
            "%(name)s added %(count)d ticket to the incident", "%(name)s added %(count)d tickets to the incident", count
        )
        return words % {"name": name, "count": count}
    if what == "unmarked":
        return _("%(name)s made the incident an ordinary ticket") % {"name": name}
    return _("%(name)s marked the ticket as an incident") % {"name": name}


def remote_begun_text(event: TicketEvent, name: str) -> str:
    """Say who began it, with whose consent and what for."""
    words = {
        "name": name,
        "consent": event.data.get("consent_by", ""),
        "purpose": event.data.get("purpose", ""),
    }
    if event.data.get("by_hand"):
        return _("%(name)s recorded a remote session with the consent of %(consent)s: %(purpose)s") % words
    return _("%(name)s began a remote session with the consent of %(consent)s: %(purpose)s") % words


def remote_ended_text(event: TicketEvent, name: str) -> str:
    """Say how long it took."""
    took = formats.duration(event.data.get("seconds", 0))
    return _("%(name)s ended the remote session after %(time)s") % {"name": name, "time": took}


def _linked(event: TicketEvent) -> str:
    if event.data.get("here"):
        return {
            Link.RELATED: _("Linked: related to"),
            Link.DUPLICATE: _("Linked: has a duplicate"),
            Link.CAUSED_BY: _("Linked: cause of"),
        }.get(event.data.get("link", ""), _("Linked: related to"))
    return {
        Link.RELATED: _("Linked: related to"),
        Link.DUPLICATE: _("Linked: duplicate of"),
        Link.CAUSED_BY: _("Linked: caused by"),
    }.get(event.data.get("link", ""), _("Linked: related to"))


_BEFORE_NUMBER: dict[str, Callable[[str], str]] = {
    Kind.MERGED: lambda name: _("%(name)s merged the ticket into") % {"name": name},
    Kind.TOOK_IN: lambda name: _("%(name)s merged in ticket") % {"name": name},
    Kind.UNMERGED: lambda name: _("%(name)s undid the merge into") % {"name": name},
    Kind.GAVE_BACK: lambda name: _("%(name)s undid the merge of ticket") % {"name": name},
    Kind.SPLIT: lambda name: _("%(name)s split messages off to ticket") % {"name": name},
    Kind.UNLINKED: lambda name: _("%(name)s removed the link to ticket") % {"name": name},
}
