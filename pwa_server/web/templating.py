"""Templates: one Jinja2 environment a language, in which constant sentences are already translated."""

import json
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from pwa_server.i18n.catalogues import translate, translate_plural, translations
from pwa_server.i18n.languages import BY_TAG, OFFERED

FOLDER = Path(__file__).resolve().parents[1] / "templates"


class FoldConstants(NodeTransformer):
    """Does once, when a template is compiled, what comes out the same on every page of a language.

    `_("constant")` becomes its translation. An imported macro sees its arguments and the environment's globals only, so
    a call of it with constant arguments, such as `icon("plan")`, becomes what it answers.
    """

    def __init__(self, environment: "FoldingEnvironment") -> None:
        self._environment = environment
        self._constants = nodes.EvalContext(environment)
        self._gettext = translations(environment.tag).gettext
        self._macros: dict[str, tuple[str, str]] = {}

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:
        if isinstance(node.template, nodes.Const) and not node.with_context:
            names = (name if isinstance(name, tuple) else (name, name) for name in node.names)
            self._macros |= {alias: (node.template.value, name) for name, alias in names}
        return node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:
        # What is called gets the block's body as an argument: only what stands inside is folded.
        call = node.call
        self.generic_visit(call)
        node.call = nodes.Call(call.node, call.args, call.kwargs, None, None, lineno=call.lineno)
        node.body = [self.visit(part) for part in node.body]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        name = node.node.name
        try:
            args = [arg.as_const(self._constants) for arg in node.args]
            kwargs = {pair.key: pair.value.as_const(self._constants) for pair in node.kwargs}
        except nodes.Impossible:
            return node
        if name == "_" and len(args) == 1 and not kwargs:
            return nodes.TemplateData(str(escape(self._gettext(args[0]))), lineno=node.lineno)
        if name in self._macros:
            template, macro = self._macros[name]
            answer = getattr(self._environment.get_template(template).module, macro)(*args, **kwargs)
            return nodes.TemplateData(str(answer), lineno=node.lineno)
        return node


class FoldedTemplate(Template):
    """A template whose macros are made once: what is imported sees no more than the environment's globals."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class FoldingEnvironment(Environment):
    """An environment for one language."""

    tag = "de"
    template_class = FoldedTemplate

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`goal.title` of a dict is its item: to look for an attribute first costs an exception each time."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        return super()._generate(FoldConstants(self).visit(source), *args, **kwargs)


class KeptWhereThereIsRoom(FileSystemBytecodeCache):
    """On a full disk a page is compiled at each start, and opens all the same."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


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
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        return KeptWhereThereIsRoom(str(folder))


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
