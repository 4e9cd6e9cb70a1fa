"""The tenant's logo: the admin's page, and the picture for everybody."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import ADMINS, roles
from accounts.logo import current_logo, logo_bytes, logo_url
from accounts.requests import MemberRequest, TenantRequest
from accounts.services.logo import put_logo, remove_logo

YEAR = 31_536_000


class LogoForm(forms.Form):
    """The picture."""

    picture = forms.FileField(
        label=pgettext_lazy("logo", "Picture"),
        help_text=gettext_lazy("PNG, JPEG or WebP, at most 2 MB. It is fitted into 800 by 240 pixels."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
    )


@roles(ADMINS)
@require_http_methods(["GET", "POST"])
def logo(request: MemberRequest) -> HttpResponse:
    """Show the logo as it will be seen; POST puts another one in its place."""
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            put_logo(file=form.cleaned_data["picture"], actor=request.membership, now=timezone.now())
        except ValidationError as refusal:
            form.add_error("picture", refusal)
        else:
            messages.success(request, _("The logo is in place."))
            return redirect("accounts:logo")
    shown = current_logo()
    context = {"logo": shown, "logo_url": logo_url(shown) if shown else "", "form": form}
    return render(request, "accounts/logo.html", context, status=422 if request.method == "POST" else 200)


@roles(ADMINS)
@require_POST
def logo_removal(request: MemberRequest) -> HttpResponse:
    """Take the logo away."""
    remove_logo(actor=request.membership, now=timezone.now())
    messages.success(request, _("The logo is removed."))
    return redirect("accounts:logo")


@login_not_required
@require_GET
def logo_picture(request: TenantRequest, version: str) -> HttpResponse:
    """Give the picture to anybody: it stands on public pages. An older one's address is 404."""
    found = current_logo()
    png = logo_bytes(found) if found and found.version == version else b""
    if not png:
        raise Http404
    response = HttpResponse(png, content_type="image/png")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
