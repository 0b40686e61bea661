/*
 * PAGES_WORD(id, English, Swedish): every word of the interface. {0} and {1} are replaced.
 * Included several times on purpose; see words.h.
 */

#include "words_claims.h"
#include "words_pictures.h"
#include "words_report.h"

/* The frame */
PAGES_WORD(WORD_SKIP, "Skip to main content", "Hoppa till innehållet")
PAGES_WORD(WORD_LANGUAGE, "Language", "Språk")
PAGES_WORD(WORD_ERROR_TITLE, "Error: ", "Fel: ")
PAGES_WORD(WORD_FOOTER, "This page sets no cookies and loads nothing from other sites.",
           "Sidan använder inga kakor och hämtar ingenting från andra webbplatser.")

/* The form */
PAGES_WORD(WORD_CYCLE, "Cycle {0}", "Cykel {0}")
PAGES_WORD(WORD_CYCLE_ALONE, "Cycle", "Cykel")
PAGES_WORD(WORD_PROBLEM, "There is a problem", "Något behöver rättas")
PAGES_WORD(WORD_PROBLEM_KEPT, "Your answers are still here, but have not been sent yet.",
           "Dina svar finns kvar här, men de har inte skickats än.")
PAGES_WORD(WORD_NOT_STORED_TITLE, "Your answers have not been stored yet",
           "Dina svar har inte lagrats än")
PAGES_WORD(WORD_NOT_STORED,
           "We cannot reach the place where answers are stored right now. Everything you have "
           "filled in is still here. Wait a moment, then send it again: nothing is stored twice.",
           "Vi når inte platsen där svaren lagras just nu. Allt du har fyllt i finns kvar här. "
           "Vänta en stund och skicka sedan igen: ingenting lagras dubbelt.")
PAGES_WORD(WORD_LAST_PAGE_TITLE, "That was the last page", "Det var den sista sidan")
PAGES_WORD(WORD_LAST_PAGE,
           "There are no more questions for you. Your answers have not been sent yet: send them "
           "with the button below.",
           "Det finns inga fler frågor till dig. Dina svar har inte skickats än: skicka dem med "
           "knappen nedan.")
PAGES_WORD(WORD_ANSWERED_TITLE, "You have already answered", "Du har redan svarat")
PAGES_WORD(WORD_ANSWERED,
           "Your answers are filled in below. Change what you like and send them again.",
           "Dina svar är ifyllda nedan. Ändra det du vill och skicka dem igen.")
PAGES_WORD(WORD_EARLIER_UNKNOWN_TITLE, "Have you answered before?", "Har du svarat förut?")
PAGES_WORD(WORD_EARLIER_UNKNOWN,
           "Then your answers are safe, but they cannot be shown right now. You can fill in the "
           "form anew: what you send now replaces them.",
           "Då är dina svar i säkert förvar, men de kan inte visas just nu. Du kan fylla i "
           "formuläret på nytt: det du skickar nu ersätter dem.")
PAGES_WORD(WORD_OPTIONAL, "(optional)", "(valfritt)")
PAGES_WORD(WORD_IF_APPLIES, "Answer if it applies to you.", "Svara om det gäller dig.")
PAGES_WORD(WORD_NOT_FOR_YOU, "Questions that do not apply to you, going by your answers",
           "Frågor som inte gäller dig, enligt dina svar")
PAGES_WORD(WORD_OR, "or", "eller")
PAGES_WORD(WORD_YES, "Yes", "Ja")
PAGES_WORD(WORD_NO, "No", "Nej")
PAGES_WORD(WORD_OTHER, "Other", "Annat")
PAGES_WORD(WORD_OTHER_TEXT, "Describe in your own words", "Beskriv med egna ord")
PAGES_WORD(WORD_NONE, "None of these", "Inget av dessa")
PAGES_WORD(WORD_DONT_KNOW, "Don’t know", "Vet inte")
PAGES_WORD(WORD_CHOOSE, "Choose", "Välj")
PAGES_WORD(WORD_SELECT_ALL, "Select all that apply.", "Välj alla som stämmer.")
PAGES_WORD(WORD_SELECT_UP_TO, "Select up to {0}.", "Välj högst {0}.")
PAGES_WORD(WORD_SELECT_AT_LEAST, "Select at least {0}.", "Välj minst {0}.")
PAGES_WORD(WORD_SELECT_EXACTLY, "Select {0}.", "Välj {0}.")
PAGES_WORD(WORD_NUMBER_BETWEEN, "A number in the range {0}.", "Ett tal i intervallet {0}.")
PAGES_WORD(WORD_CHARACTERS_MAX, "At most {0} characters.", "Högst {0} tecken.")
PAGES_WORD(WORD_RANK, "Place {0}", "Plats {0}")
PAGES_WORD(WORD_RANKING_HINT, "Choose one for each place. Place 1 comes first.",
           "Välj ett alternativ för varje plats. Plats 1 kommer först.")
PAGES_WORD(WORD_SKIP_OWN_ORGANISATION, "Skip your own organisation.",
           "Hoppa över din egen organisation.")
PAGES_WORD(WORD_ABOUT_YOU, "About you", "Om dig")
PAGES_WORD(WORD_ACTOR_TYPE, "What kind of organisation do you come from?",
           "Vilken sorts organisation kommer du från?")
PAGES_WORD(WORD_ORGANISATION, "Which organisation do you come from?",
           "Vilken organisation kommer du från?")
PAGES_WORD(WORD_SEND, "Send answers", "Skicka svar")
PAGES_WORD(WORD_SEND_AGAIN, "Send changed answers", "Skicka ändrade svar")
PAGES_WORD(WORD_NEXT, "Next", "Nästa")
PAGES_WORD(WORD_BACK, "Back", "Tillbaka")
PAGES_WORD(WORD_PAGE_OF, "Page {0} of {1}", "Sida {0} av {1}")
PAGES_WORD(WORD_ON_PAGE, "Page {0}:", "Sida {0}:")
PAGES_WORD(WORD_SENT_BEFORE_TITLE, "This form has already been sent",
           "Formuläret har redan skickats")
PAGES_WORD(WORD_SENT_BEFORE,
           "It was sent with other answers, and those are stored. What you see below is what you "
           "have filled in now. It has not been stored yet: send it to replace the earlier "
           "answers.",
           "Det skickades med andra svar, och de är lagrade. Nedan ser du det du har fyllt i nu. "
           "Det har inte lagrats än: skicka det för att ersätta de tidigare svaren.")
PAGES_WORD(WORD_SENT_BEFORE_OPEN,
           "It was sent with other answers, and those are stored and cannot be changed. What you "
           "see below has not been stored. Send it only if you answer for another person.",
           "Det skickades med andra svar, och de är lagrade och kan inte ändras. Det du ser nedan "
           "har inte lagrats. Skicka det bara om du svarar för en annan person.")
PAGES_WORD(WORD_STATE_LOST_TITLE, "Please look through your answers once more",
           "Gå igenom dina svar en gång till")
PAGES_WORD(WORD_STATE_LOST,
           "What you filled in on other pages of the form could not be read, and nothing has been "
           "stored yet. Answer those pages again.",
           "Det du fyllde i på formulärets andra sidor gick inte att läsa, och ingenting har "
           "lagrats än. Svara på de sidorna igen.")
PAGES_WORD(WORD_TO_SENDING, "Go to the button for sending", "Gå till knappen för att skicka")
PAGES_WORD(WORD_SENDING, "Sending…", "Skickar…")
PAGES_WORD(WORD_CAN_CHANGE,
           "You can come back with the same link and change your answers until {0}.",
           "Du kan komma tillbaka med samma länk och ändra dina svar fram till {0}.")
PAGES_WORD(WORD_CANNOT_CHANGE, "Answers cannot be changed once they have been sent.",
           "Svaren kan inte ändras när de väl har skickats.")

/* How answers are handled. Each sentence says what is possible and what is not; see the privacy
   page of the documentation before changing one. */
PAGES_WORD(PRIVACY_TITLE, "How your answers are handled", "Så hanteras dina svar")
PAGES_WORD(PRIVACY_MORE, "More about what is stored and who can see it",
           "Mer om vad som lagras och vem som kan se det")
PAGES_WORD(PRIVACY_PROGRAMME_SHORT,
           "Your name is not stored with your answers. They are stored under a code that is the "
           "same in every cycle, so that it can be seen how one person’s answers change during "
           "the programme.",
           "Ditt namn lagras inte med dina svar. De lagras under en kod som är densamma i alla "
           "cykler, så att det går att se hur en persons svar förändras under programmet.")
PAGES_WORD(PRIVACY_PROGRAMME_KEY,
           "The code is made from your personal link with a secret key that is kept outside the "
           "database. As long as the key exists, someone who has the key, the list of personal "
           "links and the database can work out which answers are yours. When the programme is "
           "sealed at its end the key is destroyed. After that your link can no longer be used to "
           "find your answers, not even in old backups of the database.",
           "Koden räknas fram ur din personliga länk med en hemlig nyckel som förvaras utanför "
           "databasen. Så länge nyckeln finns kan den som har nyckeln, listan över personliga "
           "länkar och databasen ta reda på vilka svar som är dina. När programmet förseglas efter "
           "sitt slut förstörs nyckeln. Därefter går det inte längre att hitta dina svar med hjälp "
           "av din länk, inte ens i gamla säkerhetskopior av databasen.")
PAGES_WORD(PRIVACY_SURVEY_SHORT,
           "Your name is not stored with your answers. They are stored under a code that is used "
           "in this survey only, so the codes do not show which answers in different cycles come "
           "from the same person.",
           "Ditt namn lagras inte med dina svar. De lagras under en kod som bara används i den här "
           "enkäten, så koderna visar inte vilka svar i olika cykler som kommer från samma "
           "person.")
PAGES_WORD(PRIVACY_SURVEY_KEY,
           "The code is made from your personal link with a secret key that belongs to this survey "
           "and is kept outside the database. As long as the key exists, someone who has the key, "
           "the list of personal links and the database can work out which answers are yours. "
           "When this survey is sealed the key is destroyed. After that your link can no longer "
           "be used to find your answers in it, not even in old backups of the database.",
           "Koden räknas fram ur din personliga länk med en hemlig nyckel som hör till den här "
           "enkäten och förvaras utanför databasen. Så länge nyckeln finns kan den som har "
           "nyckeln, listan över personliga länkar och databasen ta reda på vilka svar som är "
           "dina. När enkäten förseglas förstörs nyckeln. Därefter går det inte längre att hitta "
           "dina svar i den med hjälp av din länk, inte ens i gamla säkerhetskopior av databasen.")
PAGES_WORD(PRIVACY_OPEN_SHORT,
           "This link is the same for everybody. Your answers are stored without your name and "
           "without any code that stands for you, so they are not connected with answers that you "
           "give in other cycles.",
           "Den här länken är densamma för alla. Dina svar lagras utan ditt namn och utan någon "
           "kod som står för dig, så de kopplas inte ihop med svar som du lämnar i andra cykler.")
PAGES_WORD(PRIVACY_STORED_OPEN,
           "Stored are your answers, what you say about your organisation, the language of the "
           "form and the day. The time of day, your IP address and details of your device are not "
           "stored.",
           "Det som lagras är dina svar, det du uppger om din organisation, formulärets språk och "
           "dagen. Klockslag, IP-adress och uppgifter om din enhet lagras inte.")
PAGES_WORD(PRIVACY_STORED_ORGANISATION,
           "Stored are your answers, your organisation ({0}), the language of the form and the "
           "day. The time of day, your IP address and details of your device are not stored.",
           "Det som lagras är dina svar, din organisation ({0}), formulärets språk och dagen. "
           "Klockslag, IP-adress och uppgifter om din enhet lagras inte.")
PAGES_WORD(PRIVACY_STORED,
           "Stored are your answers, the language of the form and the day. The time of day, your "
           "IP address and details of your device are not stored.",
           "Det som lagras är dina svar, formulärets språk och dagen. Klockslag, IP-adress och "
           "uppgifter om din enhet lagras inte.")
PAGES_WORD(PRIVACY_READERS,
           "Those who evaluate the programme can read each person’s answers, without the name. "
           "From what is answered, and where only a few people come from one organisation, they "
           "can sometimes guess who has answered. Write no names in your own words.",
           "De som utvärderar programmet kan läsa varje persons svar, men utan namn. Av innehållet "
           "i svaren, och när bara några få kommer från samma organisation, går det ibland att "
           "gissa vem som har svarat. Skriv inga namn i fritextsvar.")
PAGES_WORD(PRIVACY_REPORTS,
           "Reports show figures of the answers only where the answers of at least {0} people are "
           "behind them.",
           "I rapporter visas siffror om svaren bara där svar från minst {0} personer ligger bakom "
           "dem.")

/* The receipt */
PAGES_WORD(RECEIPT_STORED_TITLE, "Thank you, your answers are stored",
           "Tack, dina svar är lagrade")
PAGES_WORD(RECEIPT_WAITING_TITLE, "Thank you, your answers are safe",
           "Tack, dina svar är i säkerhet")
PAGES_WORD(RECEIPT_WAITING,
           "They are kept on the survey's server and on their way into its database, which gets "
           "them as soon as it can take them. You do not need to do anything. To take the answers "
           "back, come back to this page a little later.",
           "De är sparade på enkätens server och på väg in i dess databas, som får dem så snart "
           "den kan ta emot dem. Du behöver inte göra någonting. Vill du ta tillbaka svaren, kom "
           "tillbaka till den här sidan lite senare.")
PAGES_WORD(RECEIPT_REPLACED_TITLE, "These answers have been replaced",
           "De här svaren har ersatts")
PAGES_WORD(RECEIPT_UNKNOWN_TITLE, "No answers are stored under this receipt",
           "Inga svar är lagrade med det här kvittot")
PAGES_WORD(RECEIPT_DAY, "Stored on {0}.", "Lagrade den {0}.")
PAGES_WORD(RECEIPT_REVISION, "This is version {0} of your answers.",
           "Det här är version {0} av dina svar.")
PAGES_WORD(RECEIPT_REPLACED,
           "You have sent changed answers since then. The latest ones count, and have a receipt of "
           "their own.",
           "Du har skickat ändrade svar efter det. De senaste gäller, och de har ett eget kvitto.")
PAGES_WORD(RECEIPT_UNKNOWN,
           "Check that the whole address of this page is there. If you have just sent your "
           "answers, open your link and send them once more: nothing is stored twice.",
           "Kontrollera att hela adressen till sidan är med. Om du just har skickat dina svar, "
           "öppna din länk och skicka dem en gång till: ingenting lagras dubbelt.")
PAGES_WORD(RECEIPT_UNKNOWN_OPEN,
           "Check that the whole address of this page is there. If it is, the answers were not "
           "stored: open the link again to answer.",
           "Kontrollera att hela adressen till sidan är med. Om den är det lagrades inte svaren: "
           "öppna länken igen för att svara.")
PAGES_WORD(RECEIPT_LABEL, "Your receipt", "Ditt kvitto")
PAGES_WORD(RECEIPT_KEEP,
           "Keep this page or write the receipt down if you want to be able to check later that "
           "your answers are there. The receipt says nothing about what you answered.",
           "Spara den här sidan eller skriv av kvittot om du senare vill kunna kontrollera att "
           "dina svar finns kvar. Kvittot säger ingenting om vad du har svarat.")
PAGES_WORD(RECEIPT_LOOKUP,
           "With this number alone you can check that your answers are there, or take them back. "
           "So can whoever else has it: keep it to yourself. The address is:",
           "Med bara det här numret kan du kontrollera att dina svar finns, eller ta tillbaka dem. "
           "Det kan också alla andra som har numret: behåll det för dig själv. Adressen är:")
PAGES_WORD(RECEIPT_WITHDRAWN_DAY, "Taken back on {0}.", "Tillbakatagna den {0}.")
PAGES_WORD(RECEIPT_WITHDRAWN,
           "They were deleted at once, and nothing of them is stored.",
           "De raderades genast, och inget av dem är lagrat.")
PAGES_WORD(RECEIPT_CHANGE, "Change your answers", "Ändra dina svar")
PAGES_WORD(RECEIPT_OPEN_AGAIN, "Open the form", "Öppna formuläret")
PAGES_WORD(RECEIPT_NEXT_PERSON, "Answer for another person on this device",
           "Svara för en annan person på samma enhet")

/* Answers to read */
PAGES_WORD(ANSWERS_TITLE, "What you answered", "Det här svarade du")
PAGES_WORD(ANSWERS_NONE, "No answer", "Inget svar")
PAGES_WORD(ANSWERS_CLOSED,
           "The survey is closed, so the answers can no longer be changed.",
           "Enkäten är stängd, så svaren kan inte längre ändras.")
PAGES_WORD(ANSWERS_WITHDRAW, "Take back your answers", "Ta tillbaka dina svar")
PAGES_WORD(ANSWERS_LATE_TITLE, "Your answers came too late", "Dina svar kom för sent")
PAGES_WORD(ANSWERS_LATE,
           "The survey closed on {0}, and nothing of what you sent now has been stored. Everything "
           "you wrote is still here, so that you can copy it and keep it.",
           "Enkäten stängde den {0}, och inget av det du skickade nu har lagrats. Allt du skrev "
           "finns kvar här, så att du kan kopiera och spara det.")
PAGES_WORD(ANSWERS_NOT_OPEN,
           "The survey is not open, and nothing of what you sent now has been stored. Everything "
           "you wrote is still here, so that you can copy it and keep it.",
           "Enkäten är inte öppen, och inget av det du skickade nu har lagrats. Allt du skrev "
           "finns kvar här, så att du kan kopiera och spara det.")
PAGES_WORD(ANSWERS_SENT_BEFORE,
           "The answers that were sent first are stored and cannot be changed here. What you sent "
           "now has not been stored. Everything you wrote is still here, so that you can copy it "
           "and keep it.",
           "De svar som skickades först är lagrade och kan inte ändras här. Det du skickade nu har "
           "inte lagrats. Allt du skrev finns kvar här, så att du kan kopiera och spara det.")
PAGES_WORD(ANSWERS_WITHDRAWN,
           "The answers that were sent with this form have been taken back and deleted. What you "
           "sent now has not been stored. Everything you wrote is still here, so that you can copy "
           "it and keep it.",
           "Svaren som skickades med det här formuläret har tagits tillbaka och raderats. Det du "
           "skickade nu har inte lagrats. Allt du skrev finns kvar här, så att du kan kopiera och "
           "spara det.")
PAGES_WORD(ANSWERS_COPY_TITLE, "Your answers as text", "Dina svar som text")
PAGES_WORD(ANSWERS_COPY_HINT,
           "Tap in the box, choose “Select all” and then “Copy”. On a computer: click in it, press "
           "Ctrl+A and then Ctrl+C (on a Mac ⌘A and ⌘C).",
           "Tryck i rutan, välj ”Markera allt” och sedan ”Kopiera”. På en dator: klicka i den, "
           "tryck Ctrl+A och sedan Ctrl+C (på Mac ⌘A och ⌘C).")

/* The cycles of a link */
PAGES_WORD(OVERVIEW_TITLE, "Your surveys", "Dina enkäter")
PAGES_WORD(OVERVIEW_OF_RESULTS_TITLE, "What the group answered", "Vad gruppen svarade")
PAGES_WORD(OVERVIEW_UPCOMING, "Not open yet.", "Inte öppen än.")
PAGES_WORD(OVERVIEW_OPENS, "Opens on {0}.", "Öppnar den {0}.")
PAGES_WORD(OVERVIEW_OPEN, "Open now.", "Öppen nu.")
PAGES_WORD(OVERVIEW_OPEN_UNTIL, "Open until {0}.", "Öppen till den {0}.")
PAGES_WORD(OVERVIEW_CLOSED, "Closed.", "Stängd.")
PAGES_WORD(OVERVIEW_SEALED, "Sealed: nobody can tell any longer who answered what.",
           "Förseglad: ingen kan längre se vem som svarade vad.")
PAGES_WORD(OVERVIEW_ANSWERED, "You have answered.", "Du har svarat.")
PAGES_WORD(OVERVIEW_ANSWERED_ON, "You answered on {0}.", "Du svarade den {0}.")
PAGES_WORD(OVERVIEW_NOT_ANSWERED, "You have not answered.", "Du har inte svarat.")
PAGES_WORD(OVERVIEW_ANSWERS_UNKNOWN,
           "Which of them you have answered cannot be shown right now.",
           "Vilka av dem du har svarat på kan inte visas just nu.")
PAGES_WORD(OVERVIEW_ANSWER, "Answer", "Svara")
PAGES_WORD(OVERVIEW_CHANGE, "Change your answers", "Ändra dina svar")
PAGES_WORD(OVERVIEW_READ, "See what you answered", "Se vad du svarade")
PAGES_WORD(OVERVIEW_RESULTS, "See the group’s results", "Se gruppens resultat")

/* Notices */
PAGES_WORD(NOTICE_BAD_LINK_TITLE, "This link does not work", "Länken fungerar inte")
PAGES_WORD(NOTICE_BAD_LINK,
           "Check that the whole link is there, or scan the code once more. If it still does not "
           "work, ask the person who gave it to you for a new one.",
           "Kontrollera att hela länken är med, eller skanna koden en gång till. Om det ändå inte "
           "fungerar kan du be den som gav dig länken om en ny.")
PAGES_WORD(NOTICE_NOT_FOUND_TITLE, "Page not found", "Sidan finns inte")
PAGES_WORD(NOTICE_NOT_FOUND, "Check that the whole address is there.",
           "Kontrollera att hela adressen är med.")
PAGES_WORD(NOTICE_NOT_OPEN_TITLE, "The survey has not opened yet", "Enkäten har inte öppnat än")
PAGES_WORD(NOTICE_NOT_OPEN, "Your link works. Use it again when the survey has opened.",
           "Din länk fungerar. Använd den igen när enkäten har öppnat.")
PAGES_WORD(NOTICE_OPENS, "It opens on {0}.", "Den öppnar den {0}.")
PAGES_WORD(NOTICE_CLOSED_TITLE, "The survey is closed", "Enkäten är stängd")
PAGES_WORD(NOTICE_CLOSED,
           "Answers can no longer be sent or changed. Answers that have been sent are kept.",
           "Det går inte längre att skicka eller ändra svar. Svar som har skickats finns kvar.")
PAGES_WORD(NOTICE_CLOSED_ON, "It closed on {0}.", "Den stängde den {0}.")
PAGES_WORD(NOTICE_NOTHING_OPEN_TITLE, "There is nothing to answer right now",
           "Det finns inget att svara på just nu")
PAGES_WORD(NOTICE_NOTHING_OPEN, "Your link works. Use it again when the next survey opens.",
           "Din länk fungerar. Använd den igen när nästa enkät öppnar.")
PAGES_WORD(NOTICE_NEXT_OPENS, "The next survey opens on {0}.", "Nästa enkät öppnar den {0}.")
PAGES_WORD(NOTICE_UNAVAILABLE_TITLE, "Try again in a moment", "Försök igen om en stund")
PAGES_WORD(NOTICE_UNAVAILABLE,
           "We cannot reach the place where answers are stored right now. If you were sending "
           "answers, go back to the form: they are still there, and you can send them again. "
           "Nothing is stored twice.",
           "Vi når inte platsen där svaren lagras just nu. Om du höll på att skicka svar kan du gå "
           "tillbaka till formuläret: de finns kvar där, och du kan skicka dem igen. Ingenting "
           "lagras dubbelt.")
PAGES_WORD(NOTICE_CONFLICT_TITLE, "This form has already been sent",
           "Formuläret har redan skickats")
PAGES_WORD(NOTICE_CONFLICT,
           "It was sent with other answers, and those are stored. What you sent now has not been "
           "stored. Open the link again if you want to change or add something.",
           "Det skickades med andra svar, och de är lagrade. Det du skickade nu har inte lagrats. "
           "Öppna länken igen om du vill ändra eller lägga till något.")
PAGES_WORD(NOTICE_CONSENT_TITLE, "Nothing has been stored", "Ingenting har lagrats")
PAGES_WORD(NOTICE_CONSENT,
           "You chose not to take part, so nothing of what you filled in now has been stored. "
           "Answers that you may have sent before are not changed by this. Thank you for your "
           "time. If you change your mind, open the link again.",
           "Du valde att inte delta, så inget av det du fyllde i nu har lagrats. Svar som du "
           "eventuellt har skickat tidigare påverkas inte. Tack för din tid. Om du ändrar dig kan "
           "du öppna länken igen.")
PAGES_WORD(NOTICE_BAD_REQUEST_TITLE, "What was sent could not be read",
           "Det som skickades gick inte att läsa")
PAGES_WORD(NOTICE_BAD_REQUEST, "Nothing has been stored. Open the link again and send the form.",
           "Ingenting har lagrats. Öppna länken igen och skicka formuläret.")
PAGES_WORD(NOTICE_TOO_LARGE_TITLE, "The answers are too long", "Svaren är för långa")
PAGES_WORD(NOTICE_TOO_LARGE,
           "Nothing has been stored. Go back to the form, shorten what you have written in your "
           "own words, and send it again.",
           "Ingenting har lagrats. Gå tillbaka till formuläret, korta ner det du har skrivit med "
           "egna ord och skicka igen.")
PAGES_WORD(NOTICE_LOGIN_TITLE, "Log in to see this page", "Logga in för att se sidan")
PAGES_WORD(NOTICE_LOGIN,
           "Use the name of your access token as user name and its secret as password.",
           "Använd namnet på din åtkomstnyckel som användarnamn och dess hemlighet som lösenord.")
PAGES_WORD(NOTICE_ERROR_TITLE, "Something went wrong", "Något gick fel")
PAGES_WORD(NOTICE_ERROR,
           "The fault is ours. If you were sending answers, go back to the form and send them "
           "again in a moment. Nothing is stored twice.",
           "Felet är vårt. Om du höll på att skicka svar kan du gå tillbaka till formuläret och "
           "skicka dem igen om en stund. Ingenting lagras dubbelt.")
PAGES_WORD(NOTICE_WITHDRAWN_TITLE, "These answers have been taken back",
           "De här svaren har tagits tillbaka")
PAGES_WORD(NOTICE_WITHDRAWN,
           "They were deleted when they were taken back, and nothing of them is stored. What you "
           "sent now has not been stored either. If the survey is still open you can open the link "
           "again and answer anew.",
           "De raderades när de togs tillbaka, och inget av dem är lagrat. Det du skickade nu har "
           "inte heller lagrats. Om enkäten fortfarande är öppen kan du öppna länken igen och "
           "svara på nytt.")
PAGES_WORD(NOTICE_NO_ANSWERS_TITLE, "There are no answers of yours here",
           "Här finns inga svar från dig")
PAGES_WORD(NOTICE_NO_ANSWERS,
           "No answers to this survey are stored under your link.",
           "Inga svar på den här enkäten är lagrade under din länk.")
PAGES_WORD(NOTICE_SEALED_TITLE, "This survey is sealed", "Enkäten är förseglad")
PAGES_WORD(NOTICE_SEALED,
           "The key that connected your link with your answers has been destroyed. Nobody can tell "
           "any longer which answers are yours, so they can be neither shown nor taken back here.",
           "Nyckeln som kopplade din länk till dina svar har förstörts. Ingen kan längre se vilka "
           "svar som är dina, och därför kan de varken visas eller tas tillbaka här.")
PAGES_WORD(NOTICE_RETRY, "Try again", "Försök igen")
PAGES_WORD(NOTICE_OPEN_AGAIN, "Open the form again", "Öppna formuläret igen")

/* The page for the projector */
PAGES_WORD(ROOM_CODE, "QR code: opens the survey", "QR-kod: öppnar enkäten")
PAGES_WORD(ROOM_CODE_RESULTS, "QR code: opens the results", "QR-kod: öppnar resultaten")
PAGES_WORD(ROOM_SCAN, "Scan the code with your phone, or type the address:",
           "Skanna koden med mobilen eller skriv adressen:")
PAGES_WORD(ROOM_SCAN_RESULTS, "Scan the code to see what you answered together.",
           "Skanna koden för att se vad ni svarade tillsammans.")
PAGES_WORD(ROOM_RESPONSES, "answers so far", "svar hittills")
PAGES_WORD(ROOM_RESPONSES_CLOSED, "answers in all", "svar totalt")
PAGES_WORD(ROOM_NO_NAMES, "The count never shows who has answered.",
           "Siffran visar aldrig vem som har svarat.")
PAGES_WORD(ROOM_NOT_CURRENT, "No contact right now. The number is the latest that was known.",
           "Ingen kontakt just nu. Siffran är den senast kända.")
PAGES_WORD(ROOM_MINUTES, "{0} min", "{0} min")
PAGES_WORD(ROOM_HOURS, "{0} h {1} min", "{0} tim {1} min")
PAGES_WORD(ROOM_CLOSES_IN, "Closes in {0}, at {1}", "Stänger om {0}, kl. {1}")
PAGES_WORD(ROOM_OPENS_IN, "Opens in {0}, at {1}", "Öppnar om {0}, kl. {1}")
PAGES_WORD(ROOM_CLOSES_ON, "Open until {0}", "Öppen till den {0}")
PAGES_WORD(ROOM_OPENS_ON, "Opens on {0}", "Öppnar den {0}")
PAGES_WORD(ROOM_CLOSED, "Thank you! The survey is closed.", "Tack! Enkäten är stängd.")
PAGES_WORD(ROOM_RESULTS, "See what we answered together", "Se vad vi svarade tillsammans")
PAGES_WORD(ROOM_STOP_REFRESHING, "Stop updating by itself", "Sluta uppdatera automatiskt")
PAGES_WORD(ROOM_REFRESH, "Update by itself every 10 seconds",
           "Uppdatera automatiskt var 10:e sekund")

/* The poster */
PAGES_WORD(POSTER_INVITATION, "Tell us what you think", "Säg vad du tycker")
PAGES_WORD(POSTER_STEP_OPEN, "Scan the code with the camera of your phone, or type the address.",
           "Skanna koden med mobilens kamera eller skriv adressen.")
PAGES_WORD(POSTER_STEP_ANSWER, "Answer the questions. No account and no app are needed.",
           "Svara på frågorna. Det behövs varken konto eller app.")
PAGES_WORD(POSTER_STEP_SEND, "Send, and wait for the thank-you page with your receipt.",
           "Skicka och vänta tills du ser tacksidan med ditt kvitto.")
PAGES_WORD(POSTER_PRIVACY,
           "No name, no IP address and no time of day is stored. Those who evaluate the programme "
           "can read each person’s answers, without the name; reports show figures of the answers "
           "only where the answers of at least {0} people are behind them.",
           "Varken namn, IP-adress eller klockslag lagras. De som utvärderar programmet kan läsa "
           "varje persons svar, men utan namn; i rapporter visas siffror om svaren bara där svar "
           "från minst {0} personer ligger bakom dem.")
PAGES_WORD(POSTER_CODE, "QR code of the address", "QR-kod för adressen")

/* Withdrawal */
PAGES_WORD(WITHDRAW_TITLE, "Take back your answers?", "Vill du ta tillbaka dina svar?")
PAGES_WORD(WITHDRAW_WHAT, "These answers", "De här svaren")
PAGES_WORD(WITHDRAW_DELETED, "Your answers are deleted from the database at once.",
           "Dina svar raderas genast ur databasen.")
PAGES_WORD(WITHDRAW_FIGURES,
           "The figures of the evaluation are computed again without them the next time they are "
           "computed. One that is published already can stay as it was until enough others have "
           "answered: by how it changed, your answers could be told. What has been printed or "
           "downloaded before is not changed, and backups keep the answers until they are thrown "
           "away.",
           "Utvärderingens siffror räknas om utan dem nästa gång de beräknas. En siffra som redan "
           "är publicerad kan stå kvar tills tillräckligt många andra har svarat: av hur den "
           "ändrades skulle det gå att räkna ut vad du svarade. Det som redan har skrivits ut "
           "eller laddats ner ändras inte, och säkerhetskopior har kvar svaren tills de slängs.")
PAGES_WORD(WITHDRAW_FINAL, "It cannot be undone.", "Det går inte att ångra.")
PAGES_WORD(WITHDRAW_AGAIN, "You can answer again with your link while the survey is open.",
           "Du kan svara igen med din länk så länge enkäten är öppen.")
PAGES_WORD(WITHDRAW_NOT_AGAIN, "The survey is closed, so you cannot answer again afterwards.",
           "Enkäten är stängd, så du kan inte svara igen efteråt.")
PAGES_WORD(WITHDRAW_BUTTON, "Delete my answers", "Radera mina svar")
PAGES_WORD(WITHDRAW_KEEP, "Keep my answers", "Behåll mina svar")
PAGES_WORD(WITHDRAW_SEALED_TITLE, "These answers can no longer be taken back",
           "De här svaren kan inte längre tas tillbaka")
PAGES_WORD(WITHDRAW_SEALED,
           "The survey has been sealed: everything that connected the answers with a person has "
           "been destroyed. The answers have stayed, but which of them are yours can no longer be "
           "told, by nobody.",
           "Enkäten har förseglats: allt som kopplade svaren till en person har förstörts. Svaren "
           "finns kvar, men vilka av dem som är dina kan ingen längre avgöra.")
PAGES_WORD(WITHDRAW_BACK, "Back to the receipt", "Tillbaka till kvittot")

/* The receipt alone */
PAGES_WORD(SEARCH_TITLE, "Check a receipt", "Kontrollera ett kvitto")
PAGES_WORD(SEARCH_TEXT,
           "With the number on your receipt you can check that your answers are stored, and take "
           "them back.",
           "Med numret på ditt kvitto kan du kontrollera att dina svar är lagrade, och ta tillbaka "
           "dem.")
PAGES_WORD(SEARCH_LABEL, "Number of the receipt", "Kvittots nummer")
PAGES_WORD(SEARCH_HINT, "16 letters and digits, such as 7K3M-9QTX-2B4N-8WZC.",
           "16 bokstäver och siffror, till exempel 7K3M-9QTX-2B4N-8WZC.")
PAGES_WORD(SEARCH_BUTTON, "Check", "Kontrollera")
PAGES_WORD(SEARCH_NOT_A_RECEIPT,
           "This is not the number of a receipt. It has 16 letters and digits.",
           "Det här är inte numret på ett kvitto. Det har 16 bokstäver och siffror.")
PAGES_WORD(SEARCH_NOTHING, "Nothing is stored under this number. Check that it is right.",
           "Ingenting är lagrat under det här numret. Kontrollera att det är rätt.")

/* The script */
PAGES_WORD(SCRIPT_OFFLINE, "No connection to the server. Your answers have not been sent yet.",
           "Ingen kontakt med servern. Dina svar har inte skickats än.")
PAGES_WORD(SCRIPT_UNAVAILABLE,
           "The server cannot store answers right now. Your answers have not been sent yet.",
           "Servern kan inte lagra svar just nu. Dina svar har inte skickats än.")
PAGES_WORD(SCRIPT_KEPT, "They are kept on this device.", "De finns kvar på den här enheten.")
PAGES_WORD(SCRIPT_KEEP_OPEN, "Keep this page open until they have been sent.",
           "Ha kvar sidan öppen tills de har skickats.")
PAGES_WORD(SCRIPT_AGAIN_IN, "Trying again in {0} s.", "Nytt försök om {0} s.")
PAGES_WORD(SCRIPT_AGAIN_NOW, "Try now", "Försök nu")
PAGES_WORD(SCRIPT_GOING_ON,
           "The page was closed before your answers had been sent. They are being sent now.",
           "Sidan stängdes innan dina svar hade skickats. De skickas nu.")
PAGES_WORD(SCRIPT_DRAFT_ON,
           "What you fill in is kept on this device until you have sent it, for 14 days at most. "
           "Others who use this device can see it.",
           "Det du fyller i finns kvar på den här enheten tills du har skickat det, i högst 14 "
           "dagar. Andra som använder enheten kan se det.")
PAGES_WORD(SCRIPT_DRAFT_OFF,
           "What you fill in is not kept on this device. Keep this page open until you have sent "
           "it.",
           "Det du fyller i sparas inte på den här enheten. Ha kvar sidan öppen tills du har "
           "skickat det.")
PAGES_WORD(SCRIPT_DRAFT_BLOCKED,
           "This browser cannot keep what you fill in on this device. Keep this page open until "
           "you have sent it.",
           "Den här webbläsaren kan inte spara det du fyller i på enheten. Ha kvar sidan öppen "
           "tills du har skickat det.")
PAGES_WORD(SCRIPT_DRAFT_STOP, "Don’t keep my answers on this device",
           "Spara inte mina svar på den här enheten")
PAGES_WORD(SCRIPT_DRAFT_START, "Keep my answers on this device",
           "Spara mina svar på den här enheten")
PAGES_WORD(SCRIPT_RESTORED,
           "What you filled in on this device is here again. It has not been sent yet.",
           "Det du fyllde i på den här enheten finns här igen. Det har inte skickats än.")
PAGES_WORD(SCRIPT_START_OVER, "Start over", "Börja om")
PAGES_WORD(SCRIPT_OLDER,
           "This device also has answers that were filled in before the stored ones and never "
           "sent. What is shown here is what is stored.",
           "På den här enheten finns också svar som fylldes i före de lagrade och aldrig "
           "skickades. Det som visas här är det som är lagrat.")
PAGES_WORD(SCRIPT_USE_OLDER, "Show them", "Visa dem")
PAGES_WORD(SCRIPT_DROP_OLDER, "Delete them", "Radera dem")
PAGES_WORD(SCRIPT_CLEAR, "Clear answer", "Ta bort svaret")
PAGES_WORD(SCRIPT_CHARACTERS_LEFT, "Characters left: {0}", "Tecken kvar: {0}")
PAGES_WORD(SCRIPT_UNSENT, "Answers on this device have not been sent",
           "Svar på den här enheten har inte skickats")
PAGES_WORD(SCRIPT_UNSENT_HINT,
           "If it is too late to store them, everything that was filled in is shown, ready to be "
           "copied.",
           "Om det är för sent för att lagra dem visas allt som fylldes i, så att det går att "
           "kopiera.")
PAGES_WORD(SCRIPT_UNSENT_REFUSED,
           "The server has not stored them. Send them once more to see why; everything that was "
           "filled in is then shown.",
           "Servern har inte lagrat dem. Skicka dem en gång till för att se varför; då visas allt "
           "som fylldes i.")
PAGES_WORD(SCRIPT_UNSENT_SEND, "Send them now", "Skicka dem nu")
PAGES_WORD(SCRIPT_UNSENT_DROP, "Delete them from this device", "Radera dem från den här enheten")
PAGES_WORD(SCRIPT_UNSENT_STORED, "They have been sent and are stored.",
           "De har skickats och är lagrade.")
PAGES_WORD(SCRIPT_UNSENT_RECEIPT, "Show the receipt", "Visa kvittot")
