"""Every rule by which an act can be refused, with its sentence in Swedish and in English."""

from __future__ import annotations

# What the evidence of a refusal says by name, in the words of its sentence.
NAMING: dict[str, tuple[str, str]] = {
    "missing": ("Saknas", "Missing"),
    "unasked": ("Hör inte hit", "Not asked for"),
    "unreadable": ("Kan inte läsas", "Cannot be read"),
    "criteria": ("Det gäller", "It is about"),
    "nonconformities": ("Det gäller", "It is about"),
    "units": ("Det gäller", "It is about"),
}
MOST_NAMED = 12  # before the rest are only counted

# rule -> (Swedish, English). The rule's name is stable: API clients and worked examples refer to it.
REFUSALS: dict[str, tuple[str, str]] = {
    "act.role": ("Din roll får inte göra detta.", "Your role may not do this."),
    "act.case": (
        "Ärendet finns inte. Det öppnas med en inlämning.",
        "There is no such case. It is opened by a submission.",
    ),
    "act.state": (
        "Ärendet är inte i det läge där detta kan göras.",
        "The case is not in a state in which this can be done.",
    ),
    "act.time": (
        "Klockan visar en tid före ärendets senaste händelse. Inget görs förrän den stämmer.",
        "The clock shows a time before the latest event of the case. Nothing is done until it is right.",
    ),
    "act.erased": (
        "Det som ärendet vilar på har gallrats. Det bedöms inte på nytt.",
        "What the case rests on has been erased. It is not judged again.",
    ),
    "submit.applicant": (
        "Du kan bara lämna in för en organisation som du företräder.",
        "You can only submit for an organisation that you act for.",
    ),
    "submit.incomplete": ("Säg vem som söker och enligt vilken ordning.", "Say who applies and under which scheme."),
    "submit.published": (
        "Den versionen av ordningen tar inte emot ansökningar.",
        "That version of the scheme does not take applications.",
    ),
    "submit.form": ("Ordningen har inget sådant formulär.", "The scheme has no such form."),
    "submit.dossier": (
        "Underlaget har fel som ska rättas först.",
        "The dossier has faults that are to be mended first.",
    ),
    "submit.holder": (
        "Underlaget har ett annat namn, en annan adress eller ett annat organisationsnummer än den sökande.",
        "The dossier has another name, address or organisation number than the applicant.",
    ),
    "submit.open_case": (
        "Organisationen har redan ett öppet ärende enligt ordningen.",
        "The organisation already has an open case under the scheme.",
    ),
    "submit.changed": (
        "En komplettering kan inte byta sökande, ordning eller formulär.",
        "A completion cannot change applicant, scheme or form.",
    ),
    "submit.former_followed": (
        "Det finns redan ett nytt certifikat som följer på det som skulle förnyas.",
        "There is a new certificate already that follows the one to be renewed.",
    ),
    "submit.former": (
        "Det tidigare certifikatet finns inte, eller hör till en annan innehavare eller ordning.",
        "The former certificate does not exist, or belongs to another holder or scheme.",
    ),
    "submit.renewal_form": (
        "Formuläret för förnyelse kräver numret på det tidigare certifikatet.",
        "The form for renewal needs the number of the former certificate.",
    ),
    "submit.renewal_early": ("Det är för tidigt att förnya.", "It is too early to renew."),
    "submit.renewal_late": (
        "Tiden för förnyelse har gått ut. Lämna in en ny ansökan.",
        "The time for renewal has passed. Hand in a new application.",
    ),
    "register.received": (
        "Ankomstdagen kan inte ligga i framtiden.",
        "The day of receipt cannot lie in the future.",
    ),
    "register.number": (
        "Ett annat ärende har redan det numret.",
        "Another case already has that number.",
    ),
    "accept.findings": (
        "Varje villkor i intagningen ska få ett besked, och inget annat.",
        "Each condition of the application review gets an answer, and nothing else does.",
    ),
    "accept.condition": (
        "Ett villkor för att tas in är inte uppfyllt. Avböj ärendet eller begär komplettering.",
        "A condition for being taken in is not met. Decline the case or request completion.",
    ),
    "accept.eligible": (
        "Sökanden uppfyller inte ordningens villkor för att få söka.",
        "The applicant does not meet the scheme's conditions for applying.",
    ),
    "agree.terms": (
        "Villkoren har en nyare version. Läs och godkänn den.",
        "There is a newer version of the terms. Read and accept that one.",
    ),
    "agree.again": ("Den versionen är redan godkänd.", "That version is already accepted."),
    "accept.decider": (
        "Du är utsedd att besluta i ärendet, och den som tar in det beslutar inte.",
        "You are assigned to decide on the case, and whoever takes it in does not decide.",
    ),
    "assign.role": (
        "Personen har inte rollen som uppgiften kräver.",
        "The person does not have the role that the duty asks for.",
    ),
    "assign.again": (
        "Personen har redan den uppgiften i ärendet.",
        "The person already has that duty in the case.",
    ),
    "separation.duty": (
        "Personen har redan en annan uppgift i ärendet. Den som bedömer, väljer urval eller tar in beslutar aldrig.",
        "The person already has another duty in the case. Who assesses, chooses a sample or takes in never decides.",
    ),
    "separation.applicant": (
        "Personen hör till sökanden.",
        "The person belongs to the applicant.",
    ),
    "separation.guidance": (
        "Personen har gett sökanden vägledning inom karenstiden.",
        "The person advised the applicant within the cooling-off period.",
    ),
    "separation.competence": (
        "Personen saknar dokumenterad och aktuell behörighet för ordningen.",
        "The person has no recorded, current competence for the scheme.",
    ),
    "separation.interest": (
        "Personen har anmält jäv.",
        "The person has declared a conflict of interest.",
    ),
    "relieve.done": (
        "Personen har redan lämnat sin bedömning. Beslutsfattaren kan skicka tillbaka den.",
        "The person has already handed in the assessment. The decider can send it back.",
    ),
    "interest.undeclared": (
        "Anmäl först om något binder dig till sökanden.",
        "First declare whether anything ties you to the applicant.",
    ),
    "duty.unassigned": (
        "Uppgiften är inte din i det här ärendet.",
        "The duty is not yours in this case.",
    ),
    "interest.again": ("Du har redan anmält detta.", "You have already declared this."),
    "guidance.future": ("Vägledning kan inte ha getts i framtiden.", "Guidance cannot have been given in the future."),
    "guidance.person": ("Personen finns inte hos organet.", "The body has no such person."),
    "completion.criteria": ("Ett av kriterierna finns inte i ordningen.", "One of the criteria is not in the scheme."),
    "completion.due": ("Sista dagen ska ligga i framtiden.", "The last day has to lie in the future."),
    "assess.findings": (
        "Varje kriterium som ska bedömas behöver en iakttagelse, och inga andra.",
        "Each criterion to be assessed needs a finding, and no others do.",
    ),
    "assess.does_not_apply": (
        "En iakttagelse gäller något som inte gäller i det här fallet. Ta bort den.",
        "A finding is on something that does not apply in this case. Take it away.",
    ),
    "assess.value": (
        "En iakttagelse har ett värde som kriteriet inte kan ta.",
        "A finding has a value that the criterion cannot take.",
    ),
    "assess.reason": (
        "En iakttagelse som inte är ja, eller är en annan än vad ett mått föreslår, behöver ett skäl.",
        "A finding that is not yes, or other than a measure proposes, needs a reason.",
    ),
    "assess.again": ("Du har redan lämnat din bedömning.", "You have already handed in your assessment."),
    "decide.agreement": (
        "Sökanden har inte godkänt villkoren. Utan avtal inget certifikat.",
        "The applicant has not accepted the terms. Without an agreement there is no certificate.",
    ),
    "decide.outcome": (
        "Reglerna ger inget utfall att bevilja. Kriterierna nedan är inte uppfyllda.",
        "The rules give no outcome to grant. The criteria below are not met.",
    ),
    "decide.former": (
        "Certifikatet som skulle förnyas har återkallats eller ersatts. Det finns inget att förnya.",
        "The certificate that was to be renewed has been withdrawn or replaced. There is nothing to renew.",
    ),
    "decide.grounds": (
        "Reglerna ger ett utfall. Det finns ingen grund för att avslå.",
        "The rules give an outcome. There are no grounds for refusing.",
    ),
    "decide.incomplete": (
        "Utfallet kan inte räknas ut än, eftersom något saknas.",
        "The outcome cannot be worked out yet, because something is missing.",
    ),
    "issue.granted": ("Ärendet är inte beviljat.", "The case is not granted."),
    "issue.unreadable": (
        "Certifikatet skulle säga något som inte går att läsa tillbaka. Rätta uppgifterna i ärendet.",
        "The certificate would say something that cannot be read back. Correct what the case says.",
    ),
    "issue.exists": ("Ärendet har redan ett certifikat.", "The case already has a certificate."),
    "issue.stopped": (
        "All utfärdning är stoppad.",
        "All issuing is stopped.",
    ),
    "issue.key": (
        "Nyckeln får inte längre skriva under.",
        "The key may no longer sign.",
    ),
    "issue.number": (
        "Ärendet har inget förberett certifikat med det numret.",
        "The case has no prepared certificate with that number.",
    ),
    "issue.slot": (
        "Numret eller platsen i statuslistan är upptagen.",
        "The number or the place in the status list is taken.",
    ),
    "certificate.none": ("Ärendet har inget utfärdat certifikat.", "The case has no issued certificate."),
    "certificate.state": (
        "Certifikatets status tillåter inte detta.",
        "The certificate's status does not allow this.",
    ),
    "certificate.reason": (
        "Det skälet kan bara klockan ange.",
        "Only the clock can give that reason.",
    ),
    "certificate.assessor": (
        "Den som bedömde ärendet får inte besluta om certifikatet.",
        "Whoever assessed the case may not decide on its certificate.",
    ),
    "clock.early": ("Tiden är inte inne.", "It is not time yet."),
    "reissue.done": (
        "Certifikatet {number} utfärdas redan på nytt, eller är inte det som ärendet har.",
        "The certificate {number} is being issued anew already, or is not the one of this case.",
    ),
    "reissue.key": (
        "Nyckeln {key} är inte röjd, så certifikatet utfärdas inte på nytt.",
        "The key {key} is not compromised, so the certificate is not issued anew.",
    ),
    "reissue.expired": (
        "Certifikatet {number} har gått ut och utfärdas inte på nytt.",
        "The certificate {number} has run out and is not issued anew.",
    ),
    "supersede.self": ("Ett certifikat kan inte ersätta sig självt.", "A certificate cannot replace itself."),
    "activity.which": (
        "Ordningen har flera sådana moment. Säg vilket det gäller.",
        "The scheme has several such activities. Say which one it is about.",
    ),
    "activity.unknown": ("Ordningen har inget sådant moment.", "The scheme has no such activity."),
    "activity.order": (
        "Något annat ska göras först.",
        "Something else is to be done first.",
    ),
    "activity.not_asked": (
        "Momentet behövs inte i det här ärendet.",
        "The activity is not asked for in this case.",
    ),
    "activity.attempts": (
        "Det finns inga försök kvar.",
        "There are no attempts left.",
    ),
    "assign.people": (
        "Så många som momentet ska ha är redan utsedda.",
        "As many as the activity is to have are assigned already.",
    ),
    "separation.role": (
        "Momentet görs av någon med en annan roll i ordningen.",
        "The activity is done by somebody with another role of the scheme.",
    ),
    "separation.independent": (
        "Personen har ett annat moment i ärendet, och det ena ska vara oberoende av det andra.",
        "The person has another activity of the case, and one is to be independent of the other.",
    ),
    "separation.rotation": (
        "Personen har bedömt sökanden så länge som ordningen tillåter. Någon annan ska ta över.",
        "The person has assessed the applicant for as long as the scheme allows. Somebody else is to take over.",
    ),
    "assess.inputs": (
        "Ett värde hör inte hit, eller kan inte läsas.",
        "A value does not belong here, or cannot be read.",
    ),
    "assess.units": (
        "Ett värde gäller en enhet som inte finns, eller som det inte frågas om här.",
        "A value is about a unit that does not exist, or that is not asked about here.",
    ),
    "assess.grade": (
        "Graden finns inte i ordningen, eller så är kriteriet uppfyllt.",
        "The scheme has no such grade, or the criterion is met.",
    ),
    "vote.values": (
        "Rösta ja eller nej på allt som omröstningen gäller, och på inget annat.",
        "Vote yes or no on all that the vote is about, and on nothing else.",
    ),
    "draw.first": (
        "Urvalet av enheter ska göras först.",
        "The sample of units has to be drawn first.",
    ),
    "draw.again": ("Urvalet är redan draget.", "The sample is drawn already."),
    "draw.unknown": (
        "Urvalets storlek kan inte räknas ut än.",
        "The size of the sample cannot be worked out yet.",
    ),
    "draw.chance": (
        "Slumpen drar urvalet. Ingen väljer.",
        "Chance draws the sample. Nobody chooses.",
    ),
    "draw.decider": (
        "Du är utsedd att besluta i ärendet, och den som väljer urvalet beslutar inte.",
        "You are assigned to decide on the case, and whoever chooses the sample does not decide.",
    ),
    "draw.units": (
        "Välj så många olika enheter som urvalet ska ha, bland dem som finns.",
        "Choose as many different units as the sample is to have, among those there are.",
    ),
    "nonconformity.unknown": ("Avvikelsen finns inte.", "There is no such nonconformity."),
    "nonconformity.closed": ("Avvikelsen är redan avslutad.", "The nonconformity is closed already."),
    "nonconformity.remedy": (
        "Ingen åtgärd väntar på svar.",
        "No remedy waits for an answer.",
    ),
    "nonconformity.finding": (
        "Avvikelsen avslutas med en ny iakttagelse på dess kriterium, och ingen annan.",
        "The nonconformity is closed by a new finding on its criterion, and no other.",
    ),
    "plan.names": (
        "Planen nämner något som inte finns i ordningen.",
        "The plan names something that is not in the scheme.",
    ),
    "circumstance.unknown": (
        "Ordningen frågar inte efter en sådan händelse.",
        "The scheme does not ask to be told of such a thing.",
    ),
    "circumstance.future": (
        "Det kan inte ha hänt i framtiden.",
        "It cannot have happened in the future.",
    ),
    "transition.none": (
        "Ingen ny version kräver något av den här innehavaren.",
        "No new version asks anything of this holder.",
    ),
    "transition.again": (
        "Övergången följs redan.",
        "The transition is followed already.",
    ),
    "submit.profile_applies": (
        "Den valda varianten av ordningen gäller inte för det som ansökan säger.",
        "The variant of the scheme that was chosen does not apply to what the application says.",
    ),
    "accept.profile": (
        "Det är inte känt att den valda varianten av ordningen gäller för sökanden.",
        "It is not known that the variant of the scheme that was chosen applies to the applicant.",
    ),
    "submit.profile": ("Ordningen har ingen sådan profil.", "The scheme has no such profile."),
    "submit.renewal_turn": (
        "Den här gången används ett annat formulär.",
        "This time another form is used.",
    ),
    "decide.nonconformity": (
        "En avvikelse ska avslutas innan det beslutas.",
        "A nonconformity has to be closed before there is a decision.",
    ),
    "decide.renewal": (
        "Det som ordningen kräver för en förnyelse är inte uppfyllt.",
        "What the scheme asks of a renewal is not met.",
    ),
    "decide.units": (
        "Det är inte känt vilka enheter certifikatet skulle omfatta, eller till när.",
        "It is not known which units the certificate would cover, or until when.",
    ),
    "decide.certificate": (
        "Certifikatet skulle säga något som inte går att signera.",
        "The certificate would say something that cannot be signed.",
    ),
    "decide.term": (
        "Det går inte att säga hur länge certifikatet skulle gälla.",
        "It cannot be said for how long the certificate would be valid.",
    ),
}
