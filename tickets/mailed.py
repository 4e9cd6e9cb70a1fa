"""What a mail adds to the words it brings."""

from typing import NamedTuple


class Mailed(NamedTuple):
    """`quoted`: what it repeated of earlier mails, folded away. `sender`: who wrote, where that is no contact.
    `message_id`: the mail's own, with its brackets. `doubt`: why the sender could not be confirmed, empty where nothing
    speaks against them.
    """

    quoted: str = ""
    sender: str = ""
    message_id: str = ""
    doubt: str = ""


NO_MAIL = Mailed()


def columns_of(mailed: Mailed) -> dict[str, str]:
    """Give the values of a message's columns, as long as they may be."""
    return {
        "quoted": mailed.quoted,
        "sender": mailed.sender[:320],
        "mail_id": mailed.message_id[:400],
        "doubt": mailed.doubt[:200],
    }
