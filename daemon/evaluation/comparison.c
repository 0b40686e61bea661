#include <math.h>
#include <string.h>

#include "evaluation/distribution.h"
#include "evaluation/statistics.h"
#include "evaluation/trajectory.h"

/* A difference with its standard error and degrees of freedom. */
struct estimate {
    double error, degrees;
};

/* Welch's, for independent groups with variances of their own. */
static struct estimate welch(const struct evaluation_moments *first,
                             const struct evaluation_moments *second)
{
    double n = (double)first->count, m = (double)second->count;
    double a = first->deviation * first->deviation / n;
    double b = second->deviation * second->deviation / m;
    /* By shares of the sum: the fourth power of a large or small number is none any more. */
    double share = a / (a + b), rest = b / (a + b);
    return (struct estimate){
        .error = sqrt(a + b),
        .degrees = 1 / (share * share / (n - 1) + rest * rest / (m - 1)),
    };
}

/* Puts se, t, df, p, ci_low, ci_high. When the test is not defined, se and df stay as they are: a
   constant change has a standard error of 0, two constant groups have none. */
static void put_test(const struct estimate *estimate, double difference, bool is_defined,
                     double confidence, struct evaluation_record *values)
{
    double degrees = estimate->degrees;
    double t = is_defined ? difference / estimate->error : NAN;
    double reach = is_defined
                       ? estimate->error * evaluation_t_quantile(1 - (1 - confidence) / 2, degrees)
                       : NAN;
    evaluation_put_number(values, "se", estimate->error);
    evaluation_put_number(values, "t", t);
    evaluation_put_number(values, "df", degrees);
    evaluation_put_number(values, "p", evaluation_t_two_sided(t, degrees));
    evaluation_put_number(values, "ci_low", difference - reach);
    evaluation_put_number(values, "ci_high", difference + reach);
}

static enum evaluation_reason reason_of(const struct evaluation_moments *first,
                                        const struct evaluation_moments *second)
{
    if (first->count == 0 || second->count == 0)
        return EVALUATION_NO_DATA;
    if (first->count < 2 || second->count < 2)
        return EVALUATION_N_TOO_SMALL;
    return first->constant && second->constant ? EVALUATION_ZERO_VARIANCE : EVALUATION_REASON_NONE;
}

/* The paired and the partly paired case. */
static struct estimate estimate_overlap(const struct evaluation_joint *pairs,
                                        const struct evaluation_moments *first,
                                        const struct evaluation_moments *second)
{
    double n = (double)first->count, m = (double)second->count, common = (double)pairs->count;
    double alone = (double)(pairs->only_first + pairs->only_second);
    double r = evaluation_joint_correlation(pairs, pairs->first, pairs->second,
                                            evaluation_magnitude_of(pairs->first, pairs->kinds),
                                            evaluation_magnitude_of(pairs->second, pairs->kinds));
    double covariance = 2 * (isnan(r) ? 0 : r) * common * first->deviation * second->deviation;
    struct estimate independent = welch(first, second);
    return (struct estimate){
        .error = sqrt(independent.error * independent.error - covariance / (n * m)),
        .degrees = common - 1 + (independent.degrees - common + 1) * alone / (alone + 2 * common),
    };
}

void evaluation_trajectory_overlap(const struct evaluation_request *request,
                                   struct evaluation_result *result)
{
    struct evaluation_distribution all_first, all_second;
    struct evaluation_joint pairs = evaluation_joint_variables(
        request, &request->analysis->pre, &request->analysis->post, &all_first, &all_second);
    struct evaluation_moments first =
        evaluation_distribution_moments(&all_first, evaluation_distribution_magnitude(&all_first));
    struct evaluation_moments second = evaluation_distribution_moments(
        &all_second, evaluation_distribution_magnitude(&all_second));
    double *changes = base_arena_array(request->scratch, double, pairs.kinds);
    for (size_t i = 0; i < pairs.kinds; i++)
        changes[i] = pairs.second[i] - pairs.first[i];
    double magnitude = fmax(evaluation_magnitude_of(pairs.first, pairs.kinds),
                            evaluation_magnitude_of(pairs.second, pairs.kinds));
    struct evaluation_moments change =
        evaluation_moments_weighted(changes, pairs.weights, pairs.kinds, magnitude);
    bool has_alone = pairs.only_first + pairs.only_second > 0;
    bool is_paired = pairs.count >= 2 && !has_alone;
    double difference = is_paired ? change.mean : second.mean - first.mean;
    result->reason = reason_of(&first, &second);
    if (result->reason == EVALUATION_REASON_NONE && is_paired && change.constant)
        result->reason = EVALUATION_ZERO_VARIANCE;
    struct estimate estimate = {NAN, NAN};
    if (is_paired)
        estimate = (struct estimate){change.error, (double)pairs.count - 1};
    else if (result->reason == EVALUATION_REASON_NONE)
        estimate =
            pairs.count >= 2 ? estimate_overlap(&pairs, &first, &second) : welch(&first, &second);
    const char *method = is_paired ? "paired" : pairs.count >= 2 ? "overlap" : "welch";
    bool has_method = first.count >= 2 && second.count >= 2;
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n_first", first.count);
    evaluation_put_count(values, "n_second", second.count);
    evaluation_put_count(values, "n_pairs", pairs.count);
    evaluation_put_count(values, "n_only_first", pairs.only_first);
    evaluation_put_count(values, "n_only_second", pairs.only_second);
    evaluation_put_number(values, "mean_first", first.mean);
    evaluation_put_number(values, "mean_second", second.mean);
    evaluation_put_number(values, "diff", difference);
    evaluation_put_text(values, "method", has_method ? method : NULL);
    put_test(&estimate, difference, result->reason == EVALUATION_REASON_NONE,
             request->plan->confidence, values);
    evaluation_put_number(values, "stayers_diff", change.mean);
    evaluation_put_number(values, "composition",
                          has_alone         ? difference - change.mean
                          : pairs.count > 0 ? 0
                                            : NAN);
}

/* The values of those in the group of that name, moved to the front. */
static size_t select_group(const struct evaluation_request *request,
                           struct evaluation_series *series, const char *name)
{
    enum evaluation_unit unit = request->analysis->group;
    uint32_t wanted = unit == EVALUATION_UNIT_ALL
                          ? EVALUATION_NONE
                          : evaluation_names_find(evaluation_request_units(request, unit), name);
    size_t count = 0;
    for (size_t i = 0; i < series->count; i++)
        if (wanted != EVALUATION_NONE &&
            evaluation_request_unit(request, series->members[i], unit) == wanted)
            series->values[count++] = series->values[i];
    return count;
}

void evaluation_compare_groups(const struct evaluation_request *request,
                               struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    struct evaluation_series a = evaluation_series_variable(request, &analysis->variable);
    struct evaluation_series b = evaluation_series_variable(request, &analysis->variable);
    size_t n = select_group(request, &a, analysis->first);
    size_t m = select_group(request, &b, analysis->second);
    struct evaluation_moments first =
        evaluation_moments_of(a.values, n, evaluation_magnitude_of(a.values, n));
    struct evaluation_moments second =
        evaluation_moments_of(b.values, m, evaluation_magnitude_of(b.values, m));
    result->reason = reason_of(&first, &second);
    bool is_defined = result->reason == EVALUATION_REASON_NONE;
    double difference = second.mean - first.mean;
    struct estimate estimate = {NAN, NAN};
    if (is_defined)
        estimate = welch(&first, &second);
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n_first", n);
    evaluation_put_count(values, "n_second", m);
    evaluation_put_number(values, "mean_first", first.mean);
    evaluation_put_number(values, "mean_second", second.mean);
    evaluation_put_number(values, "sd_first", first.deviation);
    evaluation_put_number(values, "sd_second", second.deviation);
    evaluation_put_number(values, "diff", difference);
    put_test(&estimate, difference, is_defined, request->plan->confidence, values);
    double degrees = (double)n + (double)m - 2;
    double pooled = sqrt((((double)n - 1) * first.deviation * first.deviation +
                          ((double)m - 1) * second.deviation * second.deviation) /
                         degrees);
    double g = is_defined ? evaluation_small_sample_factor(degrees) * difference / pooled : NAN;
    double z = evaluation_normal_quantile(1 - (1 - request->plan->confidence) / 2);
    double reach = z * sqrt(1 / (double)n + 1 / (double)m + g * g / (2 * (double)(n + m)));
    evaluation_put_number(values, "g_s", g);
    evaluation_put_number(values, "g_s_low", g - reach);
    evaluation_put_number(values, "g_s_high", g + reach);
}
