"""From the first submission until the case is taken in: submit, register, accept or decline, agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core import events as e
from certify.core.dossier import Dossier
from certify.core.dossier_faults import faults
from certify.core.errors import Refused
from certify.core.findings import NOTHING_FOUND, Findings
from certify.core.fitting import applies, fitting
from certify.core.given import Applicant
from certify.core.organisation_number import tidy
from certify.core.outcome import Dates, eligible, evaluation
from certify.core.rules.assessment import check_findings
from certify.core.rules.evaluating import plan
from certify.core.rules.knowing import dates_of, known_to, register_of
from certify.core.rules.people import must_be_free_to_take_in
from certify.core.scheme.clocks import local_day, renewal_window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certify.core.acts import Accept, Agree, Decline, Register, Submit
    from certify.core.case import Case
    from certify.core.given import Given
    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion


def submit(act: Submit, given: Given) -> list[e.Event]:
    """Open a case, with a dossier that can be judged: besides what opens one at all.

    (4) the dossier names the applicant by the number that the body knows, for it is who the certificate will name
    (5) the dossier has no fault that handing in does not allow
    (6) what it says does not rule out the profile that was chosen
    """
    events = opened(act, given)
    _check_dossier(str(act.dossier), act.form, given)
    must_fit(act, given)
    return events


def must_fit(act: Submit, given: Given) -> None:
    """What the application says does not rule out the profile that was chosen. Raises Refused where it does."""
    today = local_day(given.at, given.scheme)
    dates = Dates(submitted=today, today=today, former_end=given.former.last_day if given.former else None)
    _check_profile(str(act.dossier), NOTHING_FOUND, act.form, dates, {}, given)


def _check_profile(
    digest: str, findings: Findings, form: str, dates: Dates, register: Mapping[str, str], given: Given
) -> bool | None:
    """Whether the chosen profile is for this applicant. Raises Refused where it is not, and names those that are."""
    dossier = given.document(digest, Dossier)
    now = evaluation(given.scheme, dossier, findings, form=form, dates=dates, given=register)
    answer = applies(given.scheme, now)
    if answer is False:
        raise Refused("submit.profile_applies", profile=given.scheme.profile, fits=list(fitting(given.scheme, now)))
    return answer


def opened(act: Submit, given: Given) -> list[e.Event]:
    """What opens a case, whatever its dossier holds.

    (1) the version takes applications now, and has the form
    (2) the applicant has no other open case under the scheme
    (3) a renewal follows a certificate of the same holder and scheme, within its window
    """
    if act.applicant is None or act.scheme is None:
        raise Refused("submit.incomplete")
    if not given.published or act.scheme != given.scheme.digest:
        raise Refused("submit.published", scheme=act.scheme)
    if act.form not in {form.form for form in given.scheme.forms}:
        raise Refused("submit.form", form=act.form)
    if given.open_cases:
        raise Refused("submit.open_case", cases=list(given.open_cases))
    _check_renewal(act, given)
    return [
        e.Submitted(
            applicant=act.applicant,
            scheme=act.scheme,
            dossier=str(act.dossier),
            form=act.form,
            former=act.former,
            profile=act.profile,
            plan=given.former.plan if given.former is not None else None,
        )
    ]


def complete(case: Case, act: Submit, given: Given) -> list[e.Event]:
    """Hand in a completed dossier in a case that was sent back."""
    same = act.applicant in {None, case.applicant} and act.scheme in {None, case.scheme}
    if not same or act.form not in {"full", case.form} or act.former not in {None, case.former}:
        raise Refused("submit.changed")
    _check_dossier(str(act.dossier), case.form, given)
    return [e.Resubmitted(dossier=str(act.dossier))]


def _check_dossier(digest: str, form: str, given: Given) -> None:
    dossier = given.document(digest, Dossier)
    found = faults(dossier, given.scheme, form)
    if found:
        raise Refused("submit.dossier", faults=[fault.evidence for fault in found])
    said = Applicant(
        name=dossier.applicant.name,
        address=dossier.applicant.address,
        organisation_number=tidy(dossier.applicant.organisation_number),
    )
    if said != given.applicant:
        raise Refused("submit.holder", known=msgspec.to_builtins(given.applicant))


def _check_renewal(act: Submit, given: Given) -> None:
    """(3) The simplified form is for renewals only; a renewal may also use the full one."""
    simplified = given.scheme.renewal is not None and act.form == given.scheme.renewal.form
    if act.former is None:
        if simplified and act.form != "full":
            raise Refused("submit.renewal_form", form=act.form)
        return
    former = given.former
    if (
        former is None
        or former.number != act.former
        or former.holder != act.applicant
        or former.scheme != given.scheme.id
        or former.status in {"withdrawn", "superseded", "prepared", "voided"}
    ):
        raise Refused("submit.former", former=act.former)
    if former.successor is not None:
        raise Refused("submit.former_followed", successor=former.successor)
    window = renewal_window(given.scheme, former.last_day)
    today = local_day(given.at, given.scheme)
    if today < window.opens:
        raise Refused("submit.renewal_early", opens=window.opens.isoformat())
    if simplified and today > window.closes:
        raise Refused("submit.renewal_late", closed=window.closes.isoformat())
    turn = renewal_form(given.scheme, former.turn)
    if turn is not None and act.form not in {turn, given.scheme.forms[0].form}:
        raise Refused("submit.renewal_turn", form=turn)


def renewal_form(scheme: Scheme, turn: int) -> str | None:
    """The form whose turn it is, for a certificate that rests on so many renewals; None where any will do."""
    renewal = scheme.renewal
    if renewal is None or not renewal.forms_in_turn:
        return None
    return renewal.forms_in_turn[turn % len(renewal.forms_in_turn)]


def register(act: Register, given: Given) -> list[e.Event]:
    """Number the case. The body's own numbering is kept unique by the store."""
    if act.received > local_day(given.at, given.scheme):
        raise Refused("register.received", received=act.received.isoformat())
    return [e.Registered(number=act.number, received=act.received)]


def must_be_free_to_accept(case: Case, given: Given) -> None:
    """What taking in asks of a person, before what they find: so that it waits for nobody who never could."""
    must_be_free_to_take_in(case, given)
    if any(part.person == given.by.id for part in case.assigned("decide")):
        raise Refused("accept.decider", person=given.by.id)


def accept(case: Case, act: Accept, given: Given) -> list[e.Event]:
    """Take the case in: each criterion of the review is answered, none that can refuse says no, and it is eligible.

    By whom the scheme lets review an application. Whoever is to decide does not take the case in, since they could not
    decide on it then.
    """
    must_be_free_to_accept(case, given)
    findings = given.document(str(act.findings), Findings)
    asked, now = intake_criteria(given.scheme, case.form), known_to(case, given, findings)
    _check_inputs(findings, now)
    check_findings(findings, asked, "accept.findings", now, {})
    strictest = given.scheme.bindings[0]
    said_no = {finding.criterion for finding in findings.findings if finding.value == "no"}
    missed = [c.id for c in asked if c.binding == strictest and c.id in said_no]
    if missed:
        raise Refused("accept.condition", criteria=missed)
    dossier = given.document(case.dossier, Dossier)
    known, dates = register_of(case, given), dates_of(case, given)
    if _check_profile(case.dossier, findings, case.form, dates, known, given) is not True:
        raise Refused("accept.profile", profile=given.scheme.profile)
    if eligible(given.scheme, dossier, findings, form=case.form, dates=dates, given=known) is not True:
        raise Refused("accept.eligible")
    return [e.Accepted(findings=str(act.findings), register=known), *plan(given.scheme)]


def _check_inputs(findings: Findings, now: Evaluation) -> None:
    """Each input that the review fills and that applies has a value that it can take, and no other has one."""
    scheme = now.scheme
    asked = scheme.filled_by("check") & scheme.inputs.keys()
    missing = sorted(name for name in asked - findings.inputs.keys() if now.applies(name) is not False)
    unasked = sorted(findings.inputs.keys() - asked)
    unreadable = sorted(
        name for name in asked & findings.inputs.keys() if not scheme.reads(name, findings.inputs[name])
    )
    if missing or unasked or unreadable:
        raise Refused("accept.findings", missing=missing, unasked=unasked, unreadable=unreadable)


def intake_criteria(scheme: Scheme, form: str) -> tuple[Criterion, ...]:
    """The criteria that the application review answers, in this form; one that units have is left to the assessment."""
    filled = scheme.filled_by("check")
    return tuple(criterion for criterion in scheme.criteria_of(form) if criterion.id in filled)


def decline(case: Case, act: Decline, given: Given) -> list[e.Event]:
    """Do not take the case in. By whom the scheme lets review an application."""
    must_be_free_to_take_in(case, given)
    return [e.Declined(reason=str(act.reason))]


def agree(case: Case, act: Agree, given: Given) -> list[e.Event]:
    """Accept the terms that are in force now."""
    if act.terms != given.terms:
        raise Refused("agree.terms", in_force=given.terms)
    if case.terms == act.terms:
        raise Refused("agree.again")
    return [e.Agreed(terms=act.terms)]
