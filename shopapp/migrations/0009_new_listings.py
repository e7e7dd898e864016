"""Which listings are new since they go out by themselves, and how many images their product types take."""

import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def _from_now_on(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Count what is there already as old."""
    accounts = apps.get_model("shopapp", "MarketplaceAccount").objects
    accounts.filter(auto_export=True).update(auto_export_since=django.utils.timezone.now())


def _back(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    accounts = apps.get_model("shopapp", "MarketplaceAccount").objects
    accounts.exclude(auto_export_since=None).update(auto_export=True)


class Migration(migrations.Migration):

    dependencies = [
        ('shopapp', '0008_undoings_wait_their_turn'),
    ]

    operations = [
        migrations.AddField(
            model_name='listing',
            name='found_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='listing',
            name='most_images',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='marketplaceaccount',
            name='auto_export_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(_from_now_on, _back),
        migrations.RemoveField(
            model_name='marketplaceaccount',
            name='auto_export',
        ),
    ]
