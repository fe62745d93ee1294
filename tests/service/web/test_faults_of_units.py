"""What is wrong in a form, and what is missing, names the unit that it is about: by its name, never by its id."""

from datetime import date

from certify.service.web.pages.forms import Fault, Form
from certify.service.web.pages.self_assessment_form import said_in
from certify.service.web.pages.unit_fields import units_of
from certify.service.web.self_assessing import assess
from tests.core.scheme.works import WORKS

SUBMITTED = date(2026, 2, 10)
TYPED = {
    "units-department": ("d-1", "d-2"),
    "u-d-1-name": ("North",),
    "u-d-1-input-open_desks": ("many",),
    "u-d-2-input-open_desks": ("2",),
    "u-d-1-value-A1.1": ("no",),
    "u-d-2-value-A1.1": ("perhaps",),
    "u-d-2-value-A1.2": ("no",),
}


def test_faults_and_what_is_missing_name_the_unit() -> None:
    form, faults = Form(fields=TYPED), list[Fault]()
    said = said_in(form, WORKS, faults, units_of(form, WORKS, {}))
    title = WORKS.units["department"].title
    assert [(fault.about, fault.unit, fault.of) for fault in faults] == [
        ("open_desks", "d-1", {"": "North"}),
        ("A1.1", "d-2", {language: f"{text} 2" for language, text in title.items()}),
    ]
    reasons = [reason.en for reason in assess(WORKS, said, SUBMITTED).outcome.reasons]
    assert "A1.1 Open (North): not assessed." in reasons
    assert "A1.1 Open (Department 2): not assessed." in reasons
    assert not any("d-1" in reason or "d-2" in reason for reason in reasons)
