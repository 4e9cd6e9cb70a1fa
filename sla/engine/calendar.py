"""The business clock: opening hours compiled once, two bisections an answer (domain, How a deadline is counted)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from sla.engine.compiler import CELL_BITS, compile_tables, day_spans
from sla.engine.definition import CalendarDefinition, DayPlan
from sla.engine.errors import EngineError
from sla.engine.instants import TABLE_END, TABLE_START, outside_horizon, to_datetime, to_seconds
from sla.engine.ledger import Ledger, build_ledger
from sla.engine.openings import DAY_MINUTES
from sla.engine.pauses import Pause, pause_spans
from sla.engine.strip import StripDay, build_strip
from sla.engine.zones import zone_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sla.engine.batch import BatchTables


class BusinessCalendar:
    """A compiled calendar. Immutable; compile it once and keep it.

    All instants are aware datetimes, answers are in UTC, seconds are whole. Every method raises EngineError:
    `naive_instant` for an instant without zone, `outside_horizon` for one outside 1990–2100 or an answer past 2101.
    Methods whose names end in `_at` take and give seconds since 1970, which must lie in 1990–2100: they check nothing.
    """

    __slots__ = (
        "_batch", "_before", "_behind", "_closes", "_open_cells", "_opens", "_work_cells", "_worked", "_working_days",
        "definition", "zone",
    )  # fmt: skip

    def __init__(self, definition: CalendarDefinition) -> None:
        self.definition = definition
        self.zone = zone_table(definition.zone)
        tables = compile_tables(definition)
        self._opens, self._closes, self._before = tables.opens, tables.closes, tables.before
        self._behind, self._worked = tables.behind, tables.worked
        self._open_cells, self._work_cells = tables.open_cells, tables.work_cells
        self._working_days = tables.working_days
        self._batch: BatchTables | None = None

    # Point 2: deadlines

    def due(self, start: datetime, *, minutes: int = 0, seconds: int = 0) -> datetime:
        """The first instant at which that much open time has passed since `start`; it may be a closing time.

        With nothing to count: the first open instant at or after `start`. Error: `negative_target`.
        """
        target = minutes * 60 + seconds
        if target < 0:
            raise EngineError("negative_target", "A target cannot be negative.")
        return to_datetime(self.due_at(to_seconds(start), target))

    def due_after(self, start: datetime, seconds: int) -> datetime:
        """`due` for any whole number of open seconds. Backwards it gives the first instant with so much less on the
        clock: from the due instant of a target it gives the due instant of the smaller target.
        """
        return to_datetime(self.due_at(to_seconds(start), seconds))

    def due_with_pauses(self, start: datetime, seconds: int, pauses: Iterable[Pause]) -> datetime | None:
        """The due instant with the open time of the pauses added. None while a pause without end stands before it.

        A pause that starts at or after the due instant changes nothing: by then the clock is met or breached.
        Errors: `negative_target`, `reversed_interval`.
        """
        if seconds < 0:
            raise EngineError("negative_target", "A target cannot be negative.")
        begin = to_seconds(start)
        target = self.worked_at(begin) + seconds
        for pause_start, pause_end, _ in pause_spans(pauses):
            paused_from = self.worked_at(max(pause_start, begin))
            if paused_from >= target:
                break
            if pause_end == TABLE_END:
                return None
            target += max(self.worked_at(pause_end) - paused_from, 0)
        return to_datetime(self.due_at(begin, target - self.worked_at(begin)))

    def due_business_days(self, start: datetime, days: int) -> datetime:
        """Closing time of the n-th working day after the local date of `start` (point 3).

        Error: `negative_target` for fewer than one day.
        """
        if days < 1:
            raise EngineError("negative_target", "The number of working days must be at least 1.")
        today = self.zone.local_day(to_seconds(start))
        index = bisect_right(self._working_days, today) + days - 1
        if index >= len(self._working_days):
            raise outside_horizon()
        ordinal = self._working_days[index]
        openings = self.definition.day(date.fromordinal(ordinal)).openings
        return to_datetime(day_spans(ordinal, openings, self.zone)[-1][1])

    # Point 4: time passed

    def elapsed(self, start: datetime, end: datetime) -> int:
        """Open seconds in `[start, end)`; negative when `end` is before `start`."""
        return self.worked_at(to_seconds(end)) - self.worked_at(to_seconds(start))

    # Opening hours

    def is_open(self, at: datetime) -> bool:
        """Whether the instant lies in an opening."""
        return self.is_open_at(to_seconds(at))

    def next_open(self, at: datetime) -> datetime:
        """The first open instant at or after `at`."""
        return to_datetime(self.due_at(to_seconds(at), 0))

    def current_or_next_opening(self, at: datetime) -> tuple[datetime, datetime]:
        """Opening and closing time of the opening that holds `at`, or of the next one. Touching openings are one."""
        index = bisect_right(self._closes, to_seconds(at))
        if index == len(self._closes):
            raise outside_horizon()
        return to_datetime(self._opens[index]), to_datetime(self._closes[index])

    def day(self, day: date) -> DayPlan:
        """The openings of one local date, and why it is closed or shortened."""
        return self.definition.day(day)

    # Point 7: why

    def explain(self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> Ledger:
        """Every interval of `[start, end)`, counted or not, with its reason. Error: `reversed_interval`."""
        return build_ledger(self, to_seconds(start), to_seconds(end), pause_spans(pauses))

    def strip(
        self, start: datetime, end: datetime, pauses: Iterable[Pause] = (), *, due: datetime | None = None
    ) -> list[StripDay]:
        """The local days from `start` to `end` (or `due`, if later) as pictures. Error: `reversed_interval`."""
        until = None if due is None else to_seconds(due)
        return build_strip(self, to_seconds(start), to_seconds(end), pause_spans(pauses), until)

    # Seconds since 1970

    def worked_at(self, seconds: int) -> int:
        """The business clock: open seconds from the beginning of the tables to the instant."""
        cells, cell = self._open_cells, (seconds - TABLE_START) >> CELL_BITS
        number = bisect_right(self._opens, seconds, cells[cell], cells[cell + 1])
        inside, most = seconds - self._behind[number], self._worked[number]
        return inside if inside < most else most

    def due_at(self, seconds: int, target: int) -> int:
        """`due_after` in seconds. Error: `outside_horizon` when the tables end before."""
        if target == 0:
            index = bisect_right(self._closes, seconds)
            if index == len(self._closes):
                raise outside_horizon()
            return max(seconds, self._opens[index])
        goal = self.worked_at(seconds) + target
        if not 0 < goal <= self._worked[-1]:
            raise outside_horizon()
        cells, cell = self._work_cells, goal >> CELL_BITS
        return goal + self._behind[bisect_left(self._before, goal, cells[cell], cells[cell + 1])]

    def is_open_at(self, seconds: int) -> bool:
        """`is_open` in seconds."""
        index = bisect_right(self._opens, seconds) - 1
        return index >= 0 and seconds < self._closes[index]

    def spans_at(self, start: int, end: int) -> list[tuple[int, int]]:
        """The open stretches inside `[start, end)`, in seconds."""
        if start >= end:
            return []
        first = bisect_right(self._closes, start)
        last = bisect_left(self._opens, end)
        return [(max(self._opens[i], start), min(self._closes[i], end)) for i in range(first, last)]

    # Batches

    def due_batch(self, starts: "NDArray[np.int64]", seconds: "int | NDArray[np.int64]") -> "NDArray[np.int64]":
        """`due` for arrays of seconds since 1970. Errors as `due`, for the whole batch."""
        return self._batch_tables().due(starts, seconds)

    def elapsed_batch(self, starts: "NDArray[np.int64]", ends: "NDArray[np.int64]") -> "NDArray[np.int64]":
        """`elapsed` for arrays of seconds since 1970. Errors as `elapsed`, for the whole batch."""
        return self._batch_tables().elapsed(starts, ends)

    def _batch_tables(self) -> "BatchTables":
        if self._batch is None:
            from sla.engine.batch import BatchTables  # numpy is loaded only where a batch is asked for

            self._batch = BatchTables(self._opens, self._closes, self._before, self._behind, self._worked)
        return self._batch


def compile_calendar(definition: CalendarDefinition) -> BusinessCalendar:
    """Compile a definition for the whole horizon, which takes some 30 ms: the caller keeps the answer."""
    return BusinessCalendar(definition)


def always_open(zone: str) -> BusinessCalendar:
    """The 24/7 calendar of round-the-clock cover."""
    return BusinessCalendar(CalendarDefinition(zone, dict.fromkeys(range(7), ((0, DAY_MINUTES),))))
