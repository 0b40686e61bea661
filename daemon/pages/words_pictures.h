/*
 * The part of the table of words that is about the pictures of the report, their sentences and
 * their tables. Included several times on purpose; see words_table.h.
 */

PAGES_WORD(REPORT_LEFT_OUT, "left out", "utelämnat")
PAGES_WORD(REPORT_FIGURES, "Figures", "Siffror")
PAGES_WORD(REPORT_DATA, "These figures as a file (CSV)", "Siffrorna som fil (CSV)")

/* Who was there */
PAGES_WORD(FLOW_TITLE, "Who stayed and who is new", "Vilka som är kvar och vilka som är nya")
PAGES_WORD(FLOW_TEXT,
           "How many were there in each cycle, and where they had been before. The bands join "
           "those who were there in two cycles that follow each other.",
           "Hur många som var med i varje cykel, och om de hade varit med förut. Banden förenar "
           "dem som var med i två cykler som följer på varandra.")
PAGES_WORD(FLOW_ATTENDED, "Present means: attended the workshop.",
           "Med betyder: deltog i workshoppen.")
PAGES_WORD(FLOW_ANSWERED, "Present means: answered the survey.", "Med betyder: svarade på enkäten.")
PAGES_WORD(FLOW_PEOPLE, "People in each cycle", "Personer i varje cykel")
PAGES_WORD(FLOW_ORGANISATIONS, "Organisations in each cycle", "Organisationer i varje cykel")
PAGES_WORD(FLOW_FRESH, "for the first time", "för första gången")
PAGES_WORD(FLOW_RETURNING, "back after a break", "tillbaka efter ett uppehåll")
PAGES_WORD(FLOW_CONTINUING, "there in the cycle before too", "med även i cykeln före")
PAGES_WORD(FLOW_PRESENT, "Present", "Med")
PAGES_WORD(FLOW_UNFINISHED, "the next cycle is not over", "nästa cykel är inte avslutad")
PAGES_WORD(FLOW_LAST_SEEN, "Not seen later", "Inte med senare")
PAGES_WORD(FLOW_DESCRIBED,
           "{0} present, {1} of them in the cycle before too, {2} back after a break, {3} for the "
           "first time",
           "{0} med, varav {1} även i cykeln före, {2} tillbaka efter ett uppehåll, {3} för första "
           "gången")
PAGES_WORD(FLOW_PERSON_ONE, "{0} person", "{0} person")
PAGES_WORD(FLOW_PERSON_MANY, "{0} people", "{0} personer")
PAGES_WORD(FLOW_ORGANISATION_ONE, "{0} organisation", "{0} organisation")
PAGES_WORD(FLOW_ORGANISATION_MANY, "{0} organisations", "{0} organisationer")
PAGES_WORD(READ_FLOW,
           "Present in cycle {0}: {1}, of which {2} in the cycle before too and {3} for the first "
           "time.",
           "Med i cykel {0}: {1}, varav {2} även i cykeln före och {3} för första gången.")
PAGES_WORD(READ_FLOW_FIRST, "Present in cycle {0}: {1}.", "Med i cykel {0}: {1}.")

/* Which kinds of actors */
PAGES_WORD(DIVERSITY_TITLE, "Which kinds of actors", "Vilka sorters aktörer")
PAGES_WORD(DIVERSITY_TEXT,
           "How many of each actor type were there. The effective number of types is how many "
           "types of equal size would make an equally even mix.",
           "Hur många av varje aktörstyp som var med. Det effektiva antalet typer är hur många "
           "lika stora typer som skulle ge en lika jämn blandning.")
PAGES_WORD(DIVERSITY_PEOPLE, "People by actor type", "Personer per aktörstyp")
PAGES_WORD(DIVERSITY_ORGANISATIONS, "Organisations by actor type", "Organisationer per aktörstyp")
PAGES_WORD(DIVERSITY_NEW, "type that was not there before", "typ som inte var med förut")
PAGES_WORD(DIVERSITY_TYPE, "Actor type", "Aktörstyp")
PAGES_WORD(DIVERSITY_TOTAL, "Total", "Summa")
PAGES_WORD(READ_DIVERSITY,
           "Actor types present in cycle {0}: {1} of {2}, as evenly mixed as {3} types of equal "
           "size.",
           "Aktörstyper med i cykel {0}: {1} av {2}, lika jämnt blandade som {3} lika stora typer.")

/* Then and now */
PAGES_WORD(CONVERGENCE_TITLE, "Shared understanding", "Gemensam förståelse")
PAGES_WORD(CONVERGENCE_TEXT,
           "How far the same people’s answers lie from the middle answer, on average, then and "
           "now. An arrow to the left means that they came closer to each other; to the right, "
           "that they moved apart.",
           "Hur långt samma personers svar i genomsnitt ligger från det mittersta svaret, då och "
           "nu. En pil åt vänster betyder att de kom närmare varandra, åt höger att de kom längre "
           "ifrån varandra.")
PAGES_WORD(CHART_CONVERGENCE, "Distance from the middle answer, then and now",
           "Avstånd från det mittersta svaret, då och nu")
PAGES_WORD(PAIRS_TITLE, "What was learned", "Vad deltagarna har lärt sig")
PAGES_WORD(PAIRS_TEXT,
           "The mean of the same people, then and now. The diamond shows how they rate the level "
           "before in hindsight: people often find afterwards that they knew less than they "
           "thought.",
           "Samma personers medelvärde, då och nu. Ruten visar hur de i efterhand bedömer nivån "
           "före: man ser ofta först efteråt att man visste mindre än man trodde.")
PAGES_WORD(CHART_PAIRS, "Mean of the same people, then and now",
           "Samma personers medelvärde, då och nu")
PAGES_WORD(PAIRS_CYCLES, "Cycle {0} to {1}", "Cykel {0} till {1}")
PAGES_WORD(PAIRS_IN_HINDSIGHT, "In hindsight, cycle {0}", "I efterhand, cykel {0}")
PAGES_WORD(PAIRS_BEFORE, "then", "då")
PAGES_WORD(PAIRS_AFTER, "now", "nu")
PAGES_WORD(PAIRS_THEN, "the level before, rated in hindsight", "nivån före, bedömd i efterhand")
PAGES_WORD(PAIRS_BAND, "95% confidence interval of the change",
           "95-procentigt konfidensintervall för förändringen")
PAGES_WORD(PAIRS_STEPS, "Line: the steps of the scale", "Linjen: skalans steg")
PAGES_WORD(PAIRS_CHANGES, "Line: the change, in steps of the scale; 0 is none",
           "Linjen: förändringen, i skalsteg; 0 är ingen")
PAGES_WORD(PAIRS_COMPARED, "Compared", "Jämfört")
PAGES_WORD(PAIRS_PEOPLE, "People", "Personer")
PAGES_WORD(PAIRS_CHANGE, "Change", "Förändring")
PAGES_WORD(PAIRS_HINDSIGHT, "Change seen in hindsight", "Förändring sedd i efterhand")
PAGES_WORD(PAIRS_SHIFT, "Shift of the yardstick", "Förskjuten måttstock")
PAGES_WORD(PAIRS_EFFECT, "Effect size (g)", "Effektstorlek (g)")
PAGES_WORD(PAIRS_P, "p (Holm)", "p (Holm)")
PAGES_WORD(READ_PAIRS_ROSE, "The mean of the same people rose clearly.",
           "Samma personers medelvärde steg tydligt.")
PAGES_WORD(READ_PAIRS_FELL, "The mean of the same people fell clearly.",
           "Samma personers medelvärde sjönk tydligt.")
PAGES_WORD(READ_PAIRS_SAME, "The change may be chance: its interval includes 0.",
           "Förändringen kan bero på slumpen: dess intervall innehåller 0.")
PAGES_WORD(READ_PAIRS_MANY,
           "Of {0} comparisons, {1} rose clearly and {2} fell clearly; the rest may be chance.",
           "Av {0} jämförelser steg {1} tydligt och sjönk {2} tydligt; resten kan bero på slumpen.")
PAGES_WORD(READ_PAIRS_CLEAR, "Of {0} comparisons, {1} rose clearly and {2} fell clearly.",
           "Av {0} jämförelser steg {1} tydligt och sjönk {2} tydligt.")
PAGES_WORD(
    READ_HINDSIGHT,
    "Rated in hindsight, {1} of {0} rose clearly and {2} fell clearly; the rest may be chance.",
    "Bedömt i efterhand steg {1} av {0} tydligt och sjönk {2} tydligt; resten kan bero på "
    "slumpen.")
PAGES_WORD(READ_HINDSIGHT_CLEAR,
           "Rated in hindsight, {1} of {0} rose clearly and {2} fell clearly.",
           "Bedömt i efterhand steg {1} av {0} tydligt och sjönk {2} tydligt.")
PAGES_WORD(READ_DISTANCE_CLOSER, "The same people came clearly closer to each other.",
           "Samma personer kom tydligt närmare varandra.")
PAGES_WORD(READ_DISTANCE_APART, "The same people moved clearly apart.",
           "Samma personer kom tydligt längre från varandra.")
PAGES_WORD(
    READ_DISTANCE_CLEAR,
    "Of {0} comparisons, people came clearly closer in {1} and moved clearly apart in {2}.",
    "Av {0} jämförelser kom personerna tydligt närmare varandra i {1} och tydligt längre från "
    "varandra i {2}.")
PAGES_WORD(READ_DISTANCE_MANY,
           "Of {0} comparisons, people came clearly closer in {1} and moved clearly apart in {2}; "
           "the rest may be chance.",
           "Av {0} jämförelser kom personerna tydligt närmare varandra i {1} och tydligt längre "
           "från varandra i {2}; resten kan bero på slumpen.")

/* Collaboration */
PAGES_WORD(NETWORK_TITLE, "Collaboration", "Samverkan")
PAGES_WORD(NETWORK_TEXT,
           "Which kinds of organisations work together. Each sector is an actor type, as long as "
           "it has organisations; the wider a band, the more pairs of organisations work together. "
           "A fuller circle is a denser network. No organisation is named.",
           "Vilka sorters organisationer som samarbetar. Varje sektor är en aktörstyp, lika lång "
           "som antalet organisationer; ju bredare band, desto fler par av organisationer "
           "samarbetar. En fullare cirkel är ett tätare nätverk. Ingen organisation nämns vid "
           "namn.")
PAGES_WORD(
    NETWORK_TEXT_TABLE,
    "Which kinds of organisations work together: the darker the cell of two actor types, the "
    "larger the share of their pairs of organisations that do. No organisation is named.",
    "Vilka sorters organisationer som samarbetar: ju mörkare rutan för två aktörstyper, desto "
    "större andel av deras par av organisationer gör det. Ingen organisation nämns vid "
    "namn.")
PAGES_WORD(CHART_NETWORK, "Who works together, {0}", "Vilka som samarbetar, {0}")
PAGES_WORD(NETWORK_TOGETHER, "pairs that work together", "par som samarbetar")
PAGES_WORD(NETWORK_KEPT, "still work together", "samarbetar fortfarande")
PAGES_WORD(NETWORK_NEW, "new since the cycle before", "nytt sedan cykeln före")
PAGES_WORD(NETWORK_NO_TYPES,
           "Ties by actor type are left out: they could reveal who answered what.",
           "Band per aktörstyp är utelämnade: de kunde röja vem som svarade vad.")
PAGES_WORD(NETWORK_CELL, "In each cell: how many per cent of the pairs work together",
           "I varje ruta: hur många procent av paren som samarbetar")
PAGES_WORD(NETWORK_SINCE, "Since cycle {0}, on the pairs observed both times:",
           "Sedan cykel {0}, bland de par som är observerade båda gångerna:")
PAGES_WORD(NETWORK_LOST_TIES, "worked together before, no longer", "samarbetade förut, inte längre")
PAGES_WORD(NETWORK_TIES_OF, "{0} of {1} pairs", "{0} av {1} par")
PAGES_WORD(NETWORK_OBSERVED, "Observed part", "Observerad del")
PAGES_WORD(NETWORK_DENSITY, "Density", "Täthet")
PAGES_WORD(NETWORK_CROSS, "Ties across types", "Band mellan typer")
PAGES_WORD(NETWORK_EXPECTED, "by random mixing", "om slumpen knöt dem")
PAGES_WORD(NETWORK_RESPONDENTS, "People who answered", "Personer som svarade")
PAGES_WORD(NETWORK_PAIRS_TABLE, "Pairs that work together, of the observed pairs",
           "Par som samarbetar, av de observerade paren")
PAGES_WORD(NETWORK_HELD, "Kept", "Behållna")
PAGES_WORD(NETWORK_MADE, "New", "Nya")
PAGES_WORD(NETWORK_LOST, "Lost", "Förlorade")
PAGES_WORD(READ_NETWORK,
           "{1} of the observed pairs of organisations work together; {2} of all pairs were "
           "observed.",
           "{1} av de observerade paren av organisationer samarbetar; {2} av alla par är "
           "observerade.")
PAGES_WORD(READ_NETWORK_CHANGE,
           "{1} of the observed pairs of organisations work together. On the pairs observed both "
           "times it was {2} in cycle {3} and {4} in cycle {0}; new ties: {5}, lost ties: {6}.",
           "{1} av de observerade paren av organisationer samarbetar. Bland de par som är "
           "observerade båda gångerna var det {2} i cykel {3} och {4} i cykel {0}; nya band: {5}, "
           "förlorade band: {6}.")

/* In practice */
PAGES_WORD(SHARES_TITLE, "In practice and beyond the group", "I praktiken och utanför gruppen")
PAGES_WORD(SHARES_TEXT,
           "How many did their home assignment, used what was worked on, and told others. The line "
           "is the 95% confidence interval. The grey band shows where the share would lie if none, "
           "or all, of those who did not answer were counted.",
           "Hur många som gjorde hemuppgiften, använde det som arbetades fram och berättade för "
           "andra. Strecket är det 95-procentiga konfidensintervallet. Det grå fältet visar var "
           "andelen skulle ligga om ingen, eller alla, av dem som inte svarade räknades med.")
PAGES_WORD(SHARE_LEGEND, "if none, or all, of those who did not answer are counted",
           "om ingen, eller alla, av dem som inte svarade räknas")
PAGES_WORD(SHARE_BOUNDS, "between {0} and {1} with those who did not answer",
           "mellan {0} och {1} med dem som inte svarade")
PAGES_WORD(SHARE_SHARE, "Share", "Andel")
PAGES_WORD(SHARE_ELIGIBLE, "Could have answered", "Kunde ha svarat")
PAGES_WORD(SHARE_BOUNDS_HEADING, "With those who did not answer", "Med dem som inte svarade")
PAGES_WORD(READ_SHARE, "In cycle {0} it was {1} of those who answered.",
           "I cykel {0} var det {1} av dem som svarade.")
PAGES_WORD(
    READ_SHARE_BOUNDS,
    "In cycle {0} it was {1} of those who answered, and would be between {2} and {3} of "
    "everybody, whatever the others did.",
    "I cykel {0} var det {1} av dem som svarade, och skulle vara mellan {2} och {3} av alla, "
    "vad de andra än gjorde.")

/* By actor type */
PAGES_WORD(BREAKDOWN_TITLE, "By actor type", "Per aktörstyp")
PAGES_WORD(BREAKDOWN_TEXT,
           "The mean of each actor type with its 95% confidence interval. Small groups are left "
           "out, and some larger ones with them, where they could be worked out from the total.",
           "Varje aktörstyps medelvärde med 95-procentigt konfidensintervall. Små grupper är "
           "utelämnade, och ibland en större med dem, där de annars kunde räknas ut ur helheten.")
PAGES_WORD(CHART_BREAKDOWN, "Mean by actor type: {0}", "Medelvärde per aktörstyp: {0}")
PAGES_WORD(BREAKDOWN_ALL, "Everybody", "Alla")
PAGES_WORD(READ_BREAKDOWN,
           "In cycle {0} the mean was highest for {1} ({2}) and lowest for {3} ({4}).",
           "I cykel {0} var medelvärdet högst för {1} ({2}) och lägst för {3} ({4}).")
PAGES_WORD(READ_BREAKDOWN_OVERLAP,
           "In cycle {0} the mean was highest for {1} ({2}) and lowest for {3} ({4}), but their "
           "intervals overlap: the difference may be chance.",
           "I cykel {0} var medelvärdet högst för {1} ({2}) och lägst för {3} ({4}), men deras "
           "intervall överlappar: skillnaden kan bero på slumpen.")

/* Sentences about questions and response */
PAGES_WORD(READ_RATES_ONE, "In cycle {0}, {1} of those invited answered.",
           "I cykel {0} svarade {1} av de inbjudna.")
PAGES_WORD(READ_RATES_TWO, "In cycle {0}, {1} of those invited answered, against {2} in cycle {3}.",
           "I cykel {0} svarade {1} av de inbjudna, mot {2} i cykel {3}.")
PAGES_WORD(READ_DIVERGING,
           "In cycle {0}, {1} answered on the upper half of the scale and {2} on the lower half.",
           "I cykel {0} svarade {1} på skalans övre halva och {2} på den nedre.")
PAGES_WORD(READ_DIVERGING_MIDDLE,
           "In cycle {0}, {1} answered above the middle of the scale, {2} below it and {3} on it.",
           "I cykel {0} svarade {1} över skalans mitt, {2} under den och {3} på den.")
PAGES_WORD(READ_COMMON, "In cycle {0} the most common answer was “{1}”, given by {2}.",
           "I cykel {0} var det vanligaste svaret ”{1}”, som {2} gav.")
PAGES_WORD(READ_MEAN, "In cycle {0} the mean was {1}.", "I cykel {0} var medelvärdet {1}.")
PAGES_WORD(REPORT_NPS_CYCLE, "cycle {0}: {1} (95% CI {2} to {3})",
           "cykel {0}: {1} (95 % KI {2} till {3})")
PAGES_WORD(READ_YES, "In cycle {0}, {1} answered “{2}”.", "I cykel {0} svarade {1} ”{2}”.")
PAGES_WORD(READ_YES_APART,
           "“{4}” was the answer of {1} in cycle {0} and of {3} in cycle {2}; their intervals do "
           "not overlap.",
           "”{4}” svarade {1} i cykel {0} och {3} i cykel {2}; deras intervall överlappar inte.")
PAGES_WORD(READ_YES_OVERLAP,
           "“{4}” was the answer of {1} in cycle {0} and of {3} in cycle {2}; their intervals "
           "overlap, so the difference may be chance.",
           "”{4}” svarade {1} i cykel {0} och {3} i cykel {2}; deras intervall överlappar, så "
           "skillnaden kan bero på slumpen.")
PAGES_WORD(READ_TREND_APART,
           "The mean was {1} in cycle {0} and {3} in cycle {2}; their intervals do not overlap.",
           "Medelvärdet var {1} i cykel {0} och {3} i cykel {2}; deras intervall överlappar inte.")
PAGES_WORD(READ_TREND_OVERLAP,
           "The mean was {1} in cycle {0} and {3} in cycle {2}; their intervals overlap, so the "
           "difference may be chance.",
           "Medelvärdet var {1} i cykel {0} och {3} i cykel {2}; deras intervall överlappar, så "
           "skillnaden kan bero på slumpen.")
PAGES_WORD(READ_TREND, "The mean was {1} in cycle {0} and {3} in cycle {2}.",
           "Medelvärdet var {1} i cykel {0} och {3} i cykel {2}.")
