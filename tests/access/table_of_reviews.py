"""Reviews and recordings: what each person gets. A deputy reads; a mentor gets nothing, not even of granted goals."""

from typing import Any

from tests.access.expected import Cell, aminas, case, clients, protected_case
from tests.world import NOW_TEXT, World
from tests.worlds.reviews import SILENCE


def own_voice(parts: Any, world: World) -> None:
    """Amina has answered a question of the review by speaking; its id is `amina.voice`."""

    def work(tx: Any) -> str:
        return str(
            tx.insert(
                "recordings",
                case_id=world.ids["amina.case"],
                subject="review",
                subject_id=world.ids["amina.review.open"],
                part="good",
                language="ar",
                speaker="client",
                media_type="audio/wav",
                seconds=1,
                bytes=len(SILENCE),
                made_at=NOW_TEXT,
                made_by=world.ids["amina"],
                body_sealed=SILENCE,
            )
        )

    world.ids["amina.voice"] = parts.database.write_now("", NOW_TEXT, work)


REVIEWS: dict[str, Cell] = {
    "GET /review": Cell(clients()),
    "POST /review": Cell(clients(303), form={"good": "Viel", "rating": "4"}),
    # Without a recording: nobody is served a wrong one, and nobody learns whose page it is.
    "POST /review/recordings": Cell(clients(422), form={"part": "good"}),
    "POST /help/recordings": Cell(clients(422), form={"request_id": ""}),
    "GET /recordings/{id}": Cell(aminas(), path="/recordings/{amina.standard.recording}"),
    "POST /recordings/{id}/removal": Cell(aminas(303), path="/recordings/{amina.voice}/removal", prepare=own_voice),
    "GET /desk/cases/{case_id}/review": Cell(case(), path="/desk/cases/{amina.case}/review"),
    "POST /desk/cases/{case_id}/review": Cell(
        case(303) | {"dora": 403}, path="/desk/cases/{amina.case}/review", form={"good": "Gut", "version": "1"}
    ),
    "GET /desk/cases/{case_id}/review/turned": Cell(case(), path="/desk/cases/{amina.case}/review/turned", stored=True),
    "GET /desk/cases/{case_id}/recordings": Cell(case(), path="/desk/cases/{amina.case}/recordings"),
    "POST /desk/cases/{case_id}/recordings": Cell(
        case(422), path="/desk/cases/{amina.case}/recordings", form={"about": "step:{amina.standard.step1}"}
    ),
    "GET /desk/recordings/{recording_id}": Cell(protected_case(), path="/desk/recordings/{amina.high.recording}"),
    "POST /desk/recordings/{recording_id}/removal": Cell(
        protected_case(303), path="/desk/recordings/{amina.high.recording}/removal"
    ),
}
