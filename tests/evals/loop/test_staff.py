"""What the scripted desk does with tickets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.wiring import Zeroji
from evals.loop.asking import Moment, ask, chosen
from evals.loop.needs import Asking, load_needs
from evals.loop.simulation import gate_of, prepare
from evals.loop.staff import APPROVER, STAFF, Staff
from evals.rehearsal import empty_home
from knowledge.database import now
from tests.evals.loop.conftest import write_lines


class Company:
    """A desk and an employee who asks."""

    def __init__(self, zeroji: Zeroji, dataset: Path, **options: Any) -> None:
        prepare(zeroji, [dataset / "company"])
        self.zeroji, self.need_of = zeroji, dict[int, str]()
        self.needs = {need.id: need for need in load_needs(dataset)}
        self.staff = Staff(
            zeroji=zeroji, needs=self.needs, need_of=self.need_of, gate=None, **options
        )
        self.staff.join_the_company()
        zeroji.accounts.add("employee-1")

    def ask(self, need: str, words: str) -> str:
        asking = Asking(at=0, asker="employee-1", need=need, wording=words)
        moment = Moment(at=now(), week=0, answerable=True, first_time=True)
        asked = ask(self.zeroji, asking, self.needs[need], moment)
        self.need_of[asked.exchange] = need
        return asked.result

    def work(self) -> None:
        for ticket in self.staff.waiting():
            self.staff.handle(ticket)

    def text(self) -> str:
        (manual,) = self.zeroji.library.manuals()
        return Path(manual.source).read_text(encoding="utf-8")


def test_a_reply_becomes_an_entry_that_somebody_else_approved(
    dataset: Path, settings: Settings, parking: dict[str, Any]
) -> None:
    with empty_home(settings) as zeroji:
        company = Company(zeroji, dataset)
        assert company.ask("parking", parking["wordings"][0]) == "escalated"
        company.work()
        (proposal,) = zeroji.proposals.proposals()
        assert (proposal.status, proposal.author, proposal.approver) == (
            "published",
            STAFF,
            APPROVER,
        )
        assert parking["wordings"][0] in company.text()
        assert parking["reply"] in company.text()
        assert company.staff.gates == {"none": 1}


def test_other_words_of_a_published_need_are_added_to_its_entry_once(
    dataset: Path, settings: Settings, parking: dict[str, Any]
) -> None:
    other = "駐輪したい場合の手続きについて教えてもらえますか"
    with empty_home(settings) as zeroji:
        company = Company(zeroji, dataset, wordings="lines")
        company.ask("parking", parking["wordings"][0])
        company.work()
        for _ in range(2):
            zeroji.desk.ask_a_person(company_exchange(company, other), "employee-1")
            company.work()
        assert company.text().count(f"別の聞き方：{other}") == 1
        assert company.staff.refused == {}


def test_other_words_may_become_an_entry_of_their_own(
    dataset: Path, settings: Settings, parking: dict[str, Any]
) -> None:
    other = "駐輪したい場合の手続きについて教えてもらえますか"
    with empty_home(settings) as zeroji:
        company = Company(zeroji, dataset, wordings="entries")
        company.ask("parking", parking["wordings"][0])
        company.work()
        for _ in range(2):
            zeroji.desk.ask_a_person(company_exchange(company, other), "employee-1")
            company.work()
        assert company.text().count(f"# {other}") == 1
        assert company.text().count(parking["reply"]) == 2


def test_without_other_words_a_published_need_is_replied_to_only(
    dataset: Path, settings: Settings, parking: dict[str, Any]
) -> None:
    with empty_home(settings) as zeroji:
        company = Company(zeroji, dataset)
        company.ask("parking", parking["wordings"][0])
        company.work()
        before = company.text()
        zeroji.desk.ask_a_person(company_exchange(company, "自転車の件"), "employee-1")
        company.work()
        assert company.text() == before
        assert {ticket.status for ticket in zeroji.desk.tickets()} == {"published", "answered"}


def test_the_gate_of_the_product_may_be_run_first(
    dataset: Path, settings: Settings, parking: dict[str, Any]
) -> None:
    with empty_home(settings) as zeroji:
        company = Company(zeroji, dataset)
        company.staff.gate = gate_of(zeroji)
        company.ask("parking", parking["wordings"][0])
        company.work()
        (proposal,) = zeroji.proposals.proposals()
        assert proposal.status == "published"
        assert sum(company.staff.gates.values()) == 1
        assert set(company.staff.gates) <= {"green", "amber"}


def test_what_cannot_be_proposed_is_noted_and_its_asker_replied_to(
    dataset: Path, settings: Settings, parking: dict[str, Any]
) -> None:
    nowhere = parking | {"place": {"file": "どこにもない.md", "heading": None}}
    (dataset / "needs.jsonl").write_text("", encoding="utf-8")
    write_lines(dataset / "needs.jsonl", nowhere)
    with empty_home(settings) as zeroji:
        company = Company(zeroji, dataset)
        company.ask("parking", parking["wordings"][0])
        company.work()
        (ticket,) = zeroji.desk.tickets()
        assert ticket.status == "answered"
        assert "どこにもない.md" in company.staff.refused[ticket.id]


def company_exchange(company: Company, words: str) -> int:
    """Ask something, whatever comes of it; the exchange."""
    company.ask("parking", words)
    return max(company.need_of)


def test_a_reply_names_the_place_that_it_is_from_once_there_is_one(
    dataset: Path, settings: Settings, cards: dict[str, Any], parking: dict[str, Any]
) -> None:
    with empty_home(settings) as zeroji:
        company = Company(zeroji, dataset)
        needs = company.needs
        (cited,) = company.staff.cited(needs["cards"])
        assert cited["section"].split(" > ")[-1] == cards["gold"]["heading"]
        assert company.staff.cited(needs["parking"]) == []
        company.ask("parking", parking["wordings"][0])
        company.work()
        (cited,) = company.staff.cited(needs["parking"])
        assert cited["section"].split(" > ")[-1] == parking["wordings"][0]


def test_an_asker_chooses_the_option_that_names_what_is_looked_for(dataset: Path) -> None:
    need = next(need for need in load_needs(dataset) if need.id == "cards")
    option = {"label": "名刺は何日で届きますか。", "question": "名刺は何日で届きますか。：名刺"}
    other = {"label": "駐輪場", "question": "駐輪場：名刺"}
    said = {"outcome": "clarification", "options": [other, option]}
    assert chosen(said, need, "") == option["question"]
    assert chosen(said | {"options": [other]}, need, "") is None
    assert chosen(said | {"outcome": "answer"}, need, "") is None
