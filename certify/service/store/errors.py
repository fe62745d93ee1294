"""What can go wrong in the store, in words that do not depend on the engine.

    StoreError
    ├── Taken            a key or a unique value is there already
    ├── Dangling         a row names another row that is not there
    ├── AppendOnly       something tried to change or remove what is never changed
    ├── Unstorable       a value that one of the engines cannot hold (NUL, a lone surrogate, an integer over 64 bits)
    ├── Busy             someone else holds the lock, or the other of two transactions won: try the whole again
    ├── Moved            the body has moved to another installation: nothing happens to it here any more
    ├── Unavailable      the database is gone, full or broken
    ├── WrongSettings    the database is not set up to keep what it promises to keep
    └── WrongSchema      the tables are newer than this program, or were altered behind its back

Sources: https://www.sqlite.org/rescode.html and PostgreSQL's appendix "Error Codes".
"""

from __future__ import annotations

import re
import sqlite3

import asyncpg

_SQLITE_UNIQUE = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID"})
_SQLITE_DATATYPE = 3091  # SQLITE_CONSTRAINT_DATATYPE: the sqlite3 module of Python 3.11 has no name for it
_SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_SQLITE_GONE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_CORRUPT", "SQLITE_NOTADB")
_POSTGRES_BUSY = frozenset({"40001", "40P01", "55P03", "57014", "25P03"})
_POSTGRES_GONE = ("08", "53", "57P", "58", "XX")
_POSTGRES_TEXT = ("22",)
_KEY = re.compile(r"^Key \(([^)]*)\)=")


class StoreError(Exception):
    """The root: everything that the store raises on purpose."""


class Taken(StoreError):
    """A unique value is there already: `table`, and the `columns` that together must be unique."""

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        self.table = table
        self.columns = columns
        super().__init__(f"{table}: there is already a row with this {', '.join(columns)}")


class Dangling(StoreError):
    """A row names another row that is not there. SQLite does not tell the table; then `table` is empty."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(f"{table or 'a row'}: it names a row that is not there")


class AppendOnly(StoreError):
    """Something tried to change or remove a row of a table that only grows."""


class Unstorable(StoreError):
    """A value that not both engines can hold: text with NUL or half a surrogate pair, an integer over 64 bits."""


class Busy(StoreError):
    """A lock was not to be had in time, or another transaction won. Nothing was written: try the whole again."""


class Moved(StoreError):
    """The body has moved to another installation: nothing happens to it here any more."""


class Unavailable(StoreError):
    """The database cannot be reached, is full, or answers with an error of its own."""


class WrongSettings(StoreError):
    """The database does not promise what we promise on: every fault, one a line."""


class WrongSchema(StoreError):
    """The tables are newer than this program, or a migration that was run is no longer the one that is shipped."""


def translate(error: Exception) -> Exception:
    """The store's own error for a driver's error; the error itself where we have no word for it."""
    if isinstance(error, sqlite3.Error):
        return _from_sqlite(error)
    if isinstance(error, asyncpg.PostgresError):
        return _from_postgres(error)
    if isinstance(error, UnicodeEncodeError | OverflowError | asyncpg.exceptions.DataError):
        return Unstorable(type(error).__name__)
    if isinstance(error, TimeoutError):
        return Busy("no connection or no answer in time")
    lost = isinstance(error, asyncpg.InterfaceError | asyncpg.InternalClientError | OSError)
    return Unavailable(str(error)) if lost else error


def _from_sqlite(error: sqlite3.Error) -> Exception:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name in _SQLITE_UNIQUE:
        pairs = [part.strip().rpartition(".") for part in str(error).partition(": ")[2].split(",")]
        return Taken(pairs[0][0], tuple(column for _, _, column in pairs))
    if name == "SQLITE_CONSTRAINT_FOREIGNKEY":
        return Dangling("")
    if name == "SQLITE_CONSTRAINT_TRIGGER":
        return AppendOnly(str(error))
    if getattr(error, "sqlite_errorcode", None) == _SQLITE_DATATYPE:
        return Unstorable(str(error))
    if name.startswith(_SQLITE_BUSY):
        return Busy(str(error))
    if name.startswith(_SQLITE_GONE):
        return Unavailable(f"{name}: {error}")
    return error


def _from_postgres(error: asyncpg.PostgresError) -> Exception:
    state: str = error.sqlstate or ""
    if state == "23505":
        found = _KEY.match(error.detail or "")
        columns = tuple(column.strip() for column in found.group(1).split(",")) if found else ()
        return Taken(error.table_name or "", columns)
    if state == "23503":
        return Dangling(error.table_name or "")
    if state == "23000":
        return AppendOnly(str(error))
    if state in _POSTGRES_BUSY:
        return Busy(str(error))
    if state.startswith(_POSTGRES_TEXT):
        return Unstorable(str(error))
    if state.startswith(_POSTGRES_GONE):
        return Unavailable(f"{state}: {error}")
    known: Exception = error
    return known
