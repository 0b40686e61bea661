#include "fields.h"

const struct evaluation_field_row evaluation_fields_transfer_assignment[] = {
    {"eligible", "people", "N: who had an assignment due"},
    {"reported", "people", "n: of these, who said whether they did it"},
    {"done", "people", "x: who did it"},
    FIELDS_SHARE("rate", "x / n"),
    {"bound_low", "share", "x / N: if nobody of the silent did it"},
    {"bound_high", "share", "(x + N − n) / N: if all of them did"},
    {"quality_n", "people", "who did it and answered the question of quality; with quality only"},
    {"quality_mean", "answer", "mean quality of these"},
    {"quality_sd", "answer", "its standard deviation"},
    {"quality_ci_low", "answer", "lower limit of the mean (Student)"},
    {"quality_ci_high", "answer", "upper limit of the mean"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_transfer_application[] = {
    {"eligible", "people", "N: present now, and before as base asks"},
    {"answered", "people", "n: of these, with a valid answer"},
    {"applied", "people", "x: with an answer of at least the threshold"},
    FIELDS_SHARE("rate", "x / n"),
    {"bound_low", "share", "x / N: if nobody of the silent used it"},
    {"bound_high", "share", "(x + N − n) / N: if all of them did"},
    {"mean_level", "answer", "mean answer"},
    {"sd_level", "answer", "its standard deviation"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_transfer_link[] = {
    {"n", "people", "who have both x and y"},
    {"n_with", "people", "n₁: with x of at least its threshold"},
    {"hits_with", "people", "of these, with y of at least its threshold; p₁ = hits_with / n₁"},
    {"n_without", "people", "n₂: with x below its threshold"},
    {"hits_without", "people", "of these, with y of at least its threshold; p₂ likewise"},
    {"diff", "share", "p₁ − p₂"},
    {"ci_low", "share", "p₁ − p₂ − √((p₁ − l₁)² + (u₂ − p₂)²), l and u Wilson's limits"},
    {"ci_high", "share", "p₁ − p₂ + √((u₁ − p₁)² + (p₂ − l₂)²)"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_results_goals[] = {
    {"n", "count", "goals of the plan"},
    {"n_measured", "count", "goals with an actual value, and a target that is not the baseline"},
    {"n_met", "count", "goals with an attainment of at least 1"},
    {"weighted_attainment", "ratio", "Σw × attainment / Σw of the goals that are measured"},
    {"goals[].id", "text", "the goal; one record for each"},
    {"goals[].attainment", "ratio", "(actual − baseline) / (target − baseline): 1 is the target"},
    {"gas_n", "count", "goals with a score from −2 to 2"},
    {"gas_t", "T score", "50 + 10 Σw × score / √(0.7 Σw² + 0.3 (Σw)²): 50 is as expected"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_spread_reach[] = {
    {"told_n", "people", "who said whether they told others"},
    {"told", "people", "who did"},
    FIELDS_SHARE("told_share", "told / told_n"),
    {"reach_n", "people", "who said how many they told"},
    {"reach_total", "answer", "all these numbers together"},
    {"reach_median", "answer", "their median: the figure to quote"},
    {"reach_q3", "answer", "their upper quartile"},
    {"reach_max_share", "share", "the largest number / reach_total; null if that is 0"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_spread_referral[] = {
    {"present", "people", "who are present"},
    {"newcomers", "people", "of these, never present before"},
    {"newcomer_share", "share", "newcomers / present"},
    {"referred", "people", "newcomers who came through somebody present in an earlier cycle"},
    {"referred_share", "share", "referred / newcomers"},
    {"referral_ratio", "ratio", "referred / people present in the cycle before"},
    {"new_organisations", "count", "organisations never present before"},
    {"new_actor_types", "texts", "actor types never present before"},
    FIELDS_END,
};
