"""Gives a file to those who may see its ticket."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from accounts.models import Membership
from tickets.models import Attachment, Booking, DraftFile, Message, Ticket


def attachment_response(*, member: Membership, pk: int) -> FileResponse:
    """Give the file as a download that no browser runs; 404 for whoever may not see it, and where it is held or gone.

    A note's files are for the desk alone. The type follows from the name, which was checked when the file came in:
    what the sender called it is not repeated.
    """
    seen = Attachment.objects.filter(held="", pk=pk, ticket__in=Ticket.objects.all().visible_to(member))
    if not member.is_staff:
        seen = seen.exclude(message__kind=Message.Kind.NOTE)
    attachment = seen.first()
    if attachment is None or not default_storage.exists(attachment.path):
        raise Http404
    return file_response(path=attachment.path, name=attachment.name)


def draft_picture_response(*, member: Membership, pk: int) -> FileResponse:
    """Give a picture of the member's own draft; 404 for everybody else, and where it is gone."""
    mine = DraftFile.objects.filter(pk=pk, draft__membership=member)
    picture = mine.filter(draft__ticket__in=Ticket.objects.all().visible_to(member)).first()
    if picture is None or not default_storage.exists(picture.path):
        raise Http404
    return file_response(path=picture.path, name=picture.name)


def booking_response(booking: Booking) -> FileResponse:
    """Give the result of a session that the caller found for its reader; 404 where none is, or it is held."""
    if booking.held or not booking.result_path or not default_storage.exists(booking.result_path):
        raise Http404
    return file_response(path=booking.result_path, name=booking.result_name)


def file_response(*, path: str, name: str) -> FileResponse:
    """Give a kept file as a download that no browser runs; a page may still show a picture."""
    response = FileResponse(
        default_storage.open(path),
        as_attachment=True,
        filename=name,
        content_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
