"""What the composer starts with: drafts, and a macro that was asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from tickets.models import Draft, Macro, Message, Ticket
from tickets.selectors.macros import MacroRow, ticket_macros, usable_macros


class DraftState(TypedDict):
    """One draft, as js/composer.js reads it."""

    text: str
    revision: int
    said: str


@dataclass(frozen=True)
class Composer:
    """The drafts by kind, which of them is shown first, and the macros whose changes are made on sending."""

    drafts: dict[str, DraftState]
    kind: str
    text: str
    macros: list[MacroRow]

    @property
    def revision(self) -> int:
        """Give the revision of the draft shown."""
        return self.drafts[self.kind]["revision"] if self.kind in self.drafts else 0

    @property
    def said(self) -> str:
        """Give when the draft shown was saved."""
        return self.drafts[self.kind]["said"] if self.kind in self.drafts else ""

    @property
    def initial(self) -> dict[str, Any]:
        """Give what the message's form starts with."""
        return {"kind": self.kind, "text": with_macro(self.text, self.macros)}


def composer(ticket: Ticket, *, member: Membership, now: datetime, macros: list[str]) -> Composer:
    """Give the member's drafts on the ticket, the last one first. One query, two where a macro is inserted.

    `macros` are keys from the address or the form; what is not theirs to use is left out.
    """
    drafts = list(Draft.objects.filter(ticket=ticket, membership=member).order_by("-saved_at"))
    states = {draft.kind: draft_state(draft, zone=member.tenant.zone, now=now) for draft in drafts}
    written = [draft for draft in drafts if draft.text.strip()]
    kind = written[0].kind if written else Message.Kind.REPLY.value
    rows = [row for row in ticket_macros(ticket, member=member, now=now) if str(row.id) in macros] if macros else []
    return Composer(states, kind, written[0].text if written else "", rows)


def with_macro(text: str, rows: list[MacroRow]) -> str:
    """Give the text with the macros' texts after it."""
    return "\n\n".join(part for part in (text.strip(), *(row.text for row in rows)) if part)


def draft_state(draft: Draft, *, zone: str, now: datetime) -> DraftState:
    """Give a draft as the page needs it."""
    time = formats.near_time(draft.saved_at, now, ZoneInfo(zone))
    return {"text": draft.text, "revision": draft.revision, "said": _("Draft saved %(time)s") % {"time": time}}


def chosen_macros(member: Membership, keys: list[str]) -> list[Macro]:
    """Give the macros of a form, in its order; a key that is not theirs to use is left out. One query, or none."""
    if not keys:
        return []
    found = {str(macro.pk): macro for macro in usable_macros(member)}
    return [found[key] for key in dict.fromkeys(keys) if key in found]
