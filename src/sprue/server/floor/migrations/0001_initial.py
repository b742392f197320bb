"""Journal, live plan, asks, imports and heartbeats."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.UUIDField(unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("actor", models.CharField(blank=True, default="", max_length=200)),
                ("station", models.CharField(blank=True, default="", max_length=200)),
                ("device", models.CharField(blank=True, default="", max_length=200)),
                ("device_seq", models.BigIntegerField(blank=True, null=True)),
                ("body", models.TextField()),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "seq"], name="floor_entry_kind")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("device_seq__isnull", False)),
                        fields=("device", "device_seq"),
                        name="floor_entry_device_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LivePlan",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("rev", models.BigIntegerField(default=0)),
                ("seq", models.BigIntegerField(default=0)),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(blank=True, default="", max_length=200)),
                ("state", models.CharField(default="waiting", max_length=20)),
                ("seq", models.BigIntegerField(default=0)),
                ("facts", models.JSONField(default=dict)),
                ("body", models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("read_at", models.DateTimeField()),
                ("read_by", models.CharField(blank=True, default="", max_length=200)),
                ("filename", models.CharField(blank=True, default="", max_length=300)),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("seq", models.BigIntegerField(default=0)),
            ],
        ),
    ]
