"""What I am told of, the bell, and how I want to be told."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.forms_notifications import NotificationForm
from tickets.desk.views.alerts import failed_band
from tickets.models import NotificationChoice
from tickets.selectors.notifications import my_notices
from tickets.services.notification_settings import choose_notifications
from tickets.services.reading import mark_notices_read


@roles(DESK)
@require_http_methods(["GET", "POST"])
def notifications(request: MemberRequest) -> HttpResponse:
    """List what I was told, the unread first; POST marks the one with `key`, or all, as read."""
    now = timezone.now()
    unread_only = request.GET.get("unread") == "1"
    if request.method == "POST":
        count = mark_notices_read(actor=request.membership, now=now, key=request.POST.get("key"))
        said = ngettext("%(count)d marked as read.", "%(count)d marked as read.", count)
        toasts.success(request, said % {"count": count})
        return redirect(reverse("desk:notifications") + ("?unread=1" if unread_only else ""))
    rows = my_notices(request.membership, now=now, unread_only=unread_only)
    context = {"rows": rows, "unread_only": unread_only, "has_unread": any(row.is_unread for row in rows)}
    context |= failed_band(request.membership, now)
    return render(request, "desk/notifications.html", context)


@roles(DESK)
@require_safe
def bell(request: MemberRequest) -> HttpResponse:
    """Give the bell alone, for js/bell.js."""
    return render(request, "desk/_bell_inside.html")


@roles(DESK)
@require_http_methods(["GET", "POST"])
def notification_settings(request: MemberRequest) -> HttpResponse:
    """Choose for each kind how I am told, and when mails may come."""
    member = request.membership
    choice = NotificationChoice.objects.filter(membership=member).first() or NotificationChoice(membership=member)
    form = NotificationForm(request.POST if request.method == "POST" else None, choice=choice, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            choose_notifications(actor=member, **form.settings())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("Your settings are saved."))
            return redirect("desk:notifications")
    context = {"form": form, "zone": member.tenant.zone}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/notification_settings.html", context, status=status)
