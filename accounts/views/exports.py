"""Who took what as a file, for admins."""

from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.access import ADMINS, roles
from accounts.models import Export, Role
from accounts.requests import MemberRequest
from accounts.selectors import members
from accounts.tables import Table
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from accounts.tables.of_rows import instant, table_of

PAGE = 50
CUSTOMERS = "customers"


@roles(ADMINS)
@require_safe
def exports(request: MemberRequest) -> HttpResponseBase:
    """List the files that were taken, the latest first; `?member=7` keeps one member's, `customers` all contacts'."""
    everyone = [*((str(each.pk), each.user.name) for each in members()), (CUSTOMERS, _("Customers"))]
    member = request.GET.get("member", "")
    member = member if member in dict(everyone) else ""
    found = Export.objects.select_related("member__user").order_by("-pk")
    if member:
        found = found.filter(member__role=Role.CUSTOMER) if member == CUSTOMERS else found.filter(member=int(member))
    if kind := asked_file(request):
        return list_response(request, _table(found), kind)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    kept = {"member": member} if member else {}
    context = {
        "rows": [(row, _asked(row)) for row in page.object_list],
        "members": everyone,
        "member": member,
        "previous_url": f"?{urlencode(kept | {'page': page.previous_page_number()})}" if page.has_previous() else "",
        "next_url": f"?{urlencode(kept | {'page': page.next_page_number()})}" if page.has_next() else "",
    }
    return render(request, "accounts/exports.html", context)


def _asked(export: Export) -> list[tuple[str, str]]:
    """Give what the address asked for, the kind of file aside, which its name says."""
    return [(name, value) for name, value in parse_qsl(export.question) if name != "file"]


def _table(found: QuerySet[Export]) -> Table:
    return table_of(
        _("Exports"),
        found,
        (instant(_("When")), lambda one: one.at),
        (_("Who"), lambda one: one.member.user.name),
        (_("E-mail address"), lambda one: one.member.user.email),
        (pgettext("export", "File"), lambda one: one.name),
        (pgettext("export", "Rows"), lambda one: one.rows),
        (_("Page"), lambda one: one.path),
        (_("Asked for"), lambda one: one.question),
    )
