"""JSON lines with shop, job and request from context variables; tokens never reach them."""

import logging
import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET_KEY = re.compile(r"token|secret|password|authorization|hmac|assertion", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"(shp[a-z]{2}_[A-Za-z0-9_-]+|eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+|(?<=Bearer )\S+"
    r"|(?<=id_token=)[^&\s\"]+|(?<=hmac=)[^&\s\"]+|lus_[A-Za-z0-9_-]{16,}"
    r"|(?<=/)[\w.=-]+:[\w.:=-]{20,})",
)


def redact(text: str) -> str:
    """Replace everything that looks like a token."""
    return _SECRET_TEXT.sub("[redacted]", text)


def _redact_event(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if _SECRET_KEY.search(key):
            event[key] = "[redacted]"
        elif isinstance(value, str):
            event[key] = redact(value)
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(config: dict[str, Any]) -> None:
    """Send every logger of the process, ours or not, through one formatter to standard error."""
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _redact_event,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": config["level"]},
            "loggers": {
                name: {"level": "WARNING"}
                for name in ("httpx", "httpcore", "apscheduler", "PIL", "django.request")
            },
        },
    )
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
