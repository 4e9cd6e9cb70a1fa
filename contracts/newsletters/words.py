"""An issue of the newsletter put into words, in one language: the same for mails, the preview and the portal."""

from datetime import datetime
from typing import Any

from accounts import formats
from accounts.links import absolute_url
from accounts.markdown import to_html
from accounts.models import Tenant
from contracts.models import Newsletter, Notice
from contracts.notices.words import worded
from contracts.texts import words_of


def issue_words(
    newsletter: Newsletter, notices: list[Notice], tenant: Tenant, language: str, now: datetime
) -> dict[str, Any]:
    """Give what an issue says in a language, for mails, the preview and the portal."""
    intro = words_of(newsletter, "intro", language, tenant.language)
    return {
        "day": formats.full_day(newsletter.issued_on, language),
        "intro": intro,
        "intro_html": to_html(intro.text),
        "lines": [
            (worded(notice, tenant, language, now), absolute_url(tenant, "portal:notices:notice", notice.pk))
            for notice in notices
        ],
        "url": absolute_url(tenant, "portal:notices:newsletter", newsletter.pk),
        "choices_url": absolute_url(tenant, "portal:notices:choices"),
    }
