"""Campaigns: make one, name each customer's default, send it, follow the answers."""

from collections.abc import Callable

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import MANAGERS, roles
from accounts.formats import full_day
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response, table_response
from accounts.tables.asked import asked_file
from contracts.addendum import campaign_letter, written_at
from contracts.models import Campaign, CampaignLetter
from contracts.selectors.campaigns import LETTER_PARTIES, offered
from contracts.services.campaigns import choose, create_campaign, leave_out, send_campaign, set_default
from tickets.desk.forms_plan_changes import CampaignForm, LetterForm
from tickets.desk.plan_rows import campaign_lines, letter_lines, tally
from tickets.desk.plan_tables import campaigns_table, letters_table
from tickets.letters import pdf_response


@roles(MANAGERS)
@require_safe
def campaigns(request: MemberRequest) -> HttpResponseBase:
    """List them."""
    if kind := asked_file(request):
        return list_response(request, campaigns_table(), kind)
    return render(request, "desk/plans/campaigns.html", {"lines": campaign_lines()})


@roles(MANAGERS)
@require_http_methods(["GET", "POST"])
def campaign_new(request: MemberRequest) -> HttpResponse:
    """Prepare one; nothing is sent yet."""
    form = CampaignForm(request.POST or None)
    try:
        if form.is_valid():
            made = create_campaign(
                asked=form.asked, plans=form.cleaned_data["plans"], actor=request.membership, now=timezone.now()
            )
            return redirect("desk:campaign", made.pk)
    except ValidationError as error:
        form.add_error(None, error)
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/plans/campaign_new.html", {"form": form}, status=status)


@roles(MANAGERS)
@require_safe
def campaign(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Show one: who is asked, what they answered."""
    found = get_object_or_404(Campaign.objects.select_related("tenant"), pk=pk)
    if kind := asked_file(request):
        return table_response(letters_table(found), kind)
    lines = letter_lines(found)
    context = {
        "campaign": found,
        "deadline": full_day(found.deadline),
        "lines": lines,
        "tally": tally(lines, found),
        "versions": list(offered(found)),
        "is_draft": found.status == Campaign.Status.DRAFT,
        "is_running": found.status == Campaign.Status.RUNNING,
    }
    return render(request, "desk/plans/campaign.html", context)


@roles(MANAGERS)
@require_POST
def sending(request: MemberRequest, pk: int) -> HttpResponse:
    """Send the letters."""
    found = get_object_or_404(Campaign, pk=pk)
    return _after(
        request,
        pk,
        lambda: send_campaign(campaign=found, actor=request.membership, now=timezone.now()),
        _("The letters are sent."),
    )


@roles(MANAGERS)
@require_POST
def letter(request: MemberRequest, pk: int) -> HttpResponse:
    """Change one customer's letter: before it is sent its default, or leave it out; then the answer they gave."""
    found = _letter(pk)
    if "leave_out" in request.POST:
        done = _("%(name)s is left out.") % {"name": found.contract.customer.name}
        return _after(request, found.campaign_id, lambda: leave_out(letter=found, actor=request.membership), done)
    form = LetterForm(request.POST, campaign=found.campaign)
    if not form.is_valid():
        toasts.error(request, _("Choose a plan."))
        return redirect("desk:campaign", found.campaign_id)
    version, actor = form.cleaned_data["version"], request.membership
    values = {"name": found.contract.customer.name, "plan": version.plan.name}
    if found.campaign.status == Campaign.Status.DRAFT:
        done = _("%(name)s gets %(plan)s without an answer.") % values
        return _after(request, found.campaign_id, lambda: set_default(letter=found, version=version, actor=actor), done)
    done = _("%(name)s has chosen %(plan)s.") % values
    now = timezone.now()
    return _after(request, found.campaign_id, lambda: choose(letter=found, version=version, actor=actor, now=now), done)


@roles(MANAGERS)
@require_GET
def letter_file(request: MemberRequest, pk: int) -> HttpResponse:
    """Give one customer's letter on paper."""
    found = _letter(pk)
    return pdf_response(campaign_letter(found, list(offered(found.campaign))), written_at=written_at(found))


def _letter(pk: int) -> CampaignLetter:
    return get_object_or_404(CampaignLetter.objects.select_related(*LETTER_PARTIES), pk=pk)


def _after(request: MemberRequest, pk: int, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        toasts.error(request, error.messages[0])
    else:
        toasts.success(request, done)
    return redirect("desk:campaign", pk)
