"""Templates: one Jinja2 environment a language, in which constant sentences are already translated."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from pwa_server.i18n.catalogues import translate, translate_plural, translations
from pwa_server.i18n.languages import BY_TAG, OFFERED

FOLDER = Path(__file__).resolve().parents[1] / "templates"


class FoldTranslations(NodeTransformer):
    """Replaces `_("constant")` by its translation when a template is compiled."""

    def __init__(self, tag: str) -> None:
        self._gettext = translations(tag).gettext

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        is_gettext = isinstance(node.node, nodes.Name) and node.node.name == "_" and len(node.args) == 1
        sentence = node.args[0] if is_gettext and not node.kwargs else None
        if not isinstance(sentence, nodes.Const):
            return node
        return nodes.TemplateData(str(escape(self._gettext(sentence.value))), lineno=node.lineno)


class FoldingEnvironment(Environment):
    """An environment for one language."""

    tag = "de"

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        return super()._generate(FoldTranslations(self.tag).visit(source), *args, **kwargs)


class Templates:
    """All templates in all languages, compiled at first use and kept as bytecode between starts."""

    def __init__(self, cache_folder: Path | None = None, **shared: Any) -> None:
        self._cache_folder = cache_folder
        self._shared = shared
        self._environments: dict[str, Environment] = {}

    def environment(self, tag: str) -> Environment:
        """The environment of one offered language."""
        if tag not in self._environments:
            self._environments[tag] = self._new_environment(tag)
        return self._environments[tag]

    def render(self, tag: str, template: str, context: dict[str, Any]) -> str:
        """A template in a language."""
        return self.environment(tag).get_template(template).render(context)

    def _new_environment(self, tag: str) -> Environment:
        environment = FoldingEnvironment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=self._bytecode_cache(tag),
        )
        environment.tag = tag
        environment.globals.update(
            _=lambda message, **values: _said(translate(tag, message), values),
            ngettext=lambda one, many, count, **values: translate_plural(tag, one, many, count, **values),
            lang=tag,
            dir=BY_TAG[tag].dir,
            languages=OFFERED,
            **self._shared,
        )
        environment.filters["json_list"] = json.loads
        return environment

    def _bytecode_cache(self, tag: str) -> FileSystemBytecodeCache | None:
        if self._cache_folder is None:
            return None
        folder = self._cache_folder / tag
        folder.mkdir(parents=True, exist_ok=True)
        return FileSystemBytecodeCache(str(folder))


def _said(message: str, values: dict[str, Any]) -> str:
    # A value that is already safe (a link made by a macro) keeps the sentence safe; everything else is escaped on output.
    if any(isinstance(value, Markup) for value in values.values()):
        return escape(message) % values
    return message % values if values else message


@lru_cache(maxsize=1)
def build_id() -> str:
    """Changes whenever a template, a catalogue or the code changes: the key of everything that is kept between starts."""
    import hashlib

    digest = hashlib.sha256()
    root = FOLDER.parent
    locales = root.parent / "locales"
    files = [*root.rglob("*.py"), *FOLDER.rglob("*.html"), *locales.rglob("*.po"), *locales.rglob("*.json")]
    for path in sorted(files):
        stat = path.stat()
        digest.update(f"{path}:{stat.st_mtime_ns}:{stat.st_size}".encode())
    return digest.hexdigest()[:12]
