"""Tables of the floor. The journal is the truth; the others are derived or pass by."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One entry of the journal. `body` is the event as JSON text; `hash` chains it to the entry before.

    `digest` is that of the command it came from: it tells a resend from an id used twice.
    """

    seq = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=200, blank=True, default="")
    station = models.CharField(max_length=200, blank=True, default="")
    device = models.CharField(max_length=200, blank=True, default="")
    device_seq = models.BigIntegerField(null=True, blank=True)
    body = models.TextField()
    digest = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64)

    class Meta:
        app_label = "floor"
        constraints = (
            models.UniqueConstraint(
                fields=("device", "device_seq"),
                condition=Q(device_seq__isnull=False),
                name="floor_entry_device_order",
            ),
        )
        indexes = (models.Index(fields=("kind", "seq"), name="floor_entry_kind"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class LivePlan(models.Model):
    """The published plan as mended after entry `seq`; one row. Web processes load it when `rev` rises."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    rev = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    #: Rises whenever the figures of a problem do.
    impacts = models.BigIntegerField(default=0)
    body = models.BinaryField()

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return f"live plan {self.rev} after {self.seq}"


class Ask(models.Model):
    """A wish for a fresh plan; the planner process works the newest one that waits."""

    id = models.UUIDField(primary_key=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=20, default="waiting")
    #: The entry before which the draft was made; a later import outdates it.
    seq = models.BigIntegerField(default=0)
    #: What the desk shows of the draft, and the draft itself.
    facts = models.JSONField(default=dict)
    body = models.BinaryField(null=True)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class Impact(models.Model):
    """What an open problem does to the plan."""

    problem = models.CharField(max_length=200, primary_key=True)
    facts = models.JSONField(default=dict)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return self.problem


class Advice(models.Model):
    """What could be done about a problem: asked for, tried one after the other, one of them taken."""

    problem = models.CharField(max_length=200, primary_key=True)
    state = models.CharField(max_length=20, default="waiting")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200, blank=True, default="")
    facts = models.JSONField(default=dict)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return f"{self.problem} {self.state}"


class Question(models.Model):
    """A question of a screen, answered by a planner process; the web waits for it. Kept for minutes."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=20, default="waiting")
    asked = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)

    class Meta:
        app_label = "floor"
        indexes = (models.Index(fields=("state", "asked_at"), name="floor_question_waits"),)

    def __str__(self) -> str:
        return f"{self.id} {self.kind} {self.state}"


class Draft(models.Model):
    """A plan beside the live one, made by hand or for a scenario, until it is published or forgotten."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True, default="")
    #: The version of the live plan that it was made from.
    base = models.BigIntegerField(default=0)
    #: False: operations were put elsewhere by hand; True: the shop is another one.
    scenario = models.BooleanField(default=False)
    changes = models.JSONField(default=list)
    #: What screens show: what breaks, slips, moves.
    facts = models.JSONField(default=dict)
    #: What of the shop is otherwise when it is published, as the journal keeps it.
    amended = models.JSONField(default=dict)
    body = models.BinaryField()

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return f"{self.id} {self.name}"


class Import(models.Model):
    """A workbook that was read without a fault and waits to be taken."""

    id = models.UUIDField(primary_key=True)
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=200, blank=True, default="")
    filename = models.CharField(max_length=300, blank=True, default="")
    body = models.BinaryField()

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return f"{self.id} {self.filename}"


class Heartbeat(models.Model):
    """When a process was last seen alive (real time), and the entry up to which it has worked."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    seq = models.BigIntegerField(default=0)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
