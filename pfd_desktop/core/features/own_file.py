"""What a file of own features declares, read without running it."""

import ast
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.features.spec import Domain, FeatureSpec, Need
from pfd_desktop.errors import InvalidInput, NotFound

MOST_BYTES = 1 << 20
_WORDS = {
    "unit": (str,),
    "formula": (str,),
    "degree": (int, type(None)),
    "version": (int,),
    "needs": (tuple, list),
    "source": (str,),
    "note": (str,),
}
_ASKED = ("unit", "formula", "degree", "version")


@dataclass(frozen=True)
class OwnFile:
    """A file of own features as a project keeps it."""

    path: Path
    name: str  # as the user called it
    sha256: str
    without: tuple[str, ...] = ()  # functions of it that are not asked


@dataclass(frozen=True)
class Made:
    """What the numbers of a feature set are of, as a set keeps it in one text."""

    version: str  # of the set that is built in
    own: tuple[tuple[str, str], ...] = ()  # files by name and hash, in the order of columns
    baseline: bool = False  # against the baseline of each recording's measuring point

    @property
    def text(self) -> str:
        """What ``made_of`` reads."""
        own = (f"{name}:{sha256}" for name, sha256 in self.own)
        return "+".join((self.version, *own, *(["baseline"] if self.baseline else [])))


def made_of(text: str) -> Made:
    """What Made.text told."""
    version, *told = text.split("+")
    pairs = [one.rpartition(":") for one in told if one != "baseline"]
    own = tuple((name, sha256) for name, _, sha256 in pairs)
    return Made(version, own, "baseline" in told)


@dataclass(frozen=True)
class Declared:
    """One feature of a file, and the function that computes it."""

    spec: FeatureSpec
    function: str
    line: int  # of its def


def read_source(path: Path, name: str) -> bytes:
    """The file's content; raises NotFound, InvalidInput for one that no engineer has written."""
    try:
        with path.open("rb") as stream:
            source = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise NotFound(f"{name} cannot be read at {path}: {error.strerror}.") from error
    if len(source) > MOST_BYTES:
        raise InvalidInput(f"{name} is larger than {MOST_BYTES >> 20} MiB: that is no such file.")
    return source


def kept_source(file: OwnFile) -> bytes:
    """The content of a file that was taken; raises NotFound, InvalidInput where it is another."""
    source = read_source(file.path, file.name)
    if hashlib.sha256(source).hexdigest() != file.sha256:
        raise InvalidInput(
            f"The project's copy of {file.name} is not what was tested: somebody changed it. Add"
            " the file again."
        )
    return source


def declared(source: bytes, name: str) -> tuple[Declared, ...]:
    """The features in *source*, in its order; raises InvalidInput with file and line."""
    tree = _parsed(source, name)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    answered = {told for node in functions for told in _answers(node)}
    found = [
        Declared(_spec(call, name), node.name, node.lineno)
        for node in functions
        for call in _declarations(node)
    ]
    if not found:
        raise InvalidInput(
            f"{name} declares no feature: there is no function under @feature(…)."
            " 'pfd features template FILE' writes a file to begin with."
        )
    for one in found:
        if one.function not in answered:
            raise InvalidInput(
                f"{name}, line {one.line}: {one.function} has no known answer. Write a function"
                f" under @{one.function}.answer that gives one."
            )
    for words in ([one.spec.name for one in found], [one.function for one in found]):
        if twice := {one for one in words if words.count(one) > 1}:
            raise InvalidInput(f"{name} declares {', '.join(sorted(twice))} twice.")
    return tuple(found)


def _parsed(source: bytes, name: str) -> ast.Module:
    try:
        return ast.parse(source, name)
    except SyntaxError as error:
        raise InvalidInput(f"{name}, line {error.lineno or 1}: {error.msg}.") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise InvalidInput(f"{name} cannot be read as Python: {error}.") from error


def _declarations(node: ast.FunctionDef) -> Iterator[ast.Call]:
    for one in node.decorator_list:
        if isinstance(one, ast.Call) and ast.unparse(one.func).rpartition(".")[2] == "feature":
            yield one


def _answers(node: ast.FunctionDef) -> Iterator[str]:
    """The functions whose known answer *node* tells."""
    for one in node.decorator_list:
        if isinstance(one, ast.Attribute) and one.attr == "answer":
            yield ast.unparse(one.value)


def _spec(call: ast.Call, file: str) -> FeatureSpec:
    where = f"{file}, line {call.lineno}"
    try:
        given = [ast.literal_eval(one) for one in call.args]
        told = {one.arg or "**": ast.literal_eval(one.value) for one in call.keywords}
    except (ValueError, TypeError, SyntaxError, RecursionError) as error:
        raise InvalidInput(
            f"{where}: what is declared of a feature must be written as plain text and numbers."
        ) from error
    name = told.pop("name", None) if not given else given[0]
    if len(given) > 1 or not isinstance(name, str) or not name.strip():
        raise InvalidInput(f"{where}: the first thing told of a feature is its name, as text.")
    _refuse_wrong(told, where)
    degree, note = told["degree"], told.get("note", "")
    if degree is None and not note:
        raise InvalidInput(f"{where}: a degree of None needs a note that says why.")
    return FeatureSpec(
        name.strip(),
        told["unit"],
        told["formula"],
        told.get("source", "") or file,
        Domain.OWN,
        tuple(_need(one, where) for one in told.get("needs", ())),
        degree,
        told["version"],
        note=note,
    )


def _refuse_wrong(told: Mapping[str, object], where: str) -> None:
    for word, value in told.items():
        if word not in _WORDS:
            known = ", ".join(_WORDS)
            raise InvalidInput(f"{where}: {word!r} is nothing to tell of a feature; {known} are.")
        if not isinstance(value, _WORDS[word]) or isinstance(value, bool):
            raise InvalidInput(f"{where}: {value!r} cannot be its {word}.")
    missing = [word for word in _ASKED if word not in told]
    if missing:
        raise InvalidInput(f"{where}: the feature does not tell its {', '.join(missing)}.")
    for word in ("unit", "formula"):
        if not str(told[word]).strip():
            raise InvalidInput(f'{where}: its {word} is empty; a number without unit has "1".')


def _need(told: object, where: str) -> Need:
    try:
        return Need(str(told))
    except ValueError as error:
        words = ", ".join(f'"{one.value}"' for one in Need)
        raise InvalidInput(f"{where}: a feature can need {words}, not {told!r}.") from error
