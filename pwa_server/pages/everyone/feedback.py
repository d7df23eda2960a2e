"""/feedback: praise, complaint, barrier, idea. Anybody may write, nobody has to give a name; a code opens the answer.

What an account sends is not remembered as its request, so that nothing in the database leads from the words to the person.
"""

from starlette.responses import Response
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import feedback, tries
from pwa_server.casework.feedback import Message
from pwa_server.domain import feedback as rules
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.recordings import EMPTY
from pwa_server.domain.secrets import tidy_code
from pwa_server.pages import views, voices
from pwa_server.pages.everyone import entry
from pwa_server.pages.feedback_readers import nobody_yet
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.storage.ids import new_code
from pwa_server.web.forms import Form, choices
from pwa_server.web.visit import OFFLINE_DAYS, Visit

KINDS = {
    "praise": N_("Das war gut"),
    "complaint": N_("Das war nicht gut"),
    "barrier": N_("Das ist schwer zu benutzen"),
    "idea": N_("Ich habe eine Idee"),
}
ABOUT = {
    "counselling": N_("Beratung"),
    "meetings": N_("Termine"),
    "app": N_("Diese Seiten"),
    "place": N_("Büro und Räume"),
    "mentor": N_("Begleitung"),
    "interpreter": N_("Übersetzung"),
    "other": N_("Etwas anderes"),
}
STATES = {
    "new": N_("Ihre Nachricht ist da."),
    "in_progress": N_("Wir arbeiten daran."),
    "answered": N_("Hier ist unsere Antwort."),
    "closed": N_("Wir sind damit fertig."),
}
RECEIPT_COOKIE = "receipt"
RECEIPT_SECONDS = 900


class FeedbackForm(Form):
    """Two taps and a few words; everything else may stay empty."""

    kind = RadioField(N_("Was möchten Sie sagen?"), choices=choices(KINDS.items()), validators=[InputRequired()])
    about = SelectField(N_("Worum geht es?"), choices=choices(ABOUT.items()))
    text = TextAreaField(
        N_("Ihre Worte"),
        [InputRequired(), Length(max=rules.LONGEST_WORDS)],
        description=N_("Schreiben Sie in Ihrer Sprache."),
        render_kw={"rows": 5},
    )
    carrier_id = SelectField(N_("Welche Beratungsstelle?"))
    person = StringField(
        N_("Geht es um eine Person?"),
        [Length(max=rules.LONGEST_LINE)],
        description=N_("Sie können das frei lassen."),
    )
    name = StringField(N_("Ihr Name"), [Length(max=rules.LONGEST_LINE)], description=N_("Sie können das frei lassen."))
    reach = StringField(
        N_("Telefon oder E-Mail für die Antwort"),
        [Length(max=rules.LONGEST_LINE)],
        description=N_("Sie können das frei lassen."),
    )
    own = BooleanField(N_("Ich möchte die Antwort hier in Wegplan lesen. Dann weiß die Stelle, wer ich bin."))
    receipt = HiddenField()


class ReceiptForm(Form):
    """The code that the writer noted down."""

    code = StringField(
        N_("Ihr Code"),
        [InputRequired(), Length(max=100)],
        render_kw={
            "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr", "class": "code",
            "placeholder": "XXXX-XXXX-XXXX",
        },
    )  # fmt: skip


def _bind(visit: Visit, form: FeedbackForm) -> FeedbackForm:
    named = [(row["id"], row["name"]) for row in visit.read.rows("feedback.carriers")]
    form.carrier_id.choices = choices([("", visit.say(N_("Weiß ich nicht"))), *named])
    form.about.choices = choices((code, visit.say(label)) for code, label in ABOUT.items())
    return form


def _may_be_known(visit: Visit) -> bool:
    return visit.somebody is not None and visit.actor.role in ("client", "mentor")


async def show_feedback(visit: Visit) -> Response:
    """The form; `kind=barrier` reports a barrier. A client's own phone keeps it empty: feedback may be written offline.

    What was sent stands on `/feedback/answer`, which no phone keeps: others may look at it. No kind is chosen
    beforehand: a complaint that is sent as praise would be answered as one.
    """
    asked = visit.request.query_params.get("kind", "")
    kind = asked if asked in KINDS else None
    about = "app" if kind == "barrier" else "counselling"
    receipt = new_code(rules.RECEIPT_SIGNS)
    return _page(visit, _bind(visit, FeedbackForm.empty(visit, kind=kind, about=about, receipt=receipt)))


def _page(visit: Visit, form: FeedbackForm, status: int = 200) -> Response:
    known = _may_be_known(visit)
    stored = OFFLINE_DAYS * 24 * 3600 if status == 200 and known and visit.actor.role == "client" else None
    page = visit.page(
        "everyone/feedback.html",
        status=status,
        stored_seconds=stored,
        form=form,
        receipt=tidy_code(form.receipt.data or ""),
        known=known,
        kinds=KINDS,
        office=visit.read.row("feedback.office"),
        nobody_yet=nobody_yet(visit),
        home=entry.HOME[visit.actor.role] if visit.somebody else "/",
    )
    return voices.with_microphone(page)


def _mine(visit: Visit) -> list[View]:
    answers = visit.read.rows("feedback.answers_of_writer")
    return [_told(visit, row, answers) for row in visit.read.rows("feedback.of_writer")]


def _told(visit: Visit, row: Row, answers: list[Row]) -> View:
    """A message as its writer sees it, with what the office answered."""
    return {
        "kind": visit.say(KINDS[row["kind"]]),
        "state": visit.say(STATES[row["state"]]),
        "done": row["state"] in ("answered", "closed"),
        "words": row["words"],
        "spoken": row["sound_type"] is not None,
        "language": row["language"],
        "on": views.moment_of(visit, row["received_at"]),
        "answers": [
            {name: each[name] or "" for name in ("words", "language", "translation", "translation_language")}
            for each in answers
            if each["feedback_id"] == row["id"]
        ],
    }


async def send(visit: Visit) -> Response:
    """Take what was written. Without a wish of the writer nothing tells who it was."""
    form = _bind(visit, await FeedbackForm.of(visit))
    if not form.validate():
        return _page(visit, form, 422)
    message = Message(
        form.kind.data, form.about.data, form.text.data, visit.language.tag, form.carrier_id.data or "",
        form.person.data or "", form.name.data or "", form.reach.data or "",
    )  # fmt: skip
    account_id = visit.actor.id if _may_be_known(visit) and form.own.data else ""
    receipt, address = form.receipt.data or "", entry.browser(visit).address
    database = visit.parts.database
    try:
        await database.write(account_id, visit.now, feedback.send, message, receipt, address, account_id)
    except BadInput as problem:
        form.form_errors.append(visit.say(problem.message, **problem.values))
        return _page(visit, form, 422)
    return _thank(visit, receipt)


async def send_voice(visit: Visit) -> Response:
    """POST /feedback/recordings: the same by speaking, for whoever does not write. What is heard is named as a voice."""
    form, voice = await voices.sent_voice(visit, "client", visit.language.tag)
    message = Message(str(form.get("kind", "")), "other", "", visit.language.tag, sound=voice.body)
    if not voice.body:
        raise BadInput(EMPTY)
    account_id = visit.actor.id if _may_be_known(visit) and form.get("own") else ""
    receipt, address = str(form.get("receipt", "")), entry.browser(visit).address
    database = visit.parts.database
    await database.write(account_id, visit.now, feedback.send, message, receipt, address, account_id)
    return _thank(visit, receipt)


def _thank(visit: Visit, receipt: str) -> Response:
    response = visit.redirect("/feedback/sent")
    response.set_cookie(
        _cookie_name(visit), tidy_code(receipt), max_age=RECEIPT_SECONDS, path="/feedback", httponly=True,
        samesite="strict", secure=visit.parts.settings.secure,
    )  # fmt: skip
    return response


def _cookie_name(visit: Visit) -> str:
    # For these pages alone, so not `__Host-`, which is for every path.
    return f"__Secure-{RECEIPT_COOKIE}" if visit.parts.settings.secure else RECEIPT_COOKIE


def forget_receipt(visit: Visit, response: Response) -> None:
    """Whoever takes the phone next opens nobody's message with the code of a minute ago."""
    secure = visit.parts.settings.secure
    response.delete_cookie(_cookie_name(visit), path="/feedback", secure=secure, httponly=True, samesite="strict")


async def show_sent(visit: Visit) -> Response:
    """Thank you, and the code once more, for a quarter of an hour."""
    receipt = tidy_code(visit.request.cookies.get(_cookie_name(visit), ""))
    home = entry.HOME[visit.actor.role] if visit.somebody else "/"
    return visit.page("everyone/feedback_sent.html", receipt=receipt, home=home)


async def show_answer_form(visit: Visit) -> Response:
    """Where a code is typed; whoever sent something with the own account reads it here, online only."""
    return _answer_page(visit, ReceiptForm.empty(visit))


async def show_answer(visit: Visit) -> Response:
    """What was sent under a code, and the answer. Guesses are answered ever later."""
    form = await ReceiptForm.of(visit)
    if not form.validate():
        return _answer_page(visit, form, 422)
    pace = await entry.write(visit, tries.begin_receipt, entry.browser(visit).address)
    if pace.pause:
        await visit.parts.pause(pace.pause)
    digest = feedback.receipt_digest(visit.read, form.code.data)
    answers = visit.read.rows("feedback.answers_of_receipt", receipt_digest=digest)
    messages = [_told(visit, row, answers) for row in visit.read.rows("feedback.of_receipt", receipt_digest=digest)]
    if not messages:
        await entry.count_wrong(visit, tries.wrong_receipt)
        form.code.errors = (visit.say(N_("Diesen Code kennen wir nicht.")),)
        return _answer_page(visit, form, 422)
    return visit.page("everyone/feedback_answer.html", form=form, messages=messages, mine=[])


def _answer_page(visit: Visit, form: ReceiptForm, status: int = 200) -> Response:
    mine = _mine(visit) if _may_be_known(visit) else []
    return visit.page("everyone/feedback_answer.html", status=status, form=form, messages=None, mine=mine)
