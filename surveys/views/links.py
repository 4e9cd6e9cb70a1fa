"""What every page behind a survey's link has in common."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache

from accounts.limits import within, within_for
from surveys.models import Invitation
from surveys.tokens import token_hash

# A minute. An office behind one address may answer together; a scanner opens all thirteen links of a mail at once.
BY_ADDRESS, BY_LINK = 120, 40
LinkView = Callable[[HttpRequest, Invitation, str], HttpResponse]


def link_page(view: LinkView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Give the view its invitation, in the mail's language: 404 kindly for a link that is forged, cut off or another
    tenant's, 429 for too many questions from one network address or with one link. Kept by nobody, found by no search.
    """

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        response = _answered(request, token)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _answered(request: HttpRequest, token: str) -> HttpResponse:
        digest = token_hash(token)
        if not (within(request, "survey", most=BY_ADDRESS) and within_for(digest, "survey", most=BY_LINK)):
            return render(request, "429.html", status=429)
        invitation = _invitation(digest)
        if invitation is None:
            return render(request, "surveys/unknown.html", status=404)
        with translation.override(invitation.language):
            return view(request, invitation, token)

    return page


def is_anothers(request: HttpRequest, invitation: Invitation) -> bool:
    """Say whether somebody is signed in here who was not asked: a colleague, or an agent. Guests are believed: the link
    came to the contact's address. So is the contact who signs in with another address than the one written to.
    """
    contact, user = invitation.contact, request.user
    if not user.is_authenticated:
        return False
    if contact is None:
        return True
    membership = getattr(request, "membership", None)
    is_contact = membership is not None and membership.pk == contact.membership_id
    return not is_contact and user.email.casefold() != contact.email.casefold()


def _invitation(digest: str) -> Invitation | None:
    sent = Invitation.objects.filter(token_hash=digest, state=Invitation.State.SENT)
    return sent.select_related("ticket__customer", "ticket__product", "contact", "tenant").first()
