/*
 * The part of the table of words that answers the claims of a programme. Included several times on
 * purpose; see words_table.h.
 */

PAGES_WORD(CLAIMS_TITLE, "In short", "I korthet")
PAGES_WORD(CLAIMS_INTRODUCTION,
           "What the figures say about what the programme set out to do, and what they can bear. "
           "There is no comparison group: a change is a change, not proof of what caused it.",
           "Vad siffrorna säger om det som programmet ville åstadkomma, och vad de räcker till. "
           "Det finns ingen jämförelsegrupp: en förändring är en förändring, inte ett bevis för "
           "vad som orsakade den.")
PAGES_WORD(CLAIMS_OPEN,
           "Cycle {0} is still open: {1} so far, which the pictures over the cycles show. What is "
           "said here is about the cycles that are over.",
           "Cykel {0} är fortfarande öppen: {1} hittills, som syns i bilderna över cyklerna. Det "
           "som sägs här gäller de cykler som är avslutade.")
PAGES_WORD(CLAIMS_OPEN_FEW,
           "Cycle {0} is still open, with too few answers so far to be shown. What is said here "
           "is about the cycles that are over.",
           "Cykel {0} är fortfarande öppen, med för få svar hittills för att visas. Det som sägs "
           "här gäller de cykler som är avslutade.")
PAGES_WORD(CLAIM_UNDERSTANDING, "Did shared understanding grow?",
           "Har den gemensamma förståelsen ökat?")
PAGES_WORD(CLAIM_ACTORS, "Did new actors join?", "Har nya aktörer kommit med?")
PAGES_WORD(CLAIM_COLLABORATION, "Was collaboration strengthened?", "Har samverkan stärkts?")
PAGES_WORD(CLAIM_ASSIGNMENTS, "Were home assignments done and put to use?",
           "Har hemuppgifterna gjorts och kommit till nytta?")
PAGES_WORD(CLAIM_SPREAD, "Did interest spread beyond the group?",
           "Har intresset spridit sig utanför gruppen?")

PAGES_WORD(VERDICT_GREW, "Yes, more than before", "Ja, mer än förut")
PAGES_WORD(VERDICT_FELL, "No, less than before", "Nej, mindre än förut")
PAGES_WORD(VERDICT_CLOSER, "Yes, views are closer than before",
           "Ja, synsätten ligger närmare varandra än förut")
PAGES_WORD(VERDICT_APART, "No, views are further apart than before",
           "Nej, synsätten ligger längre från varandra än förut")
PAGES_WORD(VERDICT_JOINED, "Yes, new organisations", "Ja, nya organisationer")
PAGES_WORD(VERDICT_NOBODY_JOINED, "No new organisations", "Inga nya organisationer")
PAGES_WORD(VERDICT_NO_CLEAR_CHANGE, "No clear change", "Ingen tydlig förändring")
PAGES_WORD(VERDICT_LEVEL, "Measured, not compared", "Mätt, inte jämfört")
PAGES_WORD(VERDICT_CANNOT_SAY, "Cannot be said", "Går inte att säga")

PAGES_WORD(REASON_NOT_ASKED, "No question in the surveys bears on it.",
           "Ingen fråga i enkäterna handlar om det.")
PAGES_WORD(REASON_NO_ANSWERS, "Nobody has answered the questions about it yet.",
           "Ingen har svarat på frågorna om det än.")
PAGES_WORD(REASON_ONE_CYCLE, "It has been measured only once, so there is nothing to compare with.",
           "Det har bara mätts en gång, så det finns ingenting att jämföra med.")
PAGES_WORD(REASON_FEW,
           "The figure is left out: it could reveal the answers of fewer than {0} people.",
           "Siffran är utelämnad: den kunde röja svaren från färre än {0} personer.")
PAGES_WORD(
    REASON_SENSITIVE,
    "The figure is left out: the question is sensitive, and there are fewer than {0} answers "
    "or nearly all are alike.",
    "Siffran är utelämnad: frågan är känslig, och det finns färre än {0} svar eller så är "
    "nästan alla lika.")
PAGES_WORD(REASON_UNLINKED,
           "Answers are not followed from cycle to cycle in this programme, so it cannot be told "
           "whether the same people changed.",
           "Svaren följs inte från cykel till cykel i det här programmet, så det går inte att se "
           "om samma personer har ändrat sig.")
PAGES_WORD(REASON_CEILING,
           "The answers lie so near the end of the scale that agreement cannot be told from a "
           "scale without room.",
           "Svaren ligger så nära skalans ände att samstämmighet inte går att skilja från en "
           "skala som har tagit slut.")
PAGES_WORD(
    REASON_UNGUARDED,
    "The figure that tells agreement from a scale without room is left out, because it could "
    "reveal the answers of fewer than {0} people.",
    "Siffran som skiljer samstämmighet från en skala som har tagit slut är utelämnad, "
    "eftersom den kunde röja svaren från färre än {0} personer.")
PAGES_WORD(REASON_GUARD,
           "The headline figure and the figures that check it point in different directions.",
           "Huvudsiffran och de siffror som kontrollerar den pekar åt olika håll.")
PAGES_WORD(REASON_COVERAGE, "Too few of the pairs of organisations were observed to judge it.",
           "För få av paren av organisationer är observerade för att det ska gå att bedöma.")

/* What is said of the headline figure: grew, fell, no clear change, one measurement */
PAGES_WORD(SAY_GREW, "The figure rose.", "Siffran har ökat.")
PAGES_WORD(SAY_FELL, "The figure fell.", "Siffran har minskat.")
PAGES_WORD(SAY_NO_CLEAR, "The figure has not changed clearly.",
           "Siffran har inte förändrats tydligt.")
PAGES_WORD(SAY_LEVEL, "The figure is known for one cycle only.",
           "Siffran är bara känd för en cykel.")
PAGES_WORD(SAY_DISTANCE_GREW,
           "From cycle {0} to cycle {1} the same people came closer to each other in how they see "
           "it.",
           "Från cykel {0} till cykel {1} kom samma personer närmare varandra i hur de ser på det.")
PAGES_WORD(SAY_DISTANCE_FELL,
           "From cycle {0} to cycle {1} the same people moved apart in how they see it.",
           "Från cykel {0} till cykel {1} kom samma personer längre från varandra i hur de ser på "
           "det.")
PAGES_WORD(SAY_DISTANCE_NO_CLEAR,
           "From cycle {0} to cycle {1} the same people neither came clearly closer to each other "
           "nor moved clearly apart.",
           "Från cykel {0} till cykel {1} kom samma personer varken tydligt närmare eller tydligt "
           "längre från varandra.")
PAGES_WORD(SAY_CONCORDANCE_GREW, "People agree more on the order of the challenges than before.",
           "Personerna är mer eniga om utmaningarnas ordning än förut.")
PAGES_WORD(SAY_CONCORDANCE_FELL, "People agree less on the order of the challenges than before.",
           "Personerna är mindre eniga om utmaningarnas ordning än förut.")
PAGES_WORD(SAY_CONCORDANCE_NO_CLEAR,
           "People agree about as much on the order of the challenges as before.",
           "Personerna är ungefär lika eniga om utmaningarnas ordning som förut.")
PAGES_WORD(SAY_CONCORDANCE_LEVEL,
           "How far people agree on the order of the challenges is known for one cycle, not yet "
           "how that changes.",
           "Hur eniga personerna är om utmaningarnas ordning är känt för en cykel, men inte än hur "
           "det förändras.")
PAGES_WORD(SAY_TYPES_GREW, "New kinds of actors have joined.",
           "Nya sorters aktörer har kommit med.")
PAGES_WORD(SAY_TYPES_FELL, "There are fewer kinds of actors than before.",
           "Det är färre sorters aktörer än förut.")
PAGES_WORD(SAY_TYPES_NO_CLEAR, "No new kinds of actors have joined.",
           "Inga nya sorters aktörer har kommit med.")
PAGES_WORD(SAY_TYPES_LEVEL,
           "Which kinds of actors are there is known for one cycle, not yet who joins.",
           "Vilka sorters aktörer som är med är känt för en cykel, men inte än vilka som kommer "
           "till.")
PAGES_WORD(SAY_EFFECTIVE_GREW, "The mix of actors has become more even than before.",
           "Blandningen av aktörer har blivit jämnare än förut.")
PAGES_WORD(SAY_EFFECTIVE_FELL, "The mix of actors has become less even than before.",
           "Blandningen av aktörer har blivit mindre jämn än förut.")
PAGES_WORD(SAY_EFFECTIVE_NO_CLEAR, "The mix of actors is about as even as before.",
           "Blandningen av aktörer är ungefär lika jämn som förut.")
PAGES_WORD(SAY_ORGANISATIONS_GREW,
           "Organisations that were not there in cycle {0} came for the first time later, up to "
           "cycle {1}.",
           "Organisationer som inte var med i cykel {0} kom för första gången senare, till och med "
           "cykel {1}.")
PAGES_WORD(SAY_ORGANISATIONS_NO_CLEAR,
           "From cycle {0} to cycle {1} no organisation came for the first time.",
           "Från cykel {0} till cykel {1} kom ingen organisation för första gången.")
PAGES_WORD(
    SAY_DENSITY_GREW,
    "In cycle {1} more of the same pairs of organisations worked together than in cycle {0}.",
    "I cykel {1} samarbetade fler av samma par av organisationer än i cykel {0}.")
PAGES_WORD(SAY_DENSITY_FELL,
           "In cycle {1} fewer of the same pairs of organisations worked together than in cycle "
           "{0}.",
           "I cykel {1} samarbetade färre av samma par av organisationer än i cykel {0}.")
PAGES_WORD(SAY_DENSITY_NO_CLEAR,
           "Among the same pairs of organisations, the share that work together did not change "
           "clearly from cycle {0} to cycle {1}.",
           "Bland samma par av organisationer förändrades andelen som samarbetar inte tydligt från "
           "cykel {0} till cykel {1}.")
PAGES_WORD(SAY_DENSITY_LEVEL,
           "How many pairs of organisations work together is known for one cycle, not yet how it "
           "changes.",
           "Hur många par av organisationer som samarbetar är känt för en cykel, men inte än hur "
           "det förändras.")
PAGES_WORD(SAY_DONE_GREW, "A larger share than before has done the home assignment.",
           "En större andel än förut har gjort hemuppgiften.")
PAGES_WORD(SAY_DONE_FELL, "A smaller share than before has done the home assignment.",
           "En mindre andel än förut har gjort hemuppgiften.")
PAGES_WORD(SAY_DONE_NO_CLEAR,
           "The share that has done the home assignment has not changed clearly.",
           "Andelen som har gjort hemuppgiften har inte förändrats tydligt.")
PAGES_WORD(SAY_DONE_LEVEL,
           "In cycle {1}, {2} of those who had a home assignment and told about it had done it.",
           "I cykel {1} hade {2} av dem som hade en hemuppgift och berättade om den gjort den.")
PAGES_WORD(SAY_APPLIED_GREW, "A larger share than before has used what was worked on.",
           "En större andel än förut har använt det som arbetades fram.")
PAGES_WORD(SAY_APPLIED_FELL, "A smaller share than before has used what was worked on.",
           "En mindre andel än förut har använt det som arbetades fram.")
PAGES_WORD(SAY_APPLIED_NO_CLEAR,
           "The share that has used what was worked on has not changed clearly.",
           "Andelen som har använt det som arbetades fram har inte förändrats tydligt.")
PAGES_WORD(SAY_APPLIED_LEVEL,
           "In cycle {1}, {2} of those who answered had used what was worked on.",
           "I cykel {1} hade {2} av dem som svarade använt det som arbetades fram.")
PAGES_WORD(SAY_TOLD_GREW, "A larger share than before has told others about it.",
           "En större andel än förut har berättat för andra.")
PAGES_WORD(SAY_TOLD_FELL, "A smaller share than before has told others about it.",
           "En mindre andel än förut har berättat för andra.")
PAGES_WORD(SAY_TOLD_NO_CLEAR, "The share that has told others about it has not changed clearly.",
           "Andelen som har berättat för andra har inte förändrats tydligt.")
PAGES_WORD(SAY_TOLD_LEVEL, "In cycle {1}, {2} of those who answered had told others about it.",
           "I cykel {1} hade {2} av dem som svarade berättat för andra.")

/* The figures, in the order of enum pages_measure */
PAGES_WORD(MEASURE_DISTANCE, "Mean distance from the middle answer",
           "Medelavstånd från det mittersta svaret")
PAGES_WORD(MEASURE_AWG, "Agreement, allowing for where the mean lies (a_wg)",
           "Samstämmighet, med hänsyn till var medelvärdet ligger (a_wg)")
PAGES_WORD(
    MEASURE_AWG_ALL,
    "Agreement of all who answered, over all questions, allowing for where the mean lies "
    "(a_wg)",
    "Samstämmighet bland alla som svarade, över alla frågor, med hänsyn till var medelvärdet "
    "ligger (a_wg)")
PAGES_WORD(MEASURE_RWG, "Agreement against pure chance (r_wg)",
           "Samstämmighet jämfört med slumpen (r_wg)")
PAGES_WORD(MEASURE_CONCORDANCE, "Same order of the challenges (Kendall’s W)",
           "Samma ordning på utmaningarna (Kendalls W)")
PAGES_WORD(MEASURE_BETWEEN_TYPES, "Differences between actor types (ICC1)",
           "Skillnader mellan aktörstyper (ICC1)")
PAGES_WORD(MEASURE_MEAN, "Mean", "Medelvärde")
PAGES_WORD(MEASURE_COMPOSITION, "Change due to who was there",
           "Förändring som beror på vilka som var med")
PAGES_WORD(MEASURE_FOLLOWED, "People who answered both times", "Personer som svarade båda gångerna")
PAGES_WORD(MEASURE_NEW_TYPES, "New actor types", "Nya aktörstyper")
PAGES_WORD(MEASURE_NEW_ORGANISATIONS, "New organisations", "Nya organisationer")
PAGES_WORD(MEASURE_NEW_PEOPLE, "New people", "Nya personer")
PAGES_WORD(MEASURE_OBSERVED_TYPES, "Actor types present", "Aktörstyper som är med")
PAGES_WORD(MEASURE_EFFECTIVE_TYPES, "Effective number of actor types",
           "Effektivt antal aktörstyper")
PAGES_WORD(MEASURE_DENSITY, "Pairs of organisations that work together",
           "Par av organisationer som samarbetar")
PAGES_WORD(MEASURE_NEW_TIES, "Ties made and lost", "Knutna och förlorade band")
PAGES_WORD(MEASURE_CROSS_SHARE, "Ties across actor types", "Band mellan olika aktörstyper")
PAGES_WORD(MEASURE_COVERAGE, "Observed part of the network", "Observerad del av nätverket")
PAGES_WORD(MEASURE_JACCARD, "Ties kept, of all ties of both cycles",
           "Behållna band, av alla band i båda cyklerna")
PAGES_WORD(MEASURE_ASSIGNMENT_DONE, "Did the home assignment", "Gjorde hemuppgiften")
PAGES_WORD(MEASURE_ASSIGNMENT_BOUNDS, "If nobody, or everybody, of the silent had done it",
           "Om ingen, eller alla, av dem som inte svarade hade gjort den")
PAGES_WORD(MEASURE_APPLIED, "Used what was worked on", "Använde det som arbetades fram")
PAGES_WORD(MEASURE_APPLIED_BOUNDS, "If nobody, or everybody, of the silent had used it",
           "Om ingen, eller alla, av dem som inte svarade hade använt det")
PAGES_WORD(MEASURE_TOLD, "Told others", "Berättade för andra")
PAGES_WORD(MEASURE_REACH_MEDIAN, "People told, median", "Personer som fick höra, median")
PAGES_WORD(MEASURE_LARGEST_SHARE, "Share of the largest answer in the total",
           "Det största svarets andel av summan")
PAGES_WORD(MEASURE_REFERRED, "Newcomers who came through somebody",
           "Nytillkomna som kom genom någon")

/* How guards are to be read: where they hold, and where they warn */
PAGES_WORD(GUARD_AWG_HOLDS,
           "It points the same way, also when the ends of the scale are allowed for.",
           "Den pekar åt samma håll, även när skalans ändar räknas in.")
PAGES_WORD(GUARD_AWG_WARNS,
           "It does not point the same way: the ends of the scale may play a part.",
           "Den pekar inte åt samma håll: skalans ändar kan spela in.")
PAGES_WORD(GUARD_FOLLOWED_HOLDS,
           "Missing: {0}. At least half of those who answered the first time are in the figure.",
           "Saknas: {0}. Minst hälften av dem som svarade första gången ingår i siffran.")
PAGES_WORD(
    GUARD_FOLLOWED_WARNS,
    "Missing: {0}. That is more than half of those who answered the first time, and they may see "
    "it "
    "differently.",
    "Saknas: {0}. Det är mer än hälften av dem som svarade första gången, och de kan se annorlunda "
    "på det.")
PAGES_WORD(GUARD_COMPOSITION_HOLDS, "Little of the change comes from other people being there.",
           "Bara lite av förändringen beror på att det var andra personer.")
PAGES_WORD(GUARD_COMPOSITION_WARNS, "Much of the change comes from other people being there.",
           "Mycket av förändringen beror på att det var andra personer.")
PAGES_WORD(GUARD_TYPES_HOLDS, "The actor types do not see it more differently than before.",
           "Aktörstyperna ser inte mer olika på det än förut.")
PAGES_WORD(GUARD_TYPES_WARNS, "The actor types see it more differently than before.",
           "Aktörstyperna ser mer olika på det än förut.")
PAGES_WORD(GUARD_ORDER_HOLDS,
           "People do not agree less on the order of the challenges than before.",
           "Personerna är inte mindre eniga om utmaningarnas ordning än förut.")
PAGES_WORD(GUARD_ORDER_WARNS, "People agree less on the order of the challenges than before.",
           "Personerna är mindre eniga om utmaningarnas ordning än förut.")
PAGES_WORD(GUARD_ORGANISATIONS_HOLDS, "They are new organisations, not only new people.",
           "Det är nya organisationer, inte bara nya personer.")
PAGES_WORD(GUARD_ORGANISATIONS_WARNS,
           "There are new people, but no new organisations: the old ones have sent others.",
           "Det är nya personer, men inga nya organisationer: de gamla har skickat andra.")
PAGES_WORD(GUARD_NEW_TYPES_HOLDS, "New kinds of actors are among them.",
           "Nya sorters aktörer är bland dem.")
PAGES_WORD(GUARD_NEW_TYPES_WARNS, "They are of kinds that were there before.",
           "De är av sorter som redan var med.")
PAGES_WORD(GUARD_NEW_PEOPLE_HOLDS, "At least one new person for each new organisation.",
           "Minst en ny person för varje ny organisation.")
PAGES_WORD(GUARD_NEW_PEOPLE_WARNS,
           "Fewer new people than new organisations: some have changed organisation.",
           "Färre nya personer än nya organisationer: några har bytt organisation.")
PAGES_WORD(GUARD_OBSERVED_HOLDS, "At least as many types were there as in the first cycle.",
           "Minst lika många typer var med som i den första cykeln.")
PAGES_WORD(GUARD_OBSERVED_WARNS, "Fewer types were there than in the first cycle.",
           "Färre typer var med än i den första cykeln.")
PAGES_WORD(GUARD_EFFECTIVE_HOLDS, "The mix is at least as even as before.",
           "Blandningen är minst lika jämn som förut.")
PAGES_WORD(GUARD_EFFECTIVE_WARNS, "The mix is less even than before.",
           "Blandningen är mindre jämn än förut.")
PAGES_WORD(GUARD_COVERAGE_HOLDS, "Enough was observed for the network to be judged.",
           "Tillräckligt är observerat för att nätverket ska gå att bedöma.")
PAGES_WORD(GUARD_COVERAGE_WARNS,
           "Less than 70 per cent was observed: silence is not absence of ties.",
           "Mindre än 70 procent är observerat: tystnad är inte frånvaro av band.")
PAGES_WORD(GUARD_CROSS_HOLDS,
           "At least as many ties cross actor types as random mixing would give.",
           "Minst lika många band går mellan olika aktörstyper som om de knöts slumpmässigt.")
PAGES_WORD(GUARD_CROSS_WARNS, "Fewer ties cross actor types than random mixing would give.",
           "Färre band går mellan olika aktörstyper än om de knöts slumpmässigt.")
PAGES_WORD(GUARD_JACCARD_HOLDS, "It is still the same network, so the change can be followed.",
           "Det är fortfarande samma nätverk, så förändringen går att följa.")
PAGES_WORD(GUARD_JACCARD_WARNS,
           "So few ties were kept that it is another network rather than a changed one.",
           "Så få band är behållna att det snarare är ett annat nätverk än ett förändrat.")
PAGES_WORD(GUARD_TIES_HOLDS, "At least as many ties were made as lost.",
           "Minst lika många band har knutits som gått förlorade.")
PAGES_WORD(GUARD_TIES_WARNS, "More ties were lost than made.",
           "Fler band har gått förlorade än knutits.")
PAGES_WORD(GUARD_BOUNDS_HOLDS, "Those who did not answer could not change the picture much.",
           "De som inte svarade kan inte ändra bilden särskilt mycket.")
PAGES_WORD(GUARD_BOUNDS_WARNS, "Those who did not answer could change the picture.",
           "De som inte svarade kan ändra bilden.")
PAGES_WORD(GUARD_APPLIED_HOLDS, "What was worked on has been put to use.",
           "Det som arbetades fram har kommit till användning.")
PAGES_WORD(GUARD_APPLIED_WARNS, "It cannot be told that what was worked on has been put to use.",
           "Det går inte att säga att det som arbetades fram har kommit till användning.")
PAGES_WORD(GUARD_LARGEST_HOLDS, "No single answer makes up more than half of the total.",
           "Inget enskilt svar utgör mer än hälften av summan.")
PAGES_WORD(GUARD_LARGEST_WARNS,
           "A single answer makes up more than half of the total: quote the median, not the total.",
           "Ett enda svar utgör mer än hälften av summan: hänvisa till medianen, inte till summan.")
PAGES_WORD(GUARD_MEDIAN_HOLDS, "At least half of them told somebody.",
           "Minst hälften av dem berättade för någon.")
PAGES_WORD(GUARD_MEDIAN_WARNS, "Half of them told nobody.",
           "Hälften av dem berättade inte för någon.")
PAGES_WORD(GUARD_REFERRED_HOLDS, "Newcomers came through people who were there before.",
           "Nytillkomna kom genom dem som redan var med.")
PAGES_WORD(GUARD_REFERRED_WARNS,
           "Of no newcomer is it recorded that somebody who was there before brought them.",
           "Det är inte noterat om någon nytillkommen att någon som redan var med drog in dem.")
PAGES_WORD(GUARD_UNKNOWN, "Not measured yet.", "Inte mätt än.")
PAGES_WORD(GUARD_LEFT_OUT, "Left out: it could reveal the answers of fewer than {0} people.",
           "Utelämnat: det kunde röja svaren från färre än {0} personer.")
PAGES_WORD(GUARD_UNDEFINED, "These answers do not give it.", "Svaren räcker inte till för det.")
PAGES_WORD(GUARD_AWG_UNDEFINED,
           "The answers lie so near the end of the scale that it cannot be computed.",
           "Svaren ligger så nära skalans ände att det inte går att räkna ut.")
PAGES_WORD(GUARD_LEVEL, "It is known for one cycle only.", "Det är bara känt för en cykel.")
PAGES_WORD(GUARD_MARK_HOLDS, "Holds", "Håller")
PAGES_WORD(GUARD_MARK_WARNS, "Care", "Varning")
PAGES_WORD(GUARD_MARK_UNKNOWN, "Unknown", "Okänt")

PAGES_WORD(CLAIM_BEARS, "What it can bear", "Vad det räcker till")
PAGES_WORD(CLAIM_ABOUT, "Asked:", "Fråga:")
PAGES_WORD(CLAIM_PEOPLE, "Behind the figure: {0} of the {1} people concerned; missing: {2}.",
           "Bakom siffran: {0} av {1} berörda personer; saknas: {2}.")
PAGES_WORD(CLAIM_PEOPLE_ALL, "Behind the figure: all {0} people concerned.",
           "Bakom siffran: alla {0} berörda personer.")
PAGES_WORD(CLAIM_RESPONSE, "Answered the survey of cycle {0}: {1} of {2} invited; missing: {3}.",
           "Svarade på enkäten i cykel {0}: {1} av {2} inbjudna; saknas: {3}.")
PAGES_WORD(CLAIM_RESPONSE_ALL, "Answered the survey of cycle {0}: all {1} invited.",
           "Svarade på enkäten i cykel {0}: alla {1} inbjudna.")
PAGES_WORD(CLAIM_PICTURE, "See the picture", "Se bilden")
PAGES_WORD(CLAIM_CYCLE, "in cycle {0}", "i cykel {0}")
PAGES_WORD(CLAIM_CYCLES, "from cycle {0} to cycle {1}", "från cykel {0} till cykel {1}")
PAGES_WORD(CLAIM_ALL_CYCLES, "over all cycles", "över alla cykler")

/* Figures in words */
PAGES_WORD(FIGURE_STEP_ONE, "{0} step", "{0} steg")
PAGES_WORD(FIGURE_STEPS, "{0} steps", "{0} steg")
PAGES_WORD(FIGURE_POINT_ONE, "{0} percentage point", "{0} procentenhet")
PAGES_WORD(FIGURE_POINTS, "{0} percentage points", "{0} procentenheter")
PAGES_WORD(FIGURE_OF, "{0} of {1}", "{0} av {1}")
PAGES_WORD(FIGURE_FROM_TO, "from {0} to {1}", "från {0} till {1}")
PAGES_WORD(FIGURE_INTERVAL, "95% CI {0} to {1}", "95 % KI {0} till {1}")
PAGES_WORD(FIGURE_BETWEEN, "{0} to {1}", "{0} till {1}")
PAGES_WORD(FIGURE_EXPECTED, "{0} by random mixing", "{0} om de knöts slumpmässigt")
PAGES_WORD(FIGURE_PEOPLE, "n = {0} people", "n = {0} personer")
PAGES_WORD(FIGURE_PAIRS, "n = {0} pairs of organisations", "n = {0} par av organisationer")
PAGES_WORD(FIGURE_TIES, "n = {0} ties", "n = {0} band")
PAGES_WORD(FIGURE_P, "p = {0}", "p = {0}")
PAGES_WORD(FIGURE_P_SMALL, "p < {0}", "p < {0}")
PAGES_WORD(FIGURE_P_HOLM, "p (Holm) = {0}", "p (Holm) = {0}")
PAGES_WORD(FIGURE_P_HOLM_SMALL, "p (Holm) < {0}", "p (Holm) < {0}")
PAGES_WORD(FIGURE_TEST_DISTANCE, "paired t test of the distances", "parat t-test av avstånden")
PAGES_WORD(FIGURE_TEST_TIES, "exact test of ties made against ties lost (McNemar)",
           "exakt test av knutna mot förlorade band (McNemar)")
PAGES_WORD(FIGURE_COUNTED, "no interval: a count of everybody who was there, not a sample",
           "inget intervall: alla som var med är räknade, inte ett urval")
PAGES_WORD(FIGURE_ALL_PAIRS, "no interval: all pairs observed both times, not a sample",
           "inget intervall: alla par som är observerade båda gångerna, inte ett urval")
PAGES_WORD(FIGURE_MADE_LOST, "{0} made, {1} lost", "{0} knutna, {1} förlorade")
