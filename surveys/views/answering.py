"""The public answer page: no login, one page, works without script."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from surveys.forms import AnswerForm
from surveys.models import Answer, Invitation
from surveys.services.answering import ClosedSurveyError, answer_survey, is_open, opt_out
from surveys.services.sending import token_hash


@login_not_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the three questions, a score from the mail's link preselected; the answer counts when the form is sent."""
    invitation = _invitation(token)
    now = timezone.now()
    with translation.override(invitation.language):
        given = Answer.objects.filter(invitation=invitation).first()
        if not is_open(invitation, given, now):
            return render(request, "surveys/closed.html", {"answer": given}, status=410)
        form = AnswerForm(request.POST or None, initial=_initial(request, given))
        if request.method == "POST" and form.is_valid():
            try:
                answer_survey(invitation=invitation, now=now, **form.cleaned_data)
            except ClosedSurveyError:
                return render(request, "surveys/closed.html", {"answer": given}, status=410)
            return redirect("surveys:thanks", token)
        context = {"form": form, "invitation": invitation, "given": given, "token": token}
        return render(request, "surveys/answer.html", context, status=422 if form.errors else 200)


@login_not_required
@require_http_methods(["GET"])
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Say thank you, and what happens next."""
    invitation = _invitation(token)
    with translation.override(invitation.language):
        given = Answer.objects.filter(invitation=invitation).first()
        if given is None:
            return redirect("surveys:answer", token)
        return render(request, "surveys/thanks.html", {"answer": given, "token": token})


@login_not_required
@csrf_exempt  # a mail program's one-click unsubscribe posts without a session; the token is the permission
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then send this person no more surveys. Only POST does it: scanners open links."""
    invitation = _invitation(token)
    with translation.override(invitation.language):
        if request.method == "POST" and invitation.contact:
            opt_out(contact=invitation.contact)
        return render(request, "surveys/opt_out.html", {"done": request.method == "POST", "token": token})


def _invitation(token: str) -> Invitation:
    """Find the invitation of a link; a forged one, or another tenant's, is not there."""
    invitation = (
        Invitation.objects.filter(token_hash=token_hash(token), state=Invitation.State.SENT)
        .select_related("ticket", "contact", "tenant")
        .first()
    )
    if invitation is None:
        raise Http404
    return invitation


def _initial(request: HttpRequest, given: Answer | None) -> dict[str, object]:
    score = request.GET.get("score", "")
    preselected = int(score) if score.isascii() and score.isdigit() and int(score) <= 10 else None
    if given is None:
        return {"score": preselected}
    chosen = given.score if preselected is None else preselected
    return {"score": chosen, "reason": given.reason, "improvement": given.improvement}
