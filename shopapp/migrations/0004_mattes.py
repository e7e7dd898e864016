from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shopapp", "0003_retries")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="matte_key",
            field=models.CharField(blank=True, default="", max_length=255),
        ),
    ]
