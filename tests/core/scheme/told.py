"""Every sentence in which a fault of a scheme file is told, as the rules have them, and every kind of fault."""

from __future__ import annotations

from certify.core.scheme.sentence import Sentence
from certify.core.scheme.sentences import acting, judging, naming, reading, trying

ROOMS = (reading, naming, judging, acting, trying)
SENTENCES: dict[str, Sentence] = {
    f"{room.__name__.rpartition('.')[2]}.{name}": its
    for room in ROOMS
    for name, its in vars(room).items()
    if isinstance(its, Sentence)
}
KINDS = {sentence.code for sentence in SENTENCES.values()} - {""}
