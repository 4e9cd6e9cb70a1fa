"""The mail with a customer's report."""

from functools import cached_property

from django.utils import translation

from accounts import formats
from accounts.links import absolute_url
from contracts.models import Contact
from documents.letter import Figures, Logo
from outbox.files import MailFile
from outbox.models import OutboxMessage
from outbox.services import write_mail
from reports.customer_report.figures import CustomerReport
from reports.customer_report.paper import paper_letter, paper_logo, report_pdf


class Postroom:
    """Writes the mails of one report: the PDF and the figures once for each language."""

    def __init__(self, report: CustomerReport) -> None:
        self._report, self._tenant = report, report.customer.tenant
        self._files: dict[str, MailFile] = {}

    def write(self, contact: Contact, *, dedupe_key: str) -> OutboxMessage:
        """Write a contact's mail in their language, the PDF with it; it is kept by `queue_all`."""
        language = contact.language or self._tenant.language
        with translation.override(language):
            letter = paper_letter(self._report)
            if language not in self._files:
                pdf = report_pdf(self._report, self._logo)
                self._files[language] = MailFile(f"{letter.title}.pdf", "application/pdf", pdf)
            figures = [figure for block in letter.blocks if isinstance(block, Figures) for figure in block.figures]
            month = formats.month_year(self._report.month)
        return write_mail(
            dedupe_key=dedupe_key,
            recipient=contact.email,
            template="reports/customer_report",
            context={
                "company": self._report.customer.name,
                "month": month,
                "figures": figures,
                "url": absolute_url(self._tenant, "reports:report", self._report.month),
            },
            language=language,
            now=self._report.now,
            priority=OutboxMessage.Priority.LOW,
            files=[self._files[language]],
            tenant=self._tenant,
        )

    @cached_property
    def _logo(self) -> Logo | None:
        return paper_logo()
