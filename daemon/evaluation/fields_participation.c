#include "fields.h"

const struct evaluation_field_row evaluation_fields_participation_flow[] = {
    {"invited", "people", "everybody who was invited"},
    {"complete", "people", "I: more than 80 % of the required questions answered"},
    {"partial", "people", "P: at least half of them"},
    {"refusal_breakoff", "people", "R: began and stopped earlier, or declined"},
    {"non_contact", "people", "NC: nothing was heard of them"},
    {"other", "people", "O: another reason is known"},
    {"unknown", "people", "UO: the invitation could not be delivered"},
    {"not_eligible", "people", "NE: left before the cycle, or were invited by mistake"},
    {"eligible", "people", "D = invited − NE = I + P + R + NC + O + UO"},
    {"started", "people", "eligible, and opened the questionnaire or answered a question of it"},
    {"rr1", "share", "I / D"},
    {"rr2", "share", "(I + P) / D: the response rate to quote"},
    {"rr5", "share", "I / (D − UO)"},
    {"rr6", "share", "(I + P) / (D − UO)"},
    {"coop2", "share", "(I + P) / (I + P + R + O): of those who were reached"},
    {"ref1", "share", "R / D"},
    {"con1", "share", "(I + P + R + O) / D"},
    {"start_rate", "share", "started / D"},
    {"completion_rate", "share", "I / started"},
    {"breakoff_rate", "share", "those of R who started / started"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_participation_attendance[] = {
    {"invited", "people", "who were invited"},
    {"attended", "people", "who came"},
    {"attended_invited", "people", "who were invited and came"},
    {"attended_uninvited", "people", "who came without an invitation"},
    {"rate", "share", "attended_invited / invited"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_participation_retention[] = {
    {"present_from", "count", "units present in the first of the two cycles"},
    {"present_to", "count", "units present in the second"},
    {"retained", "count", "present in both"},
    {"left", "count", "present in the first only"},
    {"joined", "count", "present in the second only"},
    {"retention", "share", "retained / present_from"},
    {"new_share", "share", "joined / present_to"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_participation_turnover[] = {
    {"cycles[].cycle", "number", "the cycle; one record for each cycle of the plan"},
    {"cycles[].present", "count", "units present = new + continuing + reentrant"},
    {"cycles[].new", "count", "never present before"},
    {"cycles[].continuing", "count", "present in the cycle before"},
    {"cycles[].reentrant", "count", "present earlier, but not in the cycle before"},
    {"cycles[].last_seen", "count", "present now and never later; null in the last cycle"},
    {"cycles[].dropout_rate", "share", "last_seen / present"},
    {"ever_present", "count", "units present in at least one cycle"},
    {"cycles_attended", "counts", "a list: units present in exactly 1, 2, … cycles"},
    {"mean_cycles", "cycles", "mean number of cycles of those who were ever present"},
    {"present_in_all", "count", "units present in every cycle"},
    {"full_share", "share", "present_in_all / ever_present"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_participation_diversity[] = {
    {"n", "count", "N: units of a declared type that are present"},
    {"k_observed", "count", "types that somebody is of"},
    {"k_declared", "count", "K: types that the plan declares"},
    {"counts", "counts", "nₖ: units of each declared type; pₖ = nₖ / N"},
    {"blau", "0 to 1", "B = 1 − Σpₖ²"},
    {"blau_normalised", "0 to 1", "B × K / (K − 1)"},
    {"gini_simpson", "0 to 1", "1 − Σnₖ(nₖ − 1) / (N(N − 1)): free of bias in N"},
    {"shannon", "nats", "H = −Σpₖ ln pₖ"},
    {"evenness", "0 to 1", "H / ln K"},
    {"effective_types", "types", "exp H: as diverse as that many types of the same size"},
    {"inverse_simpson", "types", "1 / Σpₖ²"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_participation_representation[] = {
    {"eligible", "people", "N: eligible people of a declared type"},
    {"responded", "people", "R: those of them whose response is complete or partial"},
    {"groups[].id", "text", "the actor type; one record for each declared type"},
    {"groups[].eligible", "people", "eₖ"},
    {"groups[].responded", "people", "rₖ"},
    {"groups[].rate", "share", "ρₖ = rₖ / eₖ"},
    {"groups[].ratio", "ratio", "(rₖ / R) / (eₖ / N): above 1 the type is over-represented"},
    {"dissimilarity", "0 to 1", "½ Σ|rₖ / R − eₖ / N|"},
    {"r_indicator", "up to 1", "1 − 2S, S² = Σeₖ(ρₖ − R / N)² / (N − 1); 1: all types alike"},
    {"cv", "ratio", "S / (R / N)"},
    FIELDS_END,
};
