"""What is told of names: used twice, taken, of nothing there, of something with many values, or of another kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.scheme.sentence import Sentence

if TYPE_CHECKING:
    from certify.core.scheme.sentence import Pair

# Names

NAME_TAKEN = Sentence(
    "name-taken",
    '"{name}" har en egen betydelse här: välj ett annat namn',
    '"{name}" has a meaning of its own here: choose another name',
)
NAME_TWICE = Sentence(
    "name-twice",
    '"{name}" är redan namnet på {other} på rad {line}; en fil, ett namn',
    '"{name}" is already the name of the {other} in line {line}; one file, one name',
)
LANGUAGE_TWICE = Sentence("name-twice", '"{name}" står här två gånger', '"{name}" stands here twice')
# What a name can be the name of.
KINDS: dict[str, Pair] = {
    "parameter": ("parametern", "parameter"),
    "scale": ("skalan", "scale"),
    "input": ("uppgiften", "input"),
    "kind of unit": ("enhetsslaget", "kind of unit"),
    "measure": ("måttet", "measure"),
    "profile": ("varianten", "profile"),
    "nonconformity": ("avvikelsegraden", "nonconformity"),
    "binding": ("kravnivån", "binding"),
    "role": ("rollen", "role"),
    "level of sections": ("avsnittsnivån", "level of sections"),
    "column": ("kolumnen", "column"),
    "section": ("avsnittet", "section"),
    "criterion": ("kriteriet", "criterion"),
    "level": ("nivån", "level"),
    "form": ("blanketten", "form"),
    "activity": ("momentet", "activity"),
}
MANY_VALUES = Sentence(
    "many-values",
    '"{name}" har ett värde för varje {each}: sammanfatta dem med ett mått',
    '"{name}" has a value for each {each}: take them together with a measure',
)
ENTRY: Pair = ("post", "entry")


def _no(sv: str, en: str) -> Sentence:
    """A name that nothing has where it stands; what was probably meant follows."""
    return Sentence("unknown-name", f'"{{word}}" är {sv}{{hint}}', f'"{{word}}" is {en}{{hint}}')


NO_VALUE = _no(
    "ingen parameter, uppgift, tidpunkt och inget kriterium eller mått i ordningen",
    "no parameter, input, criterion, measure or moment of this scheme",
)
NO_MOMENT = _no("ingen tidpunkt i ordningen", "no moment of this scheme")
NO_BUILT_IN_MOMENT = _no("ingen tidpunkt", "no moment")
NO_SCALE = _no("ingen skala i ordningen", "no scale of this scheme")
NO_UNIT = _no("inget enhetsslag i ordningen", "no kind of unit of this scheme")
NO_BINDING = _no("ingen kravnivå i ordningen", "no binding of this scheme")
NO_BINDING_OF_BASE = _no("ingen kravnivå i grunden", "no binding of the base")
NO_ACTIVITY = _no("inget moment i ordningen", "no activity of this scheme")
NO_MEASURE = _no("inget mått i ordningen", "no measure of this scheme")
NO_NUMBER = _no("inget tal i ordningen", "no number of this scheme")
NO_INPUT = _no("ingen uppgift i ordningen", "no input of this scheme")
NO_CRITERION = _no("inget kriterium i ordningen", "no criterion of this scheme")
NO_CRITERION_OF_BASE = _no("inget kriterium i grunden", "no criterion of the base")
NO_SECTION = _no("inget avsnitt i ordningen", "no section of this scheme")
NO_SECTION_OF_BASE = _no("inget avsnitt i grunden", "no section of the base")
NO_PARAMETER = _no("ingen parameter i ordningen", "no parameter of this scheme")
NO_PARAMETER_OF_BASE = _no("ingen parameter i grunden", "no parameter of the base")
NO_PROFILE = _no("ingen variant i ordningen", "no profile of this scheme")
NO_FORM = _no("ingen blankett i ordningen", "no form of this scheme")
NO_LEVEL = _no("ingen nivå i ordningen", "no level of this scheme")
NO_LEVEL_TO_CHANGE = _no(
    "ingen nivå i ordningen; en variant lägger inte till någon", "no level of this scheme; a profile adds none"
)
NO_GRADE_OF_NONCONFORMITY = _no("ingen avvikelsegrad", "no grade of nonconformity")
NO_ROLE = _no("varken sökanden eller en roll i ordningen", "neither the applicant nor a role of this scheme")
NO_ORIGIN = _no(
    "varken sökanden, en roll i ordningen eller ett ursprung utanför den",
    "neither the applicant, a role of this scheme nor an origin outside",
)
NO_GROUP = _no("varken en kravnivå, ett avsnitt eller ett kriterium", "neither a binding, section nor criterion")
NOTHING_TO_FILL = _no(
    "varken en kravnivå, ett avsnitt, ett kriterium eller en uppgift", "neither a binding, section, criterion nor input"
)
NOTHING_TO_SELECT = _no(
    "varken en kravnivå, ett avsnitt, ett kriterium, en uppgift, ett enhetsslag eller ett mått",
    "neither a binding, section, criterion, input, kind of unit nor measure",
)
NOTHING_TO_GO_BY = _no(
    "varken ett enhetsslag, en tabell eller en avsnittsnivå", "no kind of unit, table or level of sections"
)
NOT_WEIGHED = _no("inget som viktas här", "not weighed here")
NO_OPTION = _no("inget av dess alternativ", "none of its options")
NO_OPTION_OF = Sentence(
    "unknown-name",
    '"{word}" är inget av alternativen för "{name}"{hint}',
    '"{word}" is none of the options of "{name}"{hint}',
)
NOTHING_TO_PAY_FOR = _no(
    "varken ett moment, en tidpunkt eller en förnyelse", "neither an activity, a moment nor a renewal"
)
NOTHING_TO_SHOW = _no("inget som ett certifikat kan visa", "nothing that a certificate can show")
NO_VOTE = _no("ingen röst", "no vote")
NOTHING_TO_EXPECT = _no("inget som kan väntas av ett räkneexempel", "nothing that can be expected of an example")
NOTHING_TO_NAME = _no(
    "inget som får sitt namn här: moment, roller, kravnivåer, avvikelsegrader, slag av underlag, skalor, betyg, "
    "alternativ, blanketter, avsnittsnivåer och måttenheter får det",
    "nothing that is given its name here: activities, roles, bindings, nonconformities, kinds of evidence, scales, "
    "grades, options, forms, levels of sections and units of measure are",
)
NO_STATE = _no("inget tillstånd som ett ärende kan ha", "no state that a case can be in")
NO_STATUS = _no("ingen status som ett certifikat kan ha", "no status that a certificate can have")
NO_REFUSAL = _no("ingen regel som kan vägra", "no rule that can refuse")
NOTHING_TO_SAY = _no("inget som denna åtgärd kan säga", "nothing that this act can say")
NO_NAME_OF_SCHEME = _no("inget namn i ordningen", "no name of this scheme")

# What a name gives or takes

A_KIND: dict[str, Pair] = {
    "number": ("ett tal", "a number"),
    "period": ("en tidsperiod", "a period"),
    "date": ("ett datum", "a date"),
    "word": ("ett ord", "a word"),
    "grade": ("ett betyg", "a grade"),
    "text": ("en text", "a text"),
    "rows": ("en tabell", "a table"),
    "map": ("en karta med värden", "a map"),
    "table": ("en tabell", "a table"),
    "series": ("en serie", "a series"),
    "series of dates": ("en serie datum", "a series of dates"),
}
NOT_OF_KIND = Sentence(
    "unknown-name",
    '"{word}" är varken {kind} eller namnet på ett sådant värde{hint}',
    '"{word}" is neither {kind} nor the name of one{hint}',
)
KIND_BELONGS = Sentence(
    "wrong-side",
    "här hör {kind} hemma, eller namnet på ett sådant värde",
    "{kind} belongs here, or the name of one",
)
UNFIT_RELATION = Sentence(
    "wrong-side",
    '"{relation}" går inte ihop med "{name}", som är {domain}',
    '"{relation}" does not go with "{name}", which is {domain}',
)
CANNOT_BE = Sentence(
    "wrong-side", '"{name}" är {domain} och kan inte vara {value}', '"{name}" is {domain} and cannot be {value}'
)
CANNOT_BE_WORD = Sentence(
    "unknown-name",
    '"{name}" är {domain} och kan inte vara "{word}"{hint}',
    '"{name}" is {domain} and cannot be "{word}"{hint}',
)
OTHER_DOMAIN = Sentence(
    "wrong-side",
    '"{name}" är {domain}, och "{other}" är {its}',
    '"{name}" is {domain}, and "{other}" is {its}',
)
OTHER_THAN_BEFORE = Sentence(
    "wrong-side", '"{name}" är {domain}, och detta är {its}', '"{name}" is {domain}, and this is {its}'
)
NOTHING_BETWEEN = Sentence(
    "wrong-order",
    "mellan {low} och {high} ligger inget",
    "between {low} and {high} lies nothing",
)
A_MOMENT: Pair = ("en tidpunkt", "a moment")
CIRCLE = Sentence(
    "cycle", "dessa vilar på varandra, runt i en cirkel: {way}", "these rest on each other, round in a circle: {way}"
)

# Keys that belong to something else

OF_A_GRADE = Sentence(
    "unknown-key",
    '"scale" hör till ett betyg, och detta är {type}',
    '"scale" belongs to a grade, and this is {type}',
)
OF_A_CHOICE = Sentence(
    "unknown-key",
    '"{key}" hör till ett val, och detta är {type}',
    '"{key}" belongs to a choice, and this is {type}',
)
OF_A_NUMBER = Sentence(
    "unknown-key",
    '"lowest" och "highest" hör till ett tal, och detta är {type}',
    '"lowest" and "highest" belong to a number, and this is {type}',
)
HIGHEST_OF_A_NUMBER = Sentence(
    "unknown-key",
    '"highest" hör till ett tal, och svaret är {type}',
    '"highest" belongs to a number, and the answer is {type}',
)
OF_A_TABLE = Sentence(
    "unknown-key",
    '"columns" hör till en tabell, och detta är {type}',
    '"columns" belong to a table, and this is {type}',
)
OF_A_CERTIFICATE = Sentence(
    "unknown-key",
    '"{key}" hör till det som har given_by certificate',
    '"{key}" belongs to what is given_by certificate',
)
OF_A_WORD = Sentence(
    "unknown-key",
    '"options" hör till en parameter som är ett ord',
    '"options" belongs to a parameter that is a word',
)
NEEDS_OPTIONS = Sentence("missing-key", 'ett val behöver sina "options"', 'a choice needs its "options"')
NEEDS_COLUMNS = Sentence("missing-key", 'en tabell behöver sina "columns"', 'a table needs its "columns"')
NEEDS_SCALE = Sentence("missing-key", 'ett betyg behöver sin "scale"', 'a grade needs its "scale"')
LOWEST_ABOVE_HIGHEST = Sentence(
    "wrong-order", "det lägsta är högre än det högsta", "the lowest is higher than the highest"
)
HOW_MANY_OPTIONS = Sentence(
    "wrong-order",
    "från 1 till {most} av alternativen kan väljas",
    "from 1 to {most} of the options can be chosen",
)
