"""Forms for people without an account. No answer says who is known; nothing counts before the address is confirmed."""

from allauth.core.ratelimit import consume, respond_429
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import limited
from contracts.models import PublicRequest
from contracts.services.requests import ask, request_of
from tickets.public.forms import EnquiryForm, PublicForm, RegistrationForm
from tickets.services.leads import confirm

Kind = PublicRequest.Kind


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest) -> HttpResponse:
    """Ask for access to support as somebody at a customer."""
    return _form(request, RegistrationForm(request.POST or None), Kind.ACCESS, "public/registration.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: HttpRequest) -> HttpResponse:
    """Ask something without a contract."""
    return _form(request, EnquiryForm(request.POST or None), Kind.ENQUIRY, "public/enquiry.html")


def _form(request: HttpRequest, form: PublicForm, kind: str, template: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        # Robots are answered as people are, and limited as they are: nothing tells them why no mail comes.
        if not consume(request, action="public_form", key=form.cleaned_data["email"].lower()):
            answer: HttpResponse = respond_429(request)
            return answer
        if not form.is_robots:
            ask(kind=kind, asked=form.asked, now=timezone.now())
        return redirect("public:sent")
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way."""
    return render(request, "public/sent.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("confirmation")
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the address by a button; opening the link changes nothing (mail scanners open links). 410: too late."""
    found = request_of(token)
    if found is None:
        return render(request, "public/expired.html", status=410)
    if request.method == "POST":
        found = confirm(request=found, now=timezone.now())
    return render(request, "public/confirmation.html", {"asked": found, "State": PublicRequest.State})
