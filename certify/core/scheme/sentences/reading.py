"""What is told of a file that cannot be read as it stands: its text, its keys, its scalars and its phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.scheme.sentence import Sentence

if TYPE_CHECKING:
    from certify.core.scheme.sentence import Pair

# The file and its YAML

TOO_LARGE = Sentence("too-large", "filen är större än {most} byte", "the file has more than {most} bytes")
TOO_MANY_NODES = Sentence("too-many", "en fil har högst {most} poster", "a file has at most {most} entries")
TOO_MANY_CRITERIA = Sentence(
    "too-many", "en ordning har högst {most} kriterier", "a scheme has at most {most} criteria"
)
TOO_MANY_ENTRIES = Sentence(
    "too-many",
    '"{key}" har {count} poster, och högst {most} läses',
    '"{key}" has {count} entries, and at most {most} are read',
)
TOO_DEEP = Sentence(
    "too-deep", "inget får stå mer än {most} nivåer djupt", "nothing stands more than {most} levels deep"
)
NOT_UTF8 = Sentence("not-utf8", "filen är inte i UTF-8", "the file is not UTF-8")
EMPTY = Sentence("empty", "filen är tom", "the file holds nothing")
CONTROL = Sentence(
    "not-yaml", "ett styrtecken, som ingen text får innehålla", "a control character, which no text may hold"
)
NO_CHARACTER = Sentence(
    "not-yaml",
    "ett omvänt snedstreck inom citattecken följs av ett tal som inte är något tecken",
    "a backslash in quotes is followed by a number that is no character",
)
COLON_AND_SPACE = Sentence(
    "not-yaml",
    'ett kolon följt av blanksteg inleder en ny nyckel: sätt en text med ": " inom citattecken eller i blockform',
    'a colon followed by a space starts a new key: put a text that holds ": " in quotes or in block form',
)
TAB = Sentence("not-yaml", "en tabb: dra in med blanksteg", "a tab: indent with spaces")
COLON = Sentence(
    "not-yaml",
    'ett kolon i en text: sätt en text med ":" inom citattecken eller i blockform',
    'a colon within a text: put a text that holds ":" in quotes or in block form',
)
BRACES = Sentence(
    "not-yaml",
    "klammerparenteser som inte stängs, eller ett komma som saknas mellan två nycklar",
    "braces that do not close, or a comma missing between two keys",
)
BRACKETS = Sentence(
    "not-yaml",
    "hakparenteser som inte stängs, eller ett komma som saknas mellan två poster",
    "brackets that do not close, or a comma missing between two entries",
)
INDENTATION = Sentence(
    "not-yaml", "indraget passar inte ihop med raderna ovanför", "the indentation does not fit what stands above"
)
NEITHER_KEY_NOR_ENTRY = Sentence(
    "not-yaml",
    "en rad som varken är en nyckel med sitt värde eller en post i en lista",
    "a line that is neither a key with its value nor an entry of a list",
)
KEPT_SIGN = Sentence(
    "not-yaml",
    "en text som börjar med ett tecken som YAML har reserverat: sätt den inom citattecken",
    "a text that begins with a sign that YAML keeps for itself: put it in quotes",
)
QUOTES = Sentence("not-yaml", "citattecken som inte stängs", "quotes that do not close")
NOT_YAML = Sentence("not-yaml", "detta är inte YAML: {problem}", "this is not YAML: {problem}")
SECOND_DOCUMENT = Sentence(
    "second-document", "en fil rymmer en ordning: ta bort `---`", "a file holds one scheme: leave out the `---`"
)
DIRECTIVE = Sentence(
    "directive",
    "direktiv som börjar med % används inte i ordningar",
    "directives that begin with % are not used in schemes",
)
ALIAS = Sentence(
    "alias", "alias (*) används inte i ordningar: skriv ut det", "aliases (*) are not used in schemes: write it out"
)
ANCHOR = Sentence("anchor", "ankare (&) används inte i ordningar", "anchors (&) are not used in schemes")
TAG = Sentence("tag", "taggar (!) används inte i ordningar", "tags (!) are not used in schemes")
KEY_NOT_A_WORD = Sentence(
    "key-not-a-word",
    "en nyckel är ett ord, inte en lista eller nycklar med värden",
    "a key is one word, not a list or a mapping",
)
DUPLICATE_KEY = Sentence(
    "duplicate-key",
    '"{key}" står här en andra gång; den första är på rad {line}',
    '"{key}" stands here a second time; the first is in line {line}',
)

# Keys and entries

UNKNOWN_KEY = Sentence("unknown-key", '"{key}" är ingen nyckel här{hint}', '"{key}" is no key here{hint}')
MISSING_KEY = Sentence("missing-key", 'nyckeln "{key}" saknas här', 'the key "{key}" is missing here')
KEYS_BELONG = Sentence("wrong-type", "här hör nycklar med värden hemma: {keys}", "keys with values belong here: {keys}")
LIST_BELONGS = Sentence(
    "wrong-type",
    "här hör en lista hemma, varje post efter ett bindestreck eller inom hakparentes",
    "a list belongs here, each entry after a dash or within brackets",
)
NAMES_BELONG = Sentence("wrong-type", "här hör namn med värden hemma", "names with values belong here")
CHOICE_BELONGS = Sentence("wrong-type", "{said}här hör {words} hemma{hint}", "{said}{words} belongs here{hint}")
EMPTY_LIST = Sentence("empty-list", "listan är tom: ta bort nyckeln", "the list is empty: leave the key out")
EMPTY_MOMENTS = Sentence("empty-list", "listan är tom", "the list is empty")
NO_VALUE = Sentence(
    "key-without-value",
    "här står inget: skriv ett värde eller ta bort nyckeln; inom klammerparentes inleder ett komma en ny nyckel",
    "nothing stands here: write a value or leave the key out; within braces a comma begins a new key",
)
MEASURE_BELONGS = Sentence(
    "wrong-type", "ett mått är ett av {reducers} med sina nycklar", "a measure is one of {reducers} with its keys"
)
NO_REDUCER = Sentence(
    "missing-key", "ett mått är ett av {reducers} med sina nycklar", "a measure is one of {reducers} with its keys"
)
TWO_REDUCERS = Sentence(
    "two-reducers",
    "ett mått har ett räknesätt, och här står {reducers}",
    "a measure has one reducer, and here are {reducers}",
)

# Scalars and texts: what belongs there is one of these

A_WORD: Pair = ("ett ord av bokstäver, siffror, _ . och -", "a word of letters, digits, _ . and -")
A_LANGUAGE: Pair = ("koden för ett språk, som sv eller en,", "the code of a language, such as sv or en,")
A_LINE = Sentence("wrong-type", "en rad med högst {most} tecken", "one line of at most {most} characters")
A_WHOLE_NUMBER: Pair = ("ett heltal", "a whole number")
YES_OR_NO: Pair = ("yes eller no", "yes or no")
A_DATE: Pair = ("ett datum som 2026-02-28", "a date like 2026-02-28")
A_NUMBER: Pair = ("ett tal", "a number")
A_DIGEST: Pair = ("sha256: och 64 hexadecimala siffror", "sha256: and 64 hexadecimal digits")
A_TEXT = Sentence("wrong-type", "en text med högst {most} tecken", "a text of at most {most} characters")

NOT_A_SCALAR = Sentence(
    "wrong-type", "här hör {wanted} hemma, inte en lista eller nycklar", "{wanted} belongs here, not a list or keys"
)
NOT_THAT_SCALAR = Sentence("wrong-type", '"{text}": här hör {wanted} hemma', '"{text}": {wanted} belongs here')
ONE_VALUE = Sentence("wrong-type", "här hör ett värde hemma, inte en lista", "one value belongs here, not a list")
ONE_VALUE_OR_BY_UNIT = Sentence(
    "wrong-type", "här hör ett värde hemma, eller ett för varje enhet", "one value belongs here, or one for each unit"
)
NOT_A_TEXT = Sentence("wrong-type", "här hör en text hemma, inte en lista", "a text belongs here, not a list")
EACH_LANGUAGE = Sentence(
    "missing-translation",
    "här står en text på varje språk: {languages}",
    "a text stands here in each language: {languages}",
)
MISSING_LANGUAGE = Sentence("missing-translation", "texten saknas på {languages}", "the text is missing in {languages}")
NO_LANGUAGE = Sentence(
    "unknown-key", '"{key}" är inget språk i ordningen{hint}', '"{key}" is no language of this scheme{hint}'
)
COMMA_IN_BRACES: Pair = (
    "; inom klammerparentes står en text med komma inom citattecken",
    "; within braces, a text that holds a comma stands in quotes",
)

# Names and phrases

NO_NAME = Sentence(
    "bad-phrase",
    '"{text}" är inget namn: ett namn har bokstäver, siffror, _ . och -, och är inget tal och inget av språkets ord',
    '"{text}" is no name: a name has letters, digits, _ . and -, and is no number and no word of the grammar',
)
KEY_IS_NO_NAME = Sentence("bad-name", NO_NAME.sv, NO_NAME.en)
NOT_A_PHRASE = Sentence(
    "wrong-type", "här hör en fras hemma, inte en lista eller nycklar", "a phrase belongs here, not a list or keys"
)
NO_PHRASE = Sentence("bad-phrase", '"{text}" är ingen fras{hint}', '"{text}" is no phrase{hint}')
LONG_PHRASE = Sentence("bad-phrase", "en fras har högst {most} tecken", "a phrase has at most {most} characters")
NO_LIMIT = Sentence(
    "bad-phrase",
    '"{text}" är ingen fras här: skriv "all" eller "up to" och ett tal',
    '"{text}" is no phrase here: write "all" or "up to" and a number',
)
NO_PERIOD = Sentence(
    "bad-phrase",
    '"{text}" är ingen tidsperiod: skriv något som "21 days", "10 working days", "12 months" eller "3 years"',
    '"{text}" is no period: write something like "21 days", "10 working days", "12 months" or "3 years"',
)
NO_KNOWN_PERIOD = Sentence(
    "unknown-name",
    '"{word}" är varken en tidsperiod eller en parameter som är en',
    '"{word}" is neither a period nor a parameter that is one',
)
NO_MOMENT = Sentence(
    "bad-phrase",
    '"{text}" är ingen tidpunkt: skriv ett datum, ett namn eller något som "12 months after decision" '
    'eller "last day of march each year"',
    '"{text}" is no moment: write a date, a name, or something like "12 months after decision" '
    'or "last day of march each year"',
)
MOMENT_BELONGS = Sentence(
    "bad-phrase",
    "här hör en tidpunkt hemma, eller {{earliest: [..]}}, eller {{latest: [..]}}",
    "a moment belongs here, or {{earliest: [..]}}, or {{latest: [..]}}",
)
SHIFTED_BELONGS = Sentence(
    "bad-phrase",
    'här hör något som "1 month after submitted" hemma',
    'something like "1 month after submitted" belongs here',
)
MOMENT_TOO_DEEP = Sentence(
    "bad-phrase", "en tidpunkt vilar på högst {most} andra", "a moment rests on at most {most} others"
)
WITHOUT_YEAR = Sentence(
    "bad-phrase",
    '"{text}": skriv "{text} each year", eller ett datum med sitt år',
    '"{text}": say "{text} each year", or a date with its year',
)
NO_SUCH_DAY = Sentence("bad-phrase", '"{text}": {month} har ingen sådan dag', '"{text}": {month} has no such day')
CONDITION_BELONGS = Sentence(
    "wrong-type",
    "här hör ett villkor hemma: namn med fraser, som `points: at least 60`",
    "a condition belongs here: names with phrases, such as `points: at least 60`",
)
CONDITIONS_BELONG = Sentence(
    "wrong-type", 'efter "{word}" hör en lista med villkor hemma', 'a list of conditions belongs after "{word}"'
)
EMPTY_CONDITION = Sentence(
    "empty-condition", "villkoret är tomt: det skulle alltid gälla", "the condition is empty: it would always hold"
)
EMPTY_CONDITIONS = Sentence("empty-condition", 'listan efter "{word}" är tom', 'the list after "{word}" is empty')
TOO_FEW_CONDITIONS = Sentence(
    "empty-condition", '"{word}": listan har bara {count}', '"{word}": the list has only {count}'
)
ROWS_BELONG = Sentence(
    "wrong-type", "här hör rader hemma, som `at most 99: 2000`", "rows belong here, such as `at most 99: 2000`"
)

# Formulas

BAD_FORMULA = Sentence("bad-phrase", '"{text}": {problem}', '"{text}": {problem}')
LONG_FORMULA = Sentence("bad-phrase", "en formel har högst {most} tecken", "a formula has at most {most} characters")
NO_FORMULA = Sentence(
    "bad-phrase",
    "detta är ingen formel: tal, namn, + - * / och parenteser",
    "this is no formula: numbers, names, + - * / and parentheses",
)
DEEP_FORMULA = Sentence("bad-phrase", "en formel har högst {most} nivåer", "a formula has at most {most} levels")
FUNCTIONS = Sentence("bad-phrase", "en formels funktioner är {functions}", "the functions of a formula are {functions}")
ONLY_ARITHMETIC = Sentence(
    "bad-phrase",
    "en formel har tal, namn, + - * / och parenteser, och inget annat",
    "a formula has numbers, names, + - * / and parentheses, and nothing else",
)
TAKES_ONE = Sentence("bad-phrase", "{function} tar ett värde", "{function} takes one value")
TAKES_SEVERAL = Sentence("bad-phrase", "{function} tar två värden eller fler", "{function} takes two values or more")
