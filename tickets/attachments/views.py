"""Attachments, one address for desk and portal."""

from django.http import FileResponse
from django.views.decorators.http import require_safe

from accounts.access import EVERYBODY, roles
from accounts.requests import MemberRequest
from tickets.attachments.download import attachment_response


@roles(EVERYBODY)
@require_safe
def download(request: MemberRequest, pk: int) -> FileResponse:
    """Give the file."""
    return attachment_response(member=request.membership, pk=pk)
