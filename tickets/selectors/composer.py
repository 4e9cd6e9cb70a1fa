"""What the composer starts with: drafts, and a macro that was asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from accounts.tenancy.prepared import Prepared
from tickets.models import Draft, Macro, Message, Ticket
from tickets.selectors.macros import MacroRow, ticket_macros, usable_macros


class DraftState(TypedDict):
    """One draft, as js/composer.js reads it."""

    text: str
    revision: int
    said: str
    macros: list["Chosen"]


class Chosen(TypedDict):
    """A macro whose changes are made on sending."""

    id: int
    label: str


@dataclass(frozen=True)
class Composer:
    """The drafts by kind, which of them is shown first, and the macros whose changes are made on sending."""

    drafts: dict[str, DraftState]
    kind: str
    text: str
    macros: list[Chosen]

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
        return {"kind": self.kind, "text": self.text}


def composer(
    ticket: Ticket, *, member: Membership, now: datetime, inserted: list[str], posted: list[str] | None = None
) -> Composer:
    """Give the member's drafts on the ticket, the last one first. One query, two where a macro is in use.

    `inserted` are keys of macros whose texts are added, `posted` those of a form that was refused, instead of the
    draft's; what is not theirs to use is left out.
    """
    drafts = _DRAFTS.rows(ticket.pk, member.pk)
    is_used = bool(inserted or posted or any(draft.macros for draft in drafts))
    rows = ticket_macros(ticket, member=member, now=now) if is_used else []
    states = {draft.kind: draft_state(draft, rows, zone=member.tenant.zone, now=now) for draft in drafts}
    written = [draft for draft in drafts if draft.text.strip() or draft.macros]
    kind = written[0].kind if written else Message.Kind.REPLY.value
    new = [row for row in rows if str(row.id) in inserted]
    text, used = (written[0].text, [str(key) for key in written[0].macros]) if written else ("", [])
    if new:
        text = "\n\n".join(part for part in (text.strip(), *(row.text for row in new)) if part)
    return Composer(states, kind, text, chosen(rows, [*inserted, *used] if posted is None else posted))


def _drafts(_shape: None, ticket: int, member: int) -> QuerySet[Draft]:
    return Draft.objects.filter(ticket=ticket, membership=member).order_by("-saved_at")


_DRAFTS = Prepared(_drafts)


def draft_state(draft: Draft, rows: list[MacroRow], *, zone: str, now: datetime) -> DraftState:
    """Give a draft as the page needs it; `rows` are the macros that its writer may use."""
    time = formats.near_time(draft.saved_at, now, ZoneInfo(zone))
    return {
        "text": draft.text,
        "revision": draft.revision,
        "said": _("Draft saved %(time)s") % {"time": time},
        "macros": chosen(rows, [str(key) for key in draft.macros]),
    }


def chosen(rows: list[MacroRow], keys: list[str]) -> list[Chosen]:
    """Give those of the macros that change something, by their keys."""
    return [{"id": row.id, "label": row.label} for row in rows if str(row.id) in keys and row.changes]


def chosen_macros(member: Membership, keys: list[str]) -> list[Macro]:
    """Give the macros of a form, in its order; a key that is not theirs to use is left out. One query, or none."""
    if not keys:
        return []
    found = {str(macro.pk): macro for macro in usable_macros(member)}
    return [found[key] for key in dict.fromkeys(keys) if key in found]
