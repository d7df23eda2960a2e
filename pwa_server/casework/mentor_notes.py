"""A few words from a mentor to the client, where the grant says so. Nobody else reads them, no later mentor either."""

from pwa_server.access import rights
from pwa_server.casework import cases, news
from pwa_server.casework.mentoring import find_grant
from pwa_server.domain import grants
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.domain.times import later
from pwa_server.storage.database import Tx

RIGHT = "write_note_to_client"
# Nobody is rung ten times a day by the same person.
MOST_A_DAY = 5


def write_note(tx: Tx, grant_id: str, words: str, language: str) -> str:
    """Keep the mentor's words for the client, who is told that there is something new. Returns the note's id.

    Raises NotVisible, NotAllowed where the client did not choose this, BadInput for no or too many words, RuleBroken when
    there were enough for today.
    """
    grant = find_grant(tx, grant_id)
    rights.require(grant["relationship"], "mentor_note.write")
    if RIGHT not in grant["rights"]:
        raise NotAllowed
    if not words:
        raise BadInput(N_("Bitte füllen Sie das aus."))
    if len(words) > grants.LONGEST_NOTE:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    since = later(tx.now, days=-1)
    if sum(note["made_at"] > since for note in tx.rows("mentor_notes.of_grant", grant_id=grant_id)) >= MOST_A_DAY:
        raise RuleBroken(N_("Das war heute schon viel. Bitte rufen Sie an oder schreiben Sie morgen."))
    note_id = tx.insert(
        "mentor_notes",
        grant_id=grant_id,
        case_id=grant["case_id"],
        mentor_id=tx.actor_id,
        text_sealed=words,
        language=language,
        made_at=tx.now,
    )
    news.tell(tx, grant["case_id"], grant["client_id"])
    cases.touch(tx, grant["case_id"])
    return note_id


def put_away(tx: Tx, note_id: str) -> None:
    """The client has read it: it leaves the first page and stays on the page of who may look. Raises NotVisible."""
    note = tx.row("mentor_notes.find", note_id=note_id)
    if note is None:
        raise NotVisible
    rights.require(note["relationship"], "mentor_note.read")
    if note["read_at"] is None:
        tx.update("mentor_notes", note_id, read_at=tx.now)
        cases.touch(tx, note["case_id"])
