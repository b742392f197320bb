"""Questions of screens to the planner, and plans beside the live one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("floor", "0002_impact")]
    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(blank=True, default="", max_length=200)),
                ("state", models.CharField(default="waiting", max_length=20)),
                ("asked", models.JSONField(default=dict)),
                ("answer", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "asked_at"], name="floor_question_waits")],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(blank=True, default="", max_length=200)),
                ("base", models.BigIntegerField(default=0)),
                ("scenario", models.BooleanField(default=False)),
                ("changes", models.JSONField(default=list)),
                ("facts", models.JSONField(default=dict)),
                ("amended", models.JSONField(default=dict)),
                ("body", models.BinaryField()),
            ],
        ),
    ]
