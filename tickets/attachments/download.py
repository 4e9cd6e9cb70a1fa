"""Gives a file to those who may see its ticket."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from accounts.models import Membership
from tickets.models import Attachment, Message, Ticket


def attachment_response(*, member: Membership, pk: int) -> FileResponse:
    """Give the file as a download that no browser runs; 404 for whoever may not see it, and where it is gone.

    A note's files are for the desk alone. The type follows from the name, which was checked when the file came in:
    what the sender called it is not repeated.
    """
    seen = Attachment.objects.filter(pk=pk, ticket__in=Ticket.objects.all().visible_to(member))
    if not member.is_staff:
        seen = seen.exclude(message__kind=Message.Kind.NOTE)
    attachment = seen.first()
    if attachment is None or not default_storage.exists(attachment.path):
        raise Http404
    response = FileResponse(
        default_storage.open(attachment.path),
        as_attachment=True,
        filename=attachment.name,
        content_type=mimetypes.guess_type(attachment.name)[0] or "application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
