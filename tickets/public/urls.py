"""Addresses for people without an account."""

from django.urls import path

from tickets.public import views

app_name = "public"
urlpatterns = [
    path("register/", views.registration, name="registration"),
    path("contact/", views.enquiry, name="enquiry"),
    path("sent/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirmation, name="confirmation"),
]
