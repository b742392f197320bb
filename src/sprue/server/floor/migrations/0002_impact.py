"""What problems do to the plan, and what could be done about them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("floor", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="liveplan",
            name="impacts",
            field=models.BigIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="Impact",
            fields=[
                ("problem", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("facts", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Advice",
            fields=[
                ("problem", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("state", models.CharField(default="waiting", max_length=20)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(blank=True, default="", max_length=200)),
                ("facts", models.JSONField(default=dict)),
            ],
        ),
    ]
