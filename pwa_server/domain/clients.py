"""The person whose plan it is: how she reads, how she can be reached."""

from collections.abc import Sequence

from pwa_server.domain.channels import ALL
from pwa_server.domain.problems import N_, BadInput

LITERACIES = ("not_stated", "not_literate", "basic", "fluent_in_second_language", "fluent_in_first_language")
PHONE_USES = ("own", "shared")


def require_details(literacy: str, channels: Sequence[str], phone_use: str) -> None:
    """Raise BadInput unless these are choices that there are, with at least one way to reach the person."""
    known = literacy in LITERACIES and set(channels) <= set(ALL) and phone_use in PHONE_USES
    if not known or not channels or len(set(channels)) != len(channels):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
