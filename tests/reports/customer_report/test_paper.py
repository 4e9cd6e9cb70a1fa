"""The report in words and as a PDF: what it says, what it never says, and how few answers are told."""

from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader

from documents.letter import Entries, Figures, Logo, Table, Text
from reports.customer_report.paper import paper_letter, report_pdf
from reports.customer_report.reading import customer_report
from reports.customer_report.words import report_letter, share_text
from surveys.models import Answer
from tests.logos import picture
from tests.reports.customer_report.march import MARCH, March
from tickets.models import Message, SlaClock

# The words are the same for both.
one_tenant = pytest.mark.parametrize("march", ["nordsoft"], indirect=True)


def words_of(march: March, at: str = "04-15 09:00") -> dict[str, Any]:
    """Give the letter's tables and texts by heading, and its figures by label."""
    report = customer_report(march.cast.customer, MARCH, zone=march.zone, now=march.at(at))
    found: dict[str, Any] = {"": []}
    for block in report_letter(report, ticket_url=lambda number: f"/tickets/{number}/").blocks:
        if isinstance(block, Figures):
            found["figures"] = {figure.label: (figure.value, figure.note) for figure in block.figures}
        elif isinstance(block, Table):
            found[block.heading] = [list(row) for row in block.rows]
        elif isinstance(block, Entries):
            found[block.heading] = list(block.entries)
        elif isinstance(block, Text):
            found[""].append(block.text)
    return found


def pdf_of(march: March, *, logo: Logo | None = None, language: str = "en") -> Any:
    report = customer_report(march.cast.customer, MARCH, zone=march.zone, now=march.at("04-15 09:00"))
    with translation.override(language):
        return PdfReader(BytesIO(report_pdf(report, logo)))


def text_of(pdf: Any) -> str:
    return "\n".join(page.extract_text() for page in pdf.pages).replace("\u00a0", " ")


@one_tenant
def test_the_figures_to_see_first(march: March) -> None:
    assert words_of(march)["figures"] == {
        "Tickets filed": ("4", "3 solved"),
        "Not solved yet": ("2", "at the end of the month"),
        "Promises kept": ("50\u00a0%", "2 of 4"),
        "Satisfaction (NPS)": ("+40", "5 answers in 12 months"),
    }


def test_promises_by_clock_and_severity(march: March) -> None:
    rows = words_of(march)["What we promised"]
    assert rows[0] == ["Work started, critical", "0 of 1", "0\u00a0%", "–", "–"]
    assert rows[1] == ["Work started, high", "0 of 1", "0\u00a0%", "3 h 30 min", "–"]
    assert rows[2] == ["Work started, normal", "2 of 2", "100\u00a0%", "1 h", "–"]


def test_nine_of_ten_is_told_of_ten_and_more(march: March) -> None:
    few = "With fewer than 10 of a kind, nine of ten says nothing and is left out."
    assert any(few in text for text in words_of(march)[""])
    row = SlaClock.objects.get(ticket=march.kept)
    for sequence in range(2, 10):
        row.pk, row.sequence, row.used_seconds = None, sequence, sequence * 600
        row.save()
    assert words_of(march)["What we promised"][2][4] == (
        "1 h 30 min" if march.cast.tenant.slug == "nordsoft" else "1 h 20 min"
    )


@one_tenant
def test_each_promise_not_kept_stands_there_with_its_ticket(march: March) -> None:
    rows = words_of(march, at="03-31 11:00")["Promises not kept"]
    assert rows == [
        [f"{march.late.number} Late", "Work started, high", "1 h 30 min"],
        [f"{march.waiting.number} Waiting", "Work started, critical", "45 min so far"],
    ]


@one_tenant
def test_where_all_were_kept_it_says_so(march: March) -> None:
    SlaClock.objects.exclude(state="met").delete()
    words = words_of(march)
    assert "Every promise was kept." in words[""]
    assert "Promises not kept" not in words


@one_tenant
def test_quotas_of_the_month_and_the_year(march: March) -> None:
    assert words_of(march)["Used of the plan Professional"] == [
        ["Yearly service check: up to 4 h online, the result is sent to you", "0", "0", "1"],
        ["Legal and security assistance", "30 min, 10 min beyond it", "1 h 15 min, 10 min beyond it", "2 h"],
        ["Specialist sparring: up to 1 h each", "1", "2", "2"],
    ]


@one_tenant
def test_scores_have_their_interval_and_number_of_answers(march: March) -> None:
    assert words_of(march)["How satisfied you were"] == [
        ["March 2026", "+33", "−51 to +85", "3", "4"],
        ["Twelve months", "+40", "−30 to +80", "5", "6"],
    ]
    assert any("With fewer than 10 answers a score says little" in text for text in words_of(march)[""])


@one_tenant
def test_a_score_of_one_or_two_answers_is_not_told(march: March) -> None:
    Answer.objects.filter(score__in=[10, 9]).delete()
    words = words_of(march)
    assert words["How satisfied you were"] == [
        ["March 2026", "–", "–", "1", "4"],
        ["Twelve months", "–", "–", "2", "6"],
    ]
    assert words["figures"]["Satisfaction (NPS)"] == ("–", "2 answers in 12 months")
    assert any("With fewer than 3 answers no score is shown" in text for text in words[""])


@one_tenant
def test_what_was_solved_leads_to_the_ticket(march: March) -> None:
    entry = words_of(march)["What was solved"][0]
    assert entry.title == f"{march.kept.number} Kept"
    assert entry.facts == "Normal · filed 3 Mar · solved 4 Mar"
    assert (entry.text, entry.url) == ("Set the right year.", f"/tickets/{march.kept.number}/")


@one_tenant
def test_nothing_internal_and_nobodys_answer_is_in_it(march: March) -> None:
    Message.objects.create(
        ticket=march.late, kind="note", text="Between us", author=march.cast.agent, at=march.at("03-05 12:00")
    )
    said = text_of(pdf_of(march))
    for secret in ("Between us", "Said in private", march.cast.agent.user.name, march.cast.lars.name, "SLA", "breach"):
        assert secret not in said


def test_the_pdf_says_it_in_the_readers_language_under_the_logo(march: March) -> None:
    pdf = pdf_of(march, logo=Logo(picture(size=(400, 100)), 400, 100))
    said = text_of(pdf)
    for text in (
        "Support in March 2026",
        march.cast.customer.name,
        "Kept",
        "Set the right year.",
        "1 h 30 min",
        "Page 1 of",
    ):
        assert text in said
    assert len(pdf.pages[0].images) == 1
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert "mars 2026" in text_of(pdf_of(march, language="sv")) or "marts 2026" in text_of(pdf_of(march, language="da"))


@one_tenant
def test_the_pdfs_links_lead_to_the_portal(march: March) -> None:
    report = customer_report(march.cast.customer, MARCH, zone=march.zone, now=march.at("04-15 09:00"))
    entries = next(block for block in paper_letter(report).blocks if isinstance(block, Entries)).entries
    assert entries[0].url == f"http://testserver/{march.cast.tenant.slug}/portal/tickets/{march.kept.number}/"


@one_tenant
def test_an_empty_month_reads_well(march: March) -> None:
    report = customer_report(march.cast.stranger, MARCH.replace(month=5), zone=march.zone, now=march.at("06-01 09:00"))
    texts = [block.text for block in paper_letter(report).blocks if isinstance(block, Text)]
    assert texts == [
        "No promise fell due in this month.",
        "Nobody at your company was asked in the last twelve months.",
        "Nothing was solved in this month.",
    ]


@pytest.mark.parametrize(
    ("share", "text"), [(1, "100 %"), (0.999, "99.9 %"), (0.9999, "99.9 %"), (0.964, "96 %"), (None, "–")]
)
def test_what_is_not_all_is_never_called_all(share: float | None, text: str) -> None:
    with translation.override("en"):
        assert share_text(share).replace("\u00a0", " ") == text
