"""What a clock looks like: the one shape that rows, cards, letters and charts draw a deadline from."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from django.utils.translation import gettext, pgettext_lazy

from accounts import formats

State = Literal["ok", "risk", "over", "paused", "met", "none"]


_WORDS = {
    "ok": pgettext_lazy("clock", "On track"),
    "risk": pgettext_lazy("clock", "At risk"),
    "over": pgettext_lazy("clock", "Breached"),
    "paused": pgettext_lazy("clock", "Paused"),
    "met": pgettext_lazy("clock", "Met"),
    "none": pgettext_lazy("clock", "No clock"),
}


def word(state: str) -> str:
    """Give the word of a state in the active language; it always stands beside the time and the bar."""
    return str(_WORDS[state])


@dataclass(frozen=True)
class ClockFace:
    """Texts to read and numbers for the script. `left` is signed open seconds; `share` is 0 to 100 of the target."""

    state: State
    word: str
    day: str
    time: str
    text: str
    share: int
    notch: int
    due: int | None
    left: int | None
    target: int
    is_live: bool


def clock_face(
    state: State,
    *,
    now: datetime,
    zone: tzinfo,
    due: datetime | None = None,
    left: int | None = None,
    used: int = 0,
    target: int = 0,
    warn: float = 0.75,
    stopped_at: datetime | None = None,
) -> ClockFace:
    """Draw a clock. Open seconds: `left` until due (negative when over), `used` since the start, `target` promised.

    A met clock shows when it stopped and after how long; a paused one what it keeps; without a promise there is none.
    """
    shown = stopped_at if state == "met" else due if state in ("ok", "risk", "over") else None
    share = 0 if state == "none" or target <= 0 else max(0, min(100, round(used * 100 / target)))
    return ClockFace(
        state=state,
        word=word(state),
        day=formats.day_label(shown, now, zone) if shown else "",
        time=formats.clock_time(shown, zone) if shown else "–",
        text=_text(state, left or 0, used),
        share=100 if state == "over" else share,
        notch=round(warn * 100),
        due=int(due.timestamp()) if due else None,
        left=left,
        target=target,
        is_live=state in ("ok", "risk", "over") and left is not None,
    )


def _text(state: State, left: int, used: int) -> str:
    if state == "none":
        return gettext("no promise")
    if state == "met":
        return gettext("after %(time)s") % {"time": formats.duration(used)}
    if state == "paused":
        return gettext("%(time)s kept") % {"time": formats.duration(left)}
    template = gettext("%(time)s over") if left < 0 or state == "over" else gettext("%(time)s left")
    return template % {"time": formats.duration(left)}
