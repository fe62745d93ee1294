"""`scheme ...`: write, check, read, compare, try and publish scheme files.

Exit status: 0 good; 1 a finding (a fault, a case that comes out otherwise, a difference, somebody who would lose); 2
wrong use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cyclopts import App

from certify.service.commands.schemes.publishing import add_publishing
from certify.service.commands.schemes.telling import add_telling
from certify.service.commands.schemes.writing import add_writing

if TYPE_CHECKING:
    from certify.service.commands.desk import Desk


def add_schemes(app: App, desk: Desk) -> None:
    """Add the commands for schemes."""
    scheme = App(name="scheme", help="Schemes: what is certified and how, as one file.")
    app.command(scheme)
    add_telling(scheme)
    add_writing(scheme, desk)
    add_publishing(scheme, desk)
