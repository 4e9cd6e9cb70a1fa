"""What customers wrote, and the words that recur in it, as tables for files."""

from collections.abc import Iterator
from datetime import tzinfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Tenant
from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import named
from surveys.models import Answer
from surveys.selectors.words import Word, recurring_words

AT_ONCE = 2000
_FIELDS = (
    "answered_at", "score", "reason", "improvement", "invitation__contact__name", "invitation__ticket__customer__name",
    "invitation__ticket__number", "invitation__ticket__team__name", "invitation__ticket__assignee__user__name",
)  # fmt: skip


def comments_table(answers: QuerySet[Answer], zone: tzinfo, *, with_names: bool) -> Table:
    """Give every comment asked for, in the order asked for; whose ticket it was only `with_names`. One query, row by
    row.
    """
    head: list[str | Column] = [
        Column(_("Answered at"), Kind.INSTANT),
        _("Score"),
        _("Main reason"),
        _("What to do better"),
        _("Contact"),
        _("Customer"),
        _("Ticket"),
        _("Team"),
    ]
    if with_names:
        head.append(_("Assignee"))
    return Table(named(_("Comments")), head, _rows(answers, len(head)), zone)


def _rows(answers: QuerySet[Answer], width: int) -> Iterator[tuple[Cell, ...]]:
    for row in answers.values_list(*_FIELDS).iterator(chunk_size=AT_ONCE):
        yield tuple("" if value is None else value for value in row[:width])


def words_table(answers: QuerySet[Answer], tenant: Tenant) -> Table:
    """Give the words that recur in these comments, the commonest first. One query."""
    head = [_("Word"), _("Comments"), _("Detractors"), _("Passives"), _("Promoters"), _("NPS")]
    rows = (_word(word) for word in recurring_words(answers, tenant))
    return Table(named(_("Words that recur")), head, rows)


def _word(word: Word) -> list[Cell]:
    return [word.form, word.comments, word.detractors, word.passives, word.promoters, round(word.score, 1)]
