"""Channels and messages on their way out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("address", models.TextField()),
                ("covers", models.JSONField(default=list)),
                ("reports", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(blank=True, default="", max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="ReadUntil",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="NotificationOut",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("step", models.UUIDField()),
                ("seq", models.BigIntegerField(default=0)),
                ("channel", models.CharField(max_length=100)),
                ("what", models.CharField(max_length=20)),
                ("problem", models.CharField(max_length=200)),
                ("level", models.PositiveSmallIntegerField(default=1)),
                ("title", models.TextField()),
                ("text", models.TextField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("obsolete", "Obsolete"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("not_before", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField()),
                ("first_tried", models.DateTimeField(null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("claim", models.UUIDField(null=True)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("repeated", models.BooleanField(default=False)),
                ("done_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, default="", max_length=400)),
            ],
            options={
                "indexes": [models.Index(fields=["status", "due_at"], name="outbox_due")],
                "constraints": [models.UniqueConstraint(fields=("step", "channel"), name="outbox_once")],
            },
        ),
    ]
