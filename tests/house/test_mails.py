"""No mail to a customer’s people is forgotten: it has words that a tenant may change, or stands here with a reason."""

import re

import pytest
from django.conf import settings

from accounts.mailwords.catalogue import LETTER, LETTERS, Group, Letter
from accounts.mailwords.chosen import Words, check_words, missing, standard_words
from accounts.mailwords.placeholders import PLACEHOLDER
from accounts.mailwords.sample import sample
from tests.cast import MONDAY, Cast
from tickets.models import MailWording

FOLDER = settings.BASE_DIR / "templates" / "emails"
DESK = "to the desk: the product's own words"
WITHOUT_OWN_WORDS = {
    "accounts/webhook_off": DESK,
    "contracts/plan": DESK,
    "inbox/account_trouble": DESK,
    "reports/summary": DESK,
    "surveys/call_due": DESK,
    "tickets/alert": DESK,
    "tickets/alert_digest": DESK,
    "tickets/notification": DESK,
    "tickets/notification_digest": DESK,
    "tickets/quota": DESK,
}
each_letter = pytest.mark.parametrize("letter", LETTERS.values(), ids=list(LETTERS))
each_language = pytest.mark.parametrize("language", ["sv", "da", "en"])


def test_every_mail_has_words_that_can_be_changed_or_a_reason() -> None:
    """A new template, or `template=` of a mail that is none of these, fails here."""
    mails = {
        path.relative_to(FOLDER).with_suffix("").as_posix()
        for path in FOLDER.rglob("*.txt")
        if path.read_text().startswith("{% extends")
    }
    assert mails - {letter.template for letter in LETTERS.values()} == set(WITHOUT_OWN_WORDS)
    code = [path for path in settings.BASE_DIR.glob("*/**/*.py") if path.parts[len(settings.BASE_DIR.parts)] in APPS]
    named = {name for path in code for name in re.findall(r'template="([^"]+)"', path.read_text())}
    assert named <= mails


APPS = {"accounts", "contracts", "tickets", "inbox", "surveys", "reports"}


def test_every_mail_stands_in_the_list_and_its_name_can_be_kept() -> None:
    longest = MailWording._meta.get_field("mail").max_length or 0
    assert all(len(name) <= longest and letter.name == name for name, letter in LETTERS.items())
    assert {letter.group for letter in LETTERS.values()} == set(Group)


@each_language
@each_letter
def test_the_standard_words_know_their_placeholders_and_have_what_is_needed(letter: Letter, language: str) -> None:
    words = standard_words(letter.name, language)
    check_words(letter, words)
    assert missing(letter, words) == []
    assert set(letter.needs) <= set(letter.knows)
    assert "{{" not in PLACEHOLDER.sub("", f"{words.heading}{words.text}")
    english = standard_words(letter.name, "en")
    assert set(PLACEHOLDER.findall("".join(words))) == set(PLACEHOLDER.findall("".join(english)))


@each_language
@each_letter
def test_the_preview_has_a_value_for_every_placeholder(letter: Letter, language: str, nordsoft: Cast) -> None:
    text = "\n\n".join(f"{name}: {{{{ {name} }}}}\n\n{{{{ {name} }}}}" for name in letter.knows)
    drawn = sample(letter, Words("H", text), tenant=nordsoft.tenant, language=language, now=MONDAY)
    assert "{{" not in drawn.text
    assert "PLACEHOLDER" not in drawn.html
    said = sample(letter, standard_words(letter.name, language), tenant=nordsoft.tenant, language=language, now=MONDAY)
    assert letter.is_signature or letter.page or letter.template != LETTER or said.subject != nordsoft.tenant.name
