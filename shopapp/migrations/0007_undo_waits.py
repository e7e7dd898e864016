from django.db import migrations, models


class Migration(migrations.Migration):
    """An undoing may wait behind a write that is still under way; one for a photo."""

    dependencies = [("shopapp", "0006_many_listings")]

    operations = [
        migrations.AlterField(
            model_name="write",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("planned", "Planned"),
                    ("sent", "Sent"),
                    ("confirmed", "Confirmed"),
                    ("conflict", "Conflict"),
                    ("failed", "Failed"),
                ],
                default="planned",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="write",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("media",), name="one_undo_waits_per_media"
            ),
        ),
    ]
