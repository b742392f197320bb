"""Tables of the accounts. Secrets are kept as digests only."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from sprue.server.floor.who import OF_TOKENS, OF_USERS, Role

USER_ROLES = [(role.value, role.value) for role in Role if role in OF_USERS]
TOKEN_ROLES = [(role.value, role.value) for role in Role if role in OF_TOKENS]


class User(AbstractBaseUser):
    """Somebody who signs in at a desk."""

    username = models.CharField(max_length=150, unique=True)
    role = models.CharField(max_length=20, choices=USER_ROLES)
    #: The member of the shop who this is; "" for nobody of the people sheet.
    person = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=20, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BaseUserManager()
    USERNAME_FIELD = "username"

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return self.username


class FirstAccount(models.Model):
    """One row, written with the first account: two set-ups at once can't both succeed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return f"first account at {self.made_at}"


class Token(models.Model):
    """A secret of a wall, a terminal or a program. `station`: the machine a terminal stands at.

    `wall`: what a wall shows, where somebody has set it. `scopes`: what a program may; [] as its role.
    """

    id = models.UUIDField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20, choices=TOKEN_ROLES)
    station = models.CharField(max_length=200, blank=True, default="")
    label = models.CharField(max_length=200, blank=True, default="")
    wall = models.JSONField(blank=True, default=dict)
    customer = models.CharField(max_length=200, blank=True, default="")
    scopes = models.JSONField(blank=True, default=list)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200, blank=True, default="")
    last_seen = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return f"{self.role} {self.label}"


class Pin(models.Model):
    """A person's PIN; it confirms who taps at a terminal and opens nothing else."""

    person = models.CharField(max_length=200, primary_key=True)
    hash = models.CharField(max_length=200)

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return self.person


class Attempt(models.Model):
    """Failed tries by name or device, for slowing down who guesses."""

    key = models.CharField(max_length=250, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return f"{self.key}: {self.failures}"
