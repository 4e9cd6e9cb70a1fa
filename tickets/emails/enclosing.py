"""The files of an answer, as its mail has them: small ones go with it, of others it says where they are."""

import mimetypes
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.links import absolute_url
from accounts.models import Tenant
from outbox.files import MailFile
from tickets.models import Attachment, Message

# Bytes of all files that go with an answer: each reader's mail has its own copy of them.
MOST = 5 * 1024 * 1024


class FileLine(NamedTuple):
    """A file as a mail names it; `url` where the reader fetches it."""

    words: str
    url: str


class Enclosed:
    """The files of one message, read once for all its readers."""

    def __init__(self, message: Message | None) -> None:
        there = list(message.new_files) if message else []
        self.carried: list[MailFile] = []
        self._left: list[Attachment] = []
        room = MOST
        for file in sorted(there, key=lambda each: (each.size, each.pk)):
            # One that a scanner still holds is given to nobody, and a name like that is no mail's.
            if file.held or file.size > room or not file.name.isprintable():
                self._left.append(file)
            else:
                room -= file.size
                self.carried.append(_read(file))

    def lines(self, tenant: Tenant, *, has_portal: bool) -> list[FileLine]:
        """Name every file in the active language; those that stay behind with their address, for who has a portal."""
        said = [FileLine(_("Attached: %(name)s") % {"name": file.name}, "") for file in self.carried]
        for file in self._left:
            values = {"name": " ".join(file.name.split()), "size": filesizeformat(file.size)}
            words = _("In the portal: %(name)s, %(size)s")
            url = absolute_url(tenant, "attachments:download", file.pk) if has_portal else ""
            if not url:
                words = _("Not attached: %(name)s, %(size)s. Ask us for it.")
            said.append(FileLine(words % values, url))
        return said


def _read(file: Attachment) -> MailFile:
    # The type follows from the name, as where it is downloaded.
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    with default_storage.open(file.path) as stored:
        return MailFile(file.name, kind, stored.read())
