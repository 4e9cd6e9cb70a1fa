"""Why a stretch of time counts or does not, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sla.engine import Reason


def reason_text(reason: Reason) -> str:
    """Give the words of an engine's reason. Holidays and exceptions carry their own names, as the calendar has them."""
    match reason.code:
        case "open":
            word = pgettext("hours", "Open")
            return f"{word}: {reason.detail}" if reason.detail else word
        case "closed_night":
            return _("Closed for the night")
        case "lunch":
            return _("Lunch")
        case "weekend":
            return _("Weekend")
        case "closed_day":
            return _("Closed all day")
        case "short_day":
            return _("Day before %(holiday)s") % {"holiday": reason.detail}
        case "holiday" | "also_closed" | "exception":
            return reason.detail or _("Closed this day")
        case "paused":
            return _paused(reason.detail)
    raise ValueError(f"no words for the reason {reason.code!r}")


def short_reason_text(reason: Reason) -> str:
    """Give the same in a word or two, for the strip."""
    return _("short day") if reason.code == "short_day" else reason_text(reason)


def _paused(by: str) -> str:
    words = {
        "waiting_customer": _("Paused: waiting for the customer"),
        "waiting_third_party": _("Paused: waiting for a third party"),
        "resolved": _("Paused: the ticket was solved"),
    }
    return words.get(by) or _("Paused")
