#include <math.h>

#include "evaluation/distribution.h"
#include "evaluation/statistics.h"
#include "evaluation/understanding.h"

/* One-way analysis of variance. */
struct variance {
    size_t people, groups;
    double sizes_squared;
    double between, within; /* sums of squares */
    double mean_between, mean_within;
    bool is_constant; /* all values are equal */
};

/* The sums of squares. Constant groups, and group means that are constant, count as exactly so. */
static struct variance analyse(struct base_arena *scratch, const double *values,
                               const uint32_t *group_of, size_t count, size_t units)
{
    struct variance variance = {.people = count};
    double magnitude = evaluation_magnitude_of(values, count);
    size_t *sizes = base_arena_array(scratch, size_t, units);
    long double *sums = base_arena_array(scratch, long double, units);
    double *least = base_arena_array(scratch, double, units);
    double *most = base_arena_array(scratch, double, units);
    long double total = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t group = group_of[i];
        least[group] = sizes[group] == 0 ? values[i] : fmin(least[group], values[i]);
        most[group] = sizes[group] == 0 ? values[i] : fmax(most[group], values[i]);
        sizes[group]++;
        sums[group] += values[i];
        total += values[i];
    }
    long double mean = count == 0 ? 0 : total / count, between = 0, within = 0;
    double lowest = INFINITY, highest = -INFINITY;
    bool groups_are_constant = true;
    for (size_t g = 0; g < units; g++) {
        if (sizes[g] == 0)
            continue;
        long double distance = sums[g] / sizes[g] - mean;
        variance.groups++;
        variance.sizes_squared += (double)sizes[g] * (double)sizes[g];
        between += sizes[g] * distance * distance;
        lowest = fmin(lowest, (double)(sums[g] / sizes[g]));
        highest = fmax(highest, (double)(sums[g] / sizes[g]));
        groups_are_constant =
            groups_are_constant && most[g] - least[g] <= EVALUATION_CONSTANT * magnitude;
    }
    for (size_t i = 0; i < count; i++) {
        long double distance = values[i] - sums[group_of[i]] / sizes[group_of[i]];
        within += distance * distance;
    }
    bool means_are_constant = highest - lowest <= EVALUATION_CONSTANT * magnitude;
    variance.between = means_are_constant ? 0 : (double)between;
    variance.within = groups_are_constant ? 0 : (double)within;
    variance.is_constant = means_are_constant && groups_are_constant;
    variance.mean_between = variance.between / ((double)variance.groups - 1);
    variance.mean_within = variance.within / ((double)count - (double)variance.groups);
    return variance;
}

static enum evaluation_reason reason_of(const struct variance *variance)
{
    if (variance->people == 0)
        return EVALUATION_NO_DATA;
    if (variance->groups < 2)
        return EVALUATION_SINGLE_GROUP;
    if (variance->groups == variance->people)
        return EVALUATION_N_TOO_SMALL;
    return variance->is_constant ? EVALUATION_ZERO_VARIANCE : EVALUATION_REASON_NONE;
}

static void put_correlations(const struct variance *variance, double confidence,
                             struct evaluation_record *values)
{
    double groups = (double)variance->groups, people = (double)variance->people;
    double first = groups - 1, second = people - groups, size = people / groups;
    double n0 = (people - variance->sizes_squared / people) / first;
    double msb = variance->mean_between, msw = variance->mean_within;
    bool is_constant = variance->is_constant;
    double f = msw > 0 ? msb / msw : NAN, tail = (1 - confidence) / 2;
    bool has_interval = f > 0;
    double low = has_interval ? f / evaluation_f_quantile(1 - tail, first, second) : NAN;
    double high = has_interval ? f * evaluation_f_quantile(1 - tail, second, first) : NAN;
    evaluation_put_number(values, "mean_group_size", size);
    evaluation_put_number(values, "n0", n0);
    evaluation_put_number(values, "msb", msb);
    evaluation_put_number(values, "msw", msw);
    evaluation_put_number(values, "f", f);
    evaluation_put_count(values, "df1", variance->groups - 1);
    evaluation_put_count(values, "df2", variance->people - variance->groups);
    evaluation_put_number(values, "p", evaluation_f_upper(f, first, second));
    evaluation_put_number(values, "icc1",
                          is_constant ? NAN : (msb - msw) / (msb + (size - 1) * msw));
    evaluation_put_number(values, "icc1_low", (low - 1) / (low + size - 1));
    evaluation_put_number(values, "icc1_high", (high - 1) / (high + size - 1));
    evaluation_put_number(values, "icc1_n0",
                          is_constant ? NAN : (msb - msw) / (msb + (n0 - 1) * msw));
    evaluation_put_number(values, "icc2", msb > 0 ? (msb - msw) / msb : NAN);
    evaluation_put_number(values, "icc2_low", 1 - 1 / low);
    evaluation_put_number(values, "icc2_high", 1 - 1 / high);
    evaluation_put_number(values, "eta2",
                          variance->between / (variance->between + variance->within));
}

void evaluation_understanding_icc(const struct evaluation_request *request,
                                  struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    struct evaluation_series series = evaluation_series_variable(request, &analysis->variable);
    uint32_t *group_of = base_arena_array(request->scratch, uint32_t, series.count);
    size_t units = analysis->group == EVALUATION_UNIT_ALL
                       ? 1
                       : evaluation_request_units(request, analysis->group)->count;
    size_t count = 0;
    for (size_t i = 0; i < series.count; i++) {
        uint32_t unit = evaluation_request_unit(request, series.members[i], analysis->group);
        if (unit == EVALUATION_NONE)
            continue;
        series.values[count] = series.values[i];
        group_of[count++] = unit;
    }
    struct variance variance = analyse(request->scratch, series.values, group_of, count, units);
    result->reason = reason_of(&variance);
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", count);
    evaluation_put_count(values, "groups", variance.groups);
    /* Constant values still have mean squares, and nothing that is divided by them. */
    if (result->reason == EVALUATION_REASON_NONE || result->reason == EVALUATION_ZERO_VARIANCE) {
        put_correlations(&variance, request->plan->confidence, values);
        return;
    }
    static const char *const fields[] = {"mean_group_size",
                                         "n0",
                                         "msb",
                                         "msw",
                                         "f",
                                         "df1",
                                         "df2",
                                         "p",
                                         "icc1",
                                         "icc1_low",
                                         "icc1_high",
                                         "icc1_n0",
                                         "icc2",
                                         "icc2_low",
                                         "icc2_high",
                                         "eta2"};
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        evaluation_put_null(values, fields[i]);
}
