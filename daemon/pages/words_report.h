/*
 * The part of the table of words that is about figures: the report, the results for participants,
 * and the months. Included several times on purpose; see words_table.h.
 */

/* The report */
PAGES_WORD(REPORT_REPORT, "Report", "Rapport")
PAGES_WORD(REPORT_COMPUTED, "Figures of {0} UTC", "Siffror från den {0} UTC")
PAGES_WORD(REPORT_CHECKED, "Figures of {0} UTC, checked {1} UTC: nothing new",
           "Siffror från den {0} UTC, kontrollerade den {1} UTC: ingenting nytt")
PAGES_WORD(REPORT_EMPTY_TITLE, "No figures yet", "Inga siffror än")
PAGES_WORD(REPORT_EMPTY,
           "The figures of this report have not been computed yet. They appear here after the "
           "first run of the aggregator.",
           "Rapportens siffror har inte beräknats än. De visas här när de har beräknats första "
           "gången.")
PAGES_WORD(REPORT_CONTENTS, "Contents", "Innehåll")
PAGES_WORD(REPORT_RESPONSE, "Who answered", "Vilka som svarade")
PAGES_WORD(REPORT_RESPONSE_TEXT,
           "Share of the people invited in each cycle who answered at least half of the required "
           "questions (AAPOR response rate 2). The open link is not part of the rate.",
           "Andel av de inbjudna i varje cykel som besvarade minst hälften av de obligatoriska "
           "frågorna (svarsfrekvens AAPOR RR2). Den öppna länken ingår inte i svarsfrekvensen.")
PAGES_WORD(REPORT_RATE, "Response rate", "Svarsfrekvens")
PAGES_WORD(REPORT_RATE_OF, "{0} of {1}", "{0} av {1}")
PAGES_WORD(REPORT_INVITED, "Invited", "Inbjudna")
PAGES_WORD(REPORT_RESPONDED, "Answered", "Svarade")
PAGES_WORD(REPORT_OPEN, "By open link", "Via öppen länk")
PAGES_WORD(REPORT_OPEN_PLUS, "and {0} by open link", "och {0} via öppen länk")
PAGES_WORD(REPORT_NO_INVITED, "nobody invited", "ingen inbjuden")
PAGES_WORD(REPORT_TREND, "Over the cycles", "Över cyklerna")
PAGES_WORD(REPORT_TREND_TEXT,
           "The mean of each question, or the share of one of two answers, cycle by cycle. The "
           "vertical line through a point is the "
           "95% confidence interval: where the lines of two cycles overlap a lot, a difference "
           "may be chance.",
           "Frågornas medelvärden, eller andelen för ett av två svar, cykel för cykel. Det lodräta "
           "strecket genom en punkt är "
           "det 95-procentiga konfidensintervallet: där strecken för två cykler överlappar mycket "
           "kan en skillnad bero på slumpen.")
PAGES_WORD(REPORT_QUESTIONS, "Question by question", "Fråga för fråga")
PAGES_WORD(REPORT_QUESTIONS_TEXT,
           "How the answers are distributed, one bar for each cycle, in per cent of those who "
           "answered the question. Where a scale runs from disagreement to agreement the bars are "
           "lined up at the middle of the scale, so that more agreement reaches further to the "
           "right.",
           "Hur svaren fördelar sig, en stapel för varje cykel, i procent av dem som besvarade "
           "frågan. Där skalan går från avståndstagande till instämmande är staplarna inriktade "
           "vid skalans mitt, så att mer instämmande når längre åt höger.")
PAGES_WORD(REPORT_HOW, "How to read this report", "Så läser du rapporten")
PAGES_WORD(REPORT_HOW_SMALL,
           "Figures of the answers are shown only where the answers of at least {0} people are "
           "behind them. A hatched bar, or “Not shown”, means that a figure is left out, because "
           "it would reveal "
           "the answers of fewer people than that, by itself or together with other figures.",
           "Siffror om svaren visas bara där svar från minst {0} personer ligger bakom dem. En "
           "streckad stapel, eller ”Visas inte”, betyder att en siffra är utelämnad, eftersom den "
           "skulle röja svaren "
           "från färre personer än så, ensam eller tillsammans med andra siffror.")
PAGES_WORD(REPORT_HOW_SENSITIVE,
           "“Sensitive” stands at questions that the programme calls sensitive. They are left out "
           "for the same reason, and also when all answers but at most one are alike: that would "
           "tell what each person said. Which of the two it was is not told.",
           "”Känslig fråga” står vid frågor som programmet har angett som känsliga. De utelämnas "
           "av samma skäl, och även när alla svar utom högst ett är lika: det skulle avslöja vad "
           "var och en svarade. Vilket av skälen det var sägs inte.")
PAGES_WORD(REPORT_HOW_CHANGE,
           "There is no comparison group. The figures show that something has changed, not what "
           "caused it. Different people may have answered in different cycles.",
           "Det finns ingen jämförelsegrupp. Siffrorna visar att något har förändrats, inte vad "
           "som orsakade det. Olika personer kan ha svarat i olika cykler.")
PAGES_WORD(REPORT_HOW_ROUNDED, "Per cents are rounded and may add up to 99 or 101.",
           "Procenttalen är avrundade och kan bli 99 eller 101 tillsammans.")
PAGES_WORD(REPORT_SUPPRESSED, "Not shown: could reveal fewer than {0} answers",
           "Visas inte: kunde röja färre än {0} svar")
PAGES_WORD(REPORT_SENSITIVE, "Sensitive: fewer than {0} answers, or nearly all alike",
           "Känslig fråga: färre än {0} svar, eller nästan alla lika")
PAGES_WORD(REPORT_NOT_OPENED, "Not opened yet", "Har inte öppnat än")
PAGES_WORD(REPORT_NO_ANSWERS_YET, "No answers yet", "Inga svar än")
PAGES_WORD(REPORT_WAITING, "Still open: shown when at least {0} people have answered",
           "Öppen än: visas när minst {0} personer har svarat")
PAGES_WORD(REPORT_SUPPRESSED_SHORT, "fewer than {0}", "färre än {0}")
PAGES_WORD(REPORT_NO_ANSWERS, "No answers", "Inga svar")
PAGES_WORD(REPORT_ANSWER_ONE, "1 answer", "1 svar")
PAGES_WORD(REPORT_ANSWER_MANY, "{0} answers", "{0} svar")
PAGES_WORD(REPORT_MEAN, "Mean", "Medelvärde")
PAGES_WORD(REPORT_MEAN_OF, "mean {0}", "medelvärde {0}")
PAGES_WORD(REPORT_SHARE, "Share", "Andel")
PAGES_WORD(REPORT_SHARE_OF, "{0} answered “{1}”", "{0} svarade ”{1}”")
PAGES_WORD(REPORT_INTERVAL, "95% CI", "95 % KI")
PAGES_WORD(REPORT_INTERVAL_OF, "{0} to {1}", "{0} till {1}")
PAGES_WORD(REPORT_ANSWERS, "Answers", "Svar")
PAGES_WORD(REPORT_TABLE_OF, "Figures: {0}", "Siffror: {0}")
PAGES_WORD(REPORT_CHART_RATES, "Response rate in each cycle", "Svarsfrekvens i varje cykel")
PAGES_WORD(REPORT_CHART_DISTRIBUTION, "Distribution of the answers: {0}", "Svarens fördelning: {0}")
PAGES_WORD(REPORT_CHART_TREND, "Mean in each cycle: {0}", "Medelvärde i varje cykel: {0}")
PAGES_WORD(REPORT_CHART_SHARE, "Share who answered “{1}” in each cycle: {0}",
           "Andel som svarade ”{1}” i varje cykel: {0}")
PAGES_WORD(REPORT_NPS,
           "Net promoter score (those who gave 9 or 10 less those who gave 0 to 6, per "
           "100 answers):",
           "Rekommendationsindex (NPS; de som gav 9 eller 10 minus de som gav 0 till 6, per 100 "
           "svar):")
PAGES_WORD(REPORT_SCALE, "Scale {0}", "Skala {0}")

/* Months, in order */
PAGES_WORD(WORD_MONTH_1, "January", "januari")
PAGES_WORD(WORD_MONTH_2, "February", "februari")
PAGES_WORD(WORD_MONTH_3, "March", "mars")
PAGES_WORD(WORD_MONTH_4, "April", "april")
PAGES_WORD(WORD_MONTH_5, "May", "maj")
PAGES_WORD(WORD_MONTH_6, "June", "juni")
PAGES_WORD(WORD_MONTH_7, "July", "juli")
PAGES_WORD(WORD_MONTH_8, "August", "augusti")
PAGES_WORD(WORD_MONTH_9, "September", "september")
PAGES_WORD(WORD_MONTH_10, "October", "oktober")
PAGES_WORD(WORD_MONTH_11, "November", "november")
PAGES_WORD(WORD_MONTH_12, "December", "december")

/* Results for participants */
PAGES_WORD(RESULTS_TITLE, "What we answered together", "Det här svarade vi tillsammans")
PAGES_WORD(RESULTS_INTRODUCTION,
           "The results of everybody who answered, to think about and to talk about. Figures of "
           "the answers are shown only where the answers of at least {0} people are behind them; "
           "who answered what is not shown.",
           "Resultaten för alla som svarade, att fundera på och prata om. Siffror om svaren visas "
           "bara där svar från minst {0} personer ligger bakom dem; vem som svarade vad visas "
           "inte.")
PAGES_WORD(RESULTS_COMPUTED, "Computed on {0} UTC.", "Beräknade den {0} UTC.")
PAGES_WORD(RESULTS_CHECKED, "Computed on {0} UTC; checked on {1} UTC, nothing new.",
           "Beräknade den {0} UTC; kontrollerade den {1} UTC, ingenting nytt.")
PAGES_WORD(RESULTS_EARLY, "Answers could still come after that, so the latest may be missing here.",
           "Svar kunde komma in även efter det, så de sista kan saknas här.")
PAGES_WORD(RESULTS_RATE, "Of those who were invited, {0} answered ({1}).",
           "Av dem som var inbjudna svarade {0} ({1}).")
PAGES_WORD(RESULTS_OPEN_MANY, "{0} answers came by the link that is the same for everybody.",
           "{0} svar kom via länken som är densamma för alla.")
PAGES_WORD(RESULTS_OPEN_ONE, "1 answer came by the link that is the same for everybody.",
           "1 svar kom via länken som är densamma för alla.")
PAGES_WORD(RESULTS_TOO_FEW,
           "There are not enough answers to show results: they would reveal what fewer than {0} "
           "people answered.",
           "Det finns inte tillräckligt många svar för att visa resultat: de skulle röja vad färre "
           "än {0} personer svarade.")
PAGES_WORD(RESULTS_NO_PICTURES,
           "None of the questions of this cycle has results that can be shown here.",
           "Ingen av frågorna i den här cykeln har resultat som kan visas här.")
PAGES_WORD(RESULTS_HOW_TO_READ,
           "One bar for each question, in per cent of those who answered it. Where a scale runs "
           "from disagreement to agreement, more agreement reaches further to the right.",
           "En stapel för varje fråga, i procent av dem som besvarade den. Där skalan går från "
           "avståndstagande till instämmande når mer instämmande längre åt höger.")
PAGES_WORD(RESULTS_FIGURES, "The figures", "Siffrorna")
PAGES_WORD(RESULTS_LEFT_OUT,
           "Where figures are left out, they would reveal the answers of fewer than {0} people.",
           "Där siffror är utelämnade skulle de röja svaren från färre än {0} personer.")
PAGES_WORD(RESULTS_NOT_COMPUTED_TITLE, "The results are not ready yet",
           "Resultaten är inte klara än")
PAGES_WORD(RESULTS_NOT_COMPUTED,
           "The survey is closed, and the results have not been computed yet. Open this page again "
           "later.",
           "Enkäten är stängd, men resultaten har inte beräknats än. Öppna sidan igen senare.")
PAGES_WORD(RESULTS_NOT_CLOSED_TITLE, "The results come when the survey has closed",
           "Resultaten kommer när enkäten har stängt")
PAGES_WORD(RESULTS_NOT_CLOSED,
           "So that nobody’s answers are influenced by those of the others, nothing is shown "
           "before that. Open this page again then.",
           "För att ingen ska påverkas av vad andra har svarat visas ingenting dessförinnan. Öppna "
           "sidan igen då.")
PAGES_WORD(RESULTS_SHOWN_FROM, "They are shown from {0}, ten minutes after the closing.",
           "De visas från den {0}, tio minuter efter stängningen.")
PAGES_WORD(RESULTS_NOT_SHARED_TITLE, "There are no results at this address",
           "Det finns inga resultat på den här adressen")
PAGES_WORD(RESULTS_NOT_SHARED,
           "This programme does not show results to participants here, or there is no such cycle. "
           "Ask those who lead the programme if you want to know what came out.",
           "Programmet visar inga resultat för deltagare här, eller så finns inte cykeln. Fråga "
           "dem som leder programmet om du vill veta vad det blev.")
PAGES_WORD(RESULTS_BACK, "To your survey", "Till din enkät")
