"""Calls to detractors: the manager's task list."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from surveys.forms import FollowUpForm
from surveys.models import FollowUp
from surveys.services.follow_ups import finish_follow_up, take_follow_up

_WITH = ("answer__invitation__ticket__customer", "answer__invitation__contact", "owner__user")


@roles(MANAGERS)
@require_http_methods(["GET", "POST"])
def follow_up(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one call to make, and take its outcome."""
    task = get_object_or_404(FollowUp.objects.select_related(*_WITH), pk=pk)
    form = FollowUpForm(request.POST or None, initial={"notes": task.notes})
    if request.method == "POST" and form.is_valid():
        try:
            finish_follow_up(
                follow_up=task, actor=request.membership, notes=form.cleaned_data["notes"], now=timezone.now()
            )
            return redirect("dashboards:nps")
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "surveys/follow_up.html", {"task": task, "form": form}, status=422 if form.errors else 200)


@roles(MANAGERS)
@require_POST
def take(request: MemberRequest, pk: int) -> HttpResponse:
    """Make the call mine."""
    take_follow_up(follow_up=get_object_or_404(FollowUp, pk=pk), actor=request.membership)
    return redirect("surveys:follow_up", pk)
