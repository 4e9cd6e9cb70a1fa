"""What happened to a call, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from surveys.models import FollowUp, FollowUpNote

Kind = FollowUpNote.Kind


@dataclass(frozen=True)
class NoteLine:
    """One line of the history: what, who (empty: nobody), when, and what was written."""

    what: str
    who: str
    at: datetime
    text: str


def notes_of(task: FollowUp) -> list[NoteLine]:
    """Give a call's history, the oldest first. One query."""
    found = task.notes.select_related("author__user", "owner__user").order_by("at", "pk")
    return [NoteLine(_what(note), note.author.user.name if note.author else "", note.at, note.text) for note in found]


def _what(note: FollowUpNote) -> str:
    scores = {"before": note.score_from, "after": note.score_to}
    if note.kind == Kind.ASSIGNED:
        return _("Given to %(name)s") % {"name": note.owner.user.name} if note.owner else _("Given back")
    if note.kind == Kind.REOPENED:
        return _("Opened again: the score went from %(before)s to %(after)s") % scores
    if note.kind == Kind.RAISED:
        return _("Closed: the score was raised from %(before)s to %(after)s") % scores
    return str(Kind(note.kind).label)
