"""Addresses of the surveys."""

from django.urls import path

from surveys import follow_up_views, views

app_name = "surveys"
urlpatterns = [
    path("follow-ups/<int:pk>/", follow_up_views.follow_up, name="follow_up"),
    path("follow-ups/<int:pk>/take/", follow_up_views.take, name="take_follow_up"),
    path("<str:token>/", views.answer, name="answer"),
    path("<str:token>/thanks/", views.thanks, name="thanks"),
    path("<str:token>/opt-out/", views.stop, name="opt_out"),
]
