"""JSON log lines with an allow-list of fields: no names, no free text, no addresses, no codes."""

import logging
import sys
from typing import Any

from pythonjsonlogger.json import JsonFormatter

FIELDS = frozenset(
    {"event", "route", "method", "status", "milliseconds", "role", "action", "error", "kind", "count", "service"}
)
logger = logging.getLogger("wegplan")


class AllowListFormatter(JsonFormatter):
    """Drops every field that is not on the list, so that a careless call can't leak one."""

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        kept = FIELDS | {"timestamp", "level"}
        return {field: value for field, value in log_data.items() if field in kept}


def set_up() -> None:
    """Log to standard output; messages are event names, never sentences."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        AllowListFormatter(
            "%(message)s %(levelname)s", rename_fields={"message": "event", "levelname": "level"}, timestamp=True
        )
    )
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


def log(event: str, level: int = logging.INFO, **fields: Any) -> None:
    """One line; `event` is a fixed name such as `request` or `denied`."""
    logger.log(level, event, extra={field: value for field, value in fields.items() if field in FIELDS})
