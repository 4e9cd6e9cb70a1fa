"""Tries an account out, for whoever sets it up."""

from datetime import datetime
from typing import NamedTuple

import structlog

from inbox.imap.connecting import signed_in
from inbox.imap.troubles import Trouble, trouble_of
from inbox.imap.waiting import waiting
from inbox.models import ImapAccount

# Somebody waits for it.
PATIENCE = 8.0
LONGEST = 20.0
log = structlog.get_logger("inbox")


class Tried(NamedTuple):
    """What is wrong, or how many messages wait; and what the server said."""

    trouble: Trouble | None
    waiting: int = 0
    answer: str = ""


def try_account(account: ImapAccount, *, now: datetime) -> Tried:
    """Sign in, open the folder, make the folders to move to, and count; nothing is fetched or moved."""
    try:
        with signed_in(account, now=now, longest=LONGEST, patience=PATIENCE) as opened:
            return Tried(None, len(waiting(opened, most=opened.messages)))
    except Exception as error:
        # Whatever a server answers: the page says it in words.
        trouble = trouble_of(error)
        log.warning("inbox.imap_tried", host=account.host, trouble=str(trouble), exc_info=trouble == Trouble.ANSWER)
        return Tried(trouble, answer=str(error)[:300])
