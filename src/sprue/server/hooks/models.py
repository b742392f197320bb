"""Tables of webhooks: who is told of what, and what became of each telling."""

from django.db import models


class Hook(models.Model):
    """An address that is told of some kinds of events. `stopped`: why no more, "" while it is."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=100)
    address = models.TextField()
    kinds = models.JSONField(default=list)
    secret = models.CharField(max_length=100)
    stopped = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        app_label = "hooks"

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """Where a delivery is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Delivery(models.Model):
    """One event to one webhook. Its id follows from both, so it is made once."""

    id = models.UUIDField(primary_key=True)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    #: What the receiver said last: its HTTP status (null: nothing came back) and the beginning of its text.
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        app_label = "hooks"
        indexes = (
            models.Index(fields=("state", "due_at"), name="hooks_due"),
            models.Index(fields=("hook", "-seq"), name="hooks_newest"),
        )

    def __str__(self) -> str:
        return f"{self.kind} to {self.hook_id}: {self.state}"


class ToldUntil(models.Model):
    """The entry of the journal up to which deliveries were made; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)

    class Meta:
        app_label = "hooks"

    def __str__(self) -> str:
        return f"deliveries made up to entry {self.seq}"
