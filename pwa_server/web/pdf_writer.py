"""HTML on stdin, a tagged PDF (PDF/UA-1) on stdout. Runs alone, in a process that may use little time and memory.

Nothing is fetched: what the document needs stands in it. `pdf.py` starts this file by its path, without the rest of us.
"""

import logging
import resource
import sys
from collections.abc import Iterator
from typing import Any

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 20


class NothingIsFetched(Exception):
    """The document named an address: none is opened, neither here nor outside."""


def main() -> None:
    """Write one PDF."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    html = sys.stdin.buffer.read().decode()
    # Its messages name the places and words of the document.
    logging.disable(logging.CRITICAL)
    import weasyprint

    class Refusing(weasyprint.urls.URLFetcher):
        """In the place of the library's fetcher: what can't be fetched is left out."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise NothingIsFetched(url[:20])

    name_languages()
    sys.stdout.buffer.write(weasyprint.HTML(string=html, url_fetcher=Refusing()).write_pdf(pdf_variant="pdf/ua-1"))


def name_languages() -> None:
    """Let each tagged element say its language and each drawing what it shows: the library (70) leaves both out."""
    import pydyf
    from weasyprint.pdf import tags

    build = tags._build_box_tree

    def build_with_language(box: Any, *rest: Any) -> Iterator[Any]:
        element = getattr(box, "element", None)
        said = element.attrib if element is not None else {}
        for tagged in build(box, *rest):
            if "lang" in said and "Lang" not in tagged:
                tagged["Lang"] = pydyf.String(said["lang"])
            if tagged["S"] == "/Figure" and "aria-label" in said:
                tagged["Alt"] = pydyf.String(said["aria-label"])
            yield tagged

    tags._build_box_tree = build_with_language


if __name__ == "__main__":
    main()
