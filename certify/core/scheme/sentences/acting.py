"""What is told of the half that acts: people, order, merging, times, what follows lateness, validity and renewal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.scheme.sentence import Sentence

if TYPE_CHECKING:
    from certify.core.scheme.sentence import Pair

# People

ONLY_THE_APPLICANT = Sentence("nobody-may", "bara sökanden {does}", "only the applicant {does}")
APPLIES: Pair = ("ansöker", "applies")
APPEALS: Pair = ("överklagar", "appeals")
OWN_APPLICATION = Sentence(
    "nobody-may",
    "en sökande får inte {do}: ingen prövar sin egen ansökan",
    "an applicant may not {do}: nobody judges their own application",
)
DO: dict[str, Pair] = {
    "check": ("granska", "check"),
    "fetch": ("hämta", "fetch"),
    "assess": ("bedöma", "assess"),
    "exam": ("hålla prov", "hold an exam"),
    "vote": ("rösta", "vote"),
    "survey": ("följa upp", "survey"),
    "decide": ("besluta", "decide"),
}
SAME_ROLE = Sentence(
    "same-role",
    '"{role}" bedömer och får inte också besluta: ett beslut fattas av någon som inte har bedömt',
    '"{role}" assesses and may not decide too: a decision is made by someone who did not assess',
)
NOT_THEIR_WORK = Sentence(
    "nobody-may",
    '"{role}" gör inte sådant: det görs av "{doer}" eller en roll med eget namn',
    '"{role}" does not do such a thing: it is done by "{doer}" or a role with a name of its own',
)
NOBODY = Sentence("nobody-may", "någon måste göra det: minst 1", "somebody has to do it: at least 1")
OF_ITSELF = Sentence("cycle", "ingen är oberoende av sig själv", "nobody is independent of themselves")
PEOPLE_OF_KINDS = Sentence("unknown-key", '"people" hör till slagen {kinds}', '"people" belongs to the kinds {kinds}')
NO_ACTIVITY_OF_KIND = Sentence(
    "missing-activity", 'inget moment har slaget "{kind}"', 'no activity has the kind "{kind}"'
)
SECOND_OF_KIND = Sentence(
    "second-activity",
    '"{activity}" är ännu ett moment av slaget "{kind}"; ett ärende har bara ett, och det är "{first}"',
    '"{activity}" is one more activity of the kind "{kind}"; a case has but one, which is "{first}"',
)

# What is done

COVERS_OF_A_SURVEY = Sentence(
    "unknown-key",
    '"covers" hör till en uppföljning; på andra ställen heter det "fills"',
    '"covers" belongs to a survey; elsewhere it is "fills"',
)
ATTEMPTS_OF_AN_EXAM = Sentence("unknown-key", '"attempts" hör till ett prov', '"attempts" belongs to an exam')
SAMPLE_OF_UNITS = Sentence(
    "missing-key",
    'ett stickprov är av enheter: skriv "per" och deras slag',
    'a sample is of units: say "per" and their kind',
)
CHANCE_OF_A_SAMPLE = Sentence(
    "missing-key", 'slumpen drar ett "sample": skriv hur många', 'chance picks a "sample": say how many'
)
VOTE_NEEDS_MERGE = Sentence(
    "missing-key",
    'en omröstning behöver sin "merge", som {{vote: majority, quorum: 3}}',
    'a vote needs its "merge", such as {{vote: majority, quorum: 3}}',
)
VOTE_ELSEWHERE = Sentence(
    "merge-unfit",
    '"vote" hör till ett moment av slaget vote',
    '"vote" belongs to an activity of the kind vote',
)
NO_QUORUM = Sentence(
    "merge-unfit",
    "en omröstning utan röster säger inget: minst 1",
    "a vote without votes says nothing: at least 1",
)
QUORUM_BEYOND_REACH = Sentence(
    "merge-unfit",
    "{quorum} röstande blir det aldrig av {people}",
    "a quorum of {quorum} is never reached by {people}",
)
CANNOT_BE_MERGED = Sentence(
    "merge-unfit", '"{name}" är {domain} och kan inte {how}', '"{name}" is {domain} and cannot be {how}'
)
VOTED_ON: Pair = ("röstas om", "voted on")
MERGED = Sentence("merge-unfit", "vägas samman med {merge}", "merged by {merge}")

# Times

RUNS_AFTER = Sentence(
    "bad-phrase",
    'en tid att göra något inom räknas "after" en tidpunkt',
    'a time to do something in runs "after" a moment',
)
NOT_COME_YET = Sentence(
    "no-anchor",
    '"{moment}" har inte inträffat när "{activity}" ska vara klart: inget att räkna från',
    '"{moment}" has not come when "{activity}" is due: nothing to count from',
)
UNKNOWN_WHEN_DECIDED = Sentence(
    "no-anchor",
    '"{moment}" är inte känt när det beslutas, så inget kunde beviljas: räkna från "decision" eller något före det',
    '"{moment}" is not known when it is decided, so nothing could be granted: count from "decision" or earlier',
)
NOTHING_LATE = Sentence(
    "no-anchor",
    'här kan inget bli försenat: skriv "within" eller "every"',
    'nothing can be late here: say "within" or "every"',
)
NEVER_DUE = Sentence(
    "no-anchor",
    'inget säger när "{activity}" ska göras: skriv "every" eller "within"',
    'nothing says when "{activity}" is due: say "every" or "within"',
)
OF_A_SURVEY = Sentence("unknown-key", '"{key}" hör till en uppföljning', '"{key}" belongs to a survey')
NEEDS_EVERY = Sentence("missing-key", '"{key}" behöver "every"', '"{key}" needs "every"')
CANNOT_FOLLOW = Sentence(
    "bad-phrase",
    '"{words}" kan inte följa här: {known}{hint}',
    '"{words}" is nothing that can follow here: {known}{hint}',
)
NOBODY_TO_ASK = Sentence(
    "missing-key",
    'det finns ingen att fråga: skriv vilken version den ersätter, under "replaces"',
    'there is nobody to ask: say which version it "replaces"',
)
IN_A_CIRCLE = Sentence(
    "cycle",
    "dessa kommer efter varandra, runt i en cirkel: {way}",
    "these come after each other, round in a circle: {way}",
)
BECOME_EACH_OTHER = Sentence(
    "cycle",
    "dessa blir varandra, runt i en cirkel: {way}",
    "these become each other, round in a circle: {way}",
)
NONE_IS_NOT_MANY = Sentence("wrong-order", "ingen är inte många: minst 1", "none is not many: at least 1")
ENDS_BEFORE_IT_APPLIES = Sentence(
    "wrong-order", "versionen slutar innan den börjar gälla", "the version ends before it applies"
)

# Validity and renewal

NO_END = Sentence(
    "missing-key",
    'ett certifikat gäller "for" en tidsperiod eller "until" en tidpunkt',
    'a certificate is valid "for" a period or "until" a moment',
)
TWO_ENDS = Sentence(
    "two-keys",
    '"{one}" och "{other}" kan inte båda säga när det slutar',
    '"{one}" and "{other}" cannot both say when it ends',
)
SEASON_DAY = Sentence(
    "bad-phrase",
    'en säsong börjar och slutar en dag som "15 may each year"',
    'a season begins and ends on a day such as "15 may each year"',
)
SEASON_WITHOUT_END = Sentence(
    "beyond-season",
    'med "in_force" gäller ett certifikat till slutet av en säsong, och aldrig tills vidare: skriv "for: 1 year"',
    'with "in_force" a certificate holds until the end of a season, and is never open-ended: write "for: 1 year"',
)
BEYOND_A_SEASON = Sentence(
    "beyond-season",
    '"{key}" räcker längre än ett år, och med "in_force" gäller ett certifikat bara till slutet av en säsong',
    '"{key}" reaches beyond a year, and with "in_force" a certificate holds only until the end of a season',
)
NO_EVENT = Sentence(
    "wrong-type", '"{name}" är inget datum med given_by: event', '"{name}" is no date that is given_by: event'
)
LEFT_OUT = Sentence(
    "left-out",
    '"{name}" gäller beroende på "{other}", som blanketten utelämnar: utelämna båda eller ingen',
    '"{name}" applies depending on "{other}", which the form leaves out: leave out both or neither',
)
FROM_THE_END = Sentence(
    "bad-phrase",
    'detta räknas från slutet: "6 months before end" eller liknande',
    'this counts from the end: "6 months before end" or the like',
)
TWO_FORMS = Sentence(
    "two-keys",
    '"form" och "forms_in_turn" kan inte båda anges',
    '"form" and "forms_in_turn" cannot both be said',
)

# The certificate

NOT_SIGNABLE_TEXT = Sentence(
    "not-signable",
    "detta står på certifikatet: en rad med högst {most} synliga tecken i normalform",
    "this stands on the certificate: one line of at most {most} visible characters in normal form",
)
NOT_SIGNABLE_NAME = Sentence(
    "not-signable",
    "detta står i adresser: högst {most} av a-z, A-Z, siffror, `.`, `_` och `-`",
    "this stands in addresses: at most {most} of a-z, A-Z, digits, `.`, `_` and `-`",
)
NOT_SIGNABLE_LEVEL = Sentence(
    "not-signable",
    "detta står i koden: högst {most} tecken i normalform",
    "this stands in the code: at most {most} characters in normal form",
)

# The mark

NO_COLOUR = Sentence(
    "bad-colour",
    "en färg är sex hexadecimala siffror: '#17476B'",
    "a colour is six hexadecimal digits: '#17476B'",
)
PALE_COLOUR = Sentence(
    "bad-colour",
    "vita bokstäver kan inte läsas på denna färg: kontrasten är {found} till 1, och {least} behövs",
    "white letters cannot be read on this colour: their contrast is {found} to 1, and {least} is needed",
)
