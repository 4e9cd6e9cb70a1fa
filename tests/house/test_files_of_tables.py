"""Every list is a file as well: a template that draws a table of rows, or turns pages, offers CSV and XLSX.

That what it offers opens and runs nothing is in tests/reports/files/test_every_file.py.
"""

import re

from django.conf import settings

FOLDER = settings.BASE_DIR / "templates"
# The two templates with the links, and the links of what is exported elsewhere: the queue, the search, a billing month.
OFFERS = re.compile(r"components/(?:page_)?downloads\.html|url 'dashboards:export_\w+'|url 'desk:billing_file'")
LISTS = re.compile(r'<table\b(?:(?!</table>).)*\{% for|include "components/pager\.html"', re.S)
INCLUDED = re.compile(r'include "([^"]+)"')

ONE = "what stands about one thing alone"
VERSIONS = "versions of one text, to be compared"
FORM = "a form"
LINKS = "links to settings"
LETTER = "a letter: its figures are files of the dashboards"
WITHOUT = {
    "accounts/webhook_delivery.html": ONE,
    "components/ledger.html": ONE,
    "components/letter.html": LETTER,
    "components/service_lines.html": VERSIONS,
    "dashboards/customer_report.html": LETTER,
    "dashboards/summary.html": LETTER,
    "dashboards/summary_part.html": LETTER,
    "dashboards/what_if_form.html": FORM,
    "desk/billing/payslips_found.html": "the reader's own file, before it is taken over",
    "desk/billing/price_list.html": FORM,
    "desk/calendars/list.html": "a few lines of hours: the days of each calendar are a file",
    "desk/contracts/contract.html": ONE,
    "desk/impact/_impact.html": "what is not saved yet would do: What if has it as files",
    "desk/mails/list.html": LINKS,
    "desk/on_call/list.html": "the turns of one list, in a form: the coming weeks of all lists are a file",
    "desk/plans/_differences.html": VERSIONS,
    "desk/policies/policy.html": VERSIONS,
    "desk/proactive.html": FORM,
    "desk/register/fields.html": "the questions of one product's form",
    "desk/terms/list.html": VERSIONS,
    "portal/contract/terms.html": ONE,
    "portal/notices/calendar.html": "dates: they are a calendar's file",
    "portal/notices/list.html": "news, to be read",
    "portal/reports/list.html": "each line is a file",
    "portal/terms/terms.html": VERSIONS,
    "prices/calculator.html": "public: there is no member to note as who took it",
    "surveys/settings.html": LINKS,
}


def test_every_list_offers_a_file_or_says_why_not() -> None:
    found = [path for path in FOLDER.rglob("*.html") if "emails" not in path.parts]
    texts = {path.relative_to(FOLDER).as_posix(): path.read_text() for path in found}
    offering = {name for name, text in texts.items() if OFFERS.search(text)}
    inside = {name for outer in offering for name in INCLUDED.findall(texts[outer])}
    assert {name for name, text in texts.items() if LISTS.search(text)} - offering - inside == set(WITHOUT)
