"""Texts as they are compared: without case, and alike where Unicode has several ways to write."""

import unicodedata


def folded(text: str) -> str:
    """*text* for comparing: NFKC, case folded (Unicode 15, 3.13, "compatibility caseless")."""
    if text.isascii():
        return text.lower()
    once = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", once)
