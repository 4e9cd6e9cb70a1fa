"""The files of a form: those sent now, and those held since it was refused before."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.datastructures import MultiValueDict

from accounts.models import Membership
from tickets.models import HeldFile
from tickets.portal.access import PortalRequest
from tickets.services.attachments import Upload
from tickets.services.held_files import as_uploads, held_files, hold_files

FILES, HELD = "files", "held"


@dataclass(frozen=True)
class Sent:
    """`files` is what a form is given: what was sent now and what was held. `hold` keeps all of it for the next try."""

    files: MultiValueDict[str, Upload]
    held: list[HeldFile]
    fresh: list[Upload]
    member: Membership
    now: datetime

    def hold(self) -> list[HeldFile]:
        """Keep the new files that can be attached, and give all that wait for the next try."""
        return self.held + hold_files(self.fresh, member=self.member, now=self.now)


def sent_files(request: PortalRequest, now: datetime) -> Sent:
    """Read the files of a POST; those held are named by key, and only the member's own are found."""
    held = held_files(request.POST.getlist(HELD), member=request.membership)
    fresh = request.FILES.getlist(FILES)
    return Sent(MultiValueDict({FILES: [*as_uploads(held), *fresh]}), held, fresh, request.membership, now)
