from django.db import migrations, models


class Migration(migrations.Migration):
    """An undoing of a listing may wait behind what is under way there; one for a listing."""

    dependencies = [
        ('shopapp', '0007_undo_waits'),
    ]

    operations = [
        migrations.AlterField(
            model_name='submission',
            name='state',
            field=models.CharField(choices=[('queued', 'Queued'), ('waiting', 'Waiting'), ('sending', 'Sending'), ('checking', 'Checking'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('conflict', 'Conflict'), ('left', 'Left'), ('failed', 'Failed')], default='waiting', max_length=16),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'queued')), fields=('listing',), name='one_submission_per_listing_waits_its_turn'),
        ),
    ]
