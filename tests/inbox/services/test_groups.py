"""A group (Google Groups, a distribution list) whose address is ours hands on what customers write: that is no list."""

from typing import Any

import pytest

from outbox.models import OutboxMessage
from tests.cast import Cast
from tests.inbox.post import letter, take
from tickets.models import Ticket

GROUP = {
    "list_id": "<support.nordsoft.example>",
    "list_post": "<https://groups.example/>, <mailto:support@nordsoft.example>",
    "list_unsubscribe": "<mailto:googlegroups-manage+1+unsubscribe@googlegroups.com>",
    "precedence": "list",
}
REWRITTEN = {"sender": "'Karin Bergman' via Support <support@nordsoft.example>"}


def by_group(**values: str) -> bytes:
    return letter(**{**GROUP, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["list_id", "list_post"])
def test_what_our_group_hands_on_is_taken_up(nordsoft: Cast, name: str) -> None:
    other = {"list_id": "<users.example>", "list_post": "<mailto:users@x.example>"}
    mail = take(nordsoft, by_group(**{key: value for key, value in other.items() if key != name}))
    assert (mail.outcome, Ticket.objects.get().contact) == ("filed", nordsoft.karin)


@pytest.mark.parametrize("original", ["x_original_from", "reply_to"])
def test_the_one_behind_a_group_that_writes_its_own_sender_is_the_writer(nordsoft: Cast, original: str) -> None:
    mail = take(nordsoft, by_group(**REWRITTEN, **{original: "Karin Bergman <karin@nordsoft.example>"}))
    assert (mail.outcome, mail.sender, Ticket.objects.get().contact) == (
        "filed", "karin@nordsoft.example", nordsoft.karin,
    )  # fmt: skip


def test_nobody_is_doubted_because_of_the_group(nordsoft: Cast, settings: Any) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({"mx.example"})
    raw = by_group(
        **REWRITTEN,
        x_original_from="karin@nordsoft.example",
        authentication_results="mx.example; dmarc=fail header.from=nordsoft.example",
    )
    message = take(nordsoft, raw).message
    assert message is not None
    assert message.doubt == ""


@pytest.mark.parametrize(
    "values",
    [
        {"list_id": "<users.example>", "list_post": ""},
        {"feedback_id": "1:campaign:mailer"},
        {"precedence": "bulk"},
    ],
)
def test_lists_of_others_and_newsletters_to_the_group_are_left(nordsoft: Cast, values: dict[str, str]) -> None:
    assert take(nordsoft, by_group(**values)).outcome == "list"


@pytest.mark.parametrize("values", [{}, {"reply_to": "support+1042.aaaaaaaaaaaaaaaa@nordsoft.example"}])
def test_our_own_mails_that_the_group_hands_back_are_left(nordsoft: Cast, values: dict[str, str]) -> None:
    assert take(nordsoft, by_group(sender="support@nordsoft.example", **values)).outcome == "own"
    assert not OutboxMessage.objects.exists()


def test_an_absence_by_the_group_files_nothing(nordsoft: Cast) -> None:
    assert take(nordsoft, by_group(auto_submitted="auto-replied")).outcome == "automatic"
