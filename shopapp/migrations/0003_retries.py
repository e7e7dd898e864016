import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shopapp", "0002_marketplaces"),
    ]

    operations = [
        migrations.AddField(
            model_name="retouchjob",
            name="kind",
            field=models.CharField(
                choices=[("retouch", "Retouch"), ("retry", "Retry")], default="retouch", max_length=16
            ),
        ),
        migrations.AddField(
            model_name="retouchjob",
            name="retry_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="retries",
                to="shopapp.retouchjob",
            ),
        ),
        migrations.AddField(
            model_name="retouchjob",
            name="retry_reason",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
    ]
