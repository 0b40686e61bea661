#include "fields.h"

const struct evaluation_field_row evaluation_fields_trajectory_slope[] = {
    {"n", "people", "with a value in at least min_points of the cycles"},
    {"mean_slope", "answer per cycle", "mean of the least-squares slopes of each of them"},
    {"sd_slope", "answer per cycle", "their standard deviation"},
    {"se", "answer per cycle", "sd_slope / √n"},
    {"ci_low", "answer per cycle", "mean_slope − t × se, Student's t with n − 1 df"},
    {"ci_high", "answer per cycle", "mean_slope + t × se"},
    {"t", "number", "mean_slope / se"},
    {"df", "number", "n − 1"},
    {"p", "probability", "of |t| at least as large without any slope"},
    {"n_positive", "people", "whose slope is above 0"},
    FIELDS_SHARE("positive", "n_positive / n"),
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_trajectory_friedman[] = {
    {"n", "people", "with a value in all the cycles"},
    {"k", "count", "cycles"},
    {"mean_ranks", "ranks", "a list: mean rank of each cycle within a person, 1 the lowest"},
    {"chi2", "number", "Friedman's χ², corrected for ties"},
    {"df", "number", "k − 1"},
    {"p", "probability", "of χ² at least as large without differences"},
    {"w", "0 to 1", "Kendall's W = χ² / (n(k − 1))"},
    {"mean_spearman", "−1 to 1", "(nW − 1) / (n − 1)"},
    {"f", "number", "(n − 1) χ² / (n(k − 1) − χ²): Iman and Davenport's F; null if W is 1"},
    {"f_df1", "number", "k − 1"},
    {"f_df2", "number", "(k − 1)(n − 1)"},
    {"f_p", "probability", "of F at least as large without differences: sharper than p"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_trajectory_page[] = {
    {"n", "people", "with a value in all the cycles"},
    {"k", "count", "cycles"},
    {"l", "number", "L = Σj × Rⱼ, Rⱼ the sum of the ranks of cycle number j"},
    {"expected", "number", "nk(k + 1)² / 4: L without a trend"},
    {"variance", "number", "of L without a trend, with the ties that there are"},
    {"z", "number", "(L − expected) / √variance"},
    {"p_increasing", "probability", "of L at least as large without a trend; one-sided"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_trajectory_overlap[] = {
    {"n_first", "people", "n₁: with a value in the first cycle"},
    {"n_second", "people", "n₂: with a value in the second"},
    {"n_pairs", "people", "nₚ: with both"},
    {"n_only_first", "people", "with the first only"},
    {"n_only_second", "people", "with the second only"},
    {"mean_first", "answer", "mean of n₁"},
    {"mean_second", "answer", "mean of n₂"},
    {"diff", "answer", "mean_second − mean_first"},
    {"method", "text", "paired (all in both), overlap, or welch (fewer than two in both)"},
    {"se", "answer", "se² = s₁² / n₁ + s₂² / n₂ − 2r × nₚ × s₁s₂ / (n₁n₂) for overlap"},
    {"t", "number", "diff / se"},
    {"df", "number", "between nₚ − 1 and Welch's, by how many are in both"},
    {"p", "probability", "of |t| at least as large without a difference"},
    {"ci_low", "answer", "diff − t × se"},
    {"ci_high", "answer", "diff + t × se"},
    {"stayers_diff", "answer", "mean change of those with both"},
    {"composition", "answer", "diff − stayers_diff: what is due to who was there"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_compare_groups[] = {
    {"n_first", "people", "n₁: of the first group, with a value"},
    {"n_second", "people", "n₂: of the second"},
    {"mean_first", "answer", "mean of the first group"},
    {"mean_second", "answer", "mean of the second"},
    {"sd_first", "answer", "s₁, standard deviation of the first"},
    {"sd_second", "answer", "s₂, standard deviation of the second"},
    {"diff", "answer", "mean_second − mean_first"},
    {"se", "answer", "√(s₁² / n₁ + s₂² / n₂)"},
    {"t", "number", "diff / se"},
    {"df", "number", "Welch's degrees of freedom"},
    {"p", "probability", "of |t| at least as large without a difference"},
    {"ci_low", "answer", "diff − t × se"},
    {"ci_high", "answer", "diff + t × se"},
    {"g_s", "SDs", "J(n₁ + n₂ − 2) × diff / s, s the pooled standard deviation"},
    {"g_s_low", "SDs", "g_s − z × √(1 / n₁ + 1 / n₂ + g_s² / (2(n₁ + n₂)))"},
    {"g_s_high", "SDs", "g_s + z × √(1 / n₁ + 1 / n₂ + g_s² / (2(n₁ + n₂)))"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_multiplicity_holm[] = {
    {"m", "count", "p-values of the family that are not null"},
    {"adjusted[].id", "text", "the analysis; one record for each of the family, in its order"},
    {"adjusted[].field", "text", "the field of it"},
    {"adjusted[].p", "probability", "its p-value"},
    {"adjusted[].p_holm", "probability",
     "of the i-th smallest: the largest of min(1, (m − j + 1) p of the j-th), j ≤ i"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_disclosure_breakdown[] = {
    {"total_n", "people", "in the table"},
    {"total", "text", "published or suppressed"},
    {"groups[].id", "text", "the group; one record for each of the table"},
    {"groups[].n", "people", "with a valid answer"},
    {"groups[].organisations", "count", "organisations that these are of"},
    {"groups[].status", "text",
     "empty, published, primary (too small itself) or secondary (suppressed so that no other "
     "follows)"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_disclosure_releases[] = {
    {"releases[].id", "text", "the release; one record for each, in its order"},
    {"releases[].n", "people", "whose answers are behind it"},
    {"releases[].decision", "text", "published, refused_size or refused_difference"},
    {"releases[].conflicts_with", "text", "the earlier release that it differs too little from"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_disclosure_display[] = {
    {"n_display", "people", "n rounded to a multiple of count_base"},
    {"mean_display", "answer", "mean to one decimal"},
    {"percent_display", "per cent", "a list: whole per cent of each category"},
    {"nps_display", "−100 to 100", "net promoter score as a whole number; null if not nps"},
    FIELDS_END,
};
