"""What the inbound faults' senders write: answers to what came before, and nobody more than an hour's share."""

import smtplib
from collections import Counter

import pytest

from bench.faults.inbound_senders import EACH, TENANTS, Senders, answers, message, people
from inbox.services.limits import MOST_OF_SENDER, MOST_ON_TICKET


@pytest.mark.parametrize("messages", [1, 30, 1_000, 10_000])
def test_an_answer_is_to_an_earlier_message_of_the_same_sender(messages: int) -> None:
    many = people(messages)
    found = {number: answers(number, messages) for number in range(messages)}
    assert all(
        before is None or (0 <= before < number and before % many == number % many) for number, before in found.items()
    )
    shares = Counter(number % many for number in found)
    assert max(shares.values()) <= max(EACH, messages - EACH * (many - 1)) < MOST_OF_SENDER
    assert EACH < MOST_ON_TICKET


def test_two_of_five_are_answers_at_both_desks() -> None:
    found = [number for number in range(10_000) if answers(number, 10_000) is not None]
    assert len(found) == 4_000
    assert {number % people(10_000) % len(TENANTS) for number in found} == {0, 1}


def test_an_answer_names_what_it_answers() -> None:
    assert b"In-Reply-To: <7@mx.example>\r\n" in message(9, "a@b.example", 7)
    assert b"In-Reply-To" not in message(9, "a@b.example", None)


def test_an_answer_is_handed_over_when_its_question_is(monkeypatch: pytest.MonkeyPatch) -> None:
    senders, sent = Senders(port=0, messages=100), []
    monkeypatch.setattr(smtplib, "LMTP", lambda *_args, **_options: None)

    def send(_client: object, number: int) -> None:
        before = answers(number, 100)
        sent.append(before is None or f"{before}@mx.example" in senders.accepted)
        if number % 7 == 0 and not senders.again:
            senders.again += 1
            raise OSError  # one that has to be tried again meets the others already under way
        senders.accepted[f"{number}@mx.example"] = 0.0

    monkeypatch.setattr(senders, "_send", send)
    senders.start(6)
    for thread in senders._threads:
        thread.join(10)
    assert senders.are_done
    assert len(senders.accepted) == 100
    assert all(sent)
