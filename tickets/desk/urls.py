"""Addresses of the desk."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def _soon(request: HttpRequest, number: int = 0) -> HttpResponse:
    return HttpResponse(status=404)


app_name = "desk"
urlpatterns = [
    path("", _soon, name="queue"),
    path("tickets/<int:number>/", _soon, name="ticket"),
]
