# Självskattningen, ordningarna under arbete, och det som fält och enheter behöver. schemes.en.ftl har samma meddelanden.

## Fält av alla slag
field-choose = Välj högst { $n }.
field-lines-map = En rad för varje namn: namnet, semikolon, värdet. Du kan klistra in två kolumner ur ett kalkylblad.
field-lines-series = En rad för varje värde: dagen (2026-06-01), semikolon, värdet. Du kan klistra in två kolumner ur ett kalkylblad.
field-lines-series-of-dates = En dag på varje rad, till exempel 2026-06-01.
field-table-hint = Fyll i en rad för varje post. Tomma rader räknas inte.
field-row = Rad
field-cell = { $column }, rad { $row }
field-more-rows = Fler rader
wrong-choices = Välj bland alternativen, och inte fler än det går
wrong-lines-map = Skriv varje rad som namn, semikolon, värde, och varje namn en gång
wrong-lines-series = Skriv varje rad som dag (2026-06-01), semikolon, värde
wrong-lines-series-of-dates = Skriv en dag på varje rad, som 2026-06-01
needed-unit-name = Skriv vad enheten heter
units-hint = Lägg till en för varje, och namnge den. Det som skiljer dem åt fylls i för var och en.
unit-name = Namn
unit-name-hint = Namnet på en verksamhet eller plats, inte på en person.
unit-add = Lägg till: { $kind }
unit-remove = Ta bort
form-full = hela ansökan

## Självskattning
self-title = Pröva dig själv: { $scheme }
self-heading = Hur står ni er?
self-lead = Svara så ärligt ni kan. Reglerna är ordningens egna, samma som i ett riktigt ärende. Inget sparas: svaren räknas om och glöms.
self-standing = Så här ser det ut nu
self-work-out = Visa utfallet
self-to-standing = Till utfallet
self-kept-nowhere = Svaren finns bara i det här fönstret. Stänger ni det är de borta.
self-apply = Börja en ansökan med svaren
self-apply-hint = Då loggar du in och svaren blir ett utkast, som du fyller på med underlag.
self-form = Vad ni tänker söka
self-form-hint = Formuläret avgör vilka kriterier som gäller.
self-facts = Om er
self-by-other = I ett ärende fyller någon annan än sökanden i det.
self-left-out = Gäller inte er, med det ni har svarat.
self-left-out-unit = { $name }: gäller inte, med det ni har svarat.
question-yes-no = Uppfyller ni det?
question-yes-no-na = Uppfyller ni det?
question-grade = Vilket betyg?
question-points = Hur många poäng?
question-integer = Hur många?
question-number = Vilket tal?
question-percent = Hur stor andel, i procent?
question-unit = { $unit }: { $question }
fault-expected = Svaret ska vara: { $expected }.
self-not-applicable = Ej tillämpligt:
self-tally = { $n } av { $of } kriterier har svar.
self-empty = Svara, så ser ni utfallet växa fram.
self-open = Inget utfall än. Fler svar behövs.
self-none = Det räcker inte än.
self-met = Svaren räcker för { $scheme }.
self-level = Svaren räcker för nivån { $level }.
self-not-taken-in = Ansökan skulle inte tas in.
self-before = Innan en ansökan tas in
self-missing = Det här saknas
self-missing-to = Det här saknas till { $level }
self-advice = Råd som inte är följda
self-unanswered = { $n ->
    [one] 1 kriterium har inget svar
   *[other] { $n } kriterier har inget svar
 }
self-more = och { $n } till
self-answer-yes = Egen bedömning: uppfyllt.
self-answer-no = Egen bedömning: inte uppfyllt.
self-answer-not_applicable = Egen bedömning: ej tillämpligt.
self-answer-other = Egen bedömning: { $value }.
self-begin-title = Börja ansökan
self-begin-heading = Gör svaren till en ansökan
self-begin-lead = Ett utkast börjar med det ni har svarat. Inget lämnas in förrän du gör det.
self-begin-for = Vad söker ni, och för vem?
self-begin-button = Börja ansökan
self-begin-none = Du är inloggad, men kan inte söka enligt ordningen just nu. Den tar inte emot ansökningar i dag, eller så talar du inte för någon sökande.
self-begin-refused = Det går inte att börja någon av dem just nu.
self-begin-choose = Välj vad ni söker
self-sign-in-lead = Logga in så följer svaren med. De är inte sparade ännu.
done-Begun = Utkastet är börjat med svaren. Fyll på med underlag.

## Mer om en ordning
self-try = Pröva dig själv
scheme-rules = Reglerna i ord
scheme-rules-hint = Samma regler som tjänsten räknar med, utskrivna ur ordningens fil.
scheme-document = Hela ordningen som text att skriva ut
scheme-document-of = Ordningens text i varianten { $profile }

## Ordningar under arbete
work-title = Ordningar under arbete
work-heading = Ordningar under arbete
work-lead = Skriv, pröva och publicera en ordning. Det som är publicerat ändras aldrig: en ändring blir en ny utgåva, och ärenden behåller sin.
work-drafts = Utkast
work-none = Inga utkast.
work-unnamed = Ordning utan namn
work-changed = { $when } av { $name }
work-begin = Börja ett utkast
work-file = Ordningen som fil
work-file-hint = YAML, högst { $size }. Filen läses och prövas; den publiceras inte.
work-from = Eller gå ut från en ordning som finns
work-from-published = Publicerade utgåvor
work-from-at-hand = Ordningar som följer med tjänsten
work-from-hint = Glöm inte att ge den ett nytt utgåvenummer.
work-from-none = Ingen
work-begin-button = Börja utkastet
work-blank = Börja med ett tomt
needed-scheme-file = Välj en fil, eller en utgåva att gå ut från
wrong-scheme-size = Filen är större än vad som tas emot
work-views = Utkastets sidor
work-view-text = Texten
work-view-preview = Offentlig sida
work-view-form = Formulär
work-view-outline = Disposition
work-view-changes = Vad som ändras
work-view-effects = Vad det betyder för innehavare
work-view-document = Text att skriva ut
work-faults = { $n ->
    [one] 1 fel
   *[other] { $n } fel
 }
work-good = Inga fel
work-good-text = Filen och dess exempel stämmer.
work-place = Rad { $line }, kolumn { $column }
work-save = Spara och kontrollera
work-publish = Spara och publicera
work-publish-hint = Publicering går inte att ångra. Den nekas så länge något är fel, eller en nivå saknar exempel på någon sida av sin gräns.
work-source = Ordningens text
work-source-hint = Raderna är numrerade i marginalen. Felen pekar på rad och kolumn.
work-theirs = Så ser den sparade texten ut nu
work-drop = Ta bort utkastet
work-drop-text = Texten försvinner. Inget publicerat ändras.
work-drop-button = Ta bort utkastet
work-problem-changed = Någon annan hann spara
work-problem-changed-text = Din text står kvar nedan, och den sparade visas bredvid. Spara igen för att skriva över den.
work-problem-taken = Utgåvan finns redan
work-problem-taken-text = Utkastet är sparat. Ge det ett nytt utgåvenummer under version, och publicera igen.
work-problem-not-yet = Inte publicerad
work-problem-not-yet-text = Utkastet är sparat. Det som står i vägen listas nedan.
work-problem-needed-scheme-text = Texten är tom
work-problem-needed-scheme-text-text = Det sparade utkastet står kvar. Ta bort det i stället, om det inte behövs.
work-problem-too-large = Texten är för lång
work-problem-too-large-text = Det sparade utkastet står kvar.
work-preview = Förhandsvisning.
work-preview-text = Så här ser sidan ut när utkastet är publicerat.
work-back = Till utkastet
work-form-heading = Formuläret, på prov
work-form-lead = Fyll i och se vad utkastets regler ger. Inget sparas.
work-changes-heading = Ändringar mot utgåva { $version }
work-changes-new = Ordningen är ny: det finns inget att jämföra med.
work-changes-none = Inget skiljer dem åt i sak.
changes-added = { $n ->
    [one] 1 nytt
   *[other] { $n } nya
 }
changes-changed = { $n ->
    [one] 1 ändrat
   *[other] { $n } ändrade
 }
changes-removed = { $n ->
    [one] 1 borttaget
   *[other] { $n } borttagna
 }
changes-stricter = strängare
changes-milder = mildare
work-effects-heading = Vad det betyder för innehavare
work-effects-lead = Samma underlag och iakttagelser, bedömda efter utkastet. Inget beslutas här; ärenden behåller sin utgåva.
work-effects-none = Ordningen har inga innehavare och inga öppna ärenden.
work-open-case = Ett öppet ärende
work-no-level = ingen nivå
work-not-known = vet inte
work-col-holder = Innehavare
work-col-was = I dag
work-col-becomes = Efter utkastet
work-col-verdict = Skillnad
work-why = Varför
work-erased = Underlaget är gallrat.
verdict-gains = får mer
verdict-loses = förlorar
verdict-changes = byter nivå
verdict-same = oförändrade
verdict-unknown = vet inte
done-SchemePublished = Utgåvan är publicerad.
schemes-at-work = Ordningar under arbete
schemes-at-work-text = Skriv, pröva och publicera.
scheme-changes = Vad som ändrades
scheme-changes-heading = Ändringar från utgåva { $before } till { $after }
scheme-changes-none = Inget skiljer dem åt i sak.
paper-unit = Gäller
paper-unit-all = Alla

## Arbetsbänken, enhet för enhet
bench-grade = Avvikelse
bench-grade-none = Ingen avvikelse
bench-facts = Uppgifter att fylla i

## Avvikelser, uppföljning, omröstning och planer
process-title = Uppföljning: { $name }
process-heading = Avvikelser, uppföljning och planer
process-nothing = Här finns inget att göra nu.
process-link = Avvikelser, uppföljning och planer
process-nonconformities = Avvikelser
nc-open = Öppen. Rättas senast { $due }.
nc-proposed = Åtgärd föreslagen. Rättas senast { $due }.
nc-accepted = Åtgärd godtagen. Rättas senast { $due }.
nc-closed = Avslutad
nc-void = Räknas inte längre
nc-lifted = Hävd: kriteriet gäller inte här
nc-overdue = Försenad. Skulle ha rättats { $due }.
nc-remedy = Åtgärden
nc-answer = Bedömarens svar
nc-propose = Föreslå åtgärd
nc-propose-label = Hur är bristen rättad, eller hur ska den rättas?
nc-judge = Svara på åtgärden
nc-judge-label = Räcker åtgärden?
nc-accept = Den räcker
nc-refuse = Den räcker inte
nc-close = Avsluta avvikelsen
process-vote = Omröstning
process-vote-hint = Du röstar en gång. Är du jävig, säg det på ärendets sida i stället för att rösta.
process-vote-blind = Ingen ser de andras röster förrän alla har röstat.
process-vote-button = Lämna rösten
process-draw = Urval
process-draw-chance = Tjänsten drar urvalet av en slump, och sparar hur.
process-draw-choose = Välj vilka som ska ingå. Ordningen säger hur många det minst ska vara. Den som väljer beslutar inte i ärendet.
process-draw-button = Bestäm urvalet
process-due = Senast { $due }.
process-Survey = Uppföljning
process-Survey-open = Fyll i uppföljningen
process-Survey-button = Lämna uppföljningen
process-RecordResult = Resultat utifrån
process-RecordResult-open = Anteckna resultat
process-RecordResult-button = Anteckna resultatet
process-plan = Förbättringsplan
process-plan-hint = Vad ni ska förbättra, vilken funktion som ansvarar och till när. Nästa ansökan börjar från planen.
process-plan-open = Skriv eller ändra planen
process-plan-row = Förbättring { $n }
process-plan-name = Gäller
process-plan-text = Vad ska göras?
process-plan-owner = Ansvarig funktion
process-plan-owner-hint = En funktion, till exempel bygglovschefen. Inte en persons namn.
process-plan-due = Klart senast
process-plan-button = Spara planen
needed-plan = Fyll i vad som ska göras, ansvarig funktion och sista dag
wrong-plan = Kontrollera raden: ett kort namn på funktionen och en riktig dag
process-circumstance = Något har hänt
process-circumstance-what = Vad?
process-circumstance-button = Anteckna det
process-transition = Övergång till ny utgåva
process-transition-open = Det nya ska vara visat senast { $due }.
process-transition-done = Innehavaren har visat det som den nya utgåvan kräver.
process-transition-button = Bekräfta övergången
spread-heading = Spridning mellan enheter
spread-hint = Ett och samma betyg kan dölja skillnader. Här står varje enhet för sig.
spread-lowest = Lägst
spread-highest = Högst
spread-unknown = vet inte

## Profiler
self-profile = Variant av ordningen
self-profile-none = Ordningen som den är
self-profile-hint = Byter du variant, välj Visa utfallet så frågas det som gäller för den.

## Det som väntar i en längre process
next-Remedy = Rätta avvikelserna.
next-Remedy-why = Föreslå en åtgärd för varje avvikelse. Varje avvikelse har en sista dag.
next-AnswerRemedy = Svara på åtgärderna.
next-AnswerRemedy-why = Räcker åtgärden? Avsluta avvikelsen när den är rättad.
do-Process = Gå vidare
task-Remedy = Rätta avvikelser
task-AnswerRemedy = Svara på åtgärder
turn-Remedy = rätta avvikelser
turn-AnswerRemedy = svara på åtgärder
next-Vote = Rösta.
next-Vote-why = Rösten lämnas en gång. Har du jäv, säg det i stället för att rösta.
task-Vote = Rösta
turn-Vote = rösta
next-RecordResult = Anteckna det som hämtas eller mäts utifrån.
next-RecordResult-why = Bedömningen går vidare när uppgifterna finns. Hämtas de av sig själva behöver ingen göra något.
task-RecordResult = Anteckna uppgifter utifrån
turn-RecordResult = anteckna uppgifter utifrån
next-Draw = Dra stickprovet.
next-Draw-why = Bedömningen kan börja när det är bestämt vilka enheter som ses.
task-Draw = Dra stickprovet
turn-Draw = dra stickprovet
next-Survey = Gör uppföljningen hos innehavaren.
next-Survey-why = Gå igenom det som uppföljningen gäller.
task-Survey = Följ upp innehavaren
turn-Survey = följa upp innehavaren
next-ConfirmTransition = Avgör om innehavaren har visat det som den nya utgåvan kräver.
next-ConfirmTransition-why = Bekräfta övergången när det är visat.
task-ConfirmTransition = Avgör övergången till ny utgåva
turn-ConfirmTransition = avgöra övergången till ny utgåva
