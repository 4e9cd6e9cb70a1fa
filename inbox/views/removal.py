"""A mailbox is removed."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import ADMINS, roles
from accounts.requests import MemberRequest
from inbox.selectors.mailboxes import kept_mailboxes
from inbox.selectors.removal import removal_of
from inbox.services.removing import remove_mailbox


@roles(ADMINS)
def mailbox_removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask first, saying what it means; POST removes."""
    found = get_object_or_404(kept_mailboxes().select_related("tenant"), pk=pk)
    if request.method != "POST":
        return render(request, "inbox/removal.html", {"mailbox": found, "removal": removal_of(found)})
    remove_mailbox(mailbox=found, actor=request.membership, now=timezone.now())
    toasts.success(request, _("%(name)s is removed.") % {"name": found.address})
    return redirect("inbox:mailboxes")
