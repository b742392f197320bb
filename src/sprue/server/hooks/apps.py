"""Webhooks as a Django app."""

from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "sprue.server.hooks"
    label = "hooks"
