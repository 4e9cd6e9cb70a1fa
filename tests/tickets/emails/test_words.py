"""Mails say what the tenant wants, and never more than the placeholders give away."""

import pytest
import structlog
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import NotAllowedError
from accounts.mailwords.chosen import Words
from accounts.mailwords.drawing import Block, draw
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import MailWording
from tickets.services.mail_words import restore_words, save_words
from tickets.services.messages import reply

OWN = Words("Hej {{ contact.first_name }}", "**{{ agent.first_name }}** svarar:\n\n{{ message }}\n\n[Läs]({{ link }})")


def answer(cast: Cast, text: str = "Try *this*.", **fields: object) -> OutboxMessage:
    reply(ticket=make_ticket(cast, **fields), actor=cast.agent, text=text, now=MONDAY)
    return OutboxMessage.objects.latest("pk")


def save(cast: Cast, words: Words, **changes: object) -> list[str]:
    values = {"actor": cast.manager, "mail": "reply", "language": "sv", "words": words, "now": MONDAY}
    return save_words(**values | changes)  # type: ignore[arg-type]


def test_own_words_count_in_their_language_until_the_standard_is_wanted_again(nordsoft: Cast) -> None:
    assert save(nordsoft, OWN) == []
    mail = answer(nordsoft)
    assert "Hej Karin\n\n**Maja** svarar:\n\nTry *this*." in mail.text
    assert "<strong>Maja</strong> svarar:" in mail.html
    assert "<em>this</em>" in mail.html
    assert f'href="{mail.text.split("](")[1].split(")")[0]}"' in mail.html
    nordsoft.karin.language = "en"
    nordsoft.karin.save()
    assert "Maja Sandell writes:" in answer(nordsoft).text
    nordsoft.karin.language = "sv"
    nordsoft.karin.save()
    restore_words(actor=nordsoft.manager, mail="reply", language="sv", now=MONDAY)
    assert "Hej Karin" not in answer(nordsoft).text
    assert MailWording.objects.count() == 2  # every version is kept


@pytest.mark.parametrize(
    ("words", "field", "said"),
    [
        (
            Words("Hej", "{{ message }} {{ contact.iban }}"),
            "text",
            "There is no placeholder {{ contact.iban }}",
        ),
        (Words("{{ reason }}", "{{ message }}"), "heading", "There is no placeholder {{ reason }}"),
        (Words("Hej", "{{ message }"), "text", "not complete"),
        (Words("", ""), "text", "Write a text"),
    ],
)
def test_what_cannot_be_saved(nordsoft: Cast, words: Words, field: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        save(nordsoft, words)
    assert said in str(refused.value.message_dict[field])
    assert not MailWording.objects.exists()


def test_what_the_reader_would_miss_is_said(nordsoft: Cast) -> None:
    assert save(nordsoft, Words("Hej", "Vi har svarat i portalen: {{ link }}")) == ["message"]


def test_managers_alone_and_signatures_alone_for_a_team(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        save(nordsoft, OWN, actor=nordsoft.agent)
    with pytest.raises(NotAllowedError):
        restore_words(actor=nordsoft.agent, mail="reply", language="sv", now=MONDAY)
    with pytest.raises(NotAllowedError):
        save(nordsoft, OWN, team=nordsoft.team)


def test_a_teams_signature_goes_before_the_tenants(nordsoft: Cast) -> None:
    save(nordsoft, Words("", "Hälsningar från {{ tenant.name }}"), mail="signature")
    save(nordsoft, Words("", "Lönegruppen på Nordsoft"), mail="signature", team=nordsoft.team)
    team, other = answer(nordsoft, team=nordsoft.team), answer(nordsoft)
    assert "Lönegruppen på Nordsoft" in team.text
    assert "Lönegruppen på Nordsoft" in team.html
    assert "Lönegruppen" not in other.text
    assert "Hälsningar från Nordsoft" in other.text


def test_words_that_no_longer_work_give_way_to_the_standard_and_no_mail_is_lost(nordsoft: Cast) -> None:
    save(nordsoft, OWN)
    MailWording.objects.update(text="{{ message }} {{ gone.away }}")
    with structlog.testing.capture_logs() as logs:
        mail = answer(nordsoft, "Try this.")
    assert "Try this." in mail.text
    assert "gone.away" not in mail.text
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["mails.words_unusable"]


def test_a_tenants_text_is_no_template(nordsoft: Cast) -> None:
    save(nordsoft, Words("Hej", "{% load i18n %}{% debug %} {{ message }}"))
    assert "{% load i18n %}{% debug %}" in answer(nordsoft).text
    assert Template("{% load i18n %}").render(Context()) == ""


def test_what_stands_in_a_value_stays_a_value() -> None:
    values = {"ticket.subject": "[x](javascript:alert(1)) <b> {{ tenant.name }} PLACEHOLDER0X", "tenant.name": "T"}
    drawn = draw("{{ ticket.subject }}", "{{ tenant.name }}: {{ ticket.subject }}\n\n[a]({{ ticket.subject }})", values)
    assert drawn.text.startswith("T: [x](javascript:alert(1)) <b> {{ tenant.name }} PLACEHOLDER0X")
    assert "T: [x](javascript:alert(1)) &lt;b&gt; {{ tenant.name }} PLACEHOLDER0X" in drawn.html
    evil = draw("", "[a]({{ ticket.subject }})", {"ticket.subject": "javascript:alert(1)"})
    assert "javascript" not in evil.html


def test_a_block_stands_as_it_is_where_it_has_a_paragraph_of_its_own_and_leaves_no_gap() -> None:
    table = Block("A: <1>", SafeString('<table style="margin:0"><tr><td>A</td></tr></table>'))
    empty = Block("", SafeString())
    drawn = draw("", "Before\n\n{{ a }}\n\n{{ b }}\n\nAfter {{ a }}", {"a": table, "b": empty})
    assert drawn.text == "Before\n\nA: <1>\n\nAfter A: <1>"
    assert '<p>Before</p>\n<table style="margin:0">' in drawn.html
    assert drawn.html.strip().endswith("<p>After A: &lt;1&gt;</p>")


def test_a_value_that_looks_like_our_own_mark_draws_no_block() -> None:
    values = {"a": Block("x", SafeString("<b>x</b>")), "b": "PLACEHOLDER0X"}
    drawn = draw("", "{{ a }}\n\n{{ b }}", values)
    assert drawn.html.count("<b>x</b>") == 1
    assert "<p>PLACEHOLDER0X</p>" in drawn.html


@given(text=st.text(max_size=80), value=st.text(max_size=80))
def test_nothing_written_becomes_a_script_or_a_picture(text: str, value: str) -> None:
    html = draw("", f"{text} {{{{ x }}}} <script>{text}</script>".replace("{{ x }}", "{{x}}"), _Any(value)).html
    assert "<script" not in html.lower()
    assert "<img" not in html.lower()


class _Any(dict[str, str]):
    """Has a value for every placeholder."""

    def __init__(self, value: str) -> None:
        super().__init__()
        self.value = value

    def __getitem__(self, key: str) -> str:
        return self.value
