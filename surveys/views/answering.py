"""The public answer page: no login, one page, works without script."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.drawing import Drawn
from contracts.selectors.contacts import wants_no_surveys
from surveys.forms import AnswerForm
from surveys.models import Answer, Invitation
from surveys.services.answering import ClosedSurveyError, answer_survey, is_open, opt_in, opt_out
from surveys.views.links import is_anothers, link_page
from surveys.words import PAGE, thanks_for, values_for


@login_not_required
@csrf_exempt  # as below: nobody without the link can send the form, and browsers that keep no cookie can answer
@require_http_methods(["GET", "HEAD", "POST"])
@link_page
def answer(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Show the three questions, a score from the mail's link preselected; the answer counts when the form is sent.

    409 where somebody else is signed in, 410 when the link or the time to edit has run out, 422 for a form with errors.
    """
    if is_anothers(request, invitation):
        return render(request, "surveys/anothers.html", {"invitation": invitation}, status=409)
    now = timezone.now()
    given = Answer.objects.filter(invitation=invitation).first()
    if not is_open(invitation, given, now):
        return render(request, "surveys/closed.html", {"answer": given}, status=410)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=_initial(request, given))
    if request.method == "POST" and form.is_valid():
        try:
            answer_survey(invitation=invitation, now=now, **form.cleaned_data)
        except ClosedSurveyError:
            return render(request, "surveys/closed.html", {"answer": given}, status=410)
        return redirect("surveys:thanks", token)
    context = {
        "form": form,
        "invitation": invitation,
        "given": given,
        "token": token,
        "said": _said(PAGE, invitation),
    }
    return render(request, "surveys/answer.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_http_methods(["GET", "HEAD"])
@link_page
def thanks(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Say thank you, and what happens next; how long the answer can be changed."""
    given = Answer.objects.filter(invitation=invitation).first()
    if given is None:
        return redirect("surveys:answer", token)
    is_editable = is_open(invitation, given, timezone.now())
    said = _said(thanks_for(given.score), invitation)
    return render(request, "surveys/thanks.html", {"said": said, "token": token, "is_editable": is_editable})


@login_not_required
@csrf_exempt  # a mail program's one-click unsubscribe posts without a session; the token is the permission
@require_http_methods(["GET", "HEAD", "POST"])
@link_page
def stop(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Ask once, then send this person no more surveys; with `again` in the form, after all. Only POST does it: scanners
    open links. It does not expire.
    """
    contact = invitation.contact
    if request.method == "POST" and contact:
        change = opt_in if "again" in request.POST else opt_out
        change(contact=contact)
    is_done = contact is None or wants_no_surveys(contact)
    return render(request, "surveys/opt_out.html", {"done": is_done, "can_return": contact is not None, "token": token})


def _said(words: str, invitation: Invitation) -> Drawn:
    """Give the tenant's words, else the standard ones, in the language of the mail."""
    values, language = values_for(invitation), translation.get_language()
    return ChosenWords.of([words]).drawn(words, values, language=language)


def _initial(request: HttpRequest, given: Answer | None) -> dict[str, object]:
    score = request.GET.get("score", "")
    preselected = int(score) if score.isascii() and score.isdigit() and len(score) <= 2 and int(score) <= 10 else None
    if given is None:
        return {"score": preselected}
    chosen = given.score if preselected is None else preselected
    return {"score": chosen, "reason": given.reason, "improvement": given.improvement}
