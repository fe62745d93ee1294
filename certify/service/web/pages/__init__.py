"""The pages that people see, mounted into the application by app.py.

`PAGES` are the route handlers, `RENDERERS` the pages of public things that also exist as data, by the names that
`public.py` gives them, and `problem_page` turns a problem into a page.
"""

from __future__ import annotations

from certify.service.web.pages import (
    case_list,
    case_page,
    draft_begin,
    draft_pages,
    front,
    kit_page,
    people_page,
    process_page,
    report_page,
    scheme_work,
    self_assessment,
    self_assessment_begin,
    workbench,
)
from certify.service.web.pages.problem_page import problem_page
from certify.service.web.pages.register_page import render_register
from certify.service.web.pages.scheme_pages import (
    render_changes,
    render_criterion,
    render_scheme,
    render_schemes,
    render_version,
)
from certify.service.web.public import Renderer

PAGES = [
    *front.HANDLERS,
    *case_list.HANDLERS,
    *case_page.HANDLERS,
    *workbench.HANDLERS,
    *people_page.HANDLERS,
    *process_page.HANDLERS,
    *draft_begin.HANDLERS,
    *draft_pages.HANDLERS,
    *self_assessment.HANDLERS,
    *self_assessment_begin.HANDLERS,
    *scheme_work.HANDLERS,
    *kit_page.HANDLERS,
    *report_page.HANDLERS,
]
RENDERERS: dict[str, Renderer] = {
    "register": render_register,
    "schemes": render_schemes,
    "scheme": render_scheme,
    "scheme_version": render_version,
    "criterion": render_criterion,
    "scheme_changes": render_changes,
}

__all__ = ["PAGES", "RENDERERS", "problem_page"]
