"""What a mail looks like, by what does not exist: the same words, values and template as a mail that is sent."""

from datetime import datetime

from django.utils import translation

from accounts.mailwords.catalogue import Letter
from accounts.mailwords.chosen import Words, letter_context
from accounts.mailwords.drawing import draw
from accounts.models import Tenant
from outbox.emails import Letter as Rendered
from outbox.emails import render_letter

READER, ADDRESS = "Karin Berg", "karin@bergsbygg.example"


def examples(letter: Letter, *, tenant: Tenant, language: str, now: datetime) -> list[tuple[str, str]]:
    """Give each placeholder that the mail knows, as it is written, with what it stands for in the preview."""
    with translation.override(language):
        values, _around = letter.sample(tenant, now)
        return [(f"{{{{ {name} }}}}", " ".join(str(values[name]).split())) for name in letter.knows]


def sample(letter: Letter, words: Words, *, tenant: Tenant, language: str, now: datetime) -> Rendered:
    """Give the whole mail as Karin Berg would get it. ValidationError and the like are the caller's: check first."""
    with translation.override(language):
        values, around = letter.sample(tenant, now)
        said = draw(words.heading, words.text, values)
        if letter.page:
            drawn: Rendered = letter.page(said, tenant=tenant, language=language, now=now)
            return drawn
        context = {"tenant": tenant, "recipient": ADDRESS} | letter_context(letter, said, values) | around
    return render_letter(template=letter.template, context=context, language=language)
