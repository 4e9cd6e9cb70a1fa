"""Which messages wait in an open folder, and in which order they are taken."""

from collections.abc import Iterator, Sequence

from inbox.imap.connecting import Opened

# Of one answer: a line has a largest length, and a folder may hold a million.
WINDOW = 10_000
# So many are kept before they are moved together: after a crash they are fetched again, and known again.
AT_ONCE = 20


def waiting(opened: Opened, *, most: int) -> list[int]:
    """Give the UIDs of messages that nobody has marked as deleted, oldest first; `most` or more of them, or all."""
    found: set[int] = set()
    for first in range(1, opened.messages + 1, WINDOW):
        last = first + WINDOW - 1
        found.update(opened.client.search([f"{first}:{last if last < opened.messages else '*'}", "UNDELETED"]))
        if len(found) >= most:
            break
    return sorted(found)


def batches(uids: Sequence[int], stuck: Sequence[int]) -> Iterator[Sequence[int]]:
    """Give them in batches; those at which the connection broke before come last, one by one: they hold up no other."""
    usual = [uid for uid in uids if uid not in stuck]
    for first in range(0, len(usual), AT_ONCE):
        yield usual[first : first + AT_ONCE]
    here = set(uids)
    yield from ([uid] for uid in stuck if uid in here)
