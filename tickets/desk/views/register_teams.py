"""Teams, and who is in them."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from tickets.desk.forms_register import TeamForm, TeamMembersForm
from tickets.models import Team, TeamMember
from tickets.selectors.settings_tables import teams_table
from tickets.services.teams import create_team, update_team


@roles(MANAGERS)
def teams(request: MemberRequest) -> HttpResponseBase:
    """List the teams with their members; POST makes one, and goes on to who is in it."""
    members = TeamMember.objects.select_related("membership__user").order_by("membership__user__name")
    found = Team.objects.prefetch_related(Prefetch("members", members))
    if kind := asked_file(request):
        return list_response(request, teams_table(found), kind)
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_team(actor=request.membership, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("desk:team", made.pk)
    context = {"form": form, "teams": found}
    return render(request, "desk/register/teams.html", context, status=422 if request.method == "POST" else 200)


@roles(MANAGERS)
def team(request: MemberRequest, pk: int) -> HttpResponse:
    """Rename a team and choose who is in it."""
    found = get_object_or_404(Team, pk=pk)
    name = found.name
    form = TeamMembersForm(request.POST or None, team=found)
    if request.method == "POST" and form.is_valid():
        try:
            update_team(team=found, actor=request.membership, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("%(name)s is saved.") % {"name": found.name})
            return redirect("desk:teams")
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/register/team.html", {"form": form, "name": name}, status=status)
