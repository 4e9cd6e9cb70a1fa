"""manage.py sla as it is used: a process that reads lines and writes lines."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sla.jsonl import answer_lines

ROOT = Path(__file__).parents[2]
# No database and no broker answer at these addresses: a command that asked them would fail.
NOWHERE = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "a-long-secret-for-a-test-of-a-command-that-needs-none-0123456789",
}


def run(text: str, *arguments: str) -> tuple[int, list[str], str]:
    done = subprocess.run(
        [sys.executable, "manage.py", "sla", *arguments],
        input=text.encode(),
        capture_output=True,
        cwd=ROOT,
        env=os.environ | NOWHERE,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()


def ask(question: object) -> dict[str, object]:
    text = question if isinstance(question, str) else json.dumps(question)
    ((line, _),) = answer_lines([text.encode()])
    answer: dict[str, object] = json.loads(line)
    return answer


DUE = {"op": "due", "calendar": "SE", "start": "2026-04-30T12:30:00+02:00", "minutes": 120}


def test_the_questions_of_the_manual() -> None:
    questions = [
        DUE,
        {"op": "due", "calendar": "SE", "start": "2026-04-30T12:30:00+02:00", "business_days": 10},
        {"op": "elapsed", "calendar": "DK", "start": "2026-05-22T14:50:00+02:00", "end": "2026-05-26T09:20:00+02:00"},
    ]
    status, lines, errors = run("".join(json.dumps(question) + "\n" for question in questions))
    assert lines == [
        '{"due":"2026-05-04T07:30:00+00:00"}',
        '{"due":"2026-05-18T15:00:00+00:00"}',
        '{"seconds":7200}',
    ]
    assert (status, errors) == (0, "")


def test_wrong_lines_answer_on_their_line_and_the_others_are_answered(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(f'{json.dumps(DUE)}\n{{"op":\n{json.dumps(DUE | {"calendar": "NO"})}\n{json.dumps(DUE)}')
    status, lines, errors = run("", str(file))
    assert status == 1
    assert [next(iter(json.loads(line))) for line in lines] == ["due", "error", "error", "due"]
    assert "2 of 4 lines" in errors


def test_a_file_that_is_not_there() -> None:
    status, lines, errors = run("", "nowhere.jsonl")
    assert (status, lines) == (1, [])
    assert "nowhere.jsonl cannot be read" in errors


def test_a_reader_that_has_read_enough_gets_no_traceback() -> None:
    line = json.dumps(DUE)
    done = subprocess.run(
        ["sh", "-c", f"yes '{line}' | head -50000 | {sys.executable} manage.py sla | head -1"],
        capture_output=True,
        cwd=ROOT,
        env=os.environ | NOWHERE,
        timeout=60,
        check=False,
    )
    assert done.stdout == b'{"due":"2026-05-04T07:30:00+00:00"}\n'
    assert done.stderr == b""


def test_nothing_asked_nothing_answered() -> None:
    assert run("") == (0, [], "")


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (DUE | {"start": "2026-04-30T12:30:00"}, "no time zone"),
        (DUE | {"start": "2026-04-30"}, "no time zone"),
        (DUE | {"start": "yesterday"}, "start is not an instant"),
        (DUE | {"start": 5}, "start is not an instant"),
        (DUE | {"start": "1989-12-31T00:00:00Z"}, "1990 to 2100"),
        (DUE | {"calendar": "NO"}, "no built-in calendar 'NO'"),
        (DUE | {"calendar": None}, "calendar is missing"),
        (DUE | {"minutes": -1}, "minutes is negative"),
        (DUE | {"minutes": 1.5}, "not a whole number"),
        (DUE | {"minutes": True}, "not a whole number"),
        (DUE | {"minutes": "120"}, "not a whole number"),
        (DUE | {"minutes": 10**30}, "1990 to 2100"),
        (DUE | {"business_days": 1}, "either minutes or business_days"),
        ({key: DUE[key] for key in ("op", "calendar", "start")}, "either minutes or business_days"),
        ({"op": "due", "calendar": "SE", "start": DUE["start"], "business_days": -1}, "business_days is negative"),
        ({"op": "due", "calendar": "SE", "start": DUE["start"], "business_days": 0}, "at least 1"),
        ({"op": "elapsed", "calendar": "SE", "start": DUE["start"]}, "end is not an instant"),
        (DUE | {"op": "explain", "end": DUE["start"]}, "either end, minutes or business_days"),
        (DUE | {"op": "guess"}, "Unknown op 'guess'"),
        (DUE | {"op": ["due"]}, "Unknown op"),
        ("{", "not JSON"),
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"minutes": ' + "9" * 5000 + "}", "not JSON"),
        ("[]", "not a JSON object"),
        ("null", "not a JSON object"),
    ],
)
def test_every_mistake_is_named(question: object, error: str) -> None:
    answer = ask(question)
    assert list(answer) == ["error"]
    assert error in str(answer["error"])


def test_bytes_that_are_no_text_are_a_wrong_line() -> None:
    assert list(answer_lines([b"\xff\xfe\n"])) == [('{"error":"The line is not JSON."}', False)]


def test_explain_gives_the_ledger_up_to_the_deadline() -> None:
    answer = ask(DUE | {"op": "explain"})
    assert answer["due"] == "2026-05-04T07:30:00+00:00"
    ledger = answer["ledger"]
    assert isinstance(ledger, list)
    assert ledger[1] == {
        "start": "2026-04-30T11:00:00+00:00",
        "end": "2026-04-30T22:00:00+00:00",
        "seconds": 11 * 3600,
        "counted": False,
        "reason": "short_day",
        "detail": "Första maj",
    }
    assert sum(row["seconds"] for row in ledger if row["counted"]) == 7200


def test_explain_an_interval() -> None:
    answer = ask({"op": "explain", "calendar": "SE", "start": DUE["start"], "end": "2026-05-04T09:30:00+02:00"})
    assert answer["seconds"] == 7200
    assert answer["ledger"] == ask(DUE | {"op": "explain"})["ledger"]


def test_a_hundred_thousand_lines_are_answered_in_order() -> None:
    """How long they take is measured by a benchmark and not here: a busy machine proves nothing."""
    questions = [DUE | {"minutes": minutes % 500} for minutes in range(100_000)]
    status, lines, _ = run("".join(json.dumps(question) + "\n" for question in questions))
    assert (status, len(lines)) == (0, 100_000)
    assert [json.loads(line) for line in lines[:1000:250]] == [ask(question) for question in questions[:1000:250]]
