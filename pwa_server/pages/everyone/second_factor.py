"""The second factor of staff: set up once with the phone's code app, then asked at every sign-in."""

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import passkeys, second_factors, tries
from pwa_server.domain.problems import N_, BadInput
from pwa_server.pages.everyone import entry
from pwa_server.pages.everyone.first_minute import session_of
from pwa_server.storage.database import Row
from pwa_server.web import sessions
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code", "dir": "ltr"}


class FactorForm(Form):
    """A code from the app, or a recovery code."""

    code = StringField(N_("Code aus Ihrer App"), [InputRequired(), Length(max=40)], render_kw=CODE)
    next = HiddenField()


class RecoveryForm(FactorForm):
    """The same for whoever has only the printed codes at hand."""

    code = StringField(
        N_("Einer von Ihren Ersatz-Codes"), [InputRequired(), Length(max=40)],
        render_kw={"autocomplete": "off", "class": "code", "dir": "ltr"},
    )  # fmt: skip


async def show_second_factor(visit: Visit) -> Response:
    """Ask for the code, or set the second factor up when there is none yet."""
    if is_done(visit):
        return RedirectResponse(entry.HOME[visit.actor.role], 303)
    return factor_page(visit)


def factor_page(visit: Visit, problem: str = "", wait_minutes: int = 0) -> Response:
    """The page that asks, and why the passkey that was tried was not taken."""
    factor = visit.read.row("passkeys.factor", account_id=visit.actor.id)
    by_recovery = visit.request.query_params.get("kind") == "recovery" or bool(factor and not factor["has_app"])
    form = (RecoveryForm if by_recovery else FactorForm).empty(visit, next=entry.asked_path(visit))
    if problem:
        form.form_errors = [*form.form_errors, problem]
    return _page(visit, form, wait_minutes)


def is_done(visit: Visit) -> bool:
    """Whether this session needs no second factor any more."""
    session = session_of(visit)
    return session.phone != "desk" or session.second_factor_at is not None


def _page(visit: Visit, form: Form, wait_minutes: int = 0) -> Response:
    factor = visit.read.row("second_factors.of_account", account_id=visit.actor.id)
    status = 429 if wait_minutes else 422 if form.errors else 200
    context = {
        "form": form, "wait_minutes": wait_minutes, "by_recovery": isinstance(form, RecoveryForm),
        "has_app": factor is not None and factor["seed"] is not None,
        "by_passkey": _may_use_passkey(visit, factor),
    }  # fmt: skip
    if factor is None or factor["confirmed_at"]:
        return entry.public_page(visit, "everyone/second_factor.html", status=status, **context)
    return entry.public_page(visit, "everyone/second_factor_new.html", status=status, **context, **_new(visit, factor))


def _may_use_passkey(visit: Visit, factor: Row | None) -> bool:
    """Whether a passkey can be set up now, or one that was set up can be used."""
    is_new = factor is not None and not factor["confirmed_at"]
    known = is_new or passkeys.known_credentials(visit.read, visit.actor.id)
    return bool(visit.parts.settings.passkey_site and known)


def _new(visit: Visit, factor: Row) -> dict[str, object]:
    account = visit.read.row("accounts.find", id=visit.actor.id)
    name = account["email"] if account and account["email"] else visit.actor.name
    import pyotp
    import segno

    address = pyotp.TOTP(factor["seed"]).provisioning_uri(name=name, issuer_name="Wegplan")
    drawing = segno.make(address, micro=False).svg_inline(scale=5, light="#fff", dark="#000", border=2)
    seed = factor["seed"]
    return {"qr": Markup(drawing), "seed": " ".join(seed[start : start + 4] for start in range(0, len(seed), 4))}  # noqa: S704


async def give_second_factor(visit: Visit) -> Response:
    """Take the code. The session gets a new token; after the first one the recovery codes are shown, once."""
    if is_done(visit):
        return RedirectResponse(entry.HOME[visit.actor.role], 303)
    sent = await visit.form()
    form = await (RecoveryForm if sent.get("kind") == "recovery" else FactorForm).of(visit)
    if not form.validate():
        return _page(visit, form)
    asking = entry.browser(visit)
    pace = await entry.write(visit, tries.begin_try, f"factor:{visit.actor.id}", asking.device_token, asking.address)
    if pace.wait:
        return _page(visit, form, -(-pace.wait // 60))
    try:
        return await _taken(visit, form)
    except BadInput as problem:
        form.code.errors = [visit.say(problem.message)]
        await entry.count_wrong(visit, tries.wrong_secret)
        return _page(visit, form)


async def _taken(visit: Visit, form: Form) -> Response:
    session, role, codes = session_of(visit), visit.actor.role, list[str]()
    factor = visit.read.row("second_factors.of_account", account_id=visit.actor.id)
    home = form.next.data or entry.HOME[role]
    if factor and not factor["confirmed_at"]:
        token, codes = await entry.write(visit, second_factors.set_up, session.id, role, form.code.data)
        response = visit.page("everyone/recovery_codes.html", codes=codes, home=entry.HOME[role])
    else:
        token = await entry.write(visit, second_factors.give, session.id, role, form.code.data)
        response = visit.redirect(home)
    sessions.set_cookie(response, visit.parts, token, role)
    await entry.write(visit, tries.forget, f"factor:{visit.actor.id}", entry.browser(visit).device_token)
    return response
