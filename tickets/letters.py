"""A letter on paper, for whoever may see it."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from contracts.models import PlanChange
from documents.letter import Letter, Logo, letter_pdf
from tickets.attachments.download import file_response


def pdf_response(letter: Letter, *, written_at: datetime, logo: Logo | None = None) -> HttpResponse:
    """Give the letter as a PDF to keep, named by its title."""
    content = letter_pdf(letter, written_at=written_at, logo=logo)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{letter.title}.pdf") or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def signed_response(change: PlanChange) -> FileResponse:
    """Give the scan of the signed addendum; 404 where there is none, and where it is held or gone."""
    if change.held or not change.file_path or not default_storage.exists(change.file_path):
        raise Http404
    return file_response(path=change.file_path, name=change.file_name)
