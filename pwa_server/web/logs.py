"""JSON log lines with an allow-list of fields: no names, no free text, no addresses, no codes."""

import logging
import sys
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter

FIELDS = frozenset(
    {"event", "route", "method", "status", "milliseconds", "role", "action", "error", "kind", "count", "service"}
)
# Loggers that write a whole exception when something of ours fails.
OF_OTHERS = ("uvicorn.error", "asyncio")
logger = logging.getLogger("wegplan")


class AllowListFormatter(JsonFormatter):
    """Drops every field that is not on the list, so that a careless call can't leak one."""

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        kept = FIELDS | {"timestamp", "level"}
        return {field: value for field, value in log_data.items() if field in kept}


class WithoutWords(logging.Filter):
    """Leaves of an exception where it happened and its type: its message may hold what somebody typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            places = traceback.format_list(traceback.extract_tb(error.__traceback__))
            record.exc_info, record.exc_text = None, f"{''.join(places)}{type(error).__name__}"
        return True


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
    for name in OF_OTHERS:
        logging.getLogger(name).addFilter(WithoutWords())


def log(event: str, level: int = logging.INFO, **fields: Any) -> None:
    """One line; `event` is a fixed name such as `request` or `denied`."""
    logger.log(level, event, extra={field: value for field, value in fields.items() if field in FIELDS})
