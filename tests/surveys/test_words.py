"""A tenant says in its own words what is around the three questions, and each survey knows which version it had."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.mailwords.chosen import Words
from outbox.models import OutboxMessage
from surveys.models import Answer
from surveys.words import LETTERS
from tests.cast import MONDAY, Cast
from tests.surveys.test_answer_page import SENT, link
from tests.surveys.test_invitations import ask, solved
from tests.windows import signed_in
from tickets.models import MailWording
from tickets.services.mail_words import restore_words, save_words

__all__ = ["link"]
OWN = Words("Hej {{ contact.first_name }}", "Vad tyckte du om **{{ ticket.subject }}**?\n\n[Svara]({{ link }})")
QUESTION = "On a scale from 0 to 10, how satisfied are you"


def save(cast: Cast, mail: str, words: Words = OWN, language: str = "sv") -> MailWording:
    save_words(actor=cast.manager, mail=mail, language=language, words=words, now=MONDAY)
    return MailWording.objects.latest("pk")


def test_the_mail_has_the_tenants_words_and_always_the_question(nordsoft: Cast) -> None:
    version = save(nordsoft, "survey")
    solved(nordsoft)
    invitation = ask(SENT)
    mail = OutboxMessage.objects.get(dedupe_key=f"survey:{invitation.pk}")
    assert invitation.wording == version
    assert "Vad tyckte du om **Invoices cannot be printed**?" in mail.text
    assert "<strong>Invoices cannot be printed</strong>" in mail.html
    assert mail.html.count("?score=") == 11
    assert "0 till 10" in mail.text


def test_without_own_words_the_survey_says_that_it_had_the_standard_ones(nordsoft: Cast) -> None:
    save(nordsoft, "survey")
    restore_words(actor=nordsoft.manager, mail="survey", language="sv", now=MONDAY)
    solved(nordsoft)
    invitation = ask(SENT)
    assert invitation.wording is None
    assert "Karin Bergman" in OutboxMessage.objects.get(dedupe_key=f"survey:{invitation.pk}").text


@time_machine.travel(SENT, tick=False)
def test_an_answer_knows_the_words_it_was_given_to(client: Client, nordsoft: Cast, link: str) -> None:
    client.post(link, {"score": "9"})
    assert Answer.objects.get().wording is None
    version = save(nordsoft, "survey_page", Words("Berätta", "Om <i>{{ ticket.number }}</i>."))
    page = client.get(link).content.decode()
    assert "<h1>Berätta</h1>" in page
    assert "<i>" not in page
    client.post(link, {"score": "8"})
    assert Answer.objects.get().wording == version


@time_machine.travel(SENT, tick=False)
@pytest.mark.parametrize(("score", "said"), [("6", "Förlåt"), ("7", "Kul")])
def test_what_comes_next_depends_on_the_score(client: Client, nordsoft: Cast, link: str, score: str, said: str) -> None:
    save(nordsoft, "survey_sorry", Words("Förlåt", "Vi ringer."))
    save(nordsoft, "survey_thanks", Words("Kul", "Tack."))
    assert said in client.post(link, {"score": score}, follow=True).content.decode()


@pytest.mark.parametrize("mail", [letter.name for letter in LETTERS])
def test_each_text_has_its_page_and_its_preview(nordsoft: Cast, mail: str) -> None:
    manager = signed_in(nordsoft.manager.user)
    assert manager.get(f"/nordsoft/desk/mails/{mail}/en/").status_code == 200
    said = {"heading": "Hello {{ contact.first_name }}", "text": "About *{{ ticket.number }}*."}
    shown = manager.post(f"/nordsoft/desk/mails/{mail}/en/preview/", said).content.decode()
    assert "Hello Karin</h1>" in shown
    assert "<em>1042</em>" in shown
    assert MailWording.objects.count() == 0
    assert (QUESTION in shown) == (mail in ("survey", "survey_reminder"))


def test_a_placeholder_that_is_none_is_refused(nordsoft: Cast) -> None:
    manager = signed_in(nordsoft.manager.user)
    said = {"heading": "Hello", "text": "{{ agent.name }}"}
    assert manager.post("/nordsoft/desk/mails/survey/en/", said).status_code == 422


def test_the_words_are_the_tenants_own(nordsoft: Cast, lonhuset: Cast) -> None:
    from accounts.tenancy.context import tenant_context

    save(nordsoft, "survey", language="da")
    with tenant_context(lonhuset.tenant.pk):
        solved(lonhuset)
        assert ask(MONDAY + timedelta(days=1)).wording is None
