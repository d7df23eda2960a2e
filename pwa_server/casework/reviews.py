"""The review before it is finished: the client's column, the counsellor's column, and what both decide so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pwa_server.access import rights
from pwa_server.casework import cases, found, recordings
from pwa_server.casework.recordings import Voice
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.domain.reviews import DECISIONS, LONGEST_NOTE, LONGEST_WORDS, PARTS, RATINGS
from pwa_server.domain.steps import OBSTACLES
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx

NOTHING_TO_PREPARE = N_("Gerade ist kein Gespräch über Ihren Plan geplant.")


@dataclass(frozen=True)
class Prepared:
    """The client's column: in her own language, all of it optional. `rating` is 1 to 5 or None."""

    good: str = ""
    hard: str = ""
    hurdles: tuple[str, ...] = ()
    rating: int | None = None
    language: str = "de"


@dataclass(frozen=True)
class Decided:
    """What becomes of a goal or a step; `words` are the new wording of a changed one."""

    decision: str = "continue"
    words: str = ""


@dataclass(frozen=True)
class Balance:
    """The counsellor's column and what both decide: `goals` and `steps` by id."""

    good: str = ""
    hard: str = ""
    hurdles: tuple[str, ...] = ()
    changes: str = ""
    read_back: bool = False
    goals: Mapping[str, Decided] = field(default_factory=dict)
    steps: Mapping[str, Decided] = field(default_factory=dict)


def prepare(tx: Tx, prepared: Prepared) -> str:
    """The client's column, again and again until the review is finished. Returns the review's id.

    Raises RuleBroken where no talk is coming up, BadInput for unknown codes and too many words.
    """
    case = cases.own(tx)
    review = _own_open(tx, case)
    _require_short(prepared.good, prepared.hard)
    if prepared.rating is not None and prepared.rating not in RATINGS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    tx.update(
        "reviews",
        review["id"],
        client_good_sealed=prepared.good or None,
        client_hard_sealed=prepared.hard or None,
        client_language=prepared.language,
        client_rating=prepared.rating,
        client_prepared_at=tx.now,
    )
    keep_hurdles(tx, review, "client", prepared.hurdles)
    cases.touch(tx, case["id"])
    return str(review["id"])


def prepare_by_voice(tx: Tx, part: str, voice: Voice) -> str:
    """The client answers one question (`good` or `hard`) by speaking. Returns the recording's id. Raises as `prepare`."""
    case = cases.own(tx)
    review = _own_open(tx, case)
    if part not in PARTS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    recording_id = recordings.keep(tx, case["id"], "review", review["id"], voice, part)
    tx.update("reviews", review["id"], client_prepared_at=tx.now)
    return recording_id


def _own_open(tx: Tx, case: Row) -> Row:
    rights.require(case["relationship"], "review.prepare")
    found.case(tx, case["id"], "review.prepare")
    review = open_review(tx, case["id"])
    if review is None and not is_coming_up(tx.rows("meetings.of_case", case_id=case["id"], high="yes")):
        raise RuleBroken(NOTHING_TO_PREPARE)
    return review or begin(tx, case["id"])


def is_coming_up(meetings: Iterable[Row]) -> bool:
    """Whether, of these meetings of a case, a talk about the plan is to be held."""
    return any(meeting["kind"] == "review" and meeting["state"] in COMING_UP for meeting in meetings)


def open_review(tx: Tx, case_id: str) -> Row | None:
    """The review of a case that is not finished yet."""
    return next((row for row in tx.rows("reviews.of_case", case_id=case_id) if row["state"] == "open"), None)


def begin(tx: Tx, case_id: str) -> Row:
    """An empty open review. The caller has seen that there is none."""
    tx.insert("reviews", case_id=case_id, opened_at=tx.now, opened_by=tx.actor_id)
    review = open_review(tx, case_id)
    if review is None:
        raise LookupError("the review that was just begun")
    return review


def keep_balance(tx: Tx, case_id: str, version: int, balance: Balance) -> Row:
    """Keep the counsellor's column and the decisions so far; nothing of the plan changes. Returns the review.

    `version` counts what staff write: the client's column may change beside it, and 1 is a review that nobody at the
    desk has written in. Raises Stale, BadInput, NotVisible, NotAllowed.
    """
    found.case(tx, case_id, "review.edit")
    review = open_review(tx, case_id) or begin(tx, case_id)
    _require_short(balance.good, balance.hard, balance.changes)
    tx.update(
        "reviews",
        review["id"],
        version=version,
        staff_good_sealed=balance.good or None,
        staff_hard_sealed=balance.hard or None,
        changes_sealed=balance.changes or None,
        read_back="yes" if balance.read_back else "no",
    )
    keep_hurdles(tx, review, "counsellor", balance.hurdles)
    _keep_decisions(tx, review, balance)
    cases.touch(tx, case_id)
    return review


def keep_hurdles(tx: Tx, review: Row, side: str, codes: Iterable[str]) -> None:
    """Write one side's hurdles anew. Raises BadInput for an unknown code."""
    tx.run("reviews.forget_hurdles", review_id=review["id"], side=side)
    for code in dict.fromkeys(codes):
        if code not in OBSTACLES:
            raise BadInput(N_("Bitte wählen Sie eines davon."))
        tx.insert("review_hurdles", review_id=review["id"], case_id=review["case_id"], side=side, code=code)


def _keep_decisions(tx: Tx, review: Row, balance: Balance) -> None:
    tx.run("reviews.forget_decisions", review_id=review["id"])
    goal_of_step = {row["id"]: row["goal_id"] for row in _rows(tx, "steps.of_case", review)}
    known = {row["id"] for row in _rows(tx, "goals.of_case", review)}
    for goal_id, decided in balance.goals.items():
        if goal_id not in known:
            raise BadInput(N_("Bitte wählen Sie eines davon."))
        _insert(tx, review, decided, goal_id=goal_id)
    for step_id, decided in balance.steps.items():
        # A step that was taken off the path since the page was made has nothing to be decided any more.
        if step_id in goal_of_step:
            _insert(tx, review, decided, goal_id=goal_of_step[step_id], step_id=step_id)


def _rows(tx: Tx, statement: str, review: Row) -> list[Row]:
    return tx.rows(statement, case_id=review["case_id"], high="yes")


def _insert(tx: Tx, review: Row, decided: Decided, **subject: Any) -> None:
    if decided.decision not in DECISIONS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if len(decided.words) > LONGEST_NOTE:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    tx.insert(
        "review_decisions",
        review_id=review["id"],
        case_id=review["case_id"],
        decision=decided.decision,
        words_sealed=decided.words or None,
        **subject,
    )


def _require_short(*texts: str) -> None:
    if any(len(text) > LONGEST_WORDS for text in texts):
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))


def meeting_of(meetings: Iterable[Row], finished: Iterable[Row], now: str) -> Row | None:
    """The talk that is being held: the newest one whose day has come and that no finished review has used."""
    used = {review["meeting_id"] for review in finished}
    today = berlin_day(now).isoformat()
    begun = [
        row
        for row in meetings
        if row["kind"] == "review"
        and row["local_date"] <= today
        and row["state"] in COMING_UP | {"held"}
        and row["id"] not in used
    ]
    return max(begun, key=lambda row: str(row["starts_at"]), default=None)


def next_booked(meetings: Iterable[Row], now: str) -> Row | None:
    """The next talk about the plan that is booked already, after today's."""
    today = berlin_day(now).isoformat()
    ahead = [r for r in meetings if r["kind"] == "review" and r["state"] in COMING_UP and r["local_date"] > today]
    return min(ahead, key=lambda row: str(row["starts_at"]), default=None)
