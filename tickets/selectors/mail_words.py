"""The mails whose words can be changed, and the versions of each."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts import formats
from accounts.mailwords.catalogue import LETTERS, Group
from accounts.models import Tenant
from tickets.models import MailWording, Team

LANGUAGES = {"sv": "Svenska", "da": "Dansk", "en": "English"}
SHOWN = 20


class Cell(NamedTuple):
    """A mail in one language; `is_own` where the tenant's own words count."""

    language: str
    name: str
    is_own: bool


class Row(NamedTuple):
    """A mail, or the signature of a team (`team` its key)."""

    mail: str
    label: Promise | str
    occasion: Promise | str
    team: int | None
    cells: list[Cell]

    @property
    def is_own(self) -> bool:
        """Say whether it has words of the tenant's own in any language."""
        return any(cell.is_own for cell in self.cells)


class Section(NamedTuple):
    """The mails about one thing."""

    name: str
    label: Promise | str
    rows: list[Row]


class Version(NamedTuple):
    """What a mail said from a moment on; with neither heading nor text it was the standard."""

    when: str
    who: str
    heading: str
    text: str


def newest_words(mails: Collection[str]) -> Iterable[MailWording]:
    """Give the current tenant's newest words of these mails, by language and team. One question."""
    return _newest(MailWording.objects.filter(mail__in=mails))


def mail_sections(*, sought: str = "", own_only: bool = False) -> list[Section]:
    """Give the mails whose name or occasion hold what is sought, by what they are about, with their languages; the
    signatures of teams that have one of their own, or are sought, follow the tenant's. Two questions.
    """
    own = {(one.mail, one.language, one.team_id) for one in _newest(MailWording.objects.all()) if one.text}

    def cells(mail: str, team: int | None) -> list[Cell]:
        return [Cell(code, name, (mail, code, team) in own) for code, name in LANGUAGES.items()]

    teams = list(Team.objects.values_list("pk", "name"))
    sections = []
    for group in Group:
        rows: list[Row] = []
        for one in (letter for letter in LETTERS.values() if letter.group == group):
            rows.append(Row(one.name, one.label, one.occasion, None, cells(one.name, None)))
            if one.is_signature:  # of many teams only those that say something of their own, or are sought
                of_teams = [Row(one.name, one.label, name, pk, cells(one.name, pk)) for pk, name in teams]
                rows += [row for row in of_teams if row.is_own or sought]
        shown = [row for row in rows if _is_sought(row, sought) and (row.is_own or not own_only)]
        if shown:
            sections.append(Section(group.value, group.label, shown))
    return sections


def _is_sought(row: Row, sought: str) -> bool:
    words = f"{row.label} {row.occasion}".casefold()
    return all(part in words for part in sought.casefold().split())


def current_words(mail: str, language: str, team: Team | None) -> MailWording | None:
    """Give the tenant's own words; None where the standard counts. One question."""
    newest = MailWording.objects.filter(mail=mail, language=language, team=team).order_by("-pk").first()
    return newest if newest and newest.text else None


def versions(mail: str, language: str, team: Team | None, *, tenant: Tenant, now: datetime) -> list[Version]:
    """Give the latest versions, newest first, in the active language. One question."""
    rows = MailWording.objects.filter(mail=mail, language=language, team=team).select_related("author__user")
    zone = ZoneInfo(tenant.zone)
    return [
        Version(formats.near_time(row.at, now, zone), row.author.user.name, row.heading, row.text)
        for row in rows.order_by("-pk")[:SHOWN]
    ]


def _newest(words: QuerySet[MailWording]) -> QuerySet[MailWording]:
    return words.order_by("mail", "language", "team_id", "-pk").distinct("mail", "language", "team_id")
