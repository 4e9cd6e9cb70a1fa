"""A campaign's letter to the customer: read it, choose a plan, change the choice. For company-wide contacts."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.formats import full_day
from contracts.addendum import campaign_letter, from_words, written_at
from contracts.models import Campaign, CampaignLetter
from contracts.selectors.campaigns import LETTER_PARTIES, offered
from contracts.services.campaigns import choose
from tickets.letters import pdf_response
from tickets.portal.access import PortalRequest, portal_page, show


@portal_page
@require_http_methods(["GET", "POST"])
def letter(request: PortalRequest, pk: int) -> HttpResponse:
    """Show the letter with its choices; take the answer."""
    found = _letter(request, pk)
    versions = list(offered(found.campaign))
    if request.method == "POST":
        chosen = next((one for one in versions if str(one.pk) == request.POST.get("version")), None)
        try:
            if chosen is None:
                raise ValidationError(_("Choose a plan."))
            choose(letter=found, version=chosen, actor=request.membership, now=timezone.now())
        except ValidationError as refusal:
            toasts.error(request, refusal.messages[0])
        else:
            toasts.success(request, _("You have chosen %(plan)s.") % {"plan": chosen.plan.name})
        return redirect("portal:plan_letter", pk)
    rows = [
        {
            "version": one,
            "starts": from_words(found, one),
            "is_chosen": one.pk == found.chosen_version_id,
            "is_default": one.pk == found.default_version_id,
            "is_own": one.pk == found.from_version_id,
        }
        for one in versions
    ]
    return show(
        request,
        "portal/plans/letter.html",
        letter=found,
        paper=campaign_letter(found, versions),
        rows=rows,
        deadline=full_day(found.campaign.deadline),
        is_running=found.campaign.status == Campaign.Status.RUNNING,
        starts=full_day(found.change.effective_on) if found.change and found.change.effective_on else "",
    )


@portal_page
@require_GET
def letter_file(request: PortalRequest, pk: int) -> HttpResponse:
    """Give the letter on paper."""
    found = _letter(request, pk)
    return pdf_response(campaign_letter(found, list(offered(found.campaign))), written_at=written_at(found))


def _letter(request: PortalRequest, pk: int) -> CampaignLetter:
    """Give a letter to the company that was sent; 404 for any other, and for whoever is not company-wide."""
    if not request.contact.is_company_wide:
        raise Http404
    sent = CampaignLetter.objects.exclude(campaign__status=Campaign.Status.DRAFT).select_related(*LETTER_PARTIES)
    return get_object_or_404(sent, pk=pk, contract__customer=request.contact.customer_id)
