"""What staff do with tickets in Slack. Each act was written down before, and may be done again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.desk.ticket import WAITING, Ticket
from bot.desk.tickets import Desk
from bot.permissions import Action
from bot.slack.messages import brief, staff_thread, wording
from bot.slack.messages.action_ids import BECAUSE, CITE, NOTE, TEXT, TO
from bot.slack.receiving.surface import Given
from bot.slack.requests import StaffAct
from bot.slack.staff.members import Members
from bot.slack.staff.objections import Objections
from bot.users import User
from bot.wiring import Zeroji
from knowledge.errors import Conflict, InvalidInput, NotAllowed, NotFound

#: Does an act of somebody who may. Raises Conflict, InvalidInput, NotAllowed, NotFound.
Act = Callable[[Given, User], None]
#: What somebody typed with an act.
_TYPED = (TEXT, BECAUSE, NOTE)


class Acts:
    """Does acts by their names; whoever may not, or came too late, is told so."""

    def __init__(
        self,
        members: Members,
        acts: Mapping[str, tuple[Action, Act]],
        done: Callable[[], None],
    ) -> None:
        """``acts`` with what one must be allowed to do for each; ``done`` is called after it."""
        self._members = members
        self._acts = acts
        self._done = done

    def do(self, given: Given) -> None:
        """Raises JobFailed."""
        request: StaffAct = given.request
        action, act = self._acts[request.act]
        user = request.place.user
        account = self._members.who_may(user, action)
        if account is None:
            self._members.tell(given, brief.say("not_staff", self._members.language(user)))
            return
        try:
            act(given, account)
        except (Conflict, InvalidInput, NotAllowed, NotFound) as problem:
            tell_problem(self._members, given, problem.text(self._members.language(user)))
        self._done()


class TicketActs:
    """Claims, releases, replies …; what is already so is left as it is."""

    def __init__(self, zeroji: Zeroji, members: Members) -> None:
        self._zeroji = zeroji
        self._desk: Desk = zeroji.desk
        self._members = members
        self._objections = Objections(zeroji.desk, members)

    @property
    def acts(self) -> dict[str, tuple[Action, Act]]:
        return {
            "claim": ("reply", self._claim),
            "release": ("reply", self._release),
            "reopen": ("reply", self._reopen),
            "reply": ("reply", self._reply),
            "hand_over": ("reply", self._hand_over),
            "dismiss": ("reply", self._dismiss),
        }

    def _claim(self, given: Given, account: User) -> None:
        ticket = self._ticket(given)
        if ticket.owner != account.name or ticket.status not in WAITING:
            self._expect_nobody_faster(given, ticket, account)
            self._desk.claim(ticket.id, account.name)

    def _release(self, given: Given, account: User) -> None:
        ticket = self._ticket(given)
        if ticket.status != "open":
            self._expect_nobody_faster(given, ticket, account)
            self._desk.release(ticket.id, account.name)

    def _reopen(self, given: Given, account: User) -> None:
        ticket = self._ticket(given)
        if ticket.status not in WAITING:
            self._desk.reopen(ticket.id, account.name)

    def _reply(self, given: Given, account: User) -> None:
        ticket, text = self._ticket(given), _field(given, TEXT)
        if ticket.owner == account.name and ticket.status == "answered" and ticket.reply == text:
            return  # an earlier try has sent it
        self._expect_nobody_faster(given, ticket, account)
        ticked = _field(given, CITE).split()
        places = [place for place in ticket.nearest if place["chunk_id"] in ticked]
        self._desk.reply(ticket.id, account.name, text, places)

    def _hand_over(self, given: Given, account: User) -> None:
        ticket, to = self._ticket(given), _field(given, TO)
        if ticket.owner == to and ticket.status in WAITING:
            return
        self._expect_nobody_faster(given, ticket, account)
        self._desk.hand_over(ticket.id, account.name, to, _field(given, NOTE))

    def _dismiss(self, given: Given, account: User) -> None:
        ticket, because = self._ticket(given), _field(given, BECAUSE)
        if ticket.status == "dismissed" and ticket.dismissed_because == because:
            return
        self._expect_nobody_faster(given, ticket, account)
        self._desk.dismiss(ticket.id, account.name, because)

    def _ticket(self, given: Given) -> Ticket:
        """Raises NotFound; a private one is not there, whoever asks."""
        return self._desk.ticket(given.request.subject)

    def _expect_nobody_faster(self, given: Given, ticket: Ticket, account: User) -> None:
        language = self._members.language(given.request.place.user)
        said = self._objections.to(given.request.act, ticket, account, language)
        if said:
            raise Conflict(said, said)


def tell_problem(members: Members, given: Given, problem: str) -> None:
    """Why nothing came of it; what was typed is given back in full."""
    kept = next((text for name in _TYPED if (text := _field(given, name))), "")
    if kept:
        language = members.language(given.request.place.user)
        problem = f"{problem}\n{wording.text('staff.not_sent', language)}"
    members.tell(given, staff_thread.notice(problem, kept), lasting=bool(kept))


def _field(given: Given, name: str) -> str:
    request: StaffAct = given.request
    return request.fields.get(name, "").strip()
