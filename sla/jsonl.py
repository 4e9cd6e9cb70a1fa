"""Questions about deadlines as JSON lines: one answer per line, in order. No database, no Django."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from sla.builtin import builtin_calendar
from sla.engine import BusinessCalendar, EngineError, Ledger

Answer = dict[str, Any]


class LineError(ValueError):
    """What is wrong with a line, in one sentence."""


def answer_lines(lines: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """For every line the answer as JSON, and whether the question could be answered."""
    encode = json.JSONEncoder(separators=(",", ":")).encode
    for line in lines:
        try:
            yield encode(answer(_parse(line))), True
        except (LineError, EngineError) as error:
            yield encode({"error": str(error)}), False


def answer(question: dict[str, Any]) -> Answer:
    """The answer to one question. `op` is due, elapsed or explain. Errors: LineError, EngineError."""
    op = question.get("op")
    operation = OPERATIONS.get(op) if isinstance(op, str) else None
    if operation is None:
        raise LineError(f"Unknown op {op!r}: due, elapsed or explain.")
    code = question.get("calendar")
    if not isinstance(code, str):
        raise LineError("The calendar is missing.")
    return operation(builtin_calendar(code), question)


def _due(calendar: BusinessCalendar, question: dict[str, Any]) -> Answer:
    return {"due": _due_at(calendar, question).isoformat()}


def _elapsed(calendar: BusinessCalendar, question: dict[str, Any]) -> Answer:
    return {"seconds": calendar.elapsed(_instant(question, "start"), _instant(question, "end"))}


def _explain(calendar: BusinessCalendar, question: dict[str, Any]) -> Answer:
    start = _instant(question, "start")
    if "end" in question:
        if "minutes" in question or "business_days" in question:
            raise LineError("Give either end, minutes or business_days.")
        ledger = calendar.explain(start, _instant(question, "end"))
        return {"seconds": ledger.counted_seconds, "ledger": _rows(ledger)}
    due = _due_at(calendar, question)
    return {"due": due.isoformat(), "ledger": _rows(calendar.explain(start, due))}


OPERATIONS: dict[str, Callable[[BusinessCalendar, dict[str, Any]], Answer]] = {
    "due": _due,
    "elapsed": _elapsed,
    "explain": _explain,
}


def _parse(line: bytes) -> dict[str, Any]:
    try:
        question = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise LineError("The line is not JSON.") from error
    if not isinstance(question, dict):
        raise LineError("The line is not a JSON object.")
    return question


def _due_at(calendar: BusinessCalendar, question: dict[str, Any]) -> datetime:
    start = _instant(question, "start")
    if ("minutes" in question) == ("business_days" in question):
        raise LineError("Give either minutes or business_days.")
    if "minutes" in question:
        return calendar.due(start, minutes=_count(question, "minutes"))
    return calendar.due_business_days(start, _count(question, "business_days"))


def _instant(question: dict[str, Any], key: str) -> datetime:
    text = question.get(key)
    try:
        return datetime.fromisoformat(text)  # type: ignore[arg-type]  # anything but text is the TypeError below
    except (ValueError, TypeError) as error:
        raise LineError(f"{key} is not an instant written as 2026-04-30T12:30:00+02:00.") from error


def _count(question: dict[str, Any], key: str) -> int:
    value = question[key]
    if type(value) is not int:  # True is an int too, and not a number of minutes
        raise LineError(f"{key} is not a whole number.")
    if value < 0:
        raise LineError(f"{key} is negative.")
    return value


def _rows(ledger: Ledger) -> list[Answer]:
    return [
        {
            "start": row.start.isoformat(),
            "end": row.end.isoformat(),
            "seconds": row.seconds,
            "counted": row.counted,
            "reason": row.reason.code,
            "detail": row.reason.detail,
        }
        for row in ledger.rows
    ]
