"""An admin is sent to a mail provider, and comes back."""

import secrets
from urllib.parse import urlsplit

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ADMINS, roles
from accounts.requests import MemberRequest
from inbox.imap.oauth.errors import SignInError
from inbox.imap.troubles import trouble_of
from inbox.imap.trying import try_account
from inbox.models import ImapAccount
from inbox.selectors.mailboxes import waiting_words
from inbox.services.signing_in import begin_sign_in, claim_sign_in, finish_sign_in
from outbox.sealing import UnreadableSecretError

# The session's one open sign-in.
KEY = "mail_sign_in"


@roles(ADMINS)
@require_POST
def sign_in(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin to sign in: the page that is answered goes on to the provider by itself. (A redirect would be stopped:
    the page's forms lead nowhere else.)
    """
    account = get_object_or_404(ImapAccount.objects.select_related("tenant", "mailbox"), mailbox=pk)
    return going(request, account)


def going(request: MemberRequest, account: ImapAccount) -> HttpResponse:
    """Send an admin to the account's provider."""
    state = secrets.token_urlsafe(32)
    try:
        url = begin_sign_in(account=account, state=state, now=timezone.now())
    except ValidationError as error:
        toasts.error(request, " ".join(error.messages))
        return redirect("inbox:account", account.mailbox_id)
    request.session[KEY] = state
    return render(request, "inbox/going.html", {"url": url, "host": urlsplit(url).hostname, "mailbox": account.mailbox})


@roles(ADMINS)
@require_safe
def signed_in(request: MemberRequest) -> HttpResponse:
    """Take what the provider sends back: a code, or why there is none. Only whom we sent there from this session."""
    state, now = request.GET.get("state", ""), timezone.now()
    mine = request.session.get(KEY, "")
    if not state or not secrets.compare_digest(state.encode(), mine.encode()):
        return _refused(request, _("This sign-in was not begun here, or too long ago. Begin it anew."))
    del request.session[KEY]
    try:
        grant, verifier = claim_sign_in(state=state, now=now)
    except ValidationError as error:
        return _refused(request, " ".join(error.messages))
    except UnreadableSecretError as error:
        return _refused(request, str(trouble_of(error).label))
    account = grant.account
    back = redirect("inbox:account", account.mailbox_id)
    if said := request.GET.get("error", ""):
        toasts.error(request, _denied(said, request.GET.get("error_description", "")))
        return back
    try:
        finish_sign_in(
            grant=grant, verifier=verifier, code=request.GET.get("code", ""), actor=request.membership, now=now
        )
    except (SignInError, UnreadableSecretError) as error:
        toasts.error(request, f"{trouble_of(error).label} {str(error)[:300]}")
        return back
    tried = try_account(account, now=now)
    if tried.trouble:
        toasts.error(request, f"{_('Signed in.')} {tried.trouble.label}")
    else:
        toasts.success(request, f"{_('Signed in.')} {waiting_words(tried.waiting)}")
    return back


def _refused(request: MemberRequest, words: str) -> HttpResponse:
    toasts.error(request, words)
    return redirect("inbox:mailboxes")


def _denied(code: str, description: str) -> str:
    """Say why a provider gave no code (RFC 6749, 4.1.2.1); its own words are shown as they are, shortened."""
    words = {
        "access_denied": _("The sign-in was cancelled, or the provider’s administrator has to allow it first."),
        "consent_required": _("The provider’s administrator has to allow the application first."),
        "invalid_scope": _("The provider does not know what was asked for: compare the scope."),
        "unauthorized_client": _("The provider does not let this application ask: compare what was registered."),
        "server_error": _("The provider has a fault of its own. Try again later."),
        "temporarily_unavailable": _("The provider has a fault of its own. Try again later."),
    }
    known = words.get(code) or _("The provider refuses: %(code)s.") % {"code": code[:60]}
    told = pgettext("mail provider", "It says: %(words)s") % {"words": description[:300]} if description else ""
    return f"{known} {told}".strip()
