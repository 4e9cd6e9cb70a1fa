"""What the demo's vendors have chosen about surveys: who is asked and reminded, and their own words."""

from datetime import datetime, timedelta

from accounts.mailwords.chosen import Words
from demo.plots import book
from demo.tenants import Cast
from surveys.models import SurveySettings
from tickets.models import MailWording
from tickets.services.mail_words import save_words

# Of a hundred solved tickets; the Danish vendor asks about a part.
SHARES = {"nordsoft": 100, "lonhuset": 90}
# The Swedish vendor has its own words, and has changed them once.
OWN_WORDS = "nordsoft"
CHANGED = (timedelta(days=250), timedelta(days=70))


def choose_surveys(cast: Cast, *, now: datetime) -> list[MailWording]:
    """Choose the share, the reminder and what is a test; give the versions of the invitation's words, oldest first."""
    SurveySettings.objects.create(share=SHARES[cast.vendor.slug], has_reminder=True)
    if cast.vendor.slug != OWN_WORDS:
        return []
    texts, language, manager = book(cast.vendor.language).surveys, cast.vendor.language, cast.managers[0]
    for (heading, text), ago in zip(texts["invitation"], CHANGED, strict=True):
        save_words(actor=manager, mail="survey", language=language, words=Words(heading, text), now=now - ago)
    heading, text = texts["thanks"]
    save_words(actor=manager, mail="survey_thanks", language=language, words=Words(heading, text), now=now - CHANGED[0])
    return list(MailWording.objects.filter(mail="survey", language=language).order_by("pk"))
