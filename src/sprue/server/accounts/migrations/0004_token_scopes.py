from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_roles"),
    ]

    operations = [
        migrations.AddField(
            model_name="token",
            name="scopes",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
