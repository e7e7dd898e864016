"""The worker entry point: ``dramatiq shopapp.worker --queues network``; the settings name the broker."""

import os

import django
import dramatiq

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopapp.settings")
django.setup()

from shopapp import tasks  # noqa: E402 - the actors need Django to be set up
from shopapp.heartbeat import Heartbeat  # noqa: E402

dramatiq.get_broker().add_middleware(Heartbeat())

__all__ = ["tasks"]
