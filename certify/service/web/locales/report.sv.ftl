# Rapporter om missbruk: formuläret, kvittot och listan hos certifieringsorganet.

report-title = Rapportera missbruk
report-back = Till kontrollen
report-lead = Din rapport går till { $body }. Du får ett kvitto och behöver inte säga vem du är.
report-kind = Vad är det som inte stämmer?
report-kind-not_valid = Certifikatet visas fast det inte gäller
report-kind-another_holder = Någon annan än innehavaren visar det
report-kind-altered = Papperet eller skylten säger något annat än kontrollen
report-kind-mark = Märket används på fel sätt
report-kind-other = Något annat
report-number = Certifikatets nummer
report-number-hint = Om du har det. Det står på papperet eller skylten.
report-place = Var såg du det?
report-place-hint = En adress, en ort eller en webbplats.
report-more = Vad mer ska vi veta?
report-more-hint = Frivilligt. Skriv inga namn på privatpersoner.
report-kept = Vi sparar det du skriver här och när det kom, men inget om dig.
report-send = Skicka rapporten
report-needed-kind = Välj det som passar bäst
report-needed-place = Skriv var du såg det
report-too-long = Texten är för lång. Korta den
report-wrong-number = Numret kan inte stämma. Titta på det en gång till, eller lämna fältet tomt
receipt-title = Kvitto
receipt-waits = Tack. Rapporten är mottagen.
receipt-waits-lead = { $body } går igenom den. Svaret kommer på den här sidan.
receipt-closed = Rapporten är avslutad.
receipt-closed-lead = { $body } har gått igenom den.
receipt-number = Kvitto
receipt-about = Certifikat
receipt-at = Mottagen
receipt-closed-at = Avslutad
receipt-answer = Svar
receipt-no-answer = Inget svar är skrivet.
receipt-keep = Spara sidans adress eller kvittots nummer om du vill se svaret. Vi vet inte vem du är och kan inte höra av oss.
reports-title = Rapporter om missbruk
reports-lead = Det människor har berättat om certifikat, skyltar och märken. Den som har kvittot kan läsa ditt svar.
reports-waiting = { $n ->
    [0] Att gå igenom
    [one] 1 rapport att gå igenom
   *[other] { $n } rapporter att gå igenom
 }
reports-none = Ingen rapport väntar.
reports-closed = Avslutade
reports-closed-on = Avslutad { $day }.
reports-close = Avsluta
reports-answer = Svar till den som rapporterade
reports-answer-hint = Den som har kvittot läser det. Skriv inga namn på privatpersoner.
reports-close-button = Avsluta rapporten
reports-way = { $n ->
    [one] 1 rapport om missbruk väntar.
   *[other] { $n } rapporter om missbruk väntar.
 }
done-ReportClosed = Rapporten är avslutad.
