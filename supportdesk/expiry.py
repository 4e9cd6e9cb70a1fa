"""When a wake-up is too old to run, told by the database's clock."""

from typing import Literal

from celery.worker.request import Request as CeleryRequest
from celery.worker.state import revoked

from accounts.clock import Anchor, database_now

_anchors: list[Anchor] = []


def drop_anchor() -> None:
    """Take the database's time, once, as the worker starts."""
    _anchors[:] = [Anchor(database_now())]


class Request(CeleryRequest):
    """A message as the worker sees it.

    By its own clock a worker that is ahead throws every wake-up away at once, and does it faster than others work.
    """

    def maybe_expire(self) -> Literal[True] | None:
        """Mark the message as revoked where its time has passed."""
        if self.expires and _anchors and _anchors[0].now() > self.expires:
            revoked.add(self.id)
            return True
        return None
