"""What others log about our failures holds no word that somebody typed."""

import io
import logging
import logging.config

import pytest
from uvicorn.config import LOGGING_CONFIG

from pwa_server.web import logs


@pytest.mark.parametrize("name", logs.OF_OTHERS)
def test_an_exception_is_logged_without_its_message(name: str) -> None:
    logs.set_up()
    logging.config.dictConfig(LOGGING_CONFIG)
    written = io.StringIO()
    handler, logger = logging.StreamHandler(written), logging.getLogger(name)
    logger.addHandler(handler)
    try:
        int("Kanarientext")
    except ValueError as error:
        logger.error("Exception in ASGI application", exc_info=error)
    finally:
        logger.removeHandler(handler)
    assert "ValueError" in written.getvalue()
    assert "test_logs.py" in written.getvalue()
    assert written.getvalue().count("Kanarientext") == written.getvalue().count('int("Kanarientext")')
