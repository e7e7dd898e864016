"""Examines the installation: what is missing or unsafe, and what to do about it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shopapp.diagnosis import Grade, diagnose


class Command(BaseCommand):
    """Say what is missing or unsafe."""

    help = "Say what is missing or unsafe in this installation; exit 1 when something is wrong."
    requires_system_checks: list[str] = []  # noqa: RUF012 - their findings are printed with all others

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print every complaint, the wrong ones first."""
        complaints = sorted(diagnose(), key=lambda complaint: complaint.grade != Grade.WRONG)
        for complaint in complaints:
            style = self.style.ERROR if complaint.grade is Grade.WRONG else self.style.WARNING
            self.stdout.write(style(f"{complaint.grade:8} {complaint.sentence}"))
        wrong = sum(complaint.grade is Grade.WRONG for complaint in complaints)
        if wrong:
            raise CommandError("One thing is wrong." if wrong == 1 else f"{wrong} things are wrong.")
        self.stdout.write(self.style.SUCCESS("Nothing is wrong."))
