## Skyltar och märke

certificate-kit = Skyltar, märke och webbplats
kit-check = Se kontrollsidan
kit-print = Skriv ut skylt och koder (PDF)
kit-print-what = Tre sidor A4: en skylt att sätta upp, koderna i olika storlekar och märket med sina regler.
kit-sv = På svenska
kit-en = På engelska
kit-not-now = { $word }:
kit-not-now-text = Certifikatet gäller inte nu, så det finns inget att skriva ut här. Så här gör du med det som redan är uppsatt.
kit-badge = Märket på din webbplats
kit-badge-what = Bilden hämtas härifrån varje gång sidan visas. När certifikatet inte gäller blir den grå, delar sig och säger ”Gäller inte nu”.
kit-badge-alt = Märket { $scheme }, nummer { $number }. Se om det gäller i dag.
kit-snippet-sv = Svensk sida: klistra in
kit-snippet-en = Engelsk sida: klistra in
kit-snippet-what = Låt länken och den alternativa texten vara kvar. Texten säger med flit inte att certifikatet gäller: det gör bara bilden och kontrollsidan.
kit-mark-not-now = Märket lämnas inte ut medan certifikatet inte gäller.
kit-codes = Koderna
