"""Takes what lies in an account's folder: each message is kept, committed, and only then moved."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from time import monotonic
from typing import NamedTuple

import structlog
from django.utils import translation
from imapclient import DELETED, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from inbox.imap.connecting import signed_in
from inbox.imap.too_large import notice_of
from inbox.models import ImapAccount, InboundMail
from inbox.services.storing import LARGEST, Address, store

# So many are kept before they are moved together: after a crash they are fetched again, and known again.
AT_ONCE = 20
log = structlog.get_logger("inbox")


class Fetched(NamedTuple):
    """How many were kept, were too large, and could not be had."""

    kept: int = 0
    refused: int = 0
    failed: int = 0


def fetch_all(account: ImapAccount, *, now: datetime, seconds: float = 60) -> Fetched:
    """Take every message of the account's folder, oldest first, as many as `seconds` allow; outside a transaction.

    Raises what troubles.trouble_of has words for. What was kept by then stays kept.
    """
    until = monotonic() + seconds
    done = Fetched()
    with signed_in(account, now=now) as client:
        for uids in _batches(sorted(client.search("UNDELETED"))):
            if monotonic() > until:
                break
            done = _take(client, account, uids, done, now)
    return done


def _take(client: IMAPClient, account: ImapAccount, uids: Sequence[int], done: Fetched, now: datetime) -> Fetched:
    sizes = {uid: found.get(b"RFC822.SIZE", 0) for uid, found in client.fetch(uids, ["RFC822.SIZE"]).items()}
    kept: list[int] = []
    refused: list[int] = []
    failed = 0
    for uid, size in sizes.items():
        try:
            if size > LARGEST:
                _keep(account, _notice(client, account, uid, size), now)
                refused.append(uid)
            elif raw := _body(client, uid, "BODY.PEEK[]"):
                _keep(account, raw, now)
                kept.append(uid)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            # One that the server cannot give holds up no other.
            log.warning("inbox.imap_message_failed", account=account.pk, uid=uid, error=str(error)[:300])
            failed += 1
    _move(client, kept, account.done_folder)
    _move(client, refused, account.refused_folder)
    return Fetched(done.kept + len(kept), done.refused + len(refused), done.failed + failed)


def _body(client: IMAPClient, uid: int, part: str) -> bytes:
    """Give a part of a message, without marking it as read; nothing where another program took it meanwhile."""
    found = client.fetch([uid], [part]).get(uid, {})
    return next((value for key, value in found.items() if key.startswith(b"BODY[") and value), b"")


def _notice(client: IMAPClient, account: ImapAccount, uid: int, size: int) -> bytes:
    head = _body(client, uid, "BODY.PEEK[HEADER]<0.65536>")
    with translation.override(account.tenant.language):
        return notice_of(head, size=size, folder=account.refused_folder)


def _keep(account: ImapAccount, raw: bytes, now: datetime) -> None:
    store(
        address=Address(account.tenant.pk, account.mailbox.pk),
        raw=raw,
        source=InboundMail.Source.IMAP,
        recipient=account.mailbox.address,
        envelope_from=None,
        now=now,
    )


def _move(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    """Move messages; never delete one that is not in the other folder by then."""
    if not uids:
        return
    if client.has_capability("MOVE"):
        client.move(uids, folder)
        return
    client.copy(uids, folder)
    client.add_flags(uids, [DELETED], silent=True)
    # Without UIDPLUS they stay, marked: EXPUNGE alone would take along what others have marked.
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(uids), AT_ONCE):
        yield uids[first : first + AT_ONCE]
