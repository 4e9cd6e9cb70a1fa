"""A change that meets another one: what the other changed, what was typed, and which of the two is kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from tickets.models import Ticket, TicketEvent

Kind = TicketEvent.Kind
# What each form shows of the ticket, and would overwrite; and the events that may have changed it.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "severity": ("severity",),
    "assignment": ("assignee",),
    "status": ("status",),
    "analysis": ("category", "product", "finding", "outcome"),
}
_CAUSES = {
    "severity": (Kind.SEVERITY,),
    "assignment": (Kind.ASSIGNED, Kind.STARTED, Kind.REPLIED, Kind.RESOLVED, Kind.ANALYSED),
    "status": (Kind.STATUS, Kind.REOPENED, Kind.RESOLVED),
    "analysis": (Kind.ANALYSED,),
}
_COLUMNS = {"assignee": "assignee_id", "product": "product_id"}
_CHOICE = "choose-"
THEIRS, MINE = "theirs", "mine"
_SHOWN = 200


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed meanwhile, every text ready. `is_mine`: I changed it as well."""

    name: str
    label: str
    before: str
    now: str
    mine: str
    by: str
    is_mine: bool


def standing(ticket: Ticket) -> dict[str, str]:
    """Give each field as its form would send it."""
    return {field: _text(getattr(ticket, _COLUMNS.get(field, field))) for fields in FIELDS.values() for field in fields}


def shown(ticket: Ticket) -> str:
    """Give what the page's forms show of the ticket, to be sent along with each; long texts by their beginning."""
    return json.dumps({field: _short(value) for field, value in standing(ticket).items()})


def differences(
    name: str,
    form: forms.Form,
    *,
    ticket: Ticket,
    member: Membership,
    seen: datetime,
    now: datetime,
) -> list[Difference]:
    """Give the fields of a refused form that are no longer as it showed them, unless both say the same."""
    was, current = _was(form), standing(ticket)
    changed = [field for field in FIELDS[name] if field in was and was[field] != _short(current[field])]
    if not changed:
        return []
    by = _by(ticket, name, seen=seen, now=now, zone=ZoneInfo(member.tenant.zone))
    found = []
    for field in changed:
        bound, theirs, mine = form[field], current[field], _text(form.data.get(field))
        if mine != theirs:
            found.append(
                Difference(
                    name=f"{_CHOICE}{field}",
                    label=str(bound.label),
                    before=_label(bound, was[field]),
                    now=_label(bound, theirs),
                    mine=_label(bound, mine),
                    by=by,
                    is_mine=_short(mine) != was[field],
                )
            )
    return found


def keep_theirs(form: forms.Form, name: str, *, ticket: Ticket) -> bool:
    """Take back the fields for which theirs was chosen; True where nothing of one's own is left to save."""
    fields, current = FIELDS.get(name, ()), standing(ticket)
    theirs = [field for field in fields if form.data.get(f"{_CHOICE}{field}") == THEIRS]
    if theirs:
        posted: Any = form.data
        form.data = posted.copy()
        for field in theirs:
            form.data[field] = current[field]  # type: ignore[index]
    return bool(theirs) and len(theirs) == len(fields)


def _was(form: forms.Form) -> dict[str, str]:
    try:
        was = json.loads(form.data.get("was") or "{}")
    except ValueError:
        return {}
    return {key: value for key, value in was.items() if isinstance(value, str)} if isinstance(was, dict) else {}


def _by(ticket: Ticket, name: str, *, seen: datetime, now: datetime, zone: ZoneInfo) -> str:
    events = ticket.events.filter(at__gt=seen, kind__in=_CAUSES[name]).select_related("actor__user", "contact")
    event = events.order_by("-at", "-pk").first()
    if event is None:
        return ""
    who = event.actor.user.name if event.actor else event.contact.name if event.contact else _("The system")
    return f"{who}, {formats.near_time(event.at, now, zone)}"


def _label(bound: forms.BoundField, value: str) -> str:
    choices: Sequence[tuple[Any, Any]] = list(getattr(bound.field, "choices", ()))
    label = {str(key): text for key, text in choices}.get(value)
    return Truncator(str(label if label is not None else value)).chars(_SHOWN) or "–"


def _short(text: str) -> str:
    """Give a long text's beginning and what tells it from others that begin alike."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… {sha256(text.encode()).hexdigest()[:16]}"


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n")
