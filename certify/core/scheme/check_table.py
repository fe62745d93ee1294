"""Tables: every value of the name falls into exactly one row."""

from __future__ import annotations

from fractions import Fraction

from certify.core.scheme.check_comparison import check_comparison
from certify.core.scheme.check_context import Context
from certify.core.scheme.domains import Domain, written
from certify.core.scheme.measure import Row, Table
from certify.core.scheme.names import parameter_domain
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.sentence import Words, nearest
from certify.core.scheme.sentences import judging, naming
from certify.core.scheme.terms import Comparison, Name, Number, Operand

# A limit of a row: the number, and how far beyond it the row begins or ends (for numbers that are not whole).
_Edge = tuple[Fraction, int]
_Span = tuple[_Edge | None, _Edge | None]


def check_table(context: Context, path: Path, table: Table) -> None:
    """The name exists, the rows compare with it, and there is neither a gap nor an overlap."""
    known = context.scheme.namespace.domains
    if not context.is_known((*path, "table"), table.table, known, naming.NO_VALUE):
        return
    domain = known[table.table]
    for place, row in enumerate(table.rows):
        check_comparison(context, (*path, "rows", place), table.table, domain, row.comparison)
    check_given(context, [((*path, "rows", place, "value"), row.value) for place, row in enumerate(table.rows)])
    if domain.kind == "number":
        _check_numbers(context, (*path, "rows"), table.rows, domain)
    if domain.kind in {"word", "grade"}:
        _check_words(context, (*path, "rows"), table.rows, domain)


def check_given(context: Context, values: list[tuple[Path, Operand]]) -> None:
    """What the rows of a table or the cases of a choice give is of one kind: numbers, dates, periods or words."""
    known = context.scheme.namespace.domains
    kinds: list[str] = []
    for _, value in values:
        if isinstance(value, Name):
            kinds.append(known[value.word].kind if value.word in known else "word")
        else:
            kinds.append(parameter_domain(value).kind)
    first = next((kind for kind in kinds if kind not in {"word", "any"}), "word")
    for (path, value), kind in zip(values, kinds, strict=True):
        if kind not in {first, "any"} and str(value) not in context.reader.broken:
            hint = nearest(str(value), (name for name, domain in known.items() if domain.kind == first))
            context.fault(path, judging.OTHER_KIND_GIVEN, value=str(value), kind=naming.A_KIND[first], hint=hint)
    _check_scales(context, values)


def _check_scales(context: Context, values: list[tuple[Path, Operand]]) -> None:
    """Grades are of one scale, since only those can be put in order."""
    known = context.scheme.namespace.domains
    named = [(path, known[value.word]) for path, value in values if isinstance(value, Name) and value.word in known]
    grades = [(path, domain.words) for path, domain in named if domain.kind == "grade"]
    other = next((path for path, words in grades if words != grades[0][1]), None)
    if other is not None:
        context.fault(other, judging.OTHER_SCALES)


def _check_words(context: Context, path: Path, rows: tuple[Row, ...], domain: Domain) -> None:
    if any(row.comparison.relation != "is" for row in rows):
        return
    said = [operand.word for row in rows for operand in row.comparison.operands if isinstance(operand, Name)]
    twice = sorted({word for word in said if said.count(word) > 1})
    missing = [word for word in domain.words if word not in said]
    if twice:
        context.fault(path, judging.ROWS_OVERLAP, values=", ".join(twice))
    if missing:
        context.fault(path, judging.NO_ROW, values=", ".join(missing))


def _check_numbers(context: Context, path: Path, rows: tuple[Row, ...], domain: Domain) -> None:
    spans: list[_Span] = []
    for row in rows:
        found = _spans(row.comparison, whole=domain.whole)
        if found is None:
            return  # a row that rests on a name is known only in a case
        spans += found
    spans.sort(key=lambda span: (span[0] is not None, span[0] or (Fraction(0), 0)))
    lowest = None if domain.lowest is None else (domain.lowest, 0)
    highest = None if domain.highest is None else (domain.highest, 0)
    begins, ends = spans[0][0], spans[0][1]
    if begins is not None and (lowest is None or begins > lowest):
        context.fault(path, judging.NO_ROW_BELOW, limit=written(begins[0]))
    for next_begins, next_ends in spans[1:]:
        _check_seam(context, path, ends, next_begins, whole=domain.whole)
        ends = None if ends is None or next_ends is None else max(ends, next_ends)
    if ends is not None and (highest is None or ends < highest):
        context.fault(path, judging.NO_ROW_ABOVE, limit=written(ends[0]))


def _check_seam(context: Context, path: Path, ends: _Edge | None, begins: _Edge | None, *, whole: bool) -> None:
    """Where one row ends the next begins: one step on for whole numbers, else at the same number."""
    if ends is None or begins is None or begins <= ends:
        values: Words = written(begins[0]) if begins is not None else judging.LOWEST_NUMBERS
        context.fault(path, judging.ROWS_OVERLAP, values=values)
        return
    follows = begins[0] == ends[0] + 1 if whole else (begins[0], begins[1] - ends[1]) == (ends[0], 1)
    if not follows:
        context.fault(path, judging.NO_ROW_BETWEEN, low=written(ends[0]), high=written(begins[0]))


def _spans(comparison: Comparison, *, whole: bool) -> list[_Span] | None:
    """The stretches of numbers that a comparison takes in; None where it rests on a name or leaves one number out.

    An edge beyond a number by -1 or 1 lies just before or just after it.
    """
    numbers = [operand.value for operand in comparison.operands if isinstance(operand, Number)]
    if len(numbers) < len(comparison.operands) or comparison.relation == "not":
        return None
    first, last = numbers[0], numbers[-1]
    step = Fraction(1 if whole else 0)
    beyond = 0 if whole else 1
    match comparison.relation:
        case "at_least":
            return [((first, 0), None)]
        case "more_than":
            return [((first + step, beyond), None)]
        case "at_most":
            return [(None, (first, 0))]
        case "less_than":
            return [(None, (first - step, -beyond))]
        case "between":
            return [((first, 0), (last, 0))]
        case _:
            return [((number, 0), (number, 0)) for number in numbers]
