"""A few small files, as customers send them."""

import mimetypes
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from demo.plots import DATA
from demo.tenants import Cast
from tickets.models import Message
from tickets.services.attachments import store_files
from tickets.services.importing import TicketHistory

EVERY = 60


def attach_files(cast: Cast, histories: list[TicketHistory]) -> None:
    """Give every 60th ticket a file, and each open one of the log-in customer."""
    own = cast.contacts[0]
    files = sorted((DATA / "files").iterdir())
    chosen = [
        history
        for number, history in enumerate(histories)
        if number % EVERY == 0 or (history.ticket.contact == own and history.ticket.is_open)
    ]
    for number, history in enumerate(chosen):
        _attach(history.messages[0], files[number % len(files)])


def _attach(message: Message, path: Path) -> None:
    kind = mimetypes.guess_type(path.name)[0] or "text/plain"
    store_files(message, [SimpleUploadedFile(path.name, path.read_bytes(), kind)], now=message.at)
