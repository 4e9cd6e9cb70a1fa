"""A letter on paper, for whoever may see it."""

from datetime import datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from documents.letter import Letter, letter_pdf


def pdf_response(letter: Letter, *, written_at: datetime) -> HttpResponse:
    """Give the letter as a PDF to keep, named by its title."""
    response = HttpResponse(letter_pdf(letter, written_at=written_at), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{letter.title}.pdf") or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
