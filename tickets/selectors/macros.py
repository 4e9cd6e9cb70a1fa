"""Macros that a member may use, and what they say on a ticket."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.access import MANAGERS
from accounts.models import Membership
from tickets.models import Macro, TeamMember, Ticket
from tickets.placeholders import Filling, fill


@dataclass(frozen=True)
class MacroRow:
    """One macro, ready to be read: `text` as it is inserted, `changes` in words, `whose` for the list."""

    id: int
    name: str
    text: str
    changes: list[str]
    whose: str
    may_change: bool

    @property
    def label(self) -> str:
        """Give its name and what it changes."""
        return f"{self.name}: {', '.join(self.changes)}"


def usable_macros(member: Membership) -> QuerySet[Macro]:
    """Give the member's own macros, their teams' and everybody's, by name; managers see every team's."""
    teams = TeamMember.objects.filter(membership=member).values("team")
    shared = Q(owner=None) if member.role in MANAGERS else Q(owner=None, team=None) | Q(team__in=teams)
    return Macro.objects.filter(Q(owner=member) | shared).select_related("team", "set_team", "set_assignee__user")


def ticket_macros(ticket: Ticket, *, member: Membership, now: datetime) -> list[MacroRow]:
    """Give the macros with their texts for this ticket. One query."""
    filling = Filling(ticket, member, now)
    spoken = ticket.contact.language if ticket.contact else ""
    return [_row(macro, member, _filled(macro, spoken, filling)) for macro in usable_macros(member)]


def macro_rows(member: Membership) -> list[MacroRow]:
    """Give the macros with their texts as they are written, in the tenant's language. One query."""
    return [_row(macro, member, chosen_text(macro, "", member.tenant.language)[0]) for macro in usable_macros(member)]


def chosen_text(macro: Macro, spoken: str, tenants: str) -> tuple[str, str]:
    """Give the text and its language: the contact's language, the tenant's, English, else whichever is written."""
    for language in (spoken, tenants, "en", "sv", "da"):
        if language and (text := getattr(macro, f"text_{language}", "")):
            return text, language
    return "", tenants


def written_by(macro: Macro, ticket: Ticket, *, member: Membership, now: datetime) -> str:
    """Give the macro's text for this ticket, in its contact's language; empty where it has none."""
    return _filled(macro, ticket.contact.language if ticket.contact else "", Filling(ticket, member, now))


def _filled(macro: Macro, spoken: str, filling: Filling) -> str:
    text, language = chosen_text(macro, spoken, filling.agent.tenant.language)
    return fill(text, filling, language=language)


def _row(macro: Macro, member: Membership, text: str) -> MacroRow:
    return MacroRow(macro.pk, macro.name, text, changes(macro), _whose(macro), may_change(macro, member))


def changes(macro: Macro) -> list[str]:
    """Give what sending with the macro changes, in words."""
    said = []
    if macro.set_status:
        said.append(_("status: %(status)s") % {"status": macro.get_set_status_display()})
    if macro.assigns_sender:
        said.append(_("assigned to whoever sends"))
    elif macro.set_assignee:
        said.append(_("assigned to %(name)s") % {"name": macro.set_assignee.user.name})
    if macro.set_team:
        said.append(_("team: %(name)s") % {"name": macro.set_team.name})
    return said


def _whose(macro: Macro) -> str:
    if macro.owner_id:
        return _("Only me")
    return macro.team.name if macro.team else _("Everybody at the desk")


def may_change(macro: Macro, member: Membership) -> bool:
    """Say whether it is theirs, or everybody's or a team's and they manage."""
    return macro.owner_id == member.pk or (macro.owner_id is None and member.role in MANAGERS)
