"""Tables of the outbox."""

from django.db import models


class Status(models.TextChoices):
    """Where a message is. `obsolete`: it waited for the morning, and by then nobody need act any more."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    OBSOLETE = "obsolete"


class Channel(models.Model):
    """A named address. `covers`: departments, roles and persons whose messages go there.

    `reports`: it is told of answers and solutions too. The address is a secret.
    """

    name = models.CharField(max_length=100, primary_key=True)
    address = models.TextField()
    covers = models.JSONField(default=list)
    reports = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        app_label = "outbox"

    def __str__(self) -> str:
        return self.name


class NotificationOut(models.Model):
    """One message: a step of a problem to one channel. Its id follows from both, so it is made once.

    `not_before` is shop time; all other moments are real ones.
    """

    id = models.UUIDField(primary_key=True)
    step = models.UUIDField()
    #: Place of the step in the journal: messages are sent in this order.
    seq = models.BigIntegerField(default=0)
    channel = models.CharField(max_length=100)
    what = models.CharField(max_length=20)
    problem = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField(default=1)
    title = models.TextField()
    text = models.TextField()
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.WAITING)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    first_tried = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    #: It may have arrived already: its sender was killed on the way.
    repeated = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        app_label = "outbox"
        constraints = (models.UniqueConstraint(fields=("step", "channel"), name="outbox_once"),)
        indexes = (models.Index(fields=("status", "due_at"), name="outbox_due"),)

    def __str__(self) -> str:
        return f"{self.what} {self.problem} to {self.channel}: {self.status}"


class ReadUntil(models.Model):
    """The entry of the journal up to which messages were made; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)

    class Meta:
        app_label = "outbox"

    def __str__(self) -> str:
        return f"messages made up to entry {self.seq}"
