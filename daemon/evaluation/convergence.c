#include <math.h>

#include "evaluation/distribution.h"
#include "evaluation/statistics.h"
#include "evaluation/understanding.h"

/* Absolute distances from the median of one half of the pairs, kind by kind. */
static double *distances_of(struct base_arena *scratch, const struct evaluation_joint *joint,
                            const double *half)
{
    struct evaluation_distribution distribution = evaluation_joint_half(scratch, joint, half);
    double median = evaluation_distribution_quantile(&distribution, 0.5);
    double *distances = base_arena_array(scratch, double, joint->kinds);
    for (size_t i = 0; i < joint->kinds; i++)
        distances[i] = fabs(half[i] - median);
    return distances;
}

/* Test of equal variances in pairs, by Pitman and Morgan: the correlation of sum and difference. */
static void put_variance_test(struct base_arena *scratch, const struct evaluation_joint *joint,
                              double magnitude, struct evaluation_record *values)
{
    size_t count = joint->count;
    double *sums = base_arena_array(scratch, double, joint->kinds);
    double *differences = base_arena_array(scratch, double, joint->kinds);
    for (size_t i = 0; i < joint->kinds; i++) {
        sums[i] = joint->second[i] + joint->first[i];
        differences[i] = joint->second[i] - joint->first[i];
    }
    double r = evaluation_joint_correlation(joint, sums, differences, magnitude, magnitude);
    double degrees = (double)count - 2;
    double t = count < 3 || fabs(r) == 1 ? NAN : r * sqrt(degrees / (1 - r * r));
    evaluation_put_number(values, "pm_r", count < 3 ? NAN : r);
    evaluation_put_number(values, "pm_t", t);
    if (count < 3)
        evaluation_put_null(values, "pm_df");
    else
        evaluation_put_count(values, "pm_df", count - 2);
    evaluation_put_number(values, "pm_p", evaluation_t_two_sided(t, degrees));
}

/* Agreement on one side. */
struct agreement {
    double rwg, awg;
};

/* Against the range of the side's own variable; without a range nothing is known of the answers
   that chance would give. */
static struct agreement agreement_of(const struct evaluation_request *request,
                                     const struct evaluation_variable *variable,
                                     const struct evaluation_distribution *answers,
                                     const struct evaluation_moments *moments)
{
    double low, high;
    evaluation_variable_range(request->plan, variable, &low, &high);
    double categories = high - low + 1, uniform = (categories * categories - 1) / 12;
    double variance = moments->deviation * moments->deviation;
    bool has_chance = uniform > 0 && isfinite(uniform);
    return (struct agreement){
        .rwg = has_chance ? fmax(0, 1 - variance / uniform) : NAN,
        .awg = evaluation_understanding_awg(answers, low, high),
    };
}

/* Distances from the median before and after, and the paired test of their change. */
static void put_distances(const struct evaluation_request *request,
                          const struct evaluation_joint *joint, double magnitude,
                          struct evaluation_record *values)
{
    struct base_arena *scratch = request->scratch;
    const double *before = distances_of(scratch, joint, joint->first);
    const double *after = distances_of(scratch, joint, joint->second);
    double *changes = base_arena_array(scratch, double, joint->kinds);
    for (size_t i = 0; i < joint->kinds; i++)
        changes[i] = after[i] - before[i];
    const size_t *weights = joint->weights;
    struct evaluation_moments change =
        evaluation_moments_weighted(changes, weights, joint->kinds, magnitude);
    struct evaluation_t_test test = evaluation_t_test_mean(&change);
    evaluation_put_number(
        values, "ad_median_pre",
        evaluation_moments_weighted(before, weights, joint->kinds, magnitude).mean);
    evaluation_put_number(
        values, "ad_median_post",
        evaluation_moments_weighted(after, weights, joint->kinds, magnitude).mean);
    evaluation_put_number(values, "ad_change", change.mean);
    evaluation_put_interval(values, "ad_ci_low", "ad_ci_high",
                            evaluation_interval_mean(&change, request->plan->confidence));
    evaluation_put_number(values, "ad_t", test.t);
    evaluation_put_count(values, "ad_df", joint->count - 1);
    evaluation_put_number(values, "ad_p", test.p);
}

/* From the differences of the pairs: those of two means of large answers have lost digits. */
static double mean_change(struct base_arena *scratch, const struct evaluation_joint *joint)
{
    double *changes = base_arena_array(scratch, double, joint->kinds);
    for (size_t i = 0; i < joint->kinds; i++)
        changes[i] = joint->second[i] - joint->first[i];
    return evaluation_moments_weighted(changes, joint->weights, joint->kinds, 0).mean;
}

void evaluation_understanding_change(const struct evaluation_request *request,
                                     struct evaluation_result *result)
{
    struct evaluation_joint joint = evaluation_joint_variables(
        request, &request->analysis->pre, &request->analysis->post, NULL, NULL);
    size_t count = joint.count;
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", count);
    if (count < 2) {
        static const char *const fields[] = {
            "mean_change", "sd_pre",    "sd_post",    "ad_median_pre", "ad_median_post",
            "ad_change",   "ad_ci_low", "ad_ci_high", "ad_t",          "ad_df",
            "ad_p",        "rwg_pre",   "rwg_post",   "awg_pre",       "awg_post",
            "pm_r",        "pm_t",      "pm_df",      "pm_p"};
        for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
            evaluation_put_null(values, fields[i]);
        result->reason = count == 0 ? EVALUATION_NO_DATA : EVALUATION_N_TOO_SMALL;
        return;
    }
    double first_size = evaluation_magnitude_of(joint.first, joint.kinds);
    double second_size = evaluation_magnitude_of(joint.second, joint.kinds);
    struct evaluation_distribution before =
        evaluation_joint_half(request->scratch, &joint, joint.first);
    struct evaluation_distribution after =
        evaluation_joint_half(request->scratch, &joint, joint.second);
    struct evaluation_moments first = evaluation_distribution_moments(&before, first_size);
    struct evaluation_moments second = evaluation_distribution_moments(&after, second_size);
    evaluation_put_number(values, "mean_change", mean_change(request->scratch, &joint));
    evaluation_put_number(values, "sd_pre", first.deviation);
    evaluation_put_number(values, "sd_post", second.deviation);
    put_distances(request, &joint, fmax(first_size, second_size), values);
    const struct evaluation_analysis *analysis = request->analysis;
    struct agreement pre = agreement_of(request, &analysis->pre, &before, &first);
    struct agreement post = agreement_of(request, &analysis->post, &after, &second);
    evaluation_put_number(values, "rwg_pre", pre.rwg);
    evaluation_put_number(values, "rwg_post", post.rwg);
    evaluation_put_number(values, "awg_pre", pre.awg);
    evaluation_put_number(values, "awg_post", post.awg);
    put_variance_test(request->scratch, &joint, fmax(first_size, second_size), values);
}
