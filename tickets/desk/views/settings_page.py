"""Everything that can be set, on one page."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import AGENTS, roles
from accounts.requests import MemberRequest
from tickets.desk.settings_list import groups_for


@roles(AGENTS)
def settings_page(request: MemberRequest) -> HttpResponse:
    """Show the pages that this member may open, in groups. Asks the database nothing of its own."""
    return render(request, "desk/settings.html", {"groups": groups_for(request.membership.role)})
