"""Who may do what, and why: the one table.

A holder is a relationship to a case (client, counsellor, deputy, mentor), a role without a case (coordinator), a named
right of a staff account (account_management, volunteer_office), `signed_in` or `anybody`. Whether the relationship exists
now is asked of the database (view `case_relationship`); this table says what it may do.
"""

from dataclasses import dataclass

from pwa_server.domain.people import Actor
from pwa_server.domain.problems import NotAllowed


@dataclass(frozen=True)
class Right:
    """`holder` may do `action`, because of `reason`."""

    action: str
    holder: str
    reason: str


RIGHTS = (
    Right("public.read", "anybody", "Signing in, emergency numbers and error pages need no account."),
    Right("session.begin", "anybody", "Whoever holds a card or a password may try it; tries are slowed."),
    Right("session.finish", "signed_in", "Choosing a PIN and giving the second factor finish one's own sign-in."),
    Right("session.end", "anybody", "Whoever holds a session may lock or end it, and be sure that nothing is left."),
    Right("own.settings", "signed_in", "Language, text size, notifications, devices and sign-out are one's own."),
    Right("offline.store", "client", "The own plan opens without network on the own phone."),
    Right("offline.store", "mentor", "Day, time and place of the next meeting open without network."),
    Right("plan.read", "client", "It is the client's own plan."),
    Right("step.report", "client", "Own steps are ticked by the person who does them."),
    Right("step.report", "counsellor", "Staff report on any step of their cases."),
    Right("step.report", "deputy", "A deputy stands in while named."),
    Right("step.report", "mentor", "A mentor ticks the mentor's own steps where the grant says so."),
    Right("help.ask", "client", "Asking for help is always possible."),
    Right("need.say", "client", "What is important to her is hers to say, and to take back."),
    Right("meeting.answer", "client", "The client says whether she comes; yes is always accepted."),
    Right("consent.answer", "client", "A yes or a no is the client's own, and is taken back as easily."),
    Right("consent.answer", "counsellor", "The counsellor asks aloud and writes down what the client said."),
    Right("consent.answer", "deputy", "A deputy asks and writes down while named."),
    Right("review.prepare", "client", "Her side of the balance is the client's to tell."),
    Right("own_data.read", "client", "What is kept about a person is hers to read, to save and to show."),
    Right("data_request.make", "client", "Asking to correct, hide or erase is everybody's right."),
    Right("data_request.answer", "counsellor", "The counsellor knows what is true and what the law asks to keep."),
    Right("data_request.answer", "deputy", "The day to answer does not wait for a holiday's end."),
    Right("grant.make", "client", "Only the client lets somebody look."),
    Right("access_log.read", "client", "Who looked is the client's to know."),
    Right("access_log.read", "counsellor", "Whoever keeps the plan answers for who opened it."),
    Right("granted.read", "mentor", "A mentor sees exactly what a client granted, while it is granted."),
    Right("mentor_note.write", "mentor", "A few words to the client, where the grant says so."),
    Right("mentor_note.read", "client", "What a mentor wrote is for the client alone."),
    Right("grant.answer", "mentor", "Nobody becomes a mentor without saying yes, and may hand it back."),
    Right("meeting.accompany", "mentor", "The mentor who was invited says whether she goes along."),
    Right("desk.read", "counsellor", "The day list of one's own cases."),
    Right("desk.read", "deputy", "The cases one stands in for are on the list."),
    Right("case.open", "counsellor", "Counsellors begin counselling."),
    Right("case.read", "counsellor", "The counsellor of the case."),
    Right("case.read", "deputy", "A deputy stands in while named."),
    Right(
        "protected.open", "deputy", "A deputy sees protected goals only after writing down why; the client reads it."
    ),
    Right("case.edit", "counsellor", "The counsellor keeps the plan with the client."),
    Right("case.edit", "deputy", "A deputy keeps the plan while named."),
    Right("review.edit", "counsellor", "Counsellor and client take stock together; a deputy reads what came out."),
    Right("case.hand_over", "counsellor", "Whoever counsels says who goes on; a deputy does not."),
    Right("handover.answer", "client", "The client says whether somebody else may go on."),
    Right("handover.answer", "counsellor", "The counsellor asks aloud and writes down what the client said."),
    Right("news.read", "client", "What is told to the client is read by the client."),
    Right("card.make", "counsellor", "A lost phone is helped at once."),
    Right("card.make", "deputy", "A lost phone is helped at once, by the deputy too."),
    Right("reminder.send", "counsellor", "Counsellors announce their meetings."),
    Right("reminder.send", "deputy", "A deputy announces meetings while named."),
    Right("agreement.read", "client", "It is the client's own agreement."),
    Right("agreement.read", "counsellor", "The counsellor offers it and signs it too."),
    Right("agreement.read", "deputy", "A deputy reads what was agreed and changes nothing of it."),
    Right("agreement.edit", "counsellor", "Versions are written by the counsellor who signs them."),
    Right("agreement.sign", "client", "Nobody signs for the client."),
    Right("agreement.sign", "counsellor", "The office says yes too."),
    Right("agreement.answer", "client", "A question or a no is always possible."),
    Right("office.read", "coordinator", "Coordination sees no case content."),
    Right("office.edit", "coordinator", "Hours, closing days and partners are kept by coordination."),
    Right("shared_step.open", "anybody", "Whoever holds the link was let in by the client, to one step."),
    Right("step.share", "client", "The client shows a step to a partner, and stops that at any time."),
    Right("step.share", "counsellor", "With the client's yes a partner sees exactly one step."),
    Right("step.share", "deputy", "A deputy shows a step to a partner while named, with the client's yes."),
    Right("interpreters.read", "counsellor", "Whoever books a meeting finds somebody who interprets."),
    Right("interpreters.read", "coordinator", "Coordination keeps the register of interpreters."),
    Right("catalogue.edit", "counsellor", "Counsellors know first what changed; every change names who made it."),
    Right("catalogue.edit", "coordinator", "Coordination keeps the catalogue of the installation."),
    Right("offers.edit", "counsellor", "Counsellors learn first which course is full; offers hold nobody's data."),
    Right("offers.edit", "coordinator", "Coordination keeps offers, partners and interpreters up to date."),
    Right("accounts.edit", "account_management", "A carrier manages its own accounts."),
    Right("mentors.edit", "volunteer_office", "The volunteer office looks at certificates and keeps nothing else."),
    Right("feedback.give", "anybody", "Whoever wants to praise or complain needs no account and no name."),
    Right("feedback.answer", "complaint_office", "Complaints are read outside the counselling team."),
    Right("network.read", "counsellor", "What the services agreed on together is for all who work there."),
    Right("network.read", "coordinator", "What the services agreed on together is for all who work there."),
    Right("network.adopt", "counsellor", "A service says yes to rules by somebody of its own."),
    Right("network.adopt", "coordinator", "A service says yes to rules by somebody of its own."),
    Right("network.edit", "coordinator", "Goals, rules, meetings and tasks of the network are kept by coordination."),
    Right("notes.write", "counsellor", "Colleagues learn from each other, without anybody's case."),
    Right("notes.write", "coordinator", "Colleagues learn from each other, without anybody's case."),
    Right("numbers.read", "coordinator", "Coordination sees numbers without anybody in them."),
    Right("workload.read", "counsellor", "Staff see their own work only; nothing compares people."),
)

ACTIONS = frozenset(right.action for right in RIGHTS)
_HELD = frozenset((right.action, right.holder) for right in RIGHTS)
_RELATIONSHIPS_OF = {
    "client": ("client",),
    "mentor": ("mentor",),
    "counsellor": ("counsellor", "deputy"),
    "coordinator": ("coordinator",),
}


def holders(actor: Actor | None) -> tuple[str, ...]:
    """Everything a person can hold rights as, before any case is looked at."""
    if actor is None:
        return ("anybody",)
    return ("anybody", "signed_in", *_RELATIONSHIPS_OF[actor.role], *sorted(actor.staff_rights))


def open_to(actor: Actor | None, action: str) -> bool:
    """Whether a person of this kind may try `action` at all. Which case it concerns is decided by its relationship."""
    return any((action, holder) in _HELD for holder in holders(actor))


def may(relationship: str, action: str) -> bool:
    """Whether this relationship to a case may do `action`."""
    return (action, relationship) in _HELD


def require(relationship: str, action: str) -> None:
    """Raise NotAllowed unless this relationship may do `action`."""
    if not may(relationship, action):
        raise NotAllowed
