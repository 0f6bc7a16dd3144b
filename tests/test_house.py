"""The house rules that a machine can check; CONTRIBUTING.md lists them all."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pfd_desktop"
MODULES = sorted(PACKAGE.rglob("*.py"))
OURS = [*MODULES, ROOT / "start.py", *sorted((ROOT / "packaging").rglob("*.py"))]
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_ROOM_TEXT = 400, 50, 6
IMPORT_ROOM = "core/waveforms/"
# These write into the temporary path that atomic_path or atomic_write handed them.
# (the layouts of waveform files are written in memory)
WRITE_WHERE_TOLD = frozenset({"atomic.py", "core/waveforms/blob.py", "core/waveforms/layouts.py"})
# Where any error of the work becomes an outcome; nowhere else may a rule be silenced.
# (and where a user's own functions run, which may raise anything)
BROAD = frozenset({"core/features/own_running.py", "workers/child.py", "workers/jobs.py"})
# Answers go from our own child to us down our own pipe.
PICKLES = frozenset({"workers/child.py"})


def inside(module: Path) -> str:
    """The module's place in the package."""
    return module.relative_to(PACKAGE).as_posix()


def syntax(module: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(module.read_text(encoding="utf-8"), str(module))


def named(node: ast.expr) -> str:
    """A dotted name such as ``np.load``; calls and subscripts inside it are left out."""
    if isinstance(node, ast.Attribute):
        return f"{named(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported, at the top or inside a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in the tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def overwrites(call: ast.Call) -> bool:
    """Whether the call opens a file to write it anew."""
    name = named(call.func).rpartition(".")[2]
    if name in {"write_text", "write_bytes"}:
        return True
    if name not in {"open", "File"}:
        return False
    words = [a.value for a in call.args if isinstance(a, ast.Constant)]
    words += [
        k.value.value
        for k in call.keywords
        if k.arg == "mode" and isinstance(k.value, ast.Constant)
    ]
    return any(isinstance(w, str) and re.fullmatch(r"[wx][bt]?\+?", w) for w in words)


def writers(tree: ast.Module) -> Iterator[ast.AST]:
    """What writes to a temporary path: ``with atomic_path`` blocks, functions for atomic_write."""
    handed = {
        named(argument)
        for call in calls(tree)
        if named(call.func).endswith("atomic_write")
        for argument in call.args[1:]
    }
    for node in ast.walk(tree):
        blocks = (
            [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
            if isinstance(node, ast.With)
            else []
        )
        if (
            (isinstance(node, ast.FunctionDef) and node.name in handed)
            or any(named(call.func).endswith("atomic_path") for call in blocks)
            or (isinstance(node, ast.Call) and named(node.func).endswith("atomic_write"))
        ):
            yield node


def test_files_are_written_whole_or_not_at_all() -> None:
    found = []
    for module in MODULES:
        if inside(module) in WRITE_WHERE_TOLD:
            continue
        tree = syntax(module)
        safe = {id(call) for writer in writers(tree) for call in calls(writer)}
        found += [
            f"{inside(module)}:{call.lineno}"
            for call in calls(tree)
            if overwrites(call) and id(call) not in safe
        ]
    assert not found, f"write through atomic.py: {found}"


def test_only_the_import_room_reads_foreign_files() -> None:
    readers = ("scipy.io", "h5py", "wave")
    found = [
        f"{inside(module)}: {name}"
        for module in MODULES
        if not inside(module).startswith(IMPORT_ROOM)
        for name in imported(syntax(module))
        if any(name == reader or name.startswith(f"{reader}.") for reader in readers)
    ]
    assert not found, f"foreign files are read in core/waveforms: {found}"


def test_arrays_are_never_loaded_with_objects_inside() -> None:
    found = []
    for module in MODULES:
        for call in calls(syntax(module)):
            if named(call.func) in {"np.load", "numpy.load"}:
                told = {k.arg: k.value for k in call.keywords}.get("allow_pickle")
                if not (isinstance(told, ast.Constant) and told.value is False):
                    found.append(f"{inside(module)}:{call.lineno}")
    assert not found, f"np.load needs allow_pickle=False: {found}"


def test_no_format_that_runs_code_when_it_is_read() -> None:
    banned = {"pickle", "cPickle", "joblib", "dill", "cloudpickle", "shelve", "marshal"}
    found = [
        f"{inside(module)}: {name}"
        for module in MODULES
        for name in imported(syntax(module))
        if name.partition(".")[0] in banned and inside(module) not in PICKLES
    ]
    found += [
        f"{inside(module)}:{call.lineno} {named(call.func)}"
        for module in MODULES
        for call in calls(syntax(module))
        if named(call.func) in {"torch.load", "torch.save", "eval", "exec"}
    ]
    assert not found


@pytest.mark.parametrize("room", sorted(PACKAGE.rglob("__init__.py")), ids=inside)
def test_each_room_says_what_lives_in_it(room: Path) -> None:
    text = ast.get_docstring(syntax(room), clean=False)
    assert text, "a room without a word about it"
    assert len(text.strip().splitlines()) <= LONGEST_ROOM_TEXT


def test_files_and_functions_stay_small() -> None:
    found = []
    for module in OURS:
        lines = len(module.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_FILE:
            found.append(f"{module.relative_to(ROOT)}: {lines} lines")
        for node in ast.walk(syntax(module)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found.append(f"{module.relative_to(ROOT)}: {node.name}, {length} lines")
    assert not found


def test_no_room_for_what_has_no_name() -> None:
    nameless = {"util", "utils", "helper", "helpers", "common", "misc", "shared"}
    found = [inside(m) for m in MODULES if nameless & {m.stem, *m.relative_to(PACKAGE).parts[:-1]}]
    assert not found


def test_nothing_is_silenced_line_by_line() -> None:
    found = []
    for module in MODULES:
        for number, line in enumerate(module.read_text(encoding="utf-8").splitlines(), 1):
            silenced = re.search(r"#\s*(type:\s*ignore|noqa).*", line)
            allowed = inside(module) in BROAD and "# noqa: BLE001 - " in line
            if silenced and not allowed:
                found.append(f"{inside(module)}:{number}")
    assert not found


def test_no_path_of_one_machine_is_in_the_program() -> None:
    foreign = re.compile(r"\.\./shared|[\"'(\s](/work|/opt|/root|/home|/Users)/|[\"'][A-Z]:\\\\")
    papers = [*ROOT.glob("*.md"), *ROOT.glob("*.toml"), *ROOT.glob("*.txt")]
    packaging = [p for p in (ROOT / "packaging").rglob("*") if p.suffix in {".py", ".spec", ".md"}]
    found = [
        f"{path.relative_to(ROOT)}: {hit.group(0).strip()}"
        for path in [*MODULES, *papers, *packaging, ROOT / "start.py"]
        for hit in foreign.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_each_dependency_has_its_line_in_the_architecture() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(name for extra in extras for name in extra)]
    names = [re.split(r"[^A-Za-z0-9_.-]", requirement)[0] for requirement in wanted]
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").lower()
    assert not [name for name in names if f"`{name.lower()}`" not in text]


def test_each_dependency_is_imported_somewhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["train"]]
    names = [re.split(r"[^A-Za-z0-9_.-]", requirement)[0] for requirement in wanted]
    used = {name.partition(".")[0].lower() for m in MODULES for name in imported(syntax(m))}
    other = {"pyside6-essentials": "pyside6", "scikit-learn": "sklearn"}
    assert not [name for name in names if other.get(name.lower(), name.lower()) not in used]


def test_each_tested_version_is_exact_and_no_dependency_is_without_one() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*", pin) for pin in pins)
    pinned = {pin.partition("==")[0].lower().replace("_", "-") for pin in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(name for extra in extras for name in extra)]
    names = {re.split(r"[^A-Za-z0-9_.-]", w)[0].lower().replace("_", "-") for w in wanted}
    assert not names - pinned
