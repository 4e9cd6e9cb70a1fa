"""The admin's page about the keys that sign mail (DKIM)."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import ADMINS, roles
from accounts.requests import MemberRequest
from outbox.models import SigningKey
from outbox.signing_keys import make_key, remove_key, use_key


class DomainForm(forms.Form):
    """The domain that a key is for."""

    domain = forms.CharField(
        label=gettext_lazy("Domain"),
        max_length=253,
        help_text=gettext_lazy("What stands after the @ of the sender address."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@roles(ADMINS)
@require_http_methods(["GET", "POST"])
def signing_keys(request: MemberRequest) -> HttpResponse:
    """List the keys with the records that they need; POST makes one. The private halves are never shown."""
    sender = request.tenant.sender.rpartition("@")[2]
    form = DomainForm(request.POST or None, initial={"domain": sender})
    if request.method == "POST" and form.is_valid():
        try:
            make_key(domain=form.cleaned_data["domain"], actor=request.membership, now=timezone.now())
        except ValidationError as error:
            form.add_error("domain", error)
        else:
            messages.success(request, _("The key is made. Publish its record, then sign with it."))
            return redirect("accounts:signing_keys")
    context = {"keys": SigningKey.objects.defer("private"), "form": form}
    return render(request, "accounts/signing_keys.html", context, status=422 if request.method == "POST" else 200)


@roles(ADMINS)
@require_POST
def signing_key_use(request: MemberRequest, pk: int) -> HttpResponse:
    """Sign with a key, or with none: the field `active` is 1 or empty."""
    key = get_object_or_404(SigningKey.objects.all(), pk=pk)
    is_active = request.POST.get("active") == "1"
    use_key(key=key, actor=request.membership, is_active=is_active)
    said = _("Mail from %(domain)s is signed.") if is_active else _("Mail from %(domain)s is no longer signed.")
    messages.success(request, said % {"domain": key.domain})
    return redirect("accounts:signing_keys")


@roles(ADMINS)
@require_POST
def signing_key_removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Forget a key that does not sign."""
    key = get_object_or_404(SigningKey.objects.all(), pk=pk)
    try:
        remove_key(key=key, actor=request.membership)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The key is removed."))
    return redirect("accounts:signing_keys")
