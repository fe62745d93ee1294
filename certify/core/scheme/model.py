"""A scheme as frozen data. Each struct mirrors one part of the scheme file; the keys are those of the file.

Where a key of the file is another word than the field (`criterion: QM-3.2` is `Criterion.id`), the field says so with
`name`. `docs/scheme-reference.md` explains every key; a test holds it against these types.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

import msgspec
from msgspec import field

from certify.core.scheme import domains
from certify.core.scheme.domains import Domain
from certify.core.scheme.flat import flattened
from certify.core.scheme.measure import Measure
from certify.core.scheme.parts import (
    Activity,
    Certificate,
    Criterion,
    EvidenceRule,
    Form,
    Id,
    Input,
    LanguageCode,
    Level,
    Mark,
    Nonconformity,
    Parameter,
    Renewal,
    Section,
    Subject,
    Suspension,
    Text,
    Validity,
    Version,
)
from certify.core.scheme.terms import Condition, Period
