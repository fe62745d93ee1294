"""What was stored of the pages that the dossier links to, as plain text."""

from __future__ import annotations

OPEN_MEETING = """\
Lindhamra Centrum
Öppet möte om torgets norra sida, 11 mars 2026

71 personer kom till biblioteket. Så här gick det till: centrumledningen och stadsbyggnadskontoret visade förslaget,
därefter satt vi i åtta grupper och skrev upp vad som var bra och vad som borde ändras.

Det här ville flest ändra
- Bänkar i två höjder, så att det går lätt att resa sig (52 röster)
- Inget träd framför rådhusets entré (31 röster)
- Dricksvatten på torget (28 röster)
- Fler cykelställ (19 röster)

Vad som händer nu
De tre första är med i det som byggs. Cykelställen prövas i planen för 2027, eftersom de tar plats från torghandeln.
Frågorna och svaren ligger kvar på sidan. Vill du lägga till något når du oss på Torget 1 eller i förslagslådan.
"""

ACCESSIBILITY = """\
Lindhamra Centrum
Tillgänglighet för webbplatsen

Webbplatsen är delvis förenlig med WCAG 2.1 nivå AA.

Det här fungerar inte än
- Kartan över området går inte att läsa med skärmläsare. Gränsen beskrivs därför i text på samma sida.
- Tre äldre protokoll är inskannade. Vi läser upp dem eller skriver av dem på begäran.

Möten
Öppna möten hålls i lokaler utan trappsteg och med hörslinga. Teckenspråkstolk ordnas om du säger till en vecka innan.

Senast prövad: 5 maj 2026, av oss själva med tangentbord, skärmläsare och automatisk kontroll.
"""

PRESS = """\
Lindhamra Nytt, 21 augusti 2026
Torget halvvägs: "Nu går det att sitta ner"

Den södra sidan blev klar förra hösten och nu är det den norra sidans tur. Där bilarna tidigare stod parkerade finns
träd, sittplatser och torgstånd. Enligt föreningens egna räkningar stannar en av tre längre än tio minuter, mot en av
åtta före ombyggnaden.

Alla är inte nöjda. Flera handlare på Ågatan säger att de har fått färre kunder med bil, och att skyltarna från
stationen är för få. Frågan tas upp på ett öppet möte i oktober.

Arbetet betalas av kommunen, fastighetsägarna och regionen tillsammans.
"""

BOARD_MINUTES = """\
Lindhamra kommun
Kommunstyrelsen, protokoll 11 februari 2025, sidorna 1-16

Plats och tid: Rådhuset, kl. 9.00-11.20
Beslutande: elva ledamöter
Paragrafer: 17-31

Innehåll
§ 17 Upprop och val av justerare
§ 18 Dagordning
§ 19 Information från förvaltningen
§ 20 Ekonomisk månadsrapport
§ 21 Svar på remiss om kollektivtrafik
§ 22 Hyra av lokal för kulturskolan
§ 23 Detaljplan för kvarteret Seglaren
§ 24 Vision, mål och strategier för Lindhamra centrum
§ 25 Yttrande över regional plan
§ 26-30 Redovisning av delegationsbeslut
§ 31 Sammanträdet avslutas

§ 24 Vision, mål och strategier för Lindhamra centrum
Kommunstyrelsen beslutar
1. att för kommunens del anta Vision och verksamhetsidé 2025-2035 för Lindhamra centrum,
2. att för kommunens del anta Mål och strategier 2025-2035,
3. att ge stadsbyggnadskontoret och näringslivskontoret i uppdrag att medverka i genomförandet inom beslutad budget.
Beslutet är enhälligt.
"""

FIGURES = """\
målgrupp;mätetal;enhet;2022;2023;2024;2025;2026
besökare;besök per dag på torget;antal;5900;6100;6450;6900;
besökare;helhetsbetyg av 10;betyg;;7,1;7,4;7,8;7,9
invånare;känner sig trygga på kvällen;procent;;61;66;71;73
invånare;går till centrum varje vecka;procent;;48;51;55;56
invånare;nya bostäder, sammanlagt;antal;0;0;0;24;
företag;tomma lokaler i gatuplan;procent;15;14;11;8;
företag;betyg på att verka i centrum av 5;betyg;;3,2;3,5;3,8;3,9
företag;fossilfria leveranser;procent;;10;18;27;
"""
"""The indicators as a file of comma-separated values with semicolons, as a Swedish office program writes them."""
