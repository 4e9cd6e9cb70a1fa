"""The mail with a customer's report."""

from functools import cached_property

from django.utils import translation

from accounts.mailwords.catalogue import LETTER
from accounts.mailwords.chosen import ChosenWords
from contracts.models import Contact
from documents.letter import Figures, Logo
from outbox.files import MailFile
from outbox.models import OutboxMessage
from outbox.services import write_mail
from reports.customer_report.figures import CustomerReport
from reports.customer_report.mailwords import REPORT, report_values, surroundings
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
            values = report_values(
                self._tenant, contact.name, self._report.customer.name, month=self._report.month, figures=figures
            )
            context = self._words.letter(REPORT, values, language=language) | surroundings()
        return write_mail(
            dedupe_key=dedupe_key,
            recipient=contact.email,
            template=LETTER,
            context=context,
            language=language,
            now=self._report.now,
            priority=OutboxMessage.Priority.LOW,
            files=[self._files[language]],
            tenant=self._tenant,
        )

    @cached_property
    def _words(self) -> ChosenWords:
        return ChosenWords.of([REPORT])

    @cached_property
    def _logo(self) -> Logo | None:
        return paper_logo()
