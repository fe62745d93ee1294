"""What the applicant answers, criterion by criterion. Roles and organisations only; no person is named."""

from __future__ import annotations

FULL: dict[str, str] = {
    "QM-0.1": "Lindhamra Centrum ekonomisk förening är medlem i Svenska Stadskärnor sedan 2020.",
    "QM-0.2": (
        "Föreningen är gemensam organisation för Lindhamra kommun, Lindhamra Fastighetsägareförening med 14 "
        "fastighetsägare och Handel & Krog i Lindhamra med 62 företag. Kommunen är offentlig part, de båda andra "
        "privata. Strukturen står i stadgarna och i samverkansavtalet för 2025–2029."
    ),
    "QM-0.3": (
        "Bakåt täcker uppföljningen 2023–2025, mätetalen till och med 2026 och verksamhetsplanerna för 2025 och 2026. "
        "Framåt täcker flerårsplanen och avtalet tiden till och med 2029."
    ),
    "QM-0.4": (
        "Invånare: mål M3 och M7, mätetalet trygghet. Besökare: mål M1 och M6, mätetalen besök per dag och "
        "helhetsbetyg. Företag: mål M2, M4 och M5, mätetalen tomma lokaler och företagens betyg."
    ),
    "QM-0.5": "Alla bilagor och länkar är märkta med kriteriets nummer. Flera av dem stöder mer än ett kriterium.",
    "QM-0.6": (
        "Utdrag ur kommunstyrelsens protokoll den 11 februari 2025, § 24, visar att kommunen har antagit vision, mål "
        "och strategier. Utdrag ur den fördjupade översiktsplanen, antagen av kommunfullmäktige den 19 juni 2023, "
        "visar att arbetet följer kommunens plan."
    ),
    "QM-1.1": (
        "Under 2017 och 2018 stängde nio butiker i centrum. I februari 2018 satte sig kommunen, fastighetsägarna och "
        "handlarna ner i en arbetsgrupp för att vända utvecklingen. Ingen av dem kunde göra det ensam. Gruppens "
        "förslag ledde till att föreningen bildades den 14 mars 2019."
    ),
    "QM-1.2": (
        "2019 bildas föreningen och centrumledare anställs. 2020 första verksamhetsplanen. 2022 första mätningen. "
        "2023 antas den fördjupade översiktsplanen. 2024 femårigt samverkansavtal. 2025 ny vision, och torgets södra "
        "sida blir klar. 2026 byggs den norra sidan."
    ),
    "QM-2.1": (
        "Samarbetet har sju år bakom sig. Avtal och finansiering är klara till och med 2029. Nio åtgärder finns i "
        "årets plan: fem är klara, tre pågår och en är försenad. Mest kraft går just nu till leveranserna och till "
        "de lokaler på Ågatan som fortfarande står tomma."
    ),
    "QM-2.2": "SWOT från den 26 augusti 2026 är bifogad, med tre slutsatser som vi arbetar vidare med.",
    "QM-3.1": "Stadgarna och samverkansavtalet är bifogade. Avtalet är undertecknat av alla fyra parter.",
    "QM-3.2": (
        "Föreningen har varit verksam sedan den 14 mars 2019, alltså i mer än sju år. Protokollet från den "
        "konstituerande stämman är bifogat."
    ),
    "QM-3.3": "Organisationsmatrisen visar tre aktörer. Kommunen har 40 procent, fastighetsägarna 35 och företagen 25.",
    "QM-3.4": (
        "Styrelsen har sju ledamöter. Ledningsgruppen leds av centrumledaren. Projektet har en styrgrupp. Fyra "
        "arbetsgrupper gäller fastigheter, handel, evenemang och kommunikation. En referensgrupp med pensionärsråd, "
        "ungdomsråd, funktionsrätt och boende ger råd. Utanför finns Hamnens Näringsidkare, Köpmannaföreningen, "
        "kommunpolisen, kollektivtrafiken, hembygdsföreningen och gymnasieskolan."
    ),
    "QM-3.5": (
        "Styrelsen möts minst åtta gånger per år och beslutar om budget, plan och område, då med stöd från båda sidor. "
        "Ledningsgruppen möts varannan vecka och arbetsgrupperna varje månad. Frågor om kommunens mark går vidare till "
        "nämnden. Två protokoll från det senaste året visar hur det fungerar."
    ),
    "QM-3.6": "Kartan visar området, cirka 21 hektar mellan Stationsgatan, Ågatan, Hamnkajen och Kyrkogatan.",
    "QM-3.7": "En centrumledare på heltid leder arbetet. En kommunikatör arbetar 20 procent åt föreningen.",
    "QM-4.1": (
        "Under 2026 betalar kommunen 1 200 000 kronor, fastighetsägarna 850 000 och företagen 420 000, enligt avtalet. "
        "Regionens projektmedel är 280 000 kronor."
    ),
    "QM-4.2": "Budgeten för 2026, 2 750 000 kronor, godkändes av styrelsen den 27 november 2025, § 74.",
    "QM-4.3": (
        "Styrelsen får utfall och prognos vid varje ordinarie möte. 2025 gav ett överskott på 46 000 kronor. "
        "Uppföljningen för januari till augusti 2026 godkändes den 10 september, § 54."
    ),
    "QM-4.4": (
        "Kommunen står för 44 procent, privata parter för 46 procent och regionens projekt för 10 procent. Avtal och "
        "projektbeslut är bifogade. Avgifterna räknas inte upp under avtalstiden."
    ),
    "QM-4.5": (
        "Avtalet säkrar 2,5 miljoner kronor om året till och med 2029. Projektmedlen är beviljade till och med 2027. "
        "Flerårsplanen visar vad som minskar om inget nytt projekt beviljas."
    ),
    "QM-5.1": (
        "Visionen är att Lindhamra centrum år 2035 är platsen dit man går först. Den står i Vision och verksamhetsidé "
        "2025–2035."
    ),
    "QM-5.2": (
        "Verksamhetsidén står i samma dokument. Vi samlar dem som äger, driver och använder centrum, enas om mål, ser "
        "till att rätt part gör rätt sak och mäter vad det leder till."
    ),
    "QM-5.3": "Visionen gäller 2025–2035 och stäms av vart tredje år, första gången 2028.",
    "QM-5.4": (
        "Visionen togs fram i tre verkstäder med 86 deltagare från alla parter. Den är antagen av föreningens styrelse "
        "och av kommunstyrelsen, och båda de privata föreningarna står bakom den."
    ),
    "QM-6.1": "Mål och strategier 2025–2035 innehåller åtta mål och fem strategier.",
    "QM-6.2": "Målen M1 till M4 gäller 2025–2027 och är mätbara. Varje strategi har åtgärder på kort sikt.",
    "QM-6.3": "Målen M5 till M8 gäller 2030, 2032 och 2035. Varje strategi säger vad som ska hända på lång sikt.",
    "QM-6.4": (
        "M5 om fossilfria leveranser och M8 om bilfritt stråk gäller miljön, M3 om trygghet gäller människor, M2 och "
        "M4 gäller ekonomin."
    ),
    "QM-6.5": (
        "Målen är antagna av föreningens styrelse och av kommunstyrelsen, bekräftade av stämman och behandlade i båda "
        "medlemsföreningarna och i referensgruppen."
    ),
    "QM-6.6": (
        "Kapitel 3 i den fördjupade översiktsplanen för centrum gäller torget, Strandgatan, Hamnkajen och bostäder. "
        "Utdrag och hela planen är bifogade."
    ),
    "QM-7.1": (
        "Varje åtgärd i verksamhetsplanen har ett mål och en kostnad. Kostnaderna summerar till samma områden som i "
        "budgeten. Flerårsplanen binder ihop strategi, mål och pengar."
    ),
    "QM-7.2": "Alla nio åtgärder för 2026 har en ansvarig funktion och en tid.",
    "QM-7.3": "Flerårsplanen gäller 2025–2029 och är antagen av stämman.",
    "QM-7.4": "Verksamhetsplanerna för 2025 och 2026 är bifogade. Planen för 2025 visar också hur det gick.",
    "QM-7.5": (
        "Förslag lämnas i september, vägs ihop i oktober och beslutas i november. Syftet står vid varje åtgärd. Den "
        "ansvarige redovisar varje månad och skriver slutrapport."
    ),
    "QM-8.1": "Uppföljningen visar läget för vart och ett av målen M1 till M7 under 2023, 2024 och 2025.",
    "QM-8.2": (
        "Andelen som stannar längre än tio minuter på torget ökade från 12 procent 2022 till 31 procent 2025. Sju av "
        "19 lokaler i lokalbanken hyrdes ut första året. Tryggheten på kvällen ökade från 61 till 71 procent."
    ),
    "QM-8.3": (
        "Utvärderingen drar fyra slutsatser. Bland annat görs nu provgrop före upphandling, och kampanjer utan "
        "evenemang har tagits bort eftersom de inte gav någon effekt."
    ),
    "QM-8.4": (
        "Från 2023 till 2025 ökade besöken per dag från 6 100 till 6 900, och de tomma lokalerna minskade från 14 till "
        "8 procent. Företagens betyg steg från 3,2 till 3,8. Torgets södra sida byggdes om, cykelparkeringen vid "
        "stationen byggdes och lokalbanken öppnade. Det som inte gick som vi ville är leveranserna."
    ),
    "QM-8.5": "Mätetalen är ordnade efter målgrupp i den bifogade filen, två eller tre för varje grupp.",
    "QM-8.6": (
        "Besök räknas i maj och september, lokaler inventeras i januari och enkäten görs i maj. Centrumledaren lägger "
        "samman talen i mars, ledningsgruppen utvärderar, styrelsen godkänner och stämman får redovisningen."
    ),
    "QM-8.7": "Centrumenkäten 2026 är bifogad, och två bildpar: torgets södra sida och lokalen på Ågatan 12.",
    "QM-8.8": "Uppföljningen har tal för tre år och ett avsnitt med det som 22 företag och ett öppet möte har sagt.",
    "QM-9.1": (
        "Fyra medlemsmöten under året, nyhetsbrev varje månad och frågor som besvaras skriftligt. Styrelsens protokoll "
        "i september återger frukostmötet med 50 deltagare."
    ),
    "QM-9.2": (
        "Det öppna mötet i mars hade 71 deltagare och gav tre ändringar. 415 röstade om bänkarna. Enkäten fick 612 "
        "svar och förslagslådan 93 förslag."
    ),
    "QM-9.3": "Webbplats, nyhetsbrev, sociala medier, annonser, evenemang och 34 inslag i lokala medier.",
    "QM-9.4": (
        "Webbplatsen är delvis förenlig med WCAG 2.1 AA, och bristerna står i tillgänglighetsredogörelsen. Öppna möten "
        "hålls utan trappsteg och med hörslinga."
    ),
}
"""The full form: every criterion of the nine chapters and of the formal conditions."""

RENEWAL: dict[str, str] = {
    "QM-R.1": (
        "Ändrat sedan sist: torget är färdigt, Ågatan är ett eget arbetsområde och centrumledningen har fått en halv "
        "tjänst till. Organisation, finansiering och vision är oförändrade."
    ),
    "QM-R.2": (
        "Uppföljningen gäller de tre år som gått sedan förra ansökan. Flerårsplanen och samverkansavtalet är förlängda "
        "med tre år, och nya årsplaner är bifogade."
    ),
    "QM-R.3": "Inga anmärkningar fanns i det förra beslutet.",
}
"""What the simplified form asks besides."""
