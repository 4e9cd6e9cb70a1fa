"""Takes what lies in an account's folder: each message is kept, committed, and only then moved."""

from collections.abc import Sequence
from datetime import datetime
from time import monotonic
from typing import Any, NamedTuple

import structlog
from django.db import transaction
from django.utils import translation
from imapclient import DELETED, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from inbox.imap.connecting import Opened, signed_in
from inbox.imap.too_large import notice_of
from inbox.imap.troubles import MoveError
from inbox.imap.waiting import batches, waiting
from inbox.models import ImapAccount, InboundMail
from inbox.services.storing import LARGEST, Address, store

# Of one round; a folder that holds more goes on in the next one.
MOST = 2000
MOST_STUCK = 200
log = structlog.get_logger("inbox")


class Fetched(NamedTuple):
    """How many were kept, were too large, and could not be had."""

    kept: int = 0
    refused: int = 0
    failed: int = 0


class BrokenError(Exception):
    """The connection broke while one of these was fetched."""

    def __init__(self, uids: Sequence[int]) -> None:
        super().__init__(uids)
        self.uids = list(uids)


def fetch_all(account: ImapAccount, *, now: datetime, seconds: float = 60) -> Fetched:
    """Take the messages of the account's folder, oldest first, as many as `seconds` allow and MOST or so; outside a
    transaction. Raises what troubles.trouble_of has words for. What was kept by then stays kept.

    A message at which the connection breaks is fetched after all others from then on, and raises nothing more.
    """
    until = monotonic() + seconds
    done, unmoved = Fetched(), ""
    with signed_in(account, now=now) as opened:
        uids = waiting(opened, most=MOST)
        stuck = [uid for uid in account.stuck_uids if uid in set(uids)]
        for batch in batches(uids, stuck):
            if monotonic() > until:
                break
            try:
                done, refusal = _take(opened, account, batch, done, now)
            except BrokenError as broken:
                _remember(account, [uid for uid in stuck if uid not in broken.uids] + broken.uids)
                if not set(broken.uids) <= set(stuck) and broken.__cause__:
                    raise broken.__cause__ from None
                return done._replace(failed=done.failed + len(stuck))
            unmoved = unmoved or refusal
        if stuck != account.stuck_uids:
            _remember(account, stuck)
    if unmoved:
        raise MoveError(unmoved)
    return done


def _take(
    opened: Opened, account: ImapAccount, uids: Sequence[int], done: Fetched, now: datetime
) -> tuple[Fetched, str]:
    """Take a batch; give what is done by then, and what the server says where it does not let them be moved."""
    kept: list[int] = []
    refused: list[int] = []
    failed = 0
    for uid, size in _sizes(opened.client, uids).items():
        try:
            raw = b"" if size > LARGEST else _body(opened.client, uid, "BODY.PEEK[]")
            if raw is None:
                continue
            if raw and len(raw) <= LARGEST:
                _keep(account, raw, now)
                kept.append(uid)
            elif raw or size > LARGEST:
                _keep(account, _notice(opened, account, uid, max(size, len(raw))), now)
                refused.append(uid)
            else:
                failed += 1
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            # One that the server cannot give holds up no other.
            log.warning("inbox.imap_message_failed", account=account.pk, uid=uid, error=str(error)[:300])
            failed += 1
    refusal = _moved(opened.client, kept, opened.done) or _moved(opened.client, refused, opened.refused)
    return Fetched(done.kept + len(kept), done.refused + len(refused), done.failed + failed), refusal


def _sizes(client: IMAPClient, uids: Sequence[int]) -> dict[int, int]:
    """Give the messages' sizes; of each by itself where the server cannot say it of one of them."""
    try:
        found = _fetched(client, uids, "RFC822.SIZE")
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        if len(uids) == 1:
            return {uids[0]: 0}
        return {uid: size for one in uids for uid, size in _sizes(client, [one]).items()}
    return {uid: found[uid].get(b"RFC822.SIZE", 0) for uid in uids if uid in found}


def _body(client: IMAPClient, uid: int, part: str) -> bytes | None:
    """Give a part of a message, without marking it as read; None where another program took it meanwhile."""
    found = _fetched(client, [uid], part).get(uid)
    if found is None:
        return None
    return next((value for key, value in found.items() if key.startswith(b"BODY[") and value), b"")


def _fetched(client: IMAPClient, uids: Sequence[int], part: str) -> dict[int, dict[bytes, Any]]:
    try:
        found: dict[int, dict[bytes, Any]] = client.fetch(uids, [part])
    except (IMAPClientAbortError, OSError) as error:
        raise BrokenError(uids) from error
    return found


def _notice(opened: Opened, account: ImapAccount, uid: int, size: int) -> bytes:
    head = _body(opened.client, uid, "BODY.PEEK[HEADER]<0.65536>") or b""
    with translation.override(account.tenant.language):
        return notice_of(head, size=size, folder=opened.refused)


def _keep(account: ImapAccount, raw: bytes, now: datetime) -> None:
    store(
        address=Address(account.tenant.pk, account.mailbox.pk),
        raw=raw,
        source=InboundMail.Source.IMAP,
        recipient=account.mailbox.address,
        envelope_from=None,
        now=now,
    )


def _moved(client: IMAPClient, uids: Sequence[int], folder: str) -> str:
    """Move messages, or give what the server says against it: they are fetched again later, and known again."""
    try:
        _move(client, uids, folder)
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        return str(error)[:300] or "NO"
    return ""


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


@transaction.atomic
def _remember(account: ImapAccount, stuck: Sequence[int]) -> None:
    ImapAccount.objects.filter(pk=account.pk).update(stuck_uids=list(stuck)[-MOST_STUCK:])
