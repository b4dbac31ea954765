"""Runs gates: takes a proposal that waits, asks the gate's process, and keeps what it says."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from bot.accounts import Accounts
from bot.desk import cases, gate
from bot.desk.addenda import Addenda
from bot.desk.change import Change, change_of
from bot.desk.gate import Begun
from bot.desk.proposal import Proposal, proposal_of
from bot.gating import request
from bot.gating.process import GateFailed, ask_gate
from bot.settings import Settings
from ingest.metadata import sidecar_path
from ingest.patching import PlaceNotFound
from knowledge.database import writing
from knowledge.errors import Conflict, ZerojiError
from knowledge.library import Library
from knowledge.model import Manual

_log = logging.getLogger(__name__)

#: Settings that answers depend on. Secrets are left to the environment.
_ANSWERING = ("embedder", "reranker", "caution", "contact", "confidential_contact")
_READING = ("read_seconds", "read_memory_mb", "max_file_mb")


class Gating:
    """The gates of one Zeroji. One runs at a time."""

    def __init__(
        self,
        database: Engine,
        library: Library,
        accounts: Accounts,
        addenda: Addenda,
        settings: Settings,
        refresh: Callable[[int], object] = lambda proposal_id: None,
    ) -> None:
        """``refresh`` has a proposal go by the file as it is now, where that changed elsewhere."""
        self._refresh = refresh
        self._database = database
        self._library = library
        self._accounts = accounts
        self._addenda = addenda
        self._settings = settings
        self._folder = settings.home / "gate"
        self._one = threading.Lock()

    def waiting(self) -> list[int]:
        return gate.waiting(self._database)

    def recover(self) -> None:
        """Have gates run again that a dead process left, and take away what it was working on."""
        gate.recover(self._database)
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, proposal_id: int) -> str:
        """Run a gate now; what it came to. Raises NotFound, Conflict when it is being run."""
        with self._database.connect() as tx:
            known = proposal_of(tx, proposal_id).gate_status
        if known in gate.DONE:
            gate.again(self._database, proposal_id)
        if not self.run_waiting(proposal_id):
            raise Conflict(
                f"Proposal {proposal_id} is being checked, or was decided on already.",
                "確認が進んでいるか、すでに処理された提案です。",
            )
        with self._database.connect() as tx:
            return proposal_of(tx, proposal_id).gate_status

    def run_waiting(self, proposal_id: int) -> bool:
        """Run the gate of a proposal if it waits; False when it does not."""
        with self._one:
            with suppress(Conflict):  # what does not fit any more is told as the gate's result
                self._refresh(proposal_id)
            with writing(self._database) as tx:
                begun = gate.begin(tx, proposal_id)
            if begun is None:
                return False
            status, result = self._result(begun)
            with writing(self._database) as tx:
                if not gate.finish(tx, begun, status, result):
                    _log.info("Proposal %d was changed while it was checked.", proposal_id)
        return True

    def request(self, proposal_id: int, folder: Path) -> dict[str, Any]:
        """What the gate is asked, see evals.gating.request; the changed file lies in the folder.

        Raises NotFound, Conflict where the change does not fit the file.
        """
        with self._database.connect() as tx:
            proposal = proposal_of(tx, proposal_id)
            manual = self._library.manual(proposal.manual_id)
            change = change_of(proposal, manual, self._addenda)
            return {
                "settings": self._settings_told(),
                "manual_ids": self._manual_ids(manual, change),
                "source": str(change.path),
                "changed": str(_changed(change, folder)),
                "file": manual.path,
                "before": proposal.before,
                "after": proposal.after,
                **self._asked(tx, proposal),
            }

    def _result(self, begun: Begun) -> tuple[gate.Status, dict[str, Any]]:
        folder = self._folder / str(begun.proposal_id)
        try:
            asked = self.request(begun.proposal_id, folder)
            reply = ask_gate(asked, self._settings.gate_seconds, folder)
        except GateFailed as failure:
            return "failed", _failed(str(failure), failure.ja)
        except ZerojiError as error:
            return "failed", _failed(str(error), error.text("ja"))
        except Exception as error:  # noqa: BLE001 - a gate that nobody ends is waited for forever
            _log.exception("The gate of proposal %d failed", begun.proposal_id)
            said = type(error).__name__
            return "failed", _failed(
                f"{said}: the log says more.",
                f"エラーが起きました（{said}）。管理者に連絡してください。",
            )
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return reply["status"], reply["result"]

    def _asked(self, tx: Connection, proposal: Proposal) -> Mapping[str, Any]:
        ids = [proposal.manual_id]
        return {
            "cases": cases.as_json(tx, proposal.manual_id),
            "case_files": [str(path.absolute()) for path in self._settings.eval_cases],
            "questions": request.questions(tx, self._accounts, proposal.ticket_id),
            "exchanges": request.exchanges(tx, self._accounts, ids, self._settings.correct_days),
        }

    def _manual_ids(self, manual: Manual, change: Change) -> list[int]:
        """The manual and, where the change goes into an addendum that there is, that one too."""
        source = str(change.path.resolve())
        beside = [one.id for one in self._library.manuals() if one.source == source]
        return list(dict.fromkeys([manual.id, *beside]))

    def _settings_told(self) -> dict[str, Any]:
        chosen = {name: getattr(self._settings, name) for name in (*_ANSWERING, *_READING)}
        place = {"home": str(self._settings.home), "database_url": self._settings.database_url}
        return chosen | place


def _changed(change: Change, folder: Path) -> Path:
    """The changed file with its sidecar, in a folder of its own. Raises Conflict."""
    try:
        data = change.applied(change.base())
    except PlaceNotFound as error:
        raise Conflict(
            f"{change.path.name}: {error}",
            f"{change.path.name}：{error.ja}",
        ) from error
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    folder.chmod(0o700)
    changed = folder / change.path.name
    changed.write_bytes(data)
    sidecar = sidecar_path(change.path)
    if sidecar.is_file():
        (folder / sidecar.name).write_bytes(sidecar.read_bytes())
    return changed


def _failed(text: str, ja: str) -> dict[str, Any]:
    return {
        "seconds": 0.0,
        "cases": [],
        "ticket": [],
        "contradictions": [],
        "impact": [],
        "reasons": [
            {
                "level": "red",
                "en": f"The change could not be tried out. {text}",
                "ja": f"この変更を試せませんでした。{ja}",
            }
        ],
    }
