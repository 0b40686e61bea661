#include "evaluation/learning.h"

#include <math.h>

#include "evaluation/distribution.h"
#include "evaluation/reaction.h"
#include "evaluation/statistics.h"

/* Two measurements of the same people and the change between them. */
struct change {
    struct evaluation_pairs pairs;
    double *differences; /* second - first */
    struct evaluation_moments first, second, difference;
    double magnitude; /* of the values of the pairs */
};

static struct change change_of(const struct evaluation_request *request,
                               const struct evaluation_variable *before,
                               const struct evaluation_variable *after)
{
    struct change change = {.pairs = evaluation_pairs_variables(request, before, after)};
    size_t count = change.pairs.count;
    double first = evaluation_magnitude_of(change.pairs.first, count);
    double second = evaluation_magnitude_of(change.pairs.second, count);
    change.magnitude = fmax(first, second);
    change.differences = base_arena_array(request->scratch, double, count);
    for (size_t i = 0; i < count; i++)
        change.differences[i] = change.pairs.second[i] - change.pairs.first[i];
    change.first = evaluation_moments_of(change.pairs.first, count, first);
    change.second = evaluation_moments_of(change.pairs.second, count, second);
    change.difference = evaluation_moments_of(change.differences, count, change.magnitude);
    return change;
}

static enum evaluation_reason reason_of(const struct change *change)
{
    if (change->pairs.count == 0)
        return EVALUATION_NO_DATA;
    if (change->pairs.count == 1)
        return EVALUATION_N_TOO_SMALL;
    return change->difference.constant ? EVALUATION_ZERO_VARIANCE : EVALUATION_REASON_NONE;
}

/* Puts df, which is whole for a t test of one mean. */
static void put_degrees(struct evaluation_record *values, size_t count)
{
    if (count >= 2)
        evaluation_put_count(values, "df", count - 1);
    else
        evaluation_put_null(values, "df");
}

/* The effect sizes: by the average standard deviation, and by that of the change. */
static void put_effects(const struct change *change, double correlation, double confidence,
                        struct evaluation_record *values)
{
    double degrees = (double)change->pairs.count - 1, n = (double)change->pairs.count;
    double z = evaluation_normal_quantile(1 - (1 - confidence) / 2);
    double factor = evaluation_small_sample_factor(degrees);
    double a = change->first.deviation * change->first.deviation;
    double b = change->second.deviation * change->second.deviation;
    double r = isnan(correlation) ? 0 : correlation;
    double average = (a + b) / 2;
    double d_av = average > 0 ? change->difference.mean / sqrt(average) : NAN;
    double error = sqrt(
        d_av * d_av * (a * a + b * b + 2 * r * r * a * b) / (8 * degrees * average * average) +
        (a + b - 2 * r * change->first.deviation * change->second.deviation) / (degrees * average));
    evaluation_put_number(values, "d_av", d_av);
    evaluation_put_number(values, "d_av_low", d_av - z * error);
    evaluation_put_number(values, "d_av_high", d_av + z * error);
    evaluation_put_number(values, "g_av", factor * d_av);
    double d_z = change->pairs.count >= 2 && !change->difference.constant
                     ? change->difference.mean / change->difference.deviation
                     : NAN;
    double reach = z * sqrt(1 / n + d_z * d_z / (2 * degrees));
    evaluation_put_number(values, "d_z", d_z);
    evaluation_put_number(values, "d_z_low", d_z - reach);
    evaluation_put_number(values, "d_z_high", d_z + reach);
    evaluation_put_number(values, "g_z", factor * d_z);
}

static void put_directions(const struct change *change, double confidence,
                           struct evaluation_record *values)
{
    size_t improved = 0, worsened = 0, count = change->pairs.count;
    for (size_t i = 0; i < count; i++) {
        improved += change->differences[i] > 0;
        worsened += change->differences[i] < 0;
    }
    evaluation_put_count(values, "n_improved", improved);
    evaluation_put_count(values, "n_unchanged", count - improved - worsened);
    evaluation_put_count(values, "n_worsened", worsened);
    evaluation_put_share(values, "improved", improved, count, confidence);
}

void evaluation_learning_paired(const struct evaluation_request *request,
                                struct evaluation_result *result)
{
    double confidence = request->plan->confidence;
    struct change change = change_of(request, &request->analysis->pre, &request->analysis->post);
    size_t count = change.pairs.count;
    struct evaluation_t_test test = evaluation_t_test_mean(&change.difference);
    double correlation =
        evaluation_correlation(change.pairs.first, change.pairs.second, count,
                               evaluation_magnitude_of(change.pairs.first, count),
                               evaluation_magnitude_of(change.pairs.second, count));
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n_pre_only", change.pairs.only_first);
    evaluation_put_count(values, "n_post_only", change.pairs.only_second);
    evaluation_put_count(values, "n", count);
    evaluation_put_number(values, "mean_pre", change.first.mean);
    evaluation_put_number(values, "mean_post", change.second.mean);
    evaluation_put_number(values, "sd_pre", change.first.deviation);
    evaluation_put_number(values, "sd_post", change.second.deviation);
    evaluation_put_number(values, "r", correlation);
    evaluation_put_number(values, "mean_change", change.difference.mean);
    evaluation_put_number(values, "sd_change", change.difference.deviation);
    evaluation_put_number(values, "se", change.difference.error);
    evaluation_put_interval(values, "ci_low", "ci_high",
                            evaluation_interval_mean(&change.difference, confidence));
    evaluation_put_number(values, "t", test.t);
    put_degrees(values, count);
    evaluation_put_number(values, "p", test.p);
    put_effects(&change, correlation, confidence, values);
    put_directions(&change, confidence, values);
    result->reason = reason_of(&change);
}

/* What of all that was possible was gained, by each and by the class. */
struct gain {
    size_t gains, changes;
    double individual, class_gain;
    struct evaluation_moments normalised;
};

/* Normalised change; false where none is defined: at an end of the range twice, or beyond. */
static bool normalise(double before, double after, double low, double high, double *ret)
{
    if ((before == high && after >= high) || (before == low && after <= low))
        return false;
    *ret = after > before   ? (after - before) / (high - before)
           : after < before ? (after - before) / (before - low)
                            : 0;
    return true;
}

static struct gain gain_of(const struct evaluation_request *request, const struct change *change)
{
    size_t count = change->pairs.count;
    struct gain gain = {.individual = NAN, .class_gain = NAN};
    double low, high;
    evaluation_variable_range(request->plan, &request->analysis->pre, &low, &high);
    long double sum = 0;
    double *normalised = base_arena_array(request->scratch, double, count);
    for (size_t i = 0; isfinite(low) && isfinite(high) && i < count; i++) {
        double before = change->pairs.first[i], after = change->pairs.second[i];
        if (before < high) {
            sum += (after - before) / (high - before);
            gain.gains++;
        }
        gain.changes += normalise(before, after, low, high, &normalised[gain.changes]);
    }
    if (gain.gains > 0)
        gain.individual = (double)(sum / gain.gains);
    if (count > 0 && isfinite(low) && isfinite(high) && change->first.mean != high)
        gain.class_gain = (change->second.mean - change->first.mean) / (high - change->first.mean);
    gain.normalised = evaluation_moments_of(normalised, gain.changes, 1);
    return gain;
}

void evaluation_learning_gain(const struct evaluation_request *request,
                              struct evaluation_result *result)
{
    struct change change = change_of(request, &request->analysis->pre, &request->analysis->post);
    struct gain gain = gain_of(request, &change);
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", change.pairs.count);
    evaluation_put_number(values, "class_gain", gain.class_gain);
    evaluation_put_count(values, "n_gain", gain.gains);
    evaluation_put_number(values, "mean_gain", gain.individual);
    evaluation_put_count(values, "n_change", gain.changes);
    evaluation_put_number(values, "mean_change_norm", gain.normalised.mean);
    evaluation_put_number(values, "sd_change_norm", gain.normalised.deviation);
    evaluation_put_interval(values, "ci_low", "ci_high",
                            evaluation_interval_mean(&gain.normalised, request->plan->confidence));
    if (change.pairs.count == 0)
        result->reason = EVALUATION_NO_DATA;
    else if (isnan(gain.class_gain) && gain.changes == 0)
        result->reason = EVALUATION_NOT_IDENTIFIED;
}

static double reliability_of(const struct evaluation_request *request)
{
    const struct evaluation_analysis *analysis = request->analysis;
    if (!isnan(analysis->reliability))
        return analysis->reliability;
    return analysis->pre.is_scale
               ? evaluation_reaction_alpha(request, analysis->pre.index, analysis->pre.cycle)
               : NAN;
}

void evaluation_learning_reliable_change(const struct evaluation_request *request,
                                         struct evaluation_result *result)
{
    struct change change = change_of(request, &request->analysis->pre, &request->analysis->post);
    double reliability = reliability_of(request), spread = change.first.deviation;
    size_t count = change.pairs.count, improved = 0, deteriorated = 0;
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", count);
    evaluation_put_number(values, "reliability", reliability);
    if (count < 2)
        result->reason = count == 0 ? EVALUATION_NO_DATA : EVALUATION_N_TOO_SMALL;
    else if (!(reliability > 0 && reliability < 1))
        result->reason = EVALUATION_NOT_IDENTIFIED;
    else if (spread == 0)
        result->reason = EVALUATION_ZERO_VARIANCE;
    if (result->reason != EVALUATION_REASON_NONE) {
        static const char *const fields[] = {"s_pre",      "s_diff",       "criterion",
                                             "n_improved", "n_unchanged",  "n_deteriorated",
                                             "improved",   "improved_low", "improved_high"};
        for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
            evaluation_put_null(values, fields[i]);
        return;
    }
    double z = evaluation_normal_quantile(1 - (1 - request->plan->confidence) / 2);
    double error = spread * sqrt(2 * (1 - reliability));
    for (size_t i = 0; i < count; i++) {
        improved += change.differences[i] / error > z;
        deteriorated += change.differences[i] / error < -z;
    }
    evaluation_put_number(values, "s_pre", spread);
    evaluation_put_number(values, "s_diff", error);
    evaluation_put_number(values, "criterion", z * error);
    evaluation_put_count(values, "n_improved", improved);
    evaluation_put_count(values, "n_unchanged", count - improved - deteriorated);
    evaluation_put_count(values, "n_deteriorated", deteriorated);
    evaluation_put_share(values, "improved", improved, count, request->plan->confidence);
}

/* One paired comparison; the number of pairs. */
static size_t put_comparison(const struct evaluation_request *request, const char *name,
                             const struct evaluation_variable *before,
                             const struct evaluation_variable *after,
                             struct evaluation_record *values)
{
    struct change change = change_of(request, before, after);
    struct evaluation_t_test test = evaluation_t_test_mean(&change.difference);
    struct evaluation_record *record = evaluation_put_record(values, name);
    evaluation_put_count(record, "n", change.pairs.count);
    evaluation_put_number(record, "mean_change", change.difference.mean);
    evaluation_put_interval(
        record, "ci_low", "ci_high",
        evaluation_interval_mean(&change.difference, request->plan->confidence));
    evaluation_put_number(record, "t", test.t);
    put_degrees(record, change.pairs.count);
    evaluation_put_number(record, "p", test.p);
    return change.pairs.count;
}

void evaluation_learning_retrospective(const struct evaluation_request *request,
                                       struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    put_comparison(request, "conventional", &analysis->pre, &analysis->post, result->values);
    size_t pairs =
        put_comparison(request, "retrospective", &analysis->then, &analysis->post, result->values);
    put_comparison(request, "response_shift", &analysis->pre, &analysis->then, result->values);
    result->reason = pairs == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

static bool is_binary(const struct evaluation_request *request,
                      const struct evaluation_variable *variable)
{
    return !variable->is_scale &&
           evaluation_question_goes_from(&request->plan->questions[variable->index], 0, 1);
}

/* More than two answers cannot be counted in a table of two by two. */
static void put_no_table(size_t count, struct evaluation_result *result)
{
    static const char *const fields[] = {"n11",       "n10",        "n01",  "n00",
                                         "share_pre", "share_post", "diff", "p"};
    evaluation_put_count(result->values, "n", count);
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        evaluation_put_null(result->values, fields[i]);
    result->reason = count == 0 ? EVALUATION_NO_DATA : EVALUATION_NOT_IDENTIFIED;
}

void evaluation_learning_mcnemar(const struct evaluation_request *request,
                                 struct evaluation_result *result)
{
    struct evaluation_pairs pairs =
        evaluation_pairs_variables(request, &request->analysis->pre, &request->analysis->post);
    if (!is_binary(request, &request->analysis->pre) ||
        !is_binary(request, &request->analysis->post)) {
        put_no_table(pairs.count, result);
        return;
    }
    size_t counts[2][2] = {{0}}; /* [before][after] */
    for (size_t i = 0; i < pairs.count; i++)
        counts[pairs.first[i] == 1][pairs.second[i] == 1]++;
    size_t discordant = counts[0][1] + counts[1][0];
    size_t fewer = counts[0][1] < counts[1][0] ? counts[0][1] : counts[1][0];
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", pairs.count);
    evaluation_put_count(values, "n11", counts[1][1]);
    evaluation_put_count(values, "n10", counts[1][0]);
    evaluation_put_count(values, "n01", counts[0][1]);
    evaluation_put_count(values, "n00", counts[0][0]);
    evaluation_put_number(values, "share_pre",
                          evaluation_share(counts[1][0] + counts[1][1], pairs.count));
    evaluation_put_number(values, "share_post",
                          evaluation_share(counts[0][1] + counts[1][1], pairs.count));
    evaluation_put_number(values, "diff",
                          ((double)counts[0][1] - (double)counts[1][0]) / (double)pairs.count);
    evaluation_put_number(values, "p",
                          discordant == 0 ? NAN
                                          : fmin(1, 2 * evaluation_binomial_half_lower(
                                                            (double)fewer, (double)discordant)));
    if (pairs.count == 0)
        result->reason = EVALUATION_NO_DATA;
    else if (discordant == 0)
        result->reason = EVALUATION_ZERO_VARIANCE;
}
