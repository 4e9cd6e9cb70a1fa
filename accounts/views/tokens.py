"""Tokens for programs: one's own, and the tenant's."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import ADMINS, EVERYBODY, roles
from accounts.admin_tables import tokens_table
from accounts.errors import NotAllowedError
from accounts.forms import TokenForm
from accounts.models import ApiToken
from accounts.requests import MemberRequest
from accounts.selectors import live_tokens
from accounts.services.tokens import issue_token, revoke_token
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file


@roles(EVERYBODY)
@never_cache
def tokens(request: MemberRequest) -> HttpResponseBase:
    """List one's own tokens; POST makes one and shows its secret this once."""
    return _page(request, is_tenant_wide=False)


@roles(ADMINS)
@never_cache
def admin_tokens(request: MemberRequest) -> HttpResponseBase:
    """List the tenant's tokens; POST makes one that acts as the admin who makes it."""
    return _page(request, is_tenant_wide=True)


@roles(EVERYBODY)
@require_POST
def token_revocation(request: MemberRequest, pk: int) -> HttpResponse:
    """Revoke one's own token, or as admin one of the tenant's."""
    token = get_object_or_404(ApiToken.objects.all(), pk=pk)
    try:
        revoke_token(token=token, actor=request.membership, now=timezone.now())
    except NotAllowedError as error:
        raise Http404 from error
    messages.success(request, _("The token %(name)s is revoked.") % {"name": token.name})
    return redirect("accounts:admin_tokens" if token.is_tenant_wide else "accounts:tokens")


def _page(request: MemberRequest, *, is_tenant_wide: bool) -> HttpResponseBase:
    found = live_tokens(request.membership, is_tenant_wide=is_tenant_wide)
    if kind := asked_file(request):
        return list_response(request, tokens_table(found), kind)
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        _token, secret = issue_token(actor=request.membership, name=name, is_tenant_wide=is_tenant_wide)
        form = TokenForm()
    context = {"form": form, "secret": secret, "tokens": found, "is_tenant_wide": is_tenant_wide}
    return render(request, "accounts/tokens.html", context)
