"""What happened beside the conversation, as one line in the reader's language."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts import formats
from tickets.field_values import show_value
from tickets.models import Team, TicketEvent, TimeEntry

Kind = TicketEvent.Kind
BESIDE = {Kind.TIME_LOGGED, Kind.TIME_CHANGED, Kind.TIME_REMOVED, Kind.TAGGED, Kind.FIELDS, Kind.WATCHERS}


def shared_text(event: TicketEvent) -> str:
    """Say to whom a team's rule gave the ticket, and why."""
    rule = event.data.get("rule", "")
    why = {
        Team.PERSONAL: _("the personal consultant"),
        Team.Rule.ROUND_ROBIN: _("in turn"),
        Team.Rule.LEAST_LOADED: _("fewest open tickets"),
    }.get(rule, rule)
    return _("Assigned to %(to)s by the team’s rule: %(why)s") % {"to": event.data.get("name", ""), "why": why}


def beside_text(event: TicketEvent, name: str) -> str:
    """Give the line of an event in BESIDE; `name` is who did it."""
    match event.kind:
        case Kind.TIME_LOGGED:
            return _("%(name)s logged %(time)s") % {"name": name, "time": entry_words(event.data)}
        case Kind.TIME_CHANGED:
            before, after = entry_words(event.data.get("before", {})), entry_words(event.data)
            return _("%(name)s changed %(before)s to %(after)s") % {"name": name, "before": before, "after": after}
        case Kind.TIME_REMOVED:
            return _("%(name)s removed %(time)s") % {"name": name, "time": entry_words(event.data)}
        case Kind.TAGGED if event.data.get("added"):
            return _("%(name)s added the tag %(tag)s") % {"name": name, "tag": event.data["added"]}
        case Kind.TAGGED:
            return _("%(name)s removed the tag %(tag)s") % {"name": name, "tag": event.data.get("removed", "")}
        case Kind.WATCHERS if event.data.get("added"):
            return _("%(name)s lets %(who)s watch the ticket") % {"name": name, "who": event.data["added"]}
        case Kind.WATCHERS:
            return _("%(name)s removed the watcher %(who)s") % {"name": name, "who": event.data.get("removed", "")}
    changes = "; ".join(_change(change) for change in event.data.get("changes", []))
    return _("%(name)s changed %(changes)s") % {"name": name, "changes": changes}


def entry_words(facts: dict[str, Any]) -> str:
    """Give an entry as its event kept it: 1 h 30 min (covered: support in the plan)."""
    kind, why = facts.get("kind", ""), facts.get("why", "")
    label = TimeEntry.Kind(kind).label if kind in TimeEntry.Kind.values else kind
    values = {
        "time": formats.duration(int(facts.get("minutes", 0)) * 60),
        "kind": str(label).lower(),
        "why": why_words(why, str(facts.get("reason", ""))),
    }
    return _("%(time)s (%(kind)s: %(why)s)") % values


def why_words(why: str, reason: str) -> str:
    """Give the reason's own words, else the rule's."""
    return reason or (str(TimeEntry.Why(why).label) if why in TimeEntry.Why.values else why)


def day_words(day: date, now: datetime, zone: ZoneInfo) -> str:
    """Give a local day shortly: Today, Tue, 12 Jun."""
    noon = datetime.combine(day, time(12), zone)
    return formats.day_label(noon, now, zone) or _("Today")


def _change(change: dict[str, Any]) -> str:
    before, after = (
        show_value(change["kind"], text) if (text := change[which]) else "–" for which in ("before", "after")
    )
    return f"{change['name']}: {before} → {after}"
