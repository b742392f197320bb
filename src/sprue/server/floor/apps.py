"""The Django app of the floor."""

from django.apps import AppConfig


class FloorConfig(AppConfig):
    name = "sprue.server.floor"
    label = "floor"
    default_auto_field = "django.db.models.BigAutoField"
