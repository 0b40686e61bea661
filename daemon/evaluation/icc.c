#include <math.h>

#include "evaluation/distribution.h"
#include "evaluation/statistics.h"
#include "evaluation/understanding.h"
#include "tally.h"

/* One-way analysis of variance. */
struct variance {
    size_t people, groups;
    double sizes_squared;
    double between, within; /* sums of squares */
    double mean_between, mean_within;
    bool is_constant; /* all values are equal */
};

/* The values of each group, of which some may have nobody. */
struct groups {
    size_t count;
    struct evaluation_distribution *list;
};

static long double sum_of(const struct evaluation_distribution *values)
{
    long double sum = 0;
    for (size_t i = 0; i < values->kinds; i++)
        sum += (long double)values->values[i] * values->weights[i];
    return sum;
}

/* The squared distances of a group's values from their mean. */
static long double squares_of(const struct evaluation_distribution *values, long double mean)
{
    long double squares = 0;
    for (size_t i = 0; i < values->kinds; i++) {
        long double distance = values->values[i] - mean;
        squares += distance * distance * values->weights[i];
    }
    return squares;
}

/* The sums of squares. Constant groups, and group means that are constant, count as exactly so. */
static struct variance analyse(const struct groups *groups)
{
    struct variance variance = {0};
    double magnitude = 0, lowest = INFINITY, highest = -INFINITY, widest = 0;
    long double total = 0, between = 0, within = 0;
    for (size_t g = 0; g < groups->count; g++) {
        variance.people += groups->list[g].count;
        total += sum_of(&groups->list[g]);
        magnitude = fmax(magnitude, evaluation_distribution_magnitude(&groups->list[g]));
    }
    for (size_t g = 0; g < groups->count; g++) {
        const struct evaluation_distribution *values = &groups->list[g];
        if (values->count == 0)
            continue;
        long double mean = sum_of(values) / values->count;
        long double distance = mean - total / variance.people;
        variance.groups++;
        variance.sizes_squared += (double)values->count * (double)values->count;
        between += values->count * distance * distance;
        within += squares_of(values, mean);
        lowest = fmin(lowest, (double)mean);
        highest = fmax(highest, (double)mean);
        widest = fmax(widest, values->values[values->kinds - 1] - values->values[0]);
    }
    bool means_are_constant = highest - lowest <= EVALUATION_CONSTANT * magnitude;
    bool groups_are_constant = widest <= EVALUATION_CONSTANT * magnitude;
    variance.between = means_are_constant ? 0 : (double)between;
    variance.within = groups_are_constant ? 0 : (double)within;
    variance.is_constant = means_are_constant && groups_are_constant;
    variance.mean_between = variance.between / ((double)variance.groups - 1);
    variance.mean_within = variance.within / ((double)variance.people - (double)variance.groups);
    return variance;
}

/* Each participant is a group of one. */
static struct groups groups_of_participants(const struct evaluation_request *request)
{
    struct evaluation_series series =
        evaluation_series_variable(request, &request->analysis->variable);
    struct groups groups = {.count = series.count};
    groups.list = base_arena_array(request->scratch, struct evaluation_distribution, series.count);
    for (size_t i = 0; i < series.count; i++)
        groups.list[i] = evaluation_distribution_of(request->scratch, &series.values[i], 1);
    return groups;
}

static struct groups groups_of(const struct evaluation_request *request)
{
    const struct evaluation_data *data = request->data;
    enum evaluation_unit unit = request->analysis->group;
    if (unit == EVALUATION_UNIT_PARTICIPANT)
        return groups_of_participants(request);
    struct evaluation_tally tally = evaluation_tally_of(request, &request->analysis->variable);
    struct groups groups = {
        .count = unit == EVALUATION_UNIT_ALL ? 1 : evaluation_request_units(request, unit)->count};
    groups.list = base_arena_array(request->scratch, struct evaluation_distribution, groups.count);
    bool *is_in = base_arena_array(request->scratch, bool, data->affiliation_count);
    for (size_t g = 0; g < groups.count; g++) {
        for (size_t i = 0; i < data->affiliation_count; i++)
            is_in[i] = evaluation_affiliation_unit(&data->affiliations[i], unit) == g;
        groups.list[g] = evaluation_tally_merge(request, &tally, is_in);
    }
    return groups;
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
    struct groups groups = groups_of(request);
    struct variance variance = analyse(&groups);
    result->reason = reason_of(&variance);
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", variance.people);
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
