"""What a search finds, and texts that no index can take."""

from collections.abc import Iterator
from itertools import count, islice, product

import pytest

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.services.messages import customer_wrote, reply

LONGEST = 50_000


def astral() -> Iterator[str]:
    letters = [chr(0x20000 + n) for n in range(300)]
    return (f"{a}{b}-{c}{d}" for a, b, c, d in product(letters, repeat=4))


def accented() -> Iterator[str]:
    return (f"å{n}-ö{n}" for n in count())


def addresses() -> Iterator[str]:
    return (f"{n:x}.se/{n:x}" for n in count())


def numbers() -> Iterator[str]:
    return (f"{n}" for n in count(1000))


@pytest.mark.parametrize("words", [astral, accented, addresses, numbers])
def test_the_longest_texts_are_taken(nordsoft: Cast, words: object) -> None:
    made = words()  # type: ignore[operator]
    ticket = make_ticket(nordsoft)
    for _ in range(5):
        text = " ".join(islice(made, LONGEST // 3))[:LONGEST]
        customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text=text, now=MONDAY)
    answered = reply(ticket=ticket, actor=nordsoft.agent, text="Thank you.", now=MONDAY)
    assert Ticket.objects.get(pk=ticket.pk).version == answered.version
