"""Requests as text, so that the job log can offer them again."""

import json
from dataclasses import asdict

from pfd_desktop.core.records.learning import ExtractRequest, SplitKind, TrainRequest
from pfd_desktop.errors import InvalidInput


def request_text(request: ExtractRequest | TrainRequest) -> str:
    """JSON of *request*."""
    return json.dumps(asdict(request))


def extract_request(text: str) -> ExtractRequest:
    """What request_text wrote of an ExtractRequest."""
    try:
        kept = json.loads(text)
        return ExtractRequest(**{**kept, "recording_ids": tuple(kept["recording_ids"])})
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
            }
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInput(f"The kept request to train cannot be read: {error}.") from error
