"""Addresses of the managers' pages about terms."""

from django.urls import path

from tickets.desk.terms import views

app_name = "terms"
urlpatterns = [
    path("", views.versions, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.version, name="version"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/publication/", views.publication, name="publication"),
    path("<int:pk>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("<int:pk>/removal/", views.removal, name="removal"),
]
