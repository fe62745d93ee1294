"""What is told of the half that judges: sections, criteria, measures, tables, units and the ladder."""

from __future__ import annotations

from certify.core.scheme.sentence import Sentence

# Sections, criteria and units

EMPTY_SECTION = Sentence("empty-section", 'i avsnittet "{section}" står inget', 'nothing stands in section "{section}"')
NO_BINDING = Sentence(
    "missing-key",
    '"{criterion}" har ingen kravnivå, och inte heller något avsnitt ovanför',
    '"{criterion}" has no binding, and neither has a section above it',
)
NOBODY_GIVES = Sentence(
    "nobody-may",
    '"{name}" lämnas av {who}, men inget moment där det görs fyller i den: skriv den i "fills"',
    '"{name}" is given by {who}, but no activity in which they do so fills it: name it under "fills"',
)
DERIVED_REFUSES = Sentence(
    "derived-refuses",
    '"{criterion}" är härlett och får därför bara råda: ge det en svagare kravnivå än {binding}',
    '"{criterion}" is derived and so may only advise: give it a weaker binding than {binding}',
)
PROPOSES_OTHERWISE = Sentence(
    "wrong-side",
    '"{measure}" ger {given}, och kriteriet tar {taken}',
    '"{measure}" gives {given}, and the criterion takes {taken}',
)
WEIGHT_BELOW_NOUGHT = Sentence("wrong-order", "en vikt är inte under 0", "a weight is not below 0")
NONE_COUNTS = Sentence(
    "unused-criterion", "ingen regel hänger på det som är {binding}", "no rule turns on what is {binding}"
)
DOES_NOT_COUNT = Sentence(
    "unused-criterion",
    '"{criterion}" är {binding}, och ingen regel hänger på det',
    '"{criterion}" is {binding}, and no rule turns on it',
)
DOES_NOTHING = Sentence(
    "unused-criterion",
    'ingen regel hänger på "{criterion}", och ett svar som är {taken} kan inte ge något råd',
    'no rule turns on "{criterion}", and an answer that is {taken} cannot advise',
)
UNITS_IN_CIRCLE = Sentence(
    "cycle",
    "dessa ligger inom varandra, runt i en cirkel: {way}",
    "these lie within each other, round in a circle: {way}",
)

# Measures

NO_RECKONING = Sentence(
    "wrong-side",
    '"{name}" är {domain} och kan inte räknas med',
    '"{name}" is {domain} and cannot be reckoned with',
)
NO_WEIGHING = Sentence(
    "wrong-side", '"{name}" är {domain} och kan inte viktas', '"{name}" is {domain} and cannot be weighed'
)
NO_GRADE = Sentence("wrong-side", '"{name}" är {domain} och inget betyg', '"{name}" is {domain} and no grade')
NUMBERS_AND_DATES = Sentence("wrong-side", "tal och datum går inte ihop", "numbers and dates do not go together")
OTHER_SCALES = Sentence(
    "wrong-side", "betyg på olika skalor går inte ihop", "grades of different scales do not go together"
)
NO_HIGHEST = Sentence(
    "missing-key",
    '"{name}" har inget "highest", så ingen vet hur stor del av det som nås',
    '"{name}" has no "highest", so that nobody knows what part of it is reached',
)
OWN_WEIGHT = Sentence("two-keys", '"{name}" anger sin egen "weight"', '"{name}" says its own "weight"')
NO_STEP = Sentence(
    "wrong-order",
    "något avrundas till en multipel av ett tal över 0",
    "something is rounded to a multiple of a number above 0",
)
NEEDS_AT = Sentence(
    "missing-key",
    '"{statistic}" behöver "at": vilken percentil, som 95 %',
    '"{statistic}" needs "at": which percentile, such as 95 %',
)
AT_OF_PERCENTILES = Sentence("unknown-key", '"at" hör till {statistics}', '"at" belongs to {statistics}')
NO_PERCENTILE = Sentence(
    "wrong-side", "en percentil ligger mellan 0 och 100 %", "a percentile lies between 0 and 100 %"
)
NO_DAYS = Sentence(
    "wrong-side",
    '"{name}" är ingen serie, så dess värden har inga dagar att gå efter',
    '"{name}" is no series, so that its values have no days to go by',
)
NO_SEASON = Sentence(
    "bad-phrase",
    'en säsong är från och till och med en dag varje år, som "15 may each year"',
    'a season is from and until a day of each year, such as "15 may each year"',
)

# Tables and choices

OTHER_KIND_GIVEN = Sentence(
    "wrong-side",
    '"{value}" är inte {kind}, vilket de andra värdena här är{hint}',
    '"{value}" is not {kind}, and other values here are{hint}',
)
ROWS_OVERLAP = Sentence("overlap", "mer än en rad gäller {values}", "more than one row is for {values}")
NO_ROW = Sentence("gap", "ingen rad gäller {values}", "no row is for {values}")
NO_ROW_BELOW = Sentence("gap", "ingen rad gäller mindre än {limit}", "no row is for less than {limit}")
NO_ROW_ABOVE = Sentence("gap", "ingen rad gäller mer än {limit}", "no row is for more than {limit}")
NO_ROW_BETWEEN = Sentence(
    "gap", "ingen rad gäller det som ligger mellan {low} och {high}", "no row is for what lies between {low} and {high}"
)
LOWEST_NUMBERS = ("de lägsta talen", "the lowest numbers")

# The ladder

MISPLACED_OTHERWISE = Sentence(
    "otherwise", '"otherwise" är bara till för sista nivån', '"otherwise" is only for the last level'
)
EARLY_OTHERWISE = Sentence(
    "otherwise",
    '"otherwise" gäller alltid, så ingen nivå efter den nås någonsin',
    '"otherwise" holds always, so that no level after it is ever reached',
)
NEVER_HOLDS = Sentence(
    "never-reached",
    "med de värden som namnen kan ha gäller detta aldrig",
    "with the values that its names can have this never holds",
)
NEVER_REACHED = Sentence(
    "never-reached",
    '"{level}" nås aldrig med de värden som villkorets namn kan ha',
    '"{level}" is never reached with the values that the names of its condition can have',
)
ALWAYS_REACHED = Sentence(
    "always-reached",
    '"{level}" nås alltid, vad som än framkommer: en sista nivå som alla får säger "otherwise"',
    '"{level}" is always reached, whatever is found: a last level that everybody gets says "otherwise"',
)
HARDER_BELOW = Sentence(
    "harder-below",
    '"{lower}" kräver mer av "{name}" än "{higher}", som står ovanför',
    '"{lower}" asks for more of "{name}" than "{higher}" does, which stands above it',
)
HIDDEN_BELOW = Sentence(
    "never-reached",
    '"{lower}" nås aldrig: den som uppfyller den uppfyller "{higher}", som står ovanför',
    '"{lower}" is never reached: whoever meets it meets "{higher}", which stands above it',
)
