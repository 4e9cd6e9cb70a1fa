"""Addresses of the surveys."""

from django.urls import path

from surveys.views import answering, beside, comments, follow_ups, settings

app_name = "surveys"
urlpatterns = [
    path("of-ticket/<int:number>/", beside.of_ticket, name="of_ticket"),
    path("of-customer/<int:pk>/", beside.of_customer, name="of_customer"),
    path("comments/", comments.comments, name="comments"),
    path("comments/found/", comments.found, name="found"),
    path("comments/<slug:table>.csv", comments.table, {"kind": "csv"}, name="comments_csv"),
    path("comments/<slug:table>.xlsx", comments.table, {"kind": "xlsx"}, name="comments_xlsx"),
    path("follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("follow-ups/of-ticket/<int:number>/", follow_ups.of_ticket, name="call_of_ticket"),
    path("follow-ups/<int:pk>/", follow_ups.follow_up, name="follow_up"),
    path("follow-ups/<int:pk>/take/", follow_ups.take, name="take_follow_up"),
    path("follow-ups/<int:pk>/owner/", follow_ups.assign, name="assign_follow_up"),
    path("follow-ups/<int:pk>/notes/", follow_ups.note, name="note_follow_up"),
    path("settings/", settings.survey_settings, name="settings"),
    path("not-sent/", settings.not_sent, name="not_sent"),
    path("<str:token>/", answering.answer, name="answer"),
    path("<str:token>/thanks/", answering.thanks, name="thanks"),
    path("<str:token>/opt-out/", answering.stop, name="opt_out"),
]
