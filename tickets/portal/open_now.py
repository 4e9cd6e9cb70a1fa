"""Why support is closed."""

from datetime import datetime

from sla.engine.reasons import LUNCH
from sla.hours import support_calendar
from tickets.portal.words import reason_words


def closed_because(now: datetime) -> str:
    """Say why support is closed now: weekend, night, the holiday, the short day. Empty while it is open, and over
    lunch, which the hours say themselves.
    """
    calendar = support_calendar()
    if calendar is None:
        return ""
    opens, _closes = calendar.current_or_next_opening(now)
    if opens <= now:
        return ""
    reason = calendar.explain(now, opens).rows[0].reason
    return reason_words(reason) if reason.code != LUNCH else ""
