"""The types of the keys of a scheme file, marked so that the loader and the reference tell them apart."""

from __future__ import annotations

from typing import Annotated

# A lasting name: letters, digits, `_`, `.` and `-`.
Id = Annotated[str, "name"]
# A value or a version: spelt like a name, and numbers are allowed.
Word = Annotated[str, "word"]
# One line that stands on its own and is not translated.
OneLine = Annotated[str, "one line"]
# A text in every language of the scheme, by language code.
Text = Annotated[dict[str, str], "text"]
# A text as above, or the word `none`, which gives nothing.
TextOrNone = Annotated[dict[str, str], "text or none"]
# Two letters, as in BCP 47.
LanguageCode = Annotated[str, "language"]
# One name, or a list of names.
Names = Annotated[tuple[str, ...], "one or more names"]
# A whole number from 0 on.
Whole = Annotated[int, "whole number"]
# Plain arithmetic over names.
Formula = Annotated[str, "formula"]
# The name of a scheme version: `sha256:` and 64 hexadecimal digits.
Digest = Annotated[str, "digest"]
# What is to follow when a time has run out; one closed list for all.
IfLate = Annotated[str, "if late"]
# Values by name, each as it is written.
Values = Annotated[dict[str, str], "values"]
# Expected values by name, one or several.
Expected = Annotated[dict[str, tuple[str, ...]], "expected"]
# Values by name, each one value, or several as a list, a map, rows of a table, or any of these by unit.
Row = dict[str, str]
OneOrMore = str | tuple[str | Row, ...] | Row
SaidOrByUnit = str | tuple[str | Row, ...] | dict[str, OneOrMore]
GivenValues = Annotated[dict[str, SaidOrByUnit], "given values"]
# Findings by criterion, each one value, or one for each unit.
FindingValues = Annotated[dict[str, str | dict[str, str]], "findings"]
