"""The page about oneself, and what is kept about one."""

from django.contrib import messages as toasts
from django.core.cache import cache
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.language import remember_language
from contracts.selectors.contacts import wants_no_surveys
from contracts.services.own_profile import OwnCard, change_own
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.forms_people import OwnForm
from tickets.services.my_data import my_data

MOST_DOWNLOADS = 5
WITHIN = 3600  # seconds


@portal_page
@require_http_methods(["GET", "POST"])
def profile(request: PortalRequest) -> HttpResponse:
    """Show and change name, telephone, language, theme, and what is mailed; the device follows what is saved here."""
    contact, user = request.contact, request.membership.user
    initial = {name: getattr(contact, name) for name in ("telephone", "mail_replies", "mail_started", "mail_company")}
    initial |= {"name": user.name, "language": user.language, "theme": user.theme}
    initial["surveys"] = not wants_no_surveys(contact)
    form = OwnForm(request.POST or None, initial=initial, contact=contact)
    if request.method == "POST" and form.is_valid():
        change_own(contact=contact, actor=request.membership, card=OwnCard(**form.cleaned_data))
        with override(user.language or request.tenant.language):
            toasts.success(request, _("Your profile is saved."))
        response = redirect("portal:profile")
        remember_language(response, user.language or request.tenant.language)
        response.delete_cookie("theme")
        return response
    return show(request, "portal/profile.html", form=form, most_downloads=MOST_DOWNLOADS)


@portal_page
@require_POST
def data(request: PortalRequest) -> HttpResponse | StreamingHttpResponse:
    """Give what is kept about the member as a zip file, piece by piece; five times an hour at most."""
    key = f"my-data:{request.tenant.pk}:{request.membership.pk}"
    cache.add(key, 0, WITHIN)
    if cache.incr(key) > MOST_DOWNLOADS:
        toasts.error(request, _("You have downloaded your data several times within an hour. Try again later."))
        return redirect("portal:profile")
    day = timezone.localdate(timezone.now()).isoformat()
    response = StreamingHttpResponse(
        my_data(tenant=request.tenant, contact=request.contact, now=timezone.now()), content_type="application/zip"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{request.tenant.slug}-{day}.zip"'
    return response
