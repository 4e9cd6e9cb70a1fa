import doctest
from pathlib import Path

from sla.jsonl import answer_lines

PAGE = Path(__file__).parents[2] / "docs" / "deadlines.md"


def test_the_examples_are_true() -> None:
    options = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8", optionflags=options)
    assert result.attempted > 20
    assert result.failed == 0


def test_the_questions_can_be_asked() -> None:
    questions = [line for line in PAGE.read_text().splitlines() if line.startswith('{"op"')]
    assert len(questions) == 4
    assert all(right for _, right in answer_lines(question.encode() for question in questions))
