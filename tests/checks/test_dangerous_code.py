"""What no module of the program does: run what somebody typed, trust a stranger's certificate, use a weak hash."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "pwa_server").rglob("*.py"))
SCRIPTS = [*(ROOT / "static" / "js").rglob("*.js"), *(ROOT / "service_worker").rglob("*.js")]
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_ATTRIBUTES = {
    "os.system", "os.popen", "os.execv", "hashlib.md5", "hashlib.sha1", "ssl._create_unverified_context",
    "ssl.CERT_NONE", "subprocess.getoutput", "tempfile.mktemp",
}  # fmt: skip
FORBIDDEN_IMPORTS = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "yaml",
    "xml.etree",
    "lxml",
    "telnetlib",
    "ftplib",
    "ctypes",
}
# An argument that switches a protection off.
FORBIDDEN_ARGUMENTS = {
    ("shell", True), ("verify", False), ("ssl", False), ("verify_ssl", False), ("check_hostname", False),
    ("autoescape", False), ("trust_env", True), ("debug", True), ("allow_redirects", True), ("follow_redirects", True),
}  # fmt: skip


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def found_in(tree: ast.AST) -> list[str]:
    """What a module does of all that is forbidden, with its line."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in FORBIDDEN_CALLS:
                found.append(f"{node.lineno}: {called}")
            for argument in node.keywords:
                if (
                    isinstance(argument.value, ast.Constant)
                    and (argument.arg, argument.value.value) in FORBIDDEN_ARGUMENTS
                ):
                    found.append(f"{node.lineno}: {argument.arg}={argument.value.value}")
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in FORBIDDEN_ATTRIBUTES:
            found.append(f"{node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            found += [
                f"{node.lineno}: import {one}"
                for one in names
                if any(one == bad or one.startswith(f"{bad}.") for bad in FORBIDDEN_IMPORTS)
            ]
    return found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_runs_text_or_switches_a_protection_off(path: Path) -> None:
    assert not found_in(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text",
    [
        "eval(typed)",
        "import pickle",
        "from yaml import load",
        "hashlib.md5(b'')",
        "run(line, shell=True)",
        "get(u, verify=False)",
    ],
)
def test_what_is_forbidden_is_found(text: str) -> None:
    assert found_in(ast.parse(text))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_secrets_are_drawn_by_the_system_alone(path: Path) -> None:
    """`random` can be computed from what it drew before; people of the demo are made up with it."""
    drawn = re.search(r"^\s*(?:import random|from random import)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert not drawn or "demo" in path.parts


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_values_enter_statements_by_name_only(path: Path) -> None:
    """A statement is written down whole: nothing is put into it but names of our own tables and columns."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".execute", ".executemany", ".own_rows")):
            assert "storage" in path.parts or isinstance(node.args[0], ast.Constant), f"{node.lineno}"


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_of_pages_write_text_and_run_none(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for forbidden in (
        r"\beval\(", r"new Function\(", r"document\.write", r"\.innerHTML\s*=", r"\.outerHTML\s*=", r"insertAdjacentHTML",
        r"setTimeout\(\s*[\"'`]", r"[\"']paste[\"']", r"\blocation\.hash\b.*innerHTML",
    ):  # fmt: skip
        assert not re.search(forbidden, text), forbidden


# What scripts look up by a name that is not written there: each has only names of ours, or of the browser's own objects.
LOOKED_UP = {
    "TOLD[event.data?.type]",  # an object without a prototype
    "pages[path]",  # of our own answer, by its own list
    "headers[name]",  # by a list of ours
    "part[name]",
    "sent[name]",
    "response[name]",
    'credentials[asked.user ? "" : ""]',
}


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_look_nothing_up_by_what_somebody_typed_or_sent(path: Path) -> None:
    """`__proto__` or `constructor` as a name would reach what every object has."""
    text = path.read_text(encoding="utf-8")
    code = re.sub(r"`[^`]*`|'[^'\n]*'|\"[^\"\n]*\"", '""', re.sub(r"//[^\n]*", "", text))
    found = set(re.findall(r"\w+\??\.?\[(?!-?\d+\]|\"\"\])[^\[\]\n]+\]", code))
    assert found <= LOOKED_UP, found - LOOKED_UP
    for table in re.findall(r"(\w+)\[event\.data", code):
        assert re.search(rf"const {table} = \{{\s*__proto__: null,", code), table


def test_no_key_and_no_password_lies_in_the_project() -> None:
    suffixes = {".py", ".md", ".toml", ".json", ".sql", ".html", ".js", ".css", ".lock", ".txt", ".pem", ".yml", ".sh"}
    folders = ("pwa_server", "scripts", "docs", "static", "service_worker", "locales", "tests")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    private = re.compile("BEGIN (?:EC |RSA |ENCRYPTED )?" + "PRIVATE KEY")
    assert not [name(path) for path in files if private.search(path.read_text(encoding="utf-8"))]
    assert not [name(path) for path in files if path.name in ("sealing.json", "pepper", "vapid.pem", ".env")]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_typed_text_is_a_pattern(path: Path) -> None:
    """`format` on what somebody typed would hand out what stands beside it: patterns are constants of ours."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in ("format", "format_map", "vformat"):
            pattern = ast.unparse(node.value)
            assert node.attr == "format", f"{node.lineno}"
            assert pattern.startswith(("Markup('", "PATHS[")), f"{node.lineno}: {pattern}"
