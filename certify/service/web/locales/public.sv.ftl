# Ord på de sidor som alla får läsa: registret och ordningarna.

## Registret
register-title = Register
register-heading = Vilka är certifierade?
register-search = Plats, namn eller nummer
register-search-hint = Numret på ett certifikat tar dig rakt till kontrollen.
register-by-state = Urval efter status
register-by-scheme = Urval efter ordning
register-filter-all = Alla
register-filter-active = Gäller
register-filter-suspended = Pausade
register-filter-past = Utgångna, återkallade och ersatta
register-units = { $n ->
    [one] Omfattar { $names }.
   *[other] Omfattar { $n }: { $names }.
 }
register-fresh = Visar { $n } av { $total }, senast utfärdade först. Läst { $moment }.
register-holder = Innehavare
register-scheme = Ordning
register-until = Till och med
register-number = Nummer
register-status = Status
register-first = Till början
register-none-issued = Registret är tomt den { $day }. Inget certifikat har utfärdats än.
register-none-for = Inget certifikat för ”{ $words }” den { $day }.
register-none-chosen = Inget certifikat i det urvalet den { $day }.
register-none-todo = Kontrollera stavningen, sök på bara en del av namnet, eller på orten.
register-all = Visa hela registret
register-all-text = { $n ->
    [one] 1 certifikat, också om det inte gäller längre.
   *[other] { $n } certifikat, också de som inte gäller längre.
 }
register-to-check = Kontrollera ett certifikat
register-to-check-text = Har du ett nummer eller en kod framför dig kan du se om certifikatet är äkta och gäller.
register-open-data = Öppna data
register-open-data-text = Samma urval som ovan, att hämta och använda fritt. Inga personuppgifter finns med.
register-as-json = Hämta som JSON
register-as-csv = Hämta som CSV
as-json = Samma sak som data (JSON)

## Ordningarna
schemes-title = Ordningar
schemes-heading = Vad krävs för ett certifikat?
schemes-lead = En ordning säger vad som certifieras, vad som krävs och hur det bedöms. Allt i den är öppet att läsa.
schemes-none = Ingen ordning är publicerad än.
schemes-editions = Utgåvor
schemes-all-editions = Alla { $n } utgåvor
scheme-edition = Utgåva { $version }
scheme-working-short = Arbetsutgåva, inte antagen av ordningens ägare.
scheme-working = Arbetsutgåva.
scheme-working-text = Ordningens ägare har inte antagit den. Den är skriven efter det som är offentligt, och ägarens egna formulär kan fråga efter mer.
scheme-when-now = Tar emot ansökningar sedan { $day }.
scheme-when-until = Tar emot ansökningar sedan { $day }, till och med { $until }.
scheme-when-later = Tar emot ansökningar från { $day }.
scheme-when-before = Tog emot ansökningar till och med { $until }.
scheme-other-editions = Se de andra utgåvorna
scheme-means = Det betyder
scheme-not = Det betyder inte
scheme-expect = Det kan du vänta dig
scheme-turn-to = Vänd dig till
scheme-terms = Villkor
scheme-body = Certifieringsorgan
scheme-accreditation = Ackreditering
scheme-accreditation-none = Ej ackrediterad
scheme-applies = Ansökningar
scheme-levels = Nivåer
scheme-answer = Vanlig svarstid
scheme-answer-no-promise = Det är en vanlig tid och inget löfte.
scheme-fee = Avgift
scheme-fee-none = Att söka kostar inget.
scheme-fee-is = { $what }: { $amount }.
scheme-fee-application = Ansökan
scheme-fee-renewal = Förnyelse
scheme-validity = Giltighet
scheme-valid-for = { $period } från beslutet.
scheme-valid-open-ended = Tills vidare, utan sista dag.
scheme-valid-in-season = En säsong i taget, { $season }: från beslutet eller nästa säsongs första dag, och aldrig utanför säsongen.
scheme-valid-varies = Hur länge beror på vad bedömningen ger.
scheme-renewed-for = Förnyat: { $period }.
scheme-renewal = Förnyelse
scheme-renewal-opens = Går att söka från { $when }.
scheme-renewal-counts-former_end = Den nya tiden räknas från när den förra tar slut.
scheme-renewal-counts-decision = Den nya tiden räknas från beslutet.
scheme-renewal-late = Den som är sen kan förnya inom { $period } efter att certifikatet gått ut. Till dess är det utgånget.
scheme-suspension = Paus
scheme-suspended-longest = Ett certifikat kan vara pausat i högst { $period }. Därefter återkallas det.
scheme-appeal = Omprövning
scheme-appeal-within = Sökanden kan begära omprövning inom { $when }.
scheme-appeal-any = Sökanden kan begära omprövning.
scheme-mark = Märket
scheme-sight = Vem får se vad
sight-all = Alla
sight-all-more = Dessutom numret, beslutets dag och om certifikatet gäller.
sight-open-evidence = Underlag som ordningen gör offentligt kan alla se.
sight-applicant = Sökanden
sight-applicant-text = Sitt eget ärende: svar, underlag, vad bedömaren kom fram till och skälen för beslutet.
sight-body = Certifieringsorganet
sight-body-text = De som arbetar med ärendet ser det. Den som har anmält jäv gör det inte. Revisorn kan läsa allt och ändra inget.
public-holder = Innehavaren
public-area = området
public-level = nivån
public-valid_from = första dagen
public-valid_to = sista dagen
scheme-asked = Det här krävs
count-mandatory = { $n } krav
count-recommended = { $n ->
    [one] 1 rekommenderat
   *[other] { $n } rekommenderade
 }
criterion-kinds = Underlag som räknas
criterion-kinds-any = Alla slags underlag räknas.
criterion-derived = Härlett: vårt eget råd.
criterion-derived-text = Det vägleder bedömningen men hindrar aldrig ett certifikat.
criterion-provenance = Härkomst: { $source }.
scheme-file = Ordningen som fil
scheme-file-text = Certifikaten pekar ut just den här filen med dess kontrollsumma. I filen förklaras också beteckningarna för härkomst.
scheme-as-yaml = Hämta filen (YAML)
criterion-number = Nummer
criterion-binding = Hur det räknas
criterion-guidance = Så svarar ni
criterion-source = Härkomst
criterion-source-more = Beteckningarna förklaras i ordningens fil.
criterion-others = Andra kriterier
criterion-after = Nästa kriterium
criterion-before = Föregående kriterium
criterion-all = Hela ordningen

## Tider i ord
period-day = { $n ->
    [one] 1 dag
   *[other] { $n } dagar
 }
period-working-day = { $n ->
    [one] 1 arbetsdag
   *[other] { $n } arbetsdagar
 }
period-week = { $n ->
    [one] 1 vecka
   *[other] { $n } veckor
 }
period-month = { $n ->
    [one] 1 månad
   *[other] { $n } månader
 }
period-year = { $n } år
moment-after = { $period } efter { $anchor }
moment-before = { $period } före { $anchor }
moment-earliest = det som kommer först av: { $moments }
moment-latest = det som kommer sist av: { $moments }
moment-submitted = att ansökan lämnats in
moment-accepted = att ansökan tagits in
moment-decision = beslutet
moment-notified = beskedet om beslutet
moment-raised = att avvikelsen påtalats
moment-start = certifikatets första dag
moment-end = certifikatets sista dag
moment-former_end = det förra certifikatets sista dag
moment-version_end = utgåvans sista dag
moment-today = i dag
