"""The offsets of a zone as a table: a zone's wall clock is constant between two changes."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sla.engine.errors import CalendarError
from sla.engine.instants import DAY, EPOCH_ORDINAL, TABLE_END, TABLE_START

MAX_OFFSET = DAY  # no zone is further from UTC than this


@dataclass(frozen=True, slots=True)
class ZoneTable:
    """Stretches of constant offset over the engine's horizon: `starts[i] <= t < ends[i]` has `offsets[i]` seconds."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    offsets: tuple[int, ...]

    def offset(self, seconds: int) -> int:
        """Seconds to add to an instant to read the wall clock."""
        return self.offsets[max(bisect_right(self.starts, seconds) - 1, 0)]

    def local_day(self, seconds: int) -> int:
        """Ordinal of the local date of an instant."""
        return (seconds + self.offset(seconds)) // DAY + EPOCH_ORDINAL

    def to_utc(self, wall_start: int, wall_end: int) -> list[tuple[int, int]]:
        """The real stretches during which the wall clock reads `[wall_start, wall_end)`.

        A skipped hour gives nothing and a repeated hour counts twice, also when that tears the stretch in two.
        """
        found: list[tuple[int, int]] = []
        first = max(bisect_right(self.starts, wall_start - MAX_OFFSET) - 1, 0)
        for index in range(first, len(self.starts)):
            if self.starts[index] > wall_end + MAX_OFFSET:
                break
            start = max(wall_start - self.offsets[index], self.starts[index])
            end = min(wall_end - self.offsets[index], self.ends[index])
            if start < end:
                if found and found[-1][1] == start:
                    found[-1] = (found[-1][0], end)
                else:
                    found.append((start, end))
        return found

    def day_spans(self, ordinal: int) -> list[tuple[int, int]]:
        """The real stretches of a local date: one, but none for a skipped date and two where midnight is repeated."""
        midnight = (ordinal - EPOCH_ORDINAL) * DAY
        return self.to_utc(midnight, midnight + DAY)


@lru_cache(maxsize=64)
def zone_table(name: str) -> ZoneTable:
    """The table of an IANA zone. Error: `unknown_zone`."""
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise CalendarError("unknown_zone", f"There is no time zone named {name!r}.") from error

    def offset_at(seconds: int) -> int:
        offset = datetime.fromtimestamp(seconds, zone).utcoffset()
        return 0 if offset is None else offset.days * DAY + offset.seconds

    starts, offsets = [TABLE_START], [offset_at(TABLE_START)]
    for day in range(TABLE_START + DAY, TABLE_END, DAY):
        current = offset_at(day)
        if current != offsets[-1]:
            low, high = day - DAY, day
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if offset_at(middle) == current else (middle, high)
            starts.append(high)
            offsets.append(current)
    return ZoneTable(tuple(starts), (*starts[1:], TABLE_END), tuple(offsets))
