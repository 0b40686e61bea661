#include "fields.h"

const struct evaluation_field_row evaluation_fields_reaction_item[] = {
    {"n_missing", "people", "asked, but did not answer"},
    {"n_invalid", "people", "answered with something that is not on the scale"},
    {"n", "people", "with a valid answer"},
    {"mean", "answer", "x̄ = Σx / n"},
    {"sd", "answer", "standard deviation s, s² = Σ(x − x̄)² / (n − 1)"},
    {"se", "answer", "s / √n"},
    {"ci_low", "answer", "x̄ − t × se, Student's t with n − 1 degrees of freedom"},
    {"ci_high", "answer", "x̄ + t × se"},
    {"min", "answer", "the lowest answer"},
    {"q1", "answer", "lower quartile"},
    {"median", "answer", "median"},
    {"q3", "answer", "upper quartile"},
    {"max", "answer", "the highest answer"},
    {"counts", "people", "a list: answers in each category, lowest first; not for count, numeric"},
    FIELDS_SHARE("top2", "in the two highest categories; likert only"),
    FIELDS_SHARE("bottom2", "in the two lowest categories; likert only"),
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_reaction_nps[] = {
    {"n", "people", "with a valid answer"},
    {"promoters", "people", "who answered 9 or 10; p = promoters / n"},
    {"passives", "people", "who answered 7 or 8"},
    {"detractors", "people", "who answered 0 to 6; d = detractors / n"},
    {"nps", "−100 to 100", "100 × (p − d)"},
    {"se", "as nps", "100 × √((p + d − (p − d)²) / n)"},
    {"ci_low", "as nps", "adjusted Wald: as nps ± z × se, with n + 3 people, ¾ added to each side"},
    {"ci_high", "as nps", "its upper limit; both are cut at ±100"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_reaction_scale[] = {
    {"n", "people", "with a value of the scale"},
    {"n_too_few_items", "people", "asked, but answered too few of the questions"},
    {"mean", "answer", "mean of the values"},
    {"sd", "answer", "their standard deviation, with n − 1"},
    {"se", "answer", "sd / √n"},
    {"ci_low", "answer", "mean − t × se, Student's t with n − 1 degrees of freedom"},
    {"ci_high", "answer", "mean + t × se"},
    {"median", "answer", "median of the values"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_reaction_reliability[] = {
    {"n", "people", "who answered all the questions"},
    {"n_incomplete", "people", "asked at least one, but have not answered all"},
    {"k", "count", "questions that are left without the constant ones"},
    {"constant_items", "texts", "questions that everybody answered alike: set aside"},
    {"alpha", "up to 1", "α = k / (k − 1) × (1 − Σsⱼ² / s²), s² the variance of the sum"},
    {"ci_low", "up to 1", "1 − (1 − α) F, F the upper quantile, (n − 1, (n − 1)(k − 1)) df"},
    {"ci_high", "up to 1", "1 − (1 − α) F, F the lower quantile"},
    {"alpha_std", "up to 1", "k r̄ / (1 + (k − 1) r̄)"},
    {"mean_inter_item_r", "−1 to 1", "r̄: mean correlation of two questions"},
    {"items[].id", "text", "the question; one record for each that is left"},
    {"items[].mean", "answer", "its mean"},
    {"items[].sd", "answer", "its standard deviation sⱼ"},
    {"items[].item_rest_r", "−1 to 1", "its correlation with the sum of the others"},
    {"items[].alpha_if_deleted", "up to 1", "α of the others; from three questions on"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_reaction_omega[] = {
    {"n", "people", "who answered all the questions"},
    {"k", "count", "questions that are left without the constant ones"},
    {"omega", "0 to 1", "(Σsⱼλⱼ)² / ((Σsⱼλⱼ)² + Σsⱼ²ψⱼ), λ loadings, ψ = 1 − λ²"},
    FIELDS_END,
};
