"""Loads models of sentence-transformers: from a folder, from what was downloaded, or once over
the network. Nothing that is missing ends in a traceback.
"""

from __future__ import annotations

import importlib
import importlib.util
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from knowledge.errors import InvalidInput, ModelUnavailable

#: Two models at once would download, and set the library's options, at the same time.
_LOADING = threading.Lock()
_PROBE_SECONDS = 10


def require_extra(setting: str) -> None:
    """Raises InvalidInput when sentence-transformers is not installed."""
    try:
        found = importlib.util.find_spec("sentence_transformers")
    except ValueError:  # it is in sys.modules, but as nothing
        found = None
    if found is None:
        raise InvalidInput(
            f"{setting} needs the extra 'models': pip install 'zeroji[models]'. "
            "Without a GPU, install the CPU build of torch first (see pytorch.org)."
        )


def load(kind: str, model: str, setting: str) -> Any:
    """A ``SentenceTransformer`` or ``CrossEncoder`` on the CPU. Raises ModelUnavailable."""
    with _LOADING:
        make = _maker(kind)
        folder = Path(model).expanduser()
        if folder.is_dir() or _is_path(model):
            return _from_folder(make, folder, setting)
        try:
            return make(model, local_files_only=True)
        except (OSError, ValueError):
            _probe(model, setting)  # it has not been downloaded yet
        try:
            return make(model, local_files_only=False)
        except Exception as error:
            raise ModelUnavailable(
                f"{setting} cannot be loaded ({_first_line(error)}). Check that it is a model "
                "of sentence-transformers, and that there is room on the disk."
            ) from error


def _maker(kind: str) -> Callable[..., Any]:
    library = importlib.import_module("sentence_transformers")
    torch = importlib.import_module("torch")
    importlib.import_module("transformers").utils.logging.disable_progress_bar()
    # More than one thread is many times slower wherever cores are shared.
    torch.set_num_threads(1)
    made = getattr(library, kind)

    def make(model: str, local_files_only: bool) -> Any:
        return made(model, device="cpu", local_files_only=local_files_only)

    return make


def _is_path(model: str) -> bool:
    return model.startswith(("/", "./", "../", "~")) or model.count("/") > 1


def _from_folder(make: Callable[..., Any], folder: Path, setting: str) -> Any:
    if not folder.is_dir():
        raise ModelUnavailable(f"{setting}: there is no folder {folder}. Check the path.")
    try:
        return make(str(folder), local_files_only=True)
    except Exception as error:
        # Damaged files provoke any error in the libraries.
        raise ModelUnavailable(
            f"{setting}: the folder holds no model that can be loaded ({_first_line(error)}). "
            "Copy all of the model's files into it."
        ) from error


def _probe(model: str, setting: str) -> None:
    """Tell a wrong name from a network that is not there, before minutes of repetitions."""
    hub = importlib.import_module("huggingface_hub")
    errors = importlib.import_module("huggingface_hub.errors")
    try:
        hub.HfApi().model_info(model, timeout=_PROBE_SECONDS)
    except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
        raise ModelUnavailable(
            f"{setting}: Hugging Face has no such model, or it needs a licence to be accepted "
            "and HF_TOKEN. Check the name."
        ) from error
    except Exception as error:
        # Whatever its HTTP library raises: the model cannot be had now.
        raise ModelUnavailable(
            f"{setting} is not on this machine and cannot be downloaded ({_first_line(error)}). "
            "Download it where there is a network, and name its folder: "
            "sentence-transformers:/path/to/model."
        ) from error


def _first_line(error: BaseException) -> str:
    said = str(error).strip().splitlines()
    return (said[0] if said else type(error).__name__)[:200]
