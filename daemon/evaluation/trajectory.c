#include "evaluation/trajectory.h"

#include <math.h>

#include "concordance.h"
#include "evaluation/distribution.h"
#include "evaluation/statistics.h"

/* A variable over the request's cycles: one row per participant of the data. */
struct paths {
    size_t people, cycles;
    double *values; /* not a number where there is none */
    double magnitude;
};

static struct paths paths_of(const struct evaluation_request *request)
{
    const struct evaluation_analysis *analysis = request->analysis;
    struct paths paths = {.people = request->data->participants.count,
                          .cycles = analysis->cycle_count};
    paths.values = base_arena_array(request->scratch, double, paths.people *paths.cycles);
    for (size_t i = 0; i < paths.people * paths.cycles; i++)
        paths.values[i] = NAN;
    for (size_t j = 0; j < paths.cycles; j++) {
        struct evaluation_variable variable = analysis->variable;
        variable.cycle = analysis->cycles[j];
        struct evaluation_series series = evaluation_series_variable(request, &variable);
        paths.magnitude = fmax(paths.magnitude, series.magnitude);
        for (size_t i = 0; i < series.count; i++) {
            uint32_t participant = evaluation_request_participant(request, series.members[i]);
            paths.values[participant * paths.cycles + j] = series.values[i];
        }
    }
    return paths;
}

/* Least squares over the cycles with a value; not a number when these are fewer than `least`. */
static double slope_of(const double *values, const int *cycles, size_t count, size_t least)
{
    size_t points = 0;
    long double x = 0, y = 0, products = 0, squares = 0;
    for (size_t j = 0; j < count; j++) {
        if (isnan(values[j]))
            continue;
        x += cycles[j];
        y += values[j];
        points++;
    }
    if (points < least || points < 2)
        return NAN;
    for (size_t j = 0; j < count; j++) {
        if (isnan(values[j]))
            continue;
        long double distance = cycles[j] - x / points;
        products += distance * (values[j] - y / points);
        squares += distance * distance;
    }
    return (double)(products / squares);
}

void evaluation_trajectory_slope(const struct evaluation_request *request,
                                 struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    struct paths paths = paths_of(request);
    double *slopes = base_arena_array(request->scratch, double, paths.people);
    size_t count = 0, positive = 0;
    for (size_t i = 0; i < paths.people; i++) {
        double slope = slope_of(&paths.values[i * paths.cycles], analysis->cycles, paths.cycles,
                                (size_t)analysis->min_points);
        if (isnan(slope))
            continue;
        slopes[count++] = slope;
        positive += slope > EVALUATION_CONSTANT * paths.magnitude;
    }
    struct evaluation_moments moments = evaluation_moments_of(slopes, count, paths.magnitude);
    struct evaluation_t_test test = evaluation_t_test_mean(&moments);
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", count);
    evaluation_put_number(values, "mean_slope", moments.mean);
    evaluation_put_number(values, "sd_slope", moments.deviation);
    evaluation_put_number(values, "se", moments.error);
    evaluation_put_interval(values, "ci_low", "ci_high",
                            evaluation_interval_mean(&moments, request->plan->confidence));
    evaluation_put_number(values, "t", test.t);
    if (count >= 2)
        evaluation_put_count(values, "df", count - 1);
    else
        evaluation_put_null(values, "df");
    evaluation_put_number(values, "p", test.p);
    evaluation_put_count(values, "n_positive", positive);
    evaluation_put_share(values, "positive", positive, count, request->plan->confidence);
    if (count < 2)
        result->reason = count == 0 ? EVALUATION_NO_DATA : EVALUATION_N_TOO_SMALL;
    else if (moments.constant)
        result->reason = EVALUATION_ZERO_VARIANCE;
}

/* Ranks of those with a value in every cycle. */
static struct evaluation_concordance rank_complete(const struct evaluation_request *request)
{
    struct paths paths = paths_of(request);
    size_t complete = 0;
    for (size_t i = 0; i < paths.people; i++) {
        bool is_complete = true;
        for (size_t j = 0; j < paths.cycles; j++)
            is_complete = is_complete && !isnan(paths.values[i * paths.cycles + j]);
        for (size_t j = 0; is_complete && j < paths.cycles; j++)
            paths.values[complete * paths.cycles + j] = paths.values[i * paths.cycles + j];
        complete += is_complete;
    }
    return evaluation_concordance_of(request, paths.values, complete, paths.cycles);
}

void evaluation_trajectory_friedman(const struct evaluation_request *request,
                                    struct evaluation_result *result)
{
    struct evaluation_concordance concordance = rank_complete(request);
    struct evaluation_record *values = result->values;
    double n = (double)concordance.people, k = (double)concordance.things;
    bool has_f = concordance.w < 1 - 1e-12;
    double f =
        has_f ? (n - 1) * concordance.chi_square / (n * (k - 1) - concordance.chi_square) : NAN;
    evaluation_put_count(values, "n", concordance.people);
    evaluation_put_count(values, "k", concordance.things);
    evaluation_concordance_put(&concordance, values);
    evaluation_put_number(values, "f", f);
    if (has_f) {
        evaluation_put_count(values, "f_df1", concordance.things - 1);
        evaluation_put_count(values, "f_df2", (concordance.things - 1) * (concordance.people - 1));
    } else {
        evaluation_put_null(values, "f_df1");
        evaluation_put_null(values, "f_df2");
    }
    evaluation_put_number(values, "f_p", evaluation_f_upper(f, k - 1, (k - 1) * (n - 1)));
    result->reason = evaluation_concordance_reason(&concordance);
}

void evaluation_trajectory_page(const struct evaluation_request *request,
                                struct evaluation_result *result)
{
    struct evaluation_concordance concordance = rank_complete(request);
    size_t people = concordance.people, things = concordance.things;
    double n = (double)people, k = (double)things, l = 0, positions = 0, ranks = 0;
    for (size_t j = 0; j < things; j++) {
        double position = (double)(j + 1);
        l += position * concordance.rank_sums[j];
        positions += (position - (k + 1) / 2) * (position - (k + 1) / 2);
        for (size_t i = 0; i < people; i++) {
            double distance = concordance.ranks[i * things + j] - (k + 1) / 2;
            ranks += distance * distance;
        }
    }
    if (people == 0)
        result->reason = EVALUATION_NO_DATA;
    else if (people < 2 || things < 3)
        result->reason = EVALUATION_N_TOO_SMALL;
    bool is_defined = result->reason == EVALUATION_REASON_NONE;
    double expected = n * k * (k + 1) * (k + 1) / 4, variance = positions * ranks / (k - 1);
    double z = is_defined && variance > 0 ? (l - expected) / sqrt(variance) : NAN;
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", people);
    evaluation_put_count(values, "k", things);
    evaluation_put_number(values, "l", is_defined ? l : NAN);
    evaluation_put_number(values, "expected", is_defined ? expected : NAN);
    evaluation_put_number(values, "variance", is_defined ? variance : NAN);
    evaluation_put_number(values, "z", z);
    evaluation_put_number(values, "p_increasing", evaluation_normal_upper(z));
    if (is_defined && !(variance > 0))
        result->reason = EVALUATION_ZERO_VARIANCE;
}
