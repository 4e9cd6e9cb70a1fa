"""The report as a PDF, the same for the desk, the portal and the mail."""

from functools import partial

from accounts.links import absolute_url
from accounts.logo import current_logo, logo_bytes
from documents.letter import Letter, Logo, letter_pdf
from reports.customer_report.figures import CustomerReport
from reports.customer_report.words import report_letter


def paper_letter(report: CustomerReport) -> Letter:
    """Give the letter as it is on paper: its links lead to the portal from wherever it is read."""
    return report_letter(report, ticket_url=partial(absolute_url, report.customer.tenant, "portal:ticket"))


def paper_logo() -> Logo | None:
    """Give the current tenant's logo for the head; None where it has none. One query."""
    logo = current_logo()
    png = logo_bytes(logo)
    return Logo(png, logo.width, logo.height) if logo and png else None


def report_pdf(report: CustomerReport, logo: Logo | None) -> bytes:
    """Typeset the report in the active language, dated with the moment that it was read at."""
    return letter_pdf(paper_letter(report), written_at=report.now, logo=logo)
