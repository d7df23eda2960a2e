"""/office/accessibility: what coordination adds to the public statement on accessibility."""

from starlette.responses import Response
from wtforms import DateField, EmailField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from pwa_server.casework import feedback
from pwa_server.casework.feedback import Statement
from pwa_server.domain.problems import N_, Stale
from pwa_server.pages.coordinator import words
from pwa_server.web.forms import Form, PhoneField, version_of
from pwa_server.web.visit import Visit

FIELDS = ("contact", "phone", "email", "enforcement", "more_limits")


class StatementForm(Form):
    """Whom to ask, who decides in a dispute, what else is known not to be good."""

    contact = StringField(N_("Wen fragt man?"), [Length(max=200)])
    phone = PhoneField(N_("Telefonnummer"), [Length(max=40)])
    email = EmailField(N_("E-Mail-Adresse"), [Length(max=200)])
    enforcement = TextAreaField(
        N_("Durchsetzungsstelle in Ihrem Bundesland"),
        [Length(max=500)],
        description=N_("Name, Telefon und Adresse der Stelle, die bei Streit hilft."),
        render_kw={"rows": 3},
    )
    more_limits = TextAreaField(N_("Was hier außerdem noch nicht gut ist"), [Length(max=1000)], render_kw={"rows": 3})
    checked_on = DateField(N_("Zuletzt geprüft am"), [Optional()])
    version = HiddenField()


async def show_form(visit: Visit) -> Response:
    """The form with what stands there now."""
    row = visit.read.row("feedback.statement")
    values = {name: row[name] for name in FIELDS} if row else {}
    form = StatementForm.empty(visit, version=str(row["version"]) if row else "0", **values)
    form.checked_on.data = words.chosen_day(row["checked_on"]) if row else None
    return visit.page("coordinator/statement.html", nav="texts", form=form)


async def save(visit: Visit) -> Response:
    """Keep it; it stands on the public page at once."""
    form = await StatementForm.of(visit)
    status = 422
    if form.validate():
        said = Statement(*(form[name].data or "" for name in FIELDS))
        checked = words.day_text(form.checked_on.data)
        try:
            await visit.write(feedback.save_statement, said, checked, version_of(form.version.data))
        except Stale as problem:
            words.add_problem(visit, form, problem)
            status = problem.status
        else:
            return visit.redirect("/accessibility")
    return visit.page("coordinator/statement.html", status=status, nav="texts", form=form)
