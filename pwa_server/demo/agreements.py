"""The demo's agreements: versions with their frozen texts, who signed them how, and what the carriers write on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pwa_server.domain.agreements import canonical, hash_of
from pwa_server.domain.goals import STATES
from pwa_server.pages.plan_text import plan_text

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo

Persona = dict[str, Any]
WORDINGS = {
    "car-landkreis": ("Integrationsplan", "Wir freuen uns auf den Weg mit Ihnen."),
    "car-beispielverband": ("Mein Weg", ""),
}
# A version without a day of signing was shown to the client some days ago.
SHOWN_DAYS_AGO = {"day": -3}
END_REASONS = {"consent_withdrawn": "consent_withdrawn"}
ROLES = {"client": "person_id", "counsellor": "person_id"}


def add_agreements(demo: Demo) -> None:
    """What carriers write, and every version of every client in its order."""
    for carrier, (heading, closing) in WORDINGS.items():
        demo.tx.insert(
            "document_templates",
            carrier_id=demo.ids[carrier],
            heading=heading,
            closing=closing,
            made_at=demo.tx.now,
        )
    for persona in demo.personas["clients"]:
        before = None
        for version in persona["agreement"]:
            before = _add_version(demo, persona, version, before)


def _add_version(demo: Demo, persona: Persona, version: Persona, before: str | None) -> str:
    text = _text(demo, persona, version["goals"])
    days = _days(demo, version)
    case_id = demo.ids[f"{persona['id']}.case"]
    client_signed = next((s for s in version["signatures"] if s["role"] == "client" and s["signed"]), None)
    version_id = demo.ids[f"{persona['id']}.v{version['version']}"] = demo.tx.insert(
        "agreement_versions",
        case_id=case_id,
        number=version["version"],
        state=version["state"],
        snapshot_sealed=canonical(text),
        hash=hash_of(text),
        change_reason_sealed=version.get("change_reason_de"),
        supersedes_id=before,
        review_meeting_id=demo.ids[f"{persona['id']}.{version['first_review']}"] if version["in_force"] else None,
        copy_given_at=demo.calendar.at(client_signed["signed"]) if client_signed else None,
        copy_how=("app" if client_signed["method"] == "app_confirm" else "paper") if client_signed else None,
        made_at=days["offered"],
        made_by=demo.ids[persona["case"]["counsellor"]],
        offered_at=days["offered"],
        in_force_at=demo.calendar.at(version["in_force"]),
        ended_at=days["ended"],
    )
    _add_states(demo, version, version_id, case_id, days)
    for place in version["signatures"]:
        _add_place(demo, place, version_id, case_id, hash_of(text), str(days["offered"]))
    return version_id


def _text(demo: Demo, persona: Persona, goals: list[str]) -> dict[str, Any]:
    with demo.acting(persona["case"]["counsellor"], demo.tx.now) as tx:
        paper = tx.row("agreements.paper", case_id=demo.ids[f"{persona['id']}.case"])
        if paper is None:
            raise LookupError(persona["id"])
        return plan_text(tx, paper, [demo.ids[f"{persona['id']}.{goal}"] for goal in goals], STATES)


def _days(demo: Demo, version: Persona) -> dict[str, str | None]:
    signed = next((s["signed"] for s in version["signatures"] if s["signed"]), SHOWN_DAYS_AGO)
    ended = next((version[name] for name in ("superseded", "ended", "fulfilled") if version.get(name)), None)
    return {"offered": demo.calendar.at(signed), "ended": demo.calendar.at(ended)}


def _add_states(demo: Demo, version: Persona, version_id: str, case_id: str, days: dict[str, str | None]) -> None:
    way = ["draft", "offered"]
    if version["state"] not in way:
        way.append("partly_signed")
    if version["in_force"]:
        way.append("in_force")
    if version["state"] not in way:
        way.append(version["state"])
    for state in way:
        last = state == version["state"] and days["ended"]
        demo.tx.insert(
            "agreement_states",
            agreement_id=version_id,
            case_id=case_id,
            state=state,
            at=days["ended"] if last else days["offered"],
            reason=END_REASONS.get(version.get("end_reason", ""), "") if last else "",
        )


def _add_place(demo: Demo, place: Persona, version_id: str, case_id: str, hash_: str, made_at: str) -> None:
    signed_at = demo.calendar.at(place["signed"])
    own = place["role"] in ROLES
    demo.tx.insert(
        "agreement_signatures",
        agreement_id=version_id,
        case_id=case_id,
        role=place["role"],
        person_id=demo.ids[place["who"]] if own else None,
        name_sealed=None if own else _name(demo, place["who"]),
        required="no" if place["state"] == "not_required" else "yes",
        signed_at=signed_at,
        method=place["method"],
        hash=hash_ if signed_at else None,
        explained_in=place["explained_in"] or "",
        interpreter_sealed=demo.interpreters.get(place["interpreter"]) if place["interpreter"] else None,
        recorded_by=_recorder(demo, place) if signed_at else None,
        made_at=made_at,
    )


def _name(demo: Demo, who: str) -> str:
    partners = {partner["id"]: partner["name"] for partner in demo.personas["partners"]}
    return str(partners.get(who, who))


def _recorder(demo: Demo, place: Persona) -> str | None:
    return demo.ids.get(place["who"])
