#!/usr/bin/env python3
"""Write pwa_server/domain/frequent_passwords.py anew, from the list of frequencies in the package zxcvbn.

.venv/bin/pip download --no-deps zxcvbn==4.5.0 && unzip zxcvbn-*.whl
    python3 scripts/frequent_passwords.py zxcvbn/frequency_lists.py
"""

import base64
import runpy
import sys
import textwrap
import zlib
from pathlib import Path

MODULE = Path(__file__).resolve().parents[1] / "pwa_server" / "domain" / "frequent_passwords.py"
NUMBER = 4000
SHORTEST = 8


def main() -> None:
    """Take the most frequent ones that are long enough to be chosen at all."""
    listed = runpy.run_path(sys.argv[1])["FREQUENCY_LISTS"]["passwords"]
    frequent = [word.casefold() for word in listed if len(word) >= SHORTEST][:NUMBER]
    packed = base64.b85encode(zlib.compress("\n".join(sorted(frequent)).encode(), 9)).decode()
    before, _, rest = MODULE.read_text(encoding="utf-8").partition('_PACKED = """\n')
    after = rest.partition('"""\n')[2]
    MODULE.write_text(
        before + '_PACKED = """\n' + "\n".join(textwrap.wrap(packed, 118)) + '\n"""\n' + after, encoding="utf-8"
    )
    print(f"{len(frequent)} passwords")


if __name__ == "__main__":
    main()
