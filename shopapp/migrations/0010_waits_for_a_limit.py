"""Since when work waits for a marketplace's own limit."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shopapp', '0009_new_listings'),
    ]

    operations = [
        migrations.AddField(
            model_name='listingsync',
            name='throttled_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='throttled_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
