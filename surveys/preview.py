"""What a survey's words look like, about a ticket that does not exist."""

from datetime import datetime

from django.template import Context, Engine
from django.utils import translation

from accounts.links import absolute_url
from accounts.models import Tenant
from outbox.emails import Letter, render_letter
from surveys.links import links
from tickets.mailwords.chosen import Words
from tickets.mailwords.drawing import Drawn, draw
from tickets.mailwords.sample import sample_values

TOKEN = "example"  # noqa: S105  (leads nowhere)


def preview_mail(template: str, words: Words, *, tenant: Tenant, language: str, now: datetime) -> Letter:
    """Give the whole mail as Karin Berg would get it."""
    page = absolute_url(tenant, "surveys:answer", TOKEN)
    said = _said(words, tenant, language, page, now)
    context = {"tenant": tenant, "recipient": "karin@bergsbygg.example", "said": said, **links(tenant, TOKEN)}
    return render_letter(template=template, context=context, language=language)


def preview_page(words: Words, *, tenant: Tenant, language: str, now: datetime) -> Letter:
    """Give the words as they stand on the page."""
    said = _said(words, tenant, language, absolute_url(tenant, "portal:home"), now)
    context = Context({"tenant": tenant, "said": said, "language": language})
    html = Engine.get_default().get_template("surveys/preview.html").render(context)
    return Letter(subject=said.heading, text=said.text, html=html)


def _said(words: Words, tenant: Tenant, language: str, link: str, now: datetime) -> Drawn:
    with translation.override(language):
        return draw(words.heading, words.text, sample_values(tenant, link, now))
