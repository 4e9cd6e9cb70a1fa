"""The strip: some days in rows, hatched where closed, with what was counted on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from accounts import formats
from accounts.pictures.wall_clock import Span, hour_of, hours_on

LABEL = 54  # room for "tor 30" before the bars
BAR = 15
MAX_ROWS = 9


@dataclass(frozen=True)
class Piece:
    """One rectangle. `kind` is its class: closed, open, used, used risk, used over, rest."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True)
class Note:
    """Words on the hatch: where their middle is, and the gap cut for them."""

    x: float
    text: str
    gap_x: float
    gap: float


@dataclass(frozen=True)
class Row:
    """One day of a strip."""

    y: float
    text_y: float
    label: str
    pieces: tuple[Piece, ...]
    note: Note | None


@dataclass(frozen=True)
class Mark:
    """A needle (now) or a due line; `label` stands to its right."""

    x: float
    y1: float
    y2: float
    label: str = ""
    label_x: float = 0
    label_y: float = 0


@dataclass(frozen=True)
class Strip:
    """A strip, ready to draw. `sentence` says the same in words and is the picture's name."""

    width: int
    height: float
    axis_y: float
    hours: tuple[tuple[float, str], ...]
    rows: tuple[Row, ...]
    now: Mark | None
    due: Mark | None
    sentence: str

    @property
    def tick_y(self) -> float:
        """Give where the hour's short line ends."""
        return self.axis_y + 3


@dataclass(frozen=True)
class Scale:
    """Wall-clock hours of a day to x."""

    first: float
    last: float
    width: float

    def x(self, hour: float) -> float:
        """Give the place of an hour; outside hours stand at the edge."""
        share = (min(max(hour, self.first), self.last) - self.first) / (self.last - self.first)
        return round(LABEL + share * (self.width - LABEL), 1)


def _pieces(
    day: date, openings: Sequence[Span], used: Sequence[tuple[datetime, datetime, str]], zone: tzinfo, scale: Scale
) -> tuple[Piece, ...]:
    """Ground first (closed all over), then what is open, then what counts."""
    layers = [(scale.first, scale.last, "closed")]
    layers += [(a, b, "open") for a, b in hours_on(openings, day, zone)]
    for start, end, kind in used:
        layers += [(a, b, kind) for a, b in hours_on([(start, end)], day, zone)]
    drawn = [Piece(scale.x(a), round(scale.x(b) - scale.x(a), 1), kind) for a, b, kind in layers]
    return tuple(piece for piece in drawn if piece.width > 0)


def _scale(openings: Sequence[Span], days: Sequence[date], zone: tzinfo, width: int) -> Scale:
    """From an hour before the first opening to an hour after the last; the whole day for round-the-clock cover."""
    hours = [span for day in days for span in hours_on(openings, day, zone)]
    first = min((int(a) for a, _ in hours), default=8) - 1
    last = max((int(b) + (b > int(b)) for _, b in hours), default=17) + 1
    return Scale(max(0, first), min(24, last), width)


def _note(text: str, pieces: Sequence[Piece], scale: Scale) -> Note | None:
    """Words in the widest hatched stretch, if they fit there."""
    edges = sorted((p.x, p.x + p.width) for p in pieces if p.kind != "closed")
    start, gaps = scale.x(scale.first), []
    for a, b in edges:
        gaps.append((start, a))
        start = max(start, b)
    gaps.append((start, scale.x(scale.last)))
    a, b = max(gaps, key=lambda gap: gap[1] - gap[0])
    need = len(text) * 6.8 + 12
    if not text or need > b - a:
        return None
    middle = round((a + b) / 2, 1)
    return Note(middle, text, round(middle - need / 2, 1), round(need, 1))


def strip(
    *,
    openings: Sequence[Span],
    used: Sequence[tuple[datetime, datetime, str]],
    zone: tzinfo,
    sentence: str,
    first: date,
    last: date,
    notes: Mapping[date, str] | None = None,
    now: datetime | None = None,
    due: datetime | None = None,
    width: int = 316,
    pitch: int = 21,
) -> Strip:
    """Draw the days from `first` to `last` in `zone`: one row each, hatched where closed.

    `openings` are the calendar's over those days; `used` are (start, end, kind) with kind used, "used risk",
    "used over" or rest, on top of them; `notes` name closed days. Of more than nine days the middle is left out.
    """
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    if len(days) > MAX_ROWS:
        days = [*days[:3], *days[-(MAX_ROWS - 3) :]]
    scale = _scale(openings, days, zone, width)
    rows, marks = [], {}
    for index, day in enumerate(days):
        y = 3 + index * pitch
        pieces = _pieces(day, openings, used, zone, scale)
        noon = datetime.combine(day, time(12), zone)
        label = f"{formats.day_name(noon, zone)} {day.day}"
        rows.append(Row(y, y + 12, label, pieces, _note((notes or {}).get(day, ""), pieces, scale)))
        for name, instant in (("now", now), ("due", due)):
            if instant and instant.astimezone(zone).date() == day:
                marks[name] = _mark(instant, day, zone, scale, y, labelled=name == "due")
    _make_room(marks)
    axis = 3 + len(days) * pitch
    step = 2 if scale.last - scale.first <= 14 else 4
    hours = tuple((scale.x(h), f"{h:02d}") for h in range(int(scale.first) + 1, int(scale.last), step))
    return Strip(width, axis + 17, axis, hours, tuple(rows), marks.get("now"), marks.get("due"), sentence)


def _make_room(marks: dict[str, Mark]) -> None:
    """Put the label of a due line behind the needle where the needle would stand in it."""
    now, due = marks.get("now"), marks.get("due")
    if now and due and now.y1 == due.y1 and 0 <= now.x - due.x < 48:
        marks["due"] = replace(due, label_x=now.x + 6)


def _mark(instant: datetime, day: date, zone: tzinfo, scale: Scale, y: float, *, labelled: bool) -> Mark:
    """Place a mark; the label goes to the left where the right has no room."""
    x = scale.x(hour_of(instant, day, zone))
    label = formats.clock_time(instant, zone) if labelled else ""
    beside = x + 6 if x + 48 <= scale.width else x - 42
    return Mark(x, y - 3, y + BAR + 3, label, round(beside, 1), y + 12)
