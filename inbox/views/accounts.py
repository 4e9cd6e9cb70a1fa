"""Whence a mailbox's messages are fetched."""

from typing import Any

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import ADMINS, roles
from accounts.requests import MemberRequest
from inbox.account_forms import FORMS
from inbox.imap.trying import Tried, try_account
from inbox.models import ImapAccount, OAuthGrant
from inbox.selectors.mailboxes import kept_mailboxes, trouble_words, waiting_words
from inbox.services.accounts import remove_account, save_account
from inbox.services.signing_in import redirect_address
from inbox.views.signing_in import going

SignIn = ImapAccount.SignIn
# What lets an application into one mailbox, in Exchange Online PowerShell.
EXCHANGE = """New-ServicePrincipal -AppId APPLICATION-ID -ObjectId OBJECT-ID
Add-MailboxPermission -Identity %s -User OBJECT-ID -AccessRights FullAccess"""


@roles(ADMINS)
def account(request: MemberRequest, pk: int) -> HttpResponse:
    """Say where a mailbox's messages lie at a provider, and how to sign in there (`way`, in the query). POST with `try`
    tries it out as well, once it is kept, and with `go` goes on to the provider where somebody has to sign in.
    """
    found = get_object_or_404(kept_mailboxes().select_related("tenant"), pk=pk)
    kept = ImapAccount.objects.filter(mailbox=found).select_related("tenant", "mailbox").first()
    asked = request.GET.get("way", "")
    way = asked if asked in FORMS else (kept.sign_in if kept else SignIn.PASSWORD)
    form = FORMS[way](request.POST or None, account=kept, grant=_grant(kept))
    tried: Tried | None = None
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_account(mailbox=found, card=form.card, actor=request.membership)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            grant = _grant(kept)
            if "go" in request.POST and grant and not grant.is_app_only:
                return going(request, kept)
            if not {"try", "go"} & set(request.POST):
                toasts.success(request, _("%(name)s is saved.") % {"name": found.address})
                return redirect("inbox:mailbox", found.pk)
            tried = try_account(kept, now=timezone.now())
            form = FORMS[way](account=kept, grant=grant)
    status = 422 if form.errors else 200
    context = {"form": form, "mailbox": found, "account": kept, **_result(kept, tried)}
    context |= _way(request, way, kept, found.address)
    return render(request, "inbox/account.html", context, status=status)


@roles(ADMINS)
@require_POST
def account_removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Forget the account with its password or sign-in."""
    found = get_object_or_404(ImapAccount.objects.select_related("mailbox"), mailbox=pk)
    remove_account(account=found, actor=request.membership)
    toasts.success(request, _("Messages of %(name)s are not fetched any more.") % {"name": found.mailbox.address})
    return redirect("inbox:mailbox", pk)


def _grant(kept: ImapAccount | None) -> OAuthGrant | None:
    return OAuthGrant.objects.filter(account=kept).select_related("signed_in_by__user").first() if kept else None


def _way(request: MemberRequest, way: str, kept: ImapAccount | None, address: str) -> dict[str, Any]:
    """Give what the page says of the chosen way to sign in: its name, the others, and what is kept of it."""
    is_kept = kept is not None and kept.sign_in == way
    return {
        "way": way,
        "way_name": SignIn(way).label,
        "ways": [(value, label, value == way) for value, label in SignIn.choices],
        "grant": _grant(kept) if is_kept else None,
        "commands": EXCHANGE % (kept.user if is_kept and kept else address),
        "redirect_address": "" if way == SignIn.PASSWORD else redirect_address(request.tenant),
    }


def _result(kept: ImapAccount | None, tried: Tried | None) -> dict[str, Any]:
    """Give the words for what trying, or else the last round, has found."""
    if tried is None:
        return {"trouble": trouble_words(kept), "answer": kept.last_answer if kept else ""}
    if tried.trouble:
        return {"trouble": tried.trouble.label, "answer": tried.answer}
    return {"works": waiting_words(tried.waiting)}
