"""Where customers write to, and how their mail gets here."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import ADMINS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from inbox.mailbox_forms import MailboxForm
from inbox.models import ImapAccount
from inbox.selectors.mail_tables import mailboxes_table
from inbox.selectors.mailboxes import kept_mailboxes, mailbox_rows, removed_mailboxes, trouble_words
from inbox.services.mailboxes import save_mailbox
from tickets.models import Mailbox


@roles(ADMINS)
@require_safe
def mailboxes(request: MemberRequest) -> HttpResponseBase:
    """List the mailboxes, when mail last came, and what is wrong."""
    if kind := asked_file(request):
        return list_response(request, mailboxes_table(), kind)
    return render(request, "inbox/mailboxes.html", {"rows": mailbox_rows(), "removed": removed_mailboxes()})


@roles(ADMINS)
def mailbox_new(request: MemberRequest) -> HttpResponse:
    """Add a mailbox."""
    return _edit(request, None)


@roles(ADMINS)
def mailbox(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a mailbox; show how its mail gets here."""
    return _edit(request, get_object_or_404(kept_mailboxes().select_related("product", "team"), pk=pk))


def _edit(request: MemberRequest, found: Mailbox | None) -> HttpResponse:
    form = MailboxForm(request.POST or None, mailbox=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_mailbox(mailbox=found, card=form.card, actor=request.membership)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("%(name)s is saved.") % {"name": saved.address})
            return redirect("inbox:mailbox", saved.pk)
    kept = ImapAccount.objects.filter(mailbox=found).first() if found else None
    address = found.address if found else ""
    context = {
        "form": form,
        "mailbox": found,
        "address": address,
        "account": kept,
        "trouble": trouble_words(kept),
        "pipe": f"manage.py receive_mail --tenant {request.tenant.slug} --to {address}",
        "transport": f"{address}  lmtp:inet:127.0.0.1:8024",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "inbox/mailbox.html", context, status=status)
