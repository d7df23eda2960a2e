"""The SQLite of this process: `pysqlite3` where it is installed, as sqlite-utils takes it.

Asked for here because sqlite-utils, whole, is a tenth of the time that the server takes to start. There must never be two
in one process: the second copy's file locks would undo those of the first.
"""

try:
    import pysqlite3 as sqlite3
except ImportError:
    import sqlite3  # noqa: TID251 (the one place)

__all__ = ["sqlite3"]
