"""What is told of worked cases, of profiles, and of what builds on another body's scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.scheme.sentence import Sentence

if TYPE_CHECKING:
    from certify.core.scheme.sentence import Pair

# Worked cases

ACTS_OR_DATES = Sentence(
    "two-keys",
    'det som händer står antingen i "acts" eller i "dates" och "findings"',
    'what happens stands either in "acts" or in "dates" and "findings"',
)
BEFORE_THE_STEP_ABOVE = Sentence(
    "wrong-order", "detta händer före steget ovanför", "this happens before the step above it"
)
SAYS_OF_OTHERS = Sentence(
    "unknown-key",
    '"says" hör till Decide, DeclareInterest och RequestCompletion, inte till {act}',
    '"says" belongs to Decide, DeclareInterest and RequestCompletion, not to {act}',
)
NOBODY_VOTES = Sentence("unknown-key", "ingen röstar i ordningen", "nobody votes in this scheme")
NUMBER_OF_VOTES = Sentence(
    "wrong-type", '"{text}": här hör ett antal röster hemma', '"{text}": a number of votes belongs here'
)
BY_UNIT = Sentence(
    "wrong-type",
    '"{name}" har ett värde för varje {unit}: skriv {{A: .., B: ..}}',
    '"{name}" has a value for each {unit}: write {{A: .., B: ..}}',
)
NOT_BY_UNIT = Sentence(
    "wrong-type",
    'här hör en iakttagelse hemma: "{name}" bedöms inte enhet för enhet',
    'one finding belongs here: "{name}" is not judged unit by unit',
)
CANNOT_BE_SAID = Sentence(
    "wrong-type", '"{name}" är {wanted} och kan inte vara {said}', '"{name}" is {wanted} and cannot be {said}'
)
THAT: Pair = ("det som står här", "that")
CANNOT_BE_FOUND = Sentence(
    "wrong-type",
    'en iakttagelse om "{name}" är {wanted} och kan inte vara "{said}"',
    'a finding on "{name}" is {wanted} and cannot be "{said}"',
)
DATE_BELONGS = Sentence(
    "wrong-type",
    '"{text}": här hör ett datum som 2026-02-28 hemma',
    '"{text}": a date like 2026-02-28 belongs here',
)
ONE_EXPECTED = Sentence("wrong-type", "här hör ett värde hemma, inte en lista", "one value belongs here, not a list")
WORDS_BELONG = Sentence("wrong-type", "här hör {words} hemma", "{words} belongs here")
DIFFERS = Sentence(
    "example-differs",
    "{where}: {name} skulle vara {expected}, och är {found}{why}",
    "{where}: {name} should be {expected}, and is {found}{why}",
)
STEP = Sentence("example-differs", "{example}, steg {step}", "{example}, step {step}")
NOTHING_FOUND: Pair = ("inget", "nothing")
BECAUSE = Sentence("example-differs", ": {why}", ": {why}")
NOT_KNOWN = Sentence("example-differs", ": inte känt: {names}", ": not known: {names}")
NO_DAY = Sentence(
    "example-differs",
    'ingen dag är angiven för {names}: skriv den under "dates", eller låt "acts" ge den',
    'no day is given for {names}: write it under "dates", or let "acts" give it',
)
AND_ALSO = Sentence("example-differs", "{said} ({more})", "{said} ({more})")
NO_TERM = Sentence(
    "example-differs",
    ": ett beslut den dagen ger ingen giltighetstid, till exempel för att den inte når en dag i säsong",
    ": a decision on that day gives no term, for instance since it reaches no day in season",
)
WENT_THROUGH: Pair = (": ingen regel stod i vägen", ": no rule stood in the way")
NO_EXAMPLE_REACHES = Sentence(
    "edge-without-example",
    'inget räkneexempel når "{level}": lägg till ett som precis gör det, med expect: {{level: {level}}}',
    'no example reaches "{level}": add one that just does, with expect: {{level: {level}}}',
)
NO_EXAMPLE_MISSES = Sentence(
    "edge-without-example",
    'inget räkneexempel missar "{level}": lägg till ett som precis gör det, med en lägre nivå eller none',
    'no example falls short of "{level}": add one that just does, with a lower level or none',
)

# Profiles

KNOWN_TOO_LATE = Sentence(
    "known-too-late",
    '"{name}" är inte känt när ansökan tas in, och då måste man veta om varianten gäller',
    '"{name}" is not known when the application is taken in, and whether the profile applies has to be known then',
)
TOO_MANY_CHANGES = Sentence(
    "too-many",
    "profilerna har {count} ändringar i allt; med {size} kriterier, uppgifter och mått får de ha högst {most}",
    "the profiles have {count} changes in all; with {size} criteria, inputs and measures they may have at most {most}",
)
LATER_THAN_ABOVE = Sentence(
    "wrong-order",
    "varje ändring gäller från en senare dag än den ovanför",
    "each change holds from a later day than the one above it",
)
UNDER_PROFILE = Sentence("", 'under "{profile}": ', 'under "{profile}": ')

# Building on another scheme

BASES_TOO_DEEP = Sentence(
    "base-too-deep", "högst {most} filer bygger på varandra", "at most {most} files build on each other"
)
NO_BASE = Sentence(
    "no-base",
    '"{digest}" är ingen version som finns till hands: en grund anges med sitt fingeravtryck (sha256)',
    '"{digest}" is no version that is at hand: a base is named by its digest',
)
FAULTY_BASE = Sentence(
    "no-base",
    "grunden har själv ett fel, på rad {line}: {fault}",
    "the base has a fault itself, in line {line}: {fault}",
)
WEAKER_BINDING = Sentence(
    "laxer",
    '"{criterion}" är {was} i grunden och kan inte vara {now} här',
    '"{criterion}" is {was} in the base and cannot be {now} here',
)
REPLACES = Sentence(
    "laxer",
    '"{name}" står redan i grunden: det som bygger på den lägger till, och ersätter inget',
    '"{name}" stands in the base already: what builds on it adds, and replaces nothing',
)
NO_DIRECTION = Sentence(
    "laxer",
    'grunden säger inte åt vilket håll "{name}" är strängare',
    'the base does not say in which direction "{name}" is stricter',
)
LAXER = Sentence(
    "laxer",
    '"{name}" blir strängare när det är {direction}, och det är detta inte',
    '"{name}" is {direction} where it is stricter, and this is not',
)
HOLDS_LONGER = Sentence(
    "laxer",
    'inget gäller längre än i grunden: "{key}" är samma tid eller en kortare, angiven på samma sätt som där',
    'nothing holds longer than in the base: "{key}" is the same time or a shorter one, said in the same way as there',
)
LEFT_OUT = Sentence(
    "laxer",
    '"{key}" står i grunden och behövs här också, likadan eller snävare',
    '"{key}" stands in the base and is needed here too, the same or narrower',
)
WIDER_SEASON = Sentence(
    "laxer",
    "inget gäller utanför grundens säsong: denna ligger inte inom den",
    "nothing holds outside the season of the base: this one does not lie within it",
)
DIRECTIONS: dict[str, Pair] = {
    "higher": ("högre", "higher"),
    "lower": ("lägre", "lower"),
    "shorter": ("kortare", "shorter"),
    "longer": ("längre", "longer"),
}
