"""The admin's page about who may work here."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import ADMINS, roles
from accounts.admin_tables import users_table
from accounts.errors import RefusedError
from accounts.forms import InviteForm, RoleForm
from accounts.models import Invitation, Membership
from accounts.requests import MemberRequest
from accounts.selectors import members, unaccepted_invitations
from accounts.services import invitations
from accounts.services.members import activate, change_role, deactivate
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file


@roles(ADMINS)
def admin_users(request: MemberRequest) -> HttpResponseBase:
    """List members and open invitations; POST invites somebody to the desk."""
    if kind := asked_file(request):
        return list_response(request, users_table(), kind)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.invite(actor=request.membership, now=timezone.now(), **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
            return redirect("accounts:admin_users")
    return _page(request, form=form)


@roles(ADMINS)
@require_POST
def member_role(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a member's role."""
    member = _member(pk)
    form = RoleForm(request.POST, membership=member)
    if not form.is_valid():
        return _page(request, refused=form, about=member)
    return _change(
        request,
        member,
        form,
        lambda: change_role(membership=member, role=form.cleaned_data["role"], actor=request.membership),
        _("%(name)s has another role now."),
    )


@roles(ADMINS)
@require_POST
def member_deactivation(request: MemberRequest, pk: int) -> HttpResponse:
    """Shut a member out."""
    member = _member(pk)
    form = RoleForm({"role": member.role}, membership=member)
    return _change(
        request,
        member,
        form,
        lambda: deactivate(membership=member, actor=request.membership),
        _("%(name)s can no longer sign in here."),
    )


@roles(ADMINS)
@require_POST
def member_activation(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a member back in."""
    member = _member(pk)
    form = RoleForm({"role": member.role}, membership=member)
    return _change(
        request,
        member,
        form,
        lambda: activate(membership=member, actor=request.membership),
        _("%(name)s can sign in here again."),
    )


@roles(ADMINS)
@require_POST
def invitation_sending(request: MemberRequest, pk: int) -> HttpResponse:
    """Send an open invitation again, with a new link."""
    invitation = get_object_or_404(Invitation.objects.filter(accepted_at=None), pk=pk)
    invitations.resend(invitation=invitation, actor=request.membership, now=timezone.now())
    messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email})
    return redirect("accounts:admin_users")


@roles(ADMINS)
@require_POST
def invitation_withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an open invitation back."""
    invitation = get_object_or_404(Invitation.objects.filter(accepted_at=None), pk=pk)
    invitations.withdraw(invitation=invitation, actor=request.membership)
    messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect("accounts:admin_users")


def _member(pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user"), pk=pk)


def _change(
    request: MemberRequest, member: Membership, form: RoleForm, change: Callable[[], object], done: str
) -> HttpResponse:
    try:
        change()
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, refused=form, about=member)
    messages.success(request, done % {"name": member.user.name})
    return redirect("accounts:admin_users")


def _page(
    request: MemberRequest,
    *,
    form: InviteForm | None = None,
    refused: RoleForm | None = None,
    about: Membership | None = None,
) -> HttpResponse:
    """Draw the page; a refused change keeps what was chosen, and its reason stands in that member's row."""
    rows = [(member, refused if refused and member == about else RoleForm(membership=member)) for member in members()]
    now = timezone.now()
    context = {"form": form or InviteForm(), "rows": rows, "invitations": unaccepted_invitations(), "now": now}
    return render(request, "accounts/admin_users.html", context)
