"""Code of others that may raise anything, and how that becomes one sentence."""

from pfd_desktop.errors import InvalidRecording, PfdError


class Foreign:
    """Within it an exception that is not ours is told as *sentence* with its text.

    ``exactly``: only that class itself, for libraries which raise nothing narrower.
    """

    def __init__(self, sentence: str, exactly: type[Exception] | None = None) -> None:
        self._sentence, self._exactly = sentence, exactly

    def __enter__(self) -> None:
        """Nothing to begin."""

    def __exit__(self, kind: type | None, error: BaseException | None, _: object) -> None:
        if not isinstance(error, Exception) or isinstance(error, PfdError):
            return
        if self._exactly is None or kind is self._exactly:
            text = str(error).split("\n", 1)[0][:160]
            raise InvalidRecording(f"{self._sentence} ({text or kind}).") from error
