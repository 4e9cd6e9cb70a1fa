"""The SLA engine: business time, exact to the second, that can explain itself. Pure Python; knows no Django."""

from sla.engine.calendar import BusinessCalendar, always_open, compile_calendar
from sla.engine.definition import CalendarDefinition, DatedException, DayPlan
from sla.engine.errors import CalendarError, EngineError
from sla.engine.ledger import Ledger, LedgerRow
from sla.engine.openings import Opening, Openings, format_time, parse_time
from sla.engine.pauses import Pause
from sla.engine.reasons import Reason
from sla.engine.strip import Segment, StripDay

__all__ = [
    "BusinessCalendar",
    "CalendarDefinition",
    "CalendarError",
    "DatedException",
    "DayPlan",
    "EngineError",
    "Ledger",
    "LedgerRow",
    "Opening",
    "Openings",
    "Pause",
    "Reason",
    "Segment",
    "StripDay",
    "always_open",
    "compile_calendar",
    "format_time",
    "parse_time",
]
