"""Worked cases: what goes in exists and has a value it can take, and what must come out can come out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast, get_args

from certify.core.case import State
from certify.core.rules.refusals import REFUSALS
from certify.core.scheme.check_context import Context
from certify.core.scheme.check_names import AFTER_ACTS, EXPECTED
from certify.core.scheme.domains import NO, YES, read_date
from certify.core.scheme.markings import OneOrMore, SaidOrByUnit
from certify.core.scheme.model import Scheme
from certify.core.scheme.names import LISTS
from certify.core.scheme.process import Example, Step
from certify.core.scheme.read_scalars import Path, cut
from certify.core.scheme.said import as_said
from certify.core.scheme.sentence import Words, listed
from certify.core.scheme.sentences import naming, trying
from certify.core.scheme.terms import BUILT_IN_MOMENTS
from certify.core.standing import CertificateStatus

OTHERS = "others"
NO_LEVEL = "none"
# The acts that bring values of inputs.
_WITH_INPUTS = frozenset({"Assess", "Survey", "Vote", "RecordResult", "ReportCircumstance"})
# What an act can be told besides, by the act; of a completion it is the day by which it is wanted.
_SAYS = {"Decide": ("grant", "refuse"), "DeclareInterest": ("none", "conflict")}
_SAYS_A_DAY = "RequestCompletion"
_STATES = (*get_args(State), NO_LEVEL)
_STATUSES = (*get_args(CertificateStatus), NO_LEVEL)


_NAMED_AFTER_ACTS = {
    "state": (_STATES, naming.NO_STATE),
    "status": (_STATUSES, naming.NO_STATUS),
    "refused": (REFUSALS, naming.NO_REFUSAL),
}


def check_examples(context: Context) -> None:
    """Note every fault in the scheme's own examples."""
    check_these(context, context.scheme.examples)


def check_these(context: Context, examples: tuple[Example, ...]) -> None:
    """Note every fault in examples that stand under the key `examples` of the file that the context is about."""
    whole = context
    for place, example in enumerate(examples):
        path: Path = ("examples", place)
        context = whole
        if example.profile is not None and context.is_known(
            (*path, "profile"), example.profile, context.scheme.profiles, naming.NO_PROFILE
        ):
            scheme = context.scheme.under(example.profile, profile_day(context.scheme, example))
            context = whole.elsewhere(scheme, whole.reader)
        if example.form is not None:
            context.is_known((*path, "form"), example.form, context.forms, naming.NO_FORM)
        _check_given(context, (*path, "given"), example.given)
        _check_findings(context, (*path, "findings"), example.findings)
        _check_dates(context, (*path, "dates"), example.dates)
        _check_votes(context, (*path, "votes"), example.votes)
        if example.acts and ({*example.dates} - {"former_end"} or example.findings):
            context.fault((*path, "acts"), trying.ACTS_OR_DATES)
        for number, step in enumerate(example.acts):
            at: Path = (*path, "acts", number)
            _check_step(context, at, step)
            context.are_known((*at, "criteria"), step.criteria, context.scheme.criteria_by_id, naming.NO_CRITERION)
            _check_expected(context, (*at, "expect"), step.expect)
            if number and step.at < example.acts[number - 1].at:
                context.fault((*at, "at"), trying.BEFORE_THE_STEP_ABOVE)
        _check_expected(context, (*path, "expect"), example.expect)


def _check_votes(context: Context, path: Path, votes: Mapping[str, str]) -> None:
    if votes and context.scheme.activity("vote") is None:
        context.fault(path, trying.NOBODY_VOTES)
    for word, count in votes.items():
        context.is_known((*path, word), word, (YES, NO), naming.NO_VOTE, key=True)
        if not count.isdecimal():
            context.fault((*path, word), trying.NUMBER_OF_VOTES, text=cut(count))


def _check_step(context: Context, at: Path, step: Step) -> None:
    """What a step brings, and whose it is."""
    if step.by is not None:
        context.is_known((*at, "by"), step.by, context.roles, naming.NO_ROLE)
    if step.activity is not None:
        context.is_known((*at, "activity"), step.activity, context.activities, naming.NO_ACTIVITY)
    for name, grades in step.grades.items():
        path: Path = (*at, "grades", name)
        if not context.is_known(path, name, context.scheme.criteria_by_id, naming.NO_CRITERION, key=True):
            continue
        if isinstance(grades, dict) and context.scheme.criteria_by_id[name].per is None:
            context.fault(path, trying.NOT_BY_UNIT, name=name)
            continue
        for place, grade in grades.items() if isinstance(grades, dict) else (("", grades),):
            there = (*path, place) if place else path
            context.is_known(there, grade, context.scheme.nonconformities, naming.NO_GRADE_OF_NONCONFORMITY)
    _check_says(context, (*at, "says"), step)
    own = context.scheme.every_input if step.act in _WITH_INPUTS else {}
    inputs = {name: value for name, value in step.findings.items() if name in own}
    _check_given(context, (*at, "findings"), cast("Mapping[str, SaidOrByUnit]", inputs))
    others = {name: value for name, value in step.findings.items() if name not in own}
    _check_findings(context, (*at, "findings"), others)


def _check_says(context: Context, path: Path, step: Step) -> None:
    if step.says is None:
        return
    if step.act in _SAYS:
        context.is_known(path, step.says, _SAYS[step.act], naming.NOTHING_TO_SAY)
    elif step.act != _SAYS_A_DAY:
        context.fault(path, trying.SAYS_OF_OTHERS, act=step.act)
    elif read_date(step.says) is None:
        context.fault(path, trying.DATE_BELONGS, text=cut(step.says))


def profile_day(scheme: Scheme, example: Example) -> date:
    """The day that settles which changes of the example's profile hold: that of the submission, or the first known."""
    days = [day for text in example.dates.values() if (day := read_date(text)) is not None]
    submitted = read_date(example.dates.get("submitted", ""))
    return submitted or min((*days, *(step.at for step in example.acts)), default=scheme.version.applies_from)


def _check_given(context: Context, path: Path, given: Mapping[str, SaidOrByUnit]) -> None:
    scheme = context.scheme
    for name, value in given.items():
        at = (*path, name)
        if not context.is_known(at, name, scheme.every_input, naming.NO_INPUT, key=True):
            continue
        if name not in scheme.unit_of:
            _check_said(context, at, name, value)
        elif not isinstance(value, dict):
            context.fault(at, trying.BY_UNIT, name=name, unit=scheme.unit_of[name])
        else:
            for unit, said in value.items():
                _check_said(context, (*at, unit), name, said)


def _check_said(context: Context, path: Path, name: str, value: SaidOrByUnit | OneOrMore) -> None:
    entry, domain = context.scheme.every_input[name], context.scheme.namespace.domains[name]
    if domain.kind != "any" and not context.scheme.reads(name, as_said(value)):
        wanted = naming.A_KIND[entry.type] if entry.type in LISTS else domain.described()
        said: Words = f'"{cut(value)}"' if isinstance(value, str) else trying.THAT
        context.fault(path, trying.CANNOT_BE_SAID, name=name, wanted=wanted, said=said)


def _check_findings(context: Context, path: Path, findings: Mapping[str, str | dict[str, str]]) -> None:
    criteria = context.scheme.criteria_by_id
    for name, value in findings.items():
        at = (*path, name)
        if name == OTHERS or not context.is_known(at, name, criteria, naming.NO_CRITERION, key=True):
            continue
        if isinstance(value, dict) and criteria[name].per is None:
            context.fault(at, trying.NOT_BY_UNIT, name=name)
            continue
        for said in value.values() if isinstance(value, dict) else (value,):
            if not context.scheme.takes(criteria[name], said):
                wanted = context.scheme.answer_domain(criteria[name]).described()
                context.fault(at, trying.CANNOT_BE_FOUND, name=name, wanted=wanted, said=cut(said))


def _check_dates(context: Context, path: Path, dates: Mapping[str, str]) -> None:
    for name, value in dates.items():
        at = (*path, name)
        context.is_known(at, name, BUILT_IN_MOMENTS, naming.NO_BUILT_IN_MOMENT, key=True)
        if read_date(value) is None:
            context.fault(at, trying.DATE_BELONGS, text=cut(value))


def _check_expected(context: Context, path: Path, expected: Mapping[str, tuple[str, ...]]) -> None:
    scheme = context.scheme
    values = (*scheme.measures, *scheme.parameters, *scheme.every_input, *scheme.criteria_by_id)
    days = (*context.activities, *scheme.nonconformities)
    reasons = (*values, *BUILT_IN_MOMENTS)
    for name, wanted in expected.items():
        at = (*path, name)
        known = (*EXPECTED, *AFTER_ACTS, *values, *days)
        if not context.is_known(at, name, known, naming.NOTHING_TO_EXPECT, key=True):
            continue
        if name == "reasons":
            context.are_known(at, wanted, reasons, naming.NO_NAME_OF_SCHEME)
        elif name == "open":
            context.are_known(at, wanted, (*scheme.criteria_by_id, NO_LEVEL), naming.NO_CRITERION)
        elif name == "due":
            _check_due(context, at, wanted)
        elif name in _NAMED_AFTER_ACTS:
            known_words, sentence = _NAMED_AFTER_ACTS[name]
            context.are_known(at, wanted, known_words, sentence)
        elif len(wanted) > 1:
            context.fault(at, trying.ONE_EXPECTED)
        elif name == "level":
            context.is_known(at, wanted[0], (*context.levels, NO_LEVEL), naming.NO_LEVEL)
        elif name in {"eligible", "incomplete"} and wanted[0] not in {YES, NO}:
            context.fault(at, trying.WORDS_BELONG, words=listed((YES, NO)))
        elif (name in {"valid_from", "valid_to"} or name in days) and read_date(wanted[0]) is None:
            context.fault(at, trying.DATE_BELONGS, text=cut(wanted[0]))


def _check_due(context: Context, at: Path, wanted: tuple[str, ...]) -> None:
    """An activity, and the days by which it is due."""
    context.is_known((*at, 0), wanted[0], context.activities, naming.NO_ACTIVITY)
    for place, day in enumerate(wanted[1:], start=1):
        if read_date(day) is None:
            context.fault((*at, place), trying.DATE_BELONGS, text=cut(day))
