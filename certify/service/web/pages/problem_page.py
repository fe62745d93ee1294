"""A problem as a page: what it is, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.service.web.pages.rendering import Around, render
from certify.service.web.pages.words import words

if TYPE_CHECKING:
    from certify.service.web.language import Language
    from certify.service.web.problems import Problem

_TO_DO_BY_STATUS = {401: "todo-sign-in", 404: "todo-not-found", 413: "todo-too-large", 429: "todo-too-many"}


def problem_page(problem: Problem, language: Language) -> bytes:
    """The page of a problem. It asks nothing of the database, so that it also tells that the database is gone."""
    code = problem.type.rpartition("/")[2]
    todo = f"todo-{code}"
    if not words(language).has(todo):
        todo = _TO_DO_BY_STATUS.get(problem.status, "todo-server" if problem.status >= 500 else "todo-other")
    around = Around(language=language, here="/", operator="", demo=False, principal=None, section="problem", done="")
    return render(
        "problem.html", around, problem=problem, todo=todo, sign_in=problem.status == 401 and code != "cross-site"
    ).encode()
