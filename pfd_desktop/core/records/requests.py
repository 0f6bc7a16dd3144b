"""Requests as text, so that the job log can offer them again."""

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

from pfd_desktop.core.records.importing import ImportRequest, Mapping, RawLayout
from pfd_desktop.core.records.learning import ExtractRequest, SplitKind, TrainRequest
from pfd_desktop.errors import InvalidInput


def request_text(request: ExtractRequest | TrainRequest | ImportRequest) -> str:
    """JSON of *request*."""
    return json.dumps(asdict(request), default=str)


def recipe_of(request: TrainRequest) -> str:
    """SHA-256 of all that is asked but seed and name: what several seeds of one recipe share."""
    asked = replace(request, seed=0, name="", recording_ids=tuple(sorted(request.recording_ids)))
    told = asdict(asked)
    for name in ("select_by", "pool"):
        if told[name] == getattr(TrainRequest, name):
            del told[name]  # runs from before there was a choice keep their recipe
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def ids_text(ids: tuple[str, ...]) -> str:
    """JSON of the recordings that are to be diagnosed."""
    return json.dumps(list(ids))


def apply_text(chain_id: str, recording_ids: tuple[str, ...]) -> str:
    """JSON of a saved chain and the recordings it is to be applied to."""
    return json.dumps({"chain": chain_id, "recordings": list(recording_ids)})


def kept_apply(text: str) -> tuple[str, tuple[str, ...]]:
    """What apply_text wrote."""
    kept = _loaded(text, "apply a chain")
    try:
        if isinstance(kept, dict):
            return str(kept["chain"]), tuple(str(one) for one in kept["recordings"])
    except (KeyError, TypeError) as error:
        raise InvalidInput(f"The kept request to apply a chain lacks {error}.") from error
    raise InvalidInput("The kept request to apply a chain names no chain.")


def seed_text(seed: int) -> str:
    """JSON of the seed that the sample is made from."""
    return json.dumps(seed)


def kept_ids(text: str) -> tuple[str, ...]:
    """What ids_text wrote."""
    kept = _loaded(text, "diagnose")
    if not (isinstance(kept, list) and all(isinstance(one, str) for one in kept)):
        raise InvalidInput("The kept request to diagnose names no recordings.")
    return tuple(kept)


def kept_seed(text: str) -> int:
    """What seed_text wrote."""
    kept = _loaded(text, "make the sample")
    if not isinstance(kept, int):
        raise InvalidInput("The kept request to make the sample has no seed.")
    return kept


def import_request(text: str) -> ImportRequest:
    """What request_text wrote of an ImportRequest."""
    try:
        kept = json.loads(text)
        paths = tuple(Path(path) for path in kept["paths"])
        raw = kept["mapping"].get("raw")
        layout = None if raw is None else RawLayout(**raw)
        mapping = Mapping(**{**kept["mapping"], "raw": layout})
        told = {name: bool(kept.get(name)) for name in ("every", "update", "in_place")}
        return ImportRequest(paths, kept["preset"], mapping, **told)
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInput(f"The kept request to import cannot be read: {error}.") from error


def _loaded(text: str, what: str) -> object:
    try:
        loaded: object = json.loads(text)
    except ValueError as error:
        raise InvalidInput(f"The kept request to {what} cannot be read: {error}.") from error
    return loaded


def extract_request(text: str) -> ExtractRequest:
    """What request_text wrote of an ExtractRequest."""
    try:
        kept = json.loads(text)
        lists = {"recording_ids": tuple(kept["recording_ids"]), "own": tuple(kept.get("own", ()))}
        return ExtractRequest(**{**kept, **lists})
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInput(
            f"The kept request to extract features cannot be read: {error}."
        ) from error


def train_request(text: str) -> TrainRequest:
    """What request_text wrote of a TrainRequest."""
    try:
        kept = json.loads(text)
        return TrainRequest(
            **{
                **kept,
                "split": SplitKind(kept["split"]),
                "recording_ids": tuple(kept["recording_ids"]),
                "options": tuple((name, value) for name, value in kept.get("options", ())),
            }
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInput(f"The kept request to train cannot be read: {error}.") from error
