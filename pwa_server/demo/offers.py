"""The demo's offers, agreements with partners, interpreters, and a step that a partner was shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pwa_server.domain.times import later
from pwa_server.storage.ids import new_token

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo

DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
AREAS = {
    "learning_support": "education",
    "sport": "social",
    "meeting_place": "social",
    "digital_skills": "everyday",
}
RULES = (
    "Jede Stelle nennt eine Ansprechperson und eine Vertretung.\n"
    "Wir antworten innerhalb von zwei Wochen.\n"
    "Ohne Ja von der Person sprechen wir nicht über sie.\n"
    "Wir sagen einander, wenn ein Kurs voll ist."
)
GAPS = (("family", "", "yes", 7), ("language", "A2", "yes", 6), ("language", "none", "no", 2))
GENDERS = {"in-ar": "woman", "in-dari": "man", "in-so": "woman", "in-ti": "woman", "in-rom": "woman"}


def add_offers(demo: Demo) -> None:
    """Everything about partners that needs the clients' plans to be there."""
    _add_cooperation(demo)
    for number, offer in enumerate(demo.personas["offers"]):
        _add_offer(demo, offer, number)
    for entry in demo.personas["interpreters"]:
        _add_interpreter(demo, entry)
    _add_shown_step(demo)
    _add_gaps(demo)
    waiting = demo.ids["cl-samira.g2.s2"]
    demo.tx.update("steps", waiting, waiting_since=demo.calendar.day(-23).isoformat())


def _add_cooperation(demo: Demo) -> None:
    """One agreement; each partner joined on the day that the file names."""
    on = demo.calendar.on
    signed = [partner for partner in demo.personas["partners"] if partner["cooperation"]["signed"]]
    agreement_id = demo.tx.insert(
        "cooperation_agreements",
        title="Netzwerk Integration Beispielstadt",
        rules=RULES,
        signed_on=demo.calendar.day(-420).isoformat(),
        review_on=demo.calendar.day(15).isoformat(),
        made_at=demo.calendar.at({"day": -420}),
    )
    for partner in demo.personas["partners"]:
        if partner["public_body"]:
            demo.tx.update("partners", demo.ids[partner["id"]], public_body="yes")
    for partner in signed:
        joined = on(partner["cooperation"]["signed"])
        demo.tx.insert(
            "cooperation_members", agreement_id=agreement_id, partner_id=demo.ids[partner["id"]], joined_on=joined
        )


def _add_offer(demo: Demo, offer: dict[str, Any], number: int) -> None:
    on, kind = demo.calendar.on, offer["kind"].replace("-", "_")
    group = offer["target_groups"][0].replace("-", "_")
    begun = demo.calendar.at({"day": -30})
    state = "full" if offer["seats_free"] == 0 else "published"
    offer_id = demo.ids[offer["id"]] = demo.tx.insert(
        "offers",
        partner_id=demo.ids[offer["partner"]],
        kind=kind,
        life_area=AREAS.get(kind, "language"),
        title=offer["title_de"],
        level_from=offer["level_from"],
        level_to=offer["level_to"],
        target_group=group,
        access="mainstream" if group == "all" else "specific",
        times=json.dumps(times_of(offer["schedule_de"])),
        starts_on=on(offer["starts"]),
        expires_on=on(offer["expires"]),
        cost="free" if offer["free_of_charge"] else "paid",
        seats_total=offer["seats_total"],
        seats_free=offer["seats_free"],
        waiting=4 if state == "full" else 0,
        childcare="yes" if offer["parallel_childcare"] else "no",
        registration="Telefonisch bei der Ansprechperson",
        state=state,
        verified_on=on(offer["verified_on"]),
        made_at=later(str(begun), minutes=number),
        made_by=demo.ids["st-platzhalter"],
    )
    demo.tx.insert("offer_states", offer_id=offer_id, state=state, at=begun, by_id=demo.ids["st-platzhalter"])


def times_of(schedule: str) -> list[dict[str, Any]]:
    """`Montag bis Freitag, 8:30 bis 12:00 Uhr` as weekdays and clocks."""
    days, _, clocks = schedule.removesuffix(" Uhr").partition(", ")
    begins, ends = (clock.rjust(5, "0") for clock in clocks.split(" bis "))
    first, _, last = days.partition(" bis ")
    named = [DAYS.index(day) for day in days.split(" und ")] if not last else []
    weekdays = named or range(DAYS.index(first), DAYS.index(last) + 1)
    return [{"weekday": day, "begins": begins, "ends": ends} for day in weekdays]


def _add_interpreter(demo: Demo, entry: dict[str, Any]) -> None:
    demo.ids[entry["id"]] = demo.tx.insert(
        "interpreters",
        name_sealed=entry["name"],
        gender=GENDERS.get(entry["id"], "not_said"),
        languages=json.dumps(entry["languages"]),
        confidential_since=demo.calendar.on(entry["confidentiality_signed"]),
        booking_sealed="Anruf, mindestens 3 Tage vorher",
        made_at=demo.calendar.at(entry["confidentiality_signed"]),
    )


def _add_gaps(demo: Demo) -> None:
    """What was missing in the last months: numbers without anybody behind them."""
    for life_area, level, childcare, number in GAPS:
        for place in range(number):
            demo.tx.insert(
                "service_gaps",
                carrier_id=demo.ids["car-landkreis"],
                month=demo.calendar.day(-20 * place).isoformat()[:7],
                life_area=life_area,
                level=level,
                childcare=childcare,
                source="no_place_available",
                about_digest=new_token(),
            )


def _add_shown_step(demo: Demo) -> None:
    """Samira said yes: the women's centre saw one step and answered yesterday."""
    case_id, partner_id = demo.ids["cl-samira.case"], demo.ids["po-frauenzentrum"]
    with demo.acting("cl-samira", demo.tx.now) as tx:
        given = tx.rows("consents.of_purpose", case_id=case_id, purpose="share_with_partner")
    consent = next(row for row in given if row["recipient"] == partner_id)
    shown, answered = demo.calendar.at({"day": -2}), demo.calendar.at({"day": -1})
    share = {"case_id": case_id, "step_id": demo.ids["cl-samira.g1.s3"]}
    share_id = demo.tx.insert(
        "step_shares",
        **share,
        partner_id=partner_id,
        consent_id=consent["id"],
        name_shown_sealed="Samira",
        token_digest=demo.tx.digest("step share", new_token()),
        made_at=shown,
        made_by=demo.ids["st-musterfrau"],
        expires_at=later(str(shown), hours=24),
        opened_at=answered,
    )
    demo.tx.insert(
        "partner_notes",
        **share,
        share_id=share_id,
        progress="working_on_it",
        words_sealed="Der Platz ist vorgemerkt. Wir rufen am Freitag an.",
        at=answered,
    )
