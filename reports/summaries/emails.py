"""A summary as a mail: its charts are pictures in it, and in words as well."""

from datetime import datetime
from typing import NamedTuple

from django.utils import translation

from accounts.links import absolute_url
from accounts.models import Membership, Tenant
from documents.pictures import picture
from outbox.addresses import one_click
from outbox.files import MailFile
from outbox.models import OutboxMessage
from outbox.services import write_mail
from reports.summaries.charts import charts_of
from reports.summaries.drawn import Drawn, draw
from reports.summaries.spans import Kind
from reports.summaries.summary import Summary
from tickets.emails.alerts import language_of
from tickets.stopping import MONTHLY, WEEKLY, figures_token

# Pixels; the pictures are drawn at twice this.
WIDTH = 528


class Shown(NamedTuple):
    """A chart in a mail."""

    file: MailFile
    height: int
    words: str


class Letters:
    """Writes the mails of one summary; what is alike in one language is drawn once."""

    def __init__(self, summary: Summary, tenant: Tenant) -> None:
        self._summary, self._tenant = summary, tenant
        self._drawn: dict[str, tuple[Drawn, list[Shown]]] = {}

    def write(self, receiver: Membership, *, now: datetime) -> OutboxMessage:
        """Write one manager's mail, in their language, with a way to get no more of these."""
        language, span, tenant = language_of(receiver), self._summary.span, self._tenant
        drawn, charts = self._in(language)
        kind = MONTHLY if span.kind is Kind.MONTH else WEEKLY
        stop = absolute_url(tenant, "portal:stop", figures_token(receiver, kind))
        page = f"{absolute_url(tenant, 'dashboards:summary')}?period={span.key}"
        return write_mail(
            dedupe_key=f"summary:{span.key}:{receiver.pk}",
            recipient=receiver.user.email,
            template="reports/summary",
            context={
                "drawn": drawn,
                "charts": charts,
                "width": WIDTH,
                "url": page,
                "settings_url": absolute_url(tenant, "desk:notification_settings"),
                "stop_url": stop,
            },
            language=language,
            headers=one_click(stop),
            priority=OutboxMessage.Priority.LOW,
            files=[each.file for each in charts],
            now=now,
            tenant=tenant,
        )

    def _in(self, language: str) -> tuple[Drawn, list[Shown]]:
        if language not in self._drawn:
            with translation.override(language):
                drawn = draw(self._summary, lambda name, *args: absolute_url(self._tenant, name, *args))
                charts = [picture(chart) for chart in charts_of(self._summary)]
            self._drawn[language] = (
                drawn,
                [
                    Shown(
                        MailFile(f"{self._summary.span.key}-{number}.png", "image/png", each.content, inline=True),
                        round(each.height * WIDTH / each.width),
                        each.words,
                    )
                    for number, each in enumerate(charts, 1)
                ],
            )
        return self._drawn[language]
