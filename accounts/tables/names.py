"""What files are called, in the reader's words."""

from datetime import date

from django.utils.text import slugify


def named(*words: object) -> str:
    """Give a file's name without ending from words that are shown, and days: `deadlines-team-start-2026-03-2026-05`.

    Empty words are left out. What has no word on its page gets one by pgettext("file name", …).
    """
    slugs = (slugify(str(word), allow_unicode=True) for word in words)
    return "-".join(slug for slug in slugs if slug)


def of_months(*words: object, first: date, last: date | None = None) -> str:
    """Give the name with the first and the last month of its rows: `payslips-2026-05`, `nps-2026-03-2026-05`."""
    return named(*words, f"{first:%Y-%m}", f"{last:%Y-%m}" if last and last != first else "")
