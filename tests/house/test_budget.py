"""What the budgets of pages and tasks count."""

import pytest
from django.db import connection, transaction

from tests.budget import Budget


@pytest.mark.parametrize(
    ("statement", "counted"),
    [
        ("SELECT 1", 1),
        ("WITH one AS (SELECT 1) SELECT * FROM one", 1),
        ("(SELECT 1) UNION ALL (SELECT 2)", 1),
        ("(\n  (SELECT 1)) UNION (SELECT 2)", 1),
        ("SET LOCAL statement_timeout = '5s'", 0),
    ],
)
def test_every_question_counts_however_it_begins(db: None, statement: str, counted: int) -> None:
    with Budget() as budget, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert len(budget.asked) == counted


def _ask_twice() -> None:
    with Budget(1), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute("(SELECT 2)")


def test_who_asks_too_much_fails(db: None) -> None:
    with pytest.raises(AssertionError, match="2 questions"):
        _ask_twice()
