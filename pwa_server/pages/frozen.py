"""The frozen text of a version, as pages read it."""

import json
from collections.abc import Mapping
from typing import Any

from pwa_server.pages.plan_text import PlanText


def frozen(row: Mapping[str, Any]) -> PlanText | None:
    """What a version says; None while it is a draft, which has no text of its own yet."""
    return dict(json.loads(row["snapshot"])) if row["snapshot"] else None
