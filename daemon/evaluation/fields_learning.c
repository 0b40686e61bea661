#include "fields.h"

const struct evaluation_field_row evaluation_fields_learning_paired[] = {
    {"n_pre_only", "people", "measured the first time only"},
    {"n_post_only", "people", "measured the second time only"},
    {"n", "people", "measured both times: the pairs, of which all below is"},
    {"mean_pre", "answer", "mean before"},
    {"mean_post", "answer", "mean after"},
    {"sd_pre", "answer", "s₁, standard deviation before"},
    {"sd_post", "answer", "s₂, standard deviation after"},
    {"r", "−1 to 1", "correlation of before and after"},
    {"mean_change", "answer", "d̄, mean of d = post − pre"},
    {"sd_change", "answer", "s, standard deviation of d"},
    {"se", "answer", "s / √n"},
    {"ci_low", "answer", "d̄ − t × se, Student's t with n − 1 degrees of freedom"},
    {"ci_high", "answer", "d̄ + t × se"},
    {"t", "number", "d̄ / se"},
    {"df", "number", "n − 1"},
    {"p", "probability", "of |t| at least as large without any change"},
    {"d_av", "SDs", "d̄ / sₐ, sₐ = √((s₁² + s₂²) / 2)"},
    {"d_av_low", "SDs", "lower limit of d_av (Bonett)"},
    {"d_av_high", "SDs", "upper limit of d_av (Bonett)"},
    {"g_av", "SDs", "J(n − 1) × d_av: the effect size to quote"},
    {"d_z", "SDs of change", "d̄ / s"},
    {"d_z_low", "SDs of change", "d_z − z × √(1 / n + d_z² / (2(n − 1)))"},
    {"d_z_high", "SDs of change", "d_z + z × √(1 / n + d_z² / (2(n − 1)))"},
    {"g_z", "SDs of change", "J(n − 1) × d_z"},
    {"n_improved", "people", "with d > 0"},
    {"n_unchanged", "people", "with d = 0"},
    {"n_worsened", "people", "with d < 0"},
    FIELDS_SHARE("improved", "n_improved / n"),
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_learning_signed_rank[] = {
    {"n", "people", "measured both times"},
    {"n_zero", "people", "who did not change: left out of the test"},
    {"n_nonzero", "people", "m: who changed"},
    {"v_plus", "ranks", "V⁺: sum of the ranks of |d| of those who rose"},
    {"v_minus", "ranks", "V⁻: of those who fell"},
    {"method", "text", "exact up to m = 50, normal above"},
    {"z", "number", "of the normal approximation, corrected for continuity and ties"},
    {"p", "probability", "of ranks at least as far from even without any change"},
    {"rank_biserial", "−1 to 1", "(V⁺ − V⁻) / (V⁺ + V⁻)"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_learning_gain[] = {
    {"n", "people", "measured both times"},
    {"class_gain", "up to 1", "(mean post − mean pre) / (highest − mean pre)"},
    {"n_gain", "people", "who were below the highest before"},
    {"mean_gain", "up to 1", "mean of (post − pre) / (highest − pre) of these"},
    {"n_change", "people", "without those who were at the same end of the scale both times"},
    {"mean_change_norm", "−1 to 1",
     "mean of c: (post − pre) / (highest − pre) if risen, / (pre − lowest) if fallen, 0"},
    {"sd_change_norm", "number", "standard deviation of c"},
    {"ci_low", "−1 to 1", "mean of c − t × sd / √n, Student's t"},
    {"ci_high", "−1 to 1", "mean of c + t × sd / √n"},
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_learning_reliable_change[] = {
    {"n", "people", "measured both times"},
    {"reliability", "0 to 1", "r: as given, or alpha of the first measurement"},
    {"s_pre", "answer", "standard deviation before, of the pairs"},
    {"s_diff", "answer", "s_pre × √(2(1 − r)): what error alone makes of a change"},
    {"criterion", "answer", "z × s_diff: a change beyond it is reliable"},
    {"n_improved", "people", "who rose by more than the criterion"},
    {"n_unchanged", "people", "who changed by no more than that"},
    {"n_deteriorated", "people", "who fell by more"},
    FIELDS_SHARE("improved", "n_improved / n"),
    FIELDS_END,
};

#define FIELDS_TEST(name, what)                                                                    \
    {name ".n", "people", "who gave both"}, {name ".mean_change", "answer", what},                 \
        {name ".ci_low", "answer", "lower limit of it (Student)"},                                 \
        {name ".ci_high", "answer", "upper limit of it"},                                          \
        {name ".t", "number", "mean_change / its standard error"},                                 \
        {name ".df", "number", "n − 1"},                                                           \
    {                                                                                              \
        name ".p", "probability", "of |t| at least as large without any difference"                \
    }

const struct evaluation_field_row evaluation_fields_learning_retrospective[] = {
    FIELDS_TEST("conventional", "mean of post − pre: the change as measured"),
    FIELDS_TEST("retrospective", "mean of post − then: the change as seen in hindsight"),
    FIELDS_TEST("response_shift",
                "mean of then − pre: by how much people now see their start differently"),
    FIELDS_END,
};

const struct evaluation_field_row evaluation_fields_learning_mcnemar[] = {
    {"n", "people", "measured both times"},
    {"n11", "people", "yes both times"},
    {"n10", "people", "yes, then no"},
    {"n01", "people", "no, then yes"},
    {"n00", "people", "no both times"},
    {"share_pre", "share", "yes before"},
    {"share_post", "share", "yes after"},
    {"diff", "share", "share_post − share_pre = (n01 − n10) / n"},
    {"p", "probability", "min(1, 2 × P(B ≤ min(n10, n01))), B ~ binomial(n10 + n01, ½)"},
    FIELDS_END,
};
