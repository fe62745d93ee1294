# Vem som har uppgifterna i ett ärende, och hur många som behövs.
staff-need = { $n ->
    [one] En person behövs.
   *[other] { $n } personer behövs.
  } { $has ->
    [0] Ingen är utsedd.
    [one] En är utsedd.
   *[other] { $has } är utsedda.
  }
staff-missing = { $n ->
    [one] En saknas.
   *[other] { $n } saknas.
  }
staff-full = Så många som behövs är utsedda.
staff-vote-majority = Omröstning: flertalet avgör, och minst { $quorum } måste rösta.
staff-vote-all = Omröstning: alla måste säga ja, och minst { $quorum } måste rösta.
staff-tie-yes = Vid lika röstetal blir svaret ja.
staff-tie-no = Vid lika röstetal blir svaret nej.
staff-merge-single = De måste komma fram till samma sak. Annars finns inget värde, och momentet får göras om.
staff-merge-mean = Medelvärdet av deras bedömningar räknas.
staff-merge-worst = Den sämsta av deras bedömningar räknas.
staff-blind = Ingen ser de andras bedömning förrän den egna är lämnad.
staff-done = har gjort sin del.
staff-left = har sin del kvar.
staff-undeclared = har inte svarat på frågan om jäv.
staff-fallen = kan inte längre göra det.
staff-relieve = Entlediga personen och välj någon annan.
staff-nobody = Ingen kan väljas just nu. Nedan står vad som hindrar var och en.
staff-others = Kan inte väljas ({ $n })
relieve-of = { $name }, bara momentet { $activity }
todo-assign-role = Be administratören ge personen rollen, under Personer, eller välj någon annan.
todo-assign-people = Entlediga först någon som inte har gjort sin del.
todo-draw-decider = Låt någon annan välja urvalet, eller entlediga dig själv först.
todo-accept-decider = Låt någon annan ta in ärendet, eller entlediga dig själv först.
asked-role = Ordningen kräver här rollen { $roles }.
todo-separation-role = Anteckna personens roll i ordningen som behörighet, under Personer, eller välj någon annan.
todo-separation-independent = Välj någon som inte har det andra momentet.
todo-separation-rotation = Välj någon som inte har bedömt sökanden så länge.
todo-separation-applicant = Välj någon som inte hör till sökanden.
todo-separation-interest = Välj någon annan.
duty-of-assess = Bedömer: { $activities }.
duty-of-decide = Beslutar: { $activities }.

# Personerna hos organet.
nav-people = Personer
people-title = Personer
people-lead = Vilka som finns hos organet, vad de får göra och vad de är behöriga för. Det krävs två personer för att någon ska få bedöma: administratören ger rollen, samordnaren antecknar behörigheten.
people-all = { $n ->
    [one] En person
   *[other] { $n } personer
  }
people-search = Sök person
people-search-place = Namn
people-name = Namn
people-roles = Roller
people-competence = Behörighet
people-sign-in = Inloggning
people-open = Öppen
people-locked = Spärrad
people-locked-filter = spärrade
people-nothing = Ingen
people-erased = Gallrad person
people-none-found = Ingen person stämmer med sökningen.
people-add = Lägg till en person
people-add-hint = Personen blir känd hos organet men får inte göra något förrän en administratör har gett en roll.
people-login = Inloggning
people-login-hint = Det som personen skriver för att logga in, till exempel en e-postadress.
people-email = E-post
people-email-hint = Dit skickas besked om ärenden. Kan lämnas tomt.
people-add-button = Lägg till
people-wrong-name = Skriv ett namn
people-wrong-login = Skriv en inloggning
people-wrong-email = Skriv en e-postadress, till exempel namn@exempel.se
people-login-taken = Inloggningen finns redan. Sök personen i listan.
people-person = { $name }, personer
people-own = Det här är du själv. Ingen ändrar sina egna roller eller sin egen behörighet.
people-roles-hint = En roll säger vad personen får göra. Den gäller från nu tills den avslutas.
people-both = Personen får både bedöma och besluta, men aldrig i samma ärende.
people-no-role = Personen har ingen roll och får inte göra något.
people-end-role = Avsluta
people-ended = Tidigare roller ({ $n })
people-days = { $first } till { $last }
people-from = Från { $first }
people-give-role = Ge en roll
people-which-role = Vilken roll?
people-role-coordinator = Registrerar ärenden, tar in dem och utser bedömare och beslutsfattare.
people-role-assessor = Bedömer ärenden, om behörigheten är antecknad. Gäller också jurymedlemmar.
people-role-decider = Beslutar i ärenden som någon annan har bedömt.
people-role-appeals_handler = Läser ärenden som gick sökanden emot.
people-role-scheme_owner = Skriver och publicerar ordningar.
people-role-administrator = Ger roller, spärrar och stoppar utfärdande. Antecknar ingen behörighet.
people-role-auditor = Läser allt och ändrar inget.
people-role-applicant = Söker och svarar för en organisation.
people-organisation = Organisation
people-organisation-hint = Bara för den som söker.
people-needed-organisation = Välj organisationen som personen söker för
people-has-role = Personen har redan den rollen
people-give-button = Ge rollen
people-roles-by = Roller ges och avslutas av en administratör.
people-roles-by-own = En annan administratör ger och avslutar dina roller.
people-competence-hint = Behörighet antecknas för en ordning, och för de egna roller som ordningen har, till exempel jurymedlem.
people-counts = Gäller
people-counts-not = Gäller inte i dag
people-no-competence = Ingen behörighet är antecknad. Personen kan inte utses att bedöma eller besluta.
people-record = Anteckna behörighet
people-which-scheme = För vad?
people-from-day = Första dag
people-until-day = Sista dag
people-until-hint = Lämna tomt om den gäller tills vidare. Samma första dag en gång till ändrar den sista dagen.
people-wrong-days = Den sista dagen kommer före den första
people-record-button = Anteckna
people-competence-by = Behörighet antecknas av en samordnare.
people-competence-by-own = En annan samordnare antecknar din behörighet.
people-locked-more = Personen kan inte logga in, och dess nycklar till programgränssnittet fungerar inte.
people-open-more = Personen kan logga in.
people-no-password = Inget lösenord är satt. Den som sköter servern sätter det:
people-lock-hint = Spärren gäller genast: alla inloggningar avslutas. Uppgifter i ärenden finns kvar tills samordnaren entledigar personen.
people-lock = Spärra personen
people-unlock = Öppna igen
people-lock-by = En administratör kan spärra personen.
done-PersonAdded = Personen är tillagd. Nästa steg är en roll.
done-RoleGiven = Rollen gäller från nu.
done-RoleEnded = Rollen är avslutad.
done-CompetenceRecorded = Behörigheten är antecknad.
done-PersonLocked = Personen är spärrad, och alla inloggningar är avslutade.
done-PersonUnlocked = Personen kan logga in igen.
people-way = Ge roller, lägg till personer och spärra dem.

# Sparade svar från en källa.
answers-heading = Hämtade uppgifter
answers-none = Inget är hämtat än.
answers-read = Läst { $when }
answers-open = Läs in sparade svar
answers-file = Fil med svar
answers-hint = En JSON-fil från certify collect --save. Den hämtas på en dator som får fråga källan, och svaren sparas här som underlag.
answers-button = Läs in svaren
answers-not-taken = Inget antecknades. Källan eller filen stämmer inte med det som ordningen väntar sig:
needed-answers = Välj en fil

# Det som uppgifterna föreslår.
bench-proposed = Uppgifterna föreslår: { $value }. Säger du något annat, skriv varför.
self-proposed = Följer av era uppgifter
self-proposed-line = { $n ->
    [0] { $name }: { $value }
   *[other] { $name }: { $value } ({ $n })
  }
self-contradicted = Uppgifterna säger något annat än ni
self-otherwise = Uppgifterna säger något annat: { $value }. I ett ärende behöver den som bedömer ett skäl för att gå emot dem.
self-enough-otherwise = { $n ->
    [1] Med era egna svar blir det { $level }, men på ett kriterium säger uppgifterna något annat. I ett ärende räcker det bara med ett skäl som håller.
   *[other] Med era egna svar blir det { $level }, men på { $n } kriterier säger uppgifterna något annat. I ett ärende räcker det bara med skäl som håller.
  }
todo-submit-profile_applies = Svara så att varianten gäller, eller börja en ansökan under den variant som passar.
todo-accept-profile = Avböj ärendet med skäl, eller begär komplettering.
draft-suits-not = Det ni har svarat gör att varianten { $title } inte gäller för er. Ansökan kan inte lämnas in så. Det som passar:
draft-fits-too = Efter det ni har svarat passar också:
draft-fits-how = Börja en ny ansökan under den som passar. Den här kan ni låta ligga.
date-last-check = Sista dag att ta in eller avböja ansökan
date-last-appeal = Sista dag att begära omprövning
date-last = Sista dag: { $name }
plan-former = Planen från förra gången
plan-former-hint = Det som sökanden planerade när det förra certifikatet gällde. Ansökan börjar därifrån.
plan-former-draft = Det ni planerade när det förra certifikatet gällde. Berätta i svaren vad som är gjort.
plan-former-here = Det här är planen från förra gången. Ändra den till det som gäller nu.
spread-all = Alla { $n }
spread-none = Enheterna kom fram till samma sak i allt.
spread-same = Lika i alla enheter ({ $n })
done-ReissueOrdered = Certifikatet ges ut på nytt.
