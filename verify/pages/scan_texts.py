"""The texts of the page that scans further codes and works without a network, in Swedish and English.

They go into the page as a table too: what the page does by itself, it says by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from verify.dates import Lang

SCAN: Mapping[str, Mapping[Lang, str]] = {
    "scan_link": {"sv": "Skanna fler certifikat, också utan nät", "en": "Scan more certificates, also offline"},
    "scan_title": {"sv": "Kontrollera fler certifikat", "en": "Check more certificates"},
    "scan_name": {"sv": "Kontrollera certifikat", "en": "Check certificates"},
    "scan_short_name": {"sv": "Certifikat", "en": "Certificates"},
    "scan_about": {
        "sv": "Skannar certifikatens koder och kontrollerar dem i telefonen, också utan nät.",
        "en": "Scans the codes of certificates and checks them in the phone, also without a network.",
    },
    "scan_headline": {"sv": "Skanna nästa certifikat.", "en": "Scan the next certificate."},
    "scan_sentence": {
        "sv": "Telefonen kontrollerar koden själv, också utan nät. Det du skannar lämnar inte telefonen.",
        "en": "Your phone checks the code by itself, also without a network. What you scan does not leave the phone.",
    },
    "scan_no_script": {
        "sv": "Kameran, bilder och kontroll utan nät behöver JavaScript, som är avstängt här. Numret kan du skriva "
        "ändå, och telefonens egen kamera kan öppna koden.",
        "en": "The camera, pictures and checking without a network need JavaScript, which is off here. You can still "
        "type the number, and the camera of the phone itself can open the code.",
    },
    # The camera
    "camera_title": {"sv": "Med kameran", "en": "With the camera"},
    "camera_button": {"sv": "Skanna med kameran", "en": "Scan with the camera"},
    "camera_why": {
        "sv": "Webbläsaren frågar dig om lov. Bilden stannar i telefonen, och kameran stängs när koden är läst.",
        "en": "The browser asks for your permission. The picture stays in the phone, and the camera is closed when "
        "the code has been read.",
    },
    "camera_close": {"sv": "Stäng kameran", "en": "Close the camera"},
    "camera_opening": {"sv": "Öppnar kameran ...", "en": "Opening the camera ..."},
    "camera_on": {
        "sv": "Kameran är på. Håll hela koden i bilden.",
        "en": "The camera is on. Keep the whole code in view.",
    },
    "camera_picture": {"sv": "Bilden från kameran", "en": "The picture from the camera"},
    "camera_denied": {
        "sv": "Kameran är inte tillåten för den här sidan. Tillåt den i webbläsarens inställningar, eller välj ett "
        "annat sätt här nedanför.",
        "en": "The camera is not allowed for this page. Allow it in the settings of the browser, or choose another "
        "way below.",
    },
    "camera_none": {
        "sv": "Webbläsaren hittar ingen kamera. Välj ett annat sätt här nedanför.",
        "en": "The browser finds no camera. Choose another way below.",
    },
    "camera_busy": {
        "sv": "Kameran gick inte att öppna. Stäng andra program som använder den och försök igen.",
        "en": "The camera could not be opened. Close other programs that use it and try again.",
    },
    "camera_unable": {
        "sv": "Den här webbläsaren kan inte läsa koder i en bild. Klistra in adressen eller skriv numret i stället.",
        "en": "This browser cannot read codes in a picture. Paste the address or type the number instead.",
    },
    # Other ways
    "typed_label": {"sv": "Nummer, eller adressen ur en kod", "en": "Number, or the address in a code"},
    "typed_hint": {
        "sv": "Nio tecken, eller allt som står i koden. Ett nummer ensamt går bara att slå upp på nätet.",
        "en": "Nine characters, or all that the code says. A number alone can only be looked up online.",
    },
    "typed_wrong": {
        "sv": "Det är varken ett certifikats nummer eller en adress ur en kod. Titta på det en gång till.",
        "en": "That is neither the number of a certificate nor the address in a code. Look at it once more.",
    },
    "photo_label": {"sv": "Bild av en kod", "en": "Picture of a code"},
    "photo_hint": {
        "sv": "Bilden läses i telefonen och skickas ingenstans.",
        "en": "The picture is read in the phone and sent nowhere.",
    },
    "photo_reading": {"sv": "Läser bilden ...", "en": "Reading the picture ..."},
    "photo_none": {
        "sv": "Det syns ingen kod i bilden. Ta en skarp bild rakt framifrån, eller skriv numret.",
        "en": "There is no code to be seen in the picture. Take a sharp one from straight ahead, or type the number.",
    },
    "photo_unread": {"sv": "Filen går inte att läsa som en bild.", "en": "The file cannot be read as a picture."},
    # What was told
    "told_next": {"sv": "Skanna nästa", "en": "Scan the next one"},
    "told_whole": {"sv": "Se hela beskedet på nätet", "en": "See the whole result online"},
    "told_look_up": {"sv": "Slå upp det på nätet", "en": "Look it up online"},
    "told_foreign": {
        "sv": "Adressen hör inte till någon utfärdare på tillitslistan. Öppna den inte.",
        "en": "The address belongs to no body on the trust list. Do not open it.",
    },
    "told_checked": {"sv": "Kontrollerat i telefonen {moment}.", "en": "Checked in the phone on {moment}."},
    "told_age": {"sv": "Statusuppgiften är {age} gammal.", "en": "The status information is {age} old."},
    "told_since": {
        "sv": "Vi vet inget om vad som har hänt efter {moment}.",
        "en": "We know nothing of what has happened after {moment}.",
    },
    "told_clock": {
        "sv": "Klockan i telefonen går efter: den visar {shown}, men telefonen har redan sett uppgifter från {seen}. "
        "Ställ klockan och kontrollera igen.",
        "en": "The clock of the phone is behind: it shows {shown}, but the phone has already seen information from "
        "{seen}. Set the clock and check again.",
    },
    # What the phone goes by
    "data_title": {"sv": "Det telefonen går efter", "en": "What the phone goes by"},
    "data_none": {
        "sv": "Telefonen har ingen tillitslista än. Anslut till nätet och hämta den.",
        "en": "The phone has no trust list yet. Connect to a network and fetch it.",
    },
    "data_trust": {
        "sv": "Tillitslista nummer {version}, utfärdad {day}. Den räknas till och med {until}.",
        "en": "Trust list number {version}, issued on {day}. It counts until {until}.",
    },
    "data_lists": {"sv": "Statuslistor: {count}.", "en": "Status lists: {count}."},
    "data_age": {"sv": "Den äldsta uppgiften är {age} gammal.", "en": "The oldest information is {age} old."},
    "data_button": {"sv": "Hämta nytt", "en": "Fetch anew"},
    "data_fetching": {"sv": "Hämtar ...", "en": "Fetching ..."},
    "data_fetched": {"sv": "Hämtat.", "en": "Fetched."},
    "data_failed": {
        "sv": "Det gick inte att hämta nytt. Telefonen går efter det som den har.",
        "en": "Nothing new could be fetched. The phone goes by what it has.",
    },
    "data_older": {
        "sv": "Sidan gav en äldre lista än den som telefonen har sett. Den används inte.",
        "en": "The site gave an older list than the one that the phone has seen. It is not used.",
    },
    "data_other_root": {
        "sv": "Sidan gav en tillitslista med en annan underskrift än den som telefonen känner. Den används inte. Fråga "
        "utfärdaren om det är rätt; i så fall tar du bort sidan ur telefonen och börjar om.",
        "en": "The site gave a trust list with another signature than the one that the phone knows. It is not used. "
        "Ask the body whether that is right; if so, remove the page from the phone and start anew.",
    },
    "data_unable": {
        "sv": "Den här webbläsaren kan inte kontrollera underskrifterna. Ta en nyare, eller öppna koden med nät.",
        "en": "This browser cannot check the signatures. Take a newer one, or open the code online.",
    },
    "data_part": {
        "sv": "Alla statuslistor gick inte att hämta.",
        "en": "Not all status lists could be fetched.",
    },
    # To have it in the phone
    "keep_title": {"sv": "Ha sidan utan nät", "en": "Have the page without a network"},
    "keep_text": {
        "sv": "Spara sidan i telefonen, så kan du kontrollera koder där det inte finns nät. Sidan, tillitslistan och "
        "statuslistorna sparas. Det du skannar sparas inte.",
        "en": "Save the page in the phone, and you can check codes where there is no network. The page, the trust list "
        "and the status lists are saved. What you scan is not.",
    },
    "keep_button": {"sv": "Spara i telefonen", "en": "Save in the phone"},
    "keep_saving": {"sv": "Sparar ...", "en": "Saving ..."},
    "keep_kept": {
        "sv": "Sidan är sparad i telefonen och fungerar utan nät. Öppna den då och då med nät, så att statusen är ny.",
        "en": "The page is saved in the phone and works without a network. Open it online now and then, so that the "
        "status is recent.",
    },
    "keep_failed": {
        "sv": "Sidan gick inte att spara. Webbläsaren tillåter det kanske inte, till exempel i privat läge.",
        "en": "The page could not be saved. The browser may not allow it, in a private window for instance.",
    },
    "forget_button": {"sv": "Ta bort ur telefonen", "en": "Remove from the phone"},
    "forget_done": {"sv": "Allt är borttaget ur telefonen.", "en": "Everything was removed from the phone."},
    "install_button": {"sv": "Lägg på hemskärmen", "en": "Put on the home screen"},
    "install_hint": {
        "sv": "Som app: välj Lägg till på hemskärmen i webbläsarens meny.",
        "en": "As an app: choose Add to home screen in the menu of the browser.",
    },
    "new_version": {"sv": "En ny version av sidan är hämtad.", "en": "A new version of this page was fetched."},
    "new_version_button": {"sv": "Byt till den", "en": "Change to it"},
}
