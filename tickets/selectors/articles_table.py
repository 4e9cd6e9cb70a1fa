"""Articles as a table for files: all that their page lists."""

from datetime import date, tzinfo

from django.db.models import Count, QuerySet
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from accounts.tables import Table
from accounts.tables.names import named
from accounts.tables.of_rows import instant, table_of
from tickets.models import Article


def articles_table(found: QuerySet[Article], zone: tzinfo, *, today: date) -> Table:
    """Give articles with how often each answered a question before it was filed."""
    return table_of(
        named(_("Articles"), today),
        found.annotate(helped=Count("deflections")),
        (pgettext("article", "Title"), lambda one: one.title),
        (_("Status"), lambda one: one.get_status_display()),
        (_("Product"), lambda one: one.product.name if one.product else ""),
        (_("Language"), lambda one: get_language_info(one.language)["name_local"]),
        (_("Questions answered"), lambda one: one.helped),
        (instant(_("Published at")), lambda one: one.published_at),
        (instant(_("Changed")), lambda one: one.updated_at),
        (_("Changed by"), lambda one: one.updated_by.user.name if one.updated_by else ""),
        zone=zone,
    )
