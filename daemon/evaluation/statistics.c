#include "evaluation/statistics.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation/distribution.h"

struct evaluation_moments evaluation_moments_of(const double *values, size_t count,
                                                double magnitude)
{
    struct evaluation_moments moments = {.count = count,
                                         .mean = NAN,
                                         .deviation = NAN,
                                         .error = NAN,
                                         .minimum = NAN,
                                         .maximum = NAN};
    if (count == 0)
        return moments;
    long double sum = 0;
    double minimum = values[0], maximum = values[0];
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
        minimum = fmin(minimum, values[i]);
        maximum = fmax(maximum, values[i]);
    }
    long double mean = sum / count, squares = 0, rest = 0;
    for (size_t i = 0; i < count; i++) {
        long double distance = values[i] - mean;
        squares += distance * distance;
        rest += distance;
    }
    moments.mean = (double)mean;
    moments.minimum = minimum;
    moments.maximum = maximum;
    moments.constant = maximum - minimum <= EVALUATION_CONSTANT * magnitude;
    if (count >= 2) {
        /* `rest` is what rounding of the mean left; its share of the squares is taken out. */
        long double variance = (squares - rest * rest / count) / (count - 1);
        /* Values too large for their differences have no deviation; 0 would claim that they agree.
         */
        moments.deviation = moments.constant || variance < 0 ? 0 : (double)sqrtl(variance);
        moments.error = moments.deviation / sqrt((double)count);
    }
    return moments;
}

double evaluation_magnitude_of(const double *values, size_t count)
{
    double magnitude = 0;
    for (size_t i = 0; i < count; i++)
        magnitude = fmax(magnitude, fabs(values[i]));
    return magnitude;
}

struct evaluation_interval evaluation_interval_mean(const struct evaluation_moments *moments,
                                                    double confidence)
{
    if (moments->count < 2 || moments->constant)
        return (struct evaluation_interval){NAN, NAN};
    double reach = moments->error *
                   evaluation_t_quantile(1 - (1 - confidence) / 2, (double)moments->count - 1);
    return (struct evaluation_interval){moments->mean - reach, moments->mean + reach};
}

struct evaluation_interval evaluation_interval_share(size_t hits, size_t count, double confidence)
{
    if (count == 0)
        return (struct evaluation_interval){NAN, NAN};
    assert(hits <= count);
    double n = (double)count, share = (double)hits / n;
    double z = evaluation_normal_quantile(1 - (1 - confidence) / 2), square = z * z;
    double centre = (share + square / (2 * n)) / (1 + square / n);
    double reach = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n));
    return (struct evaluation_interval){
        .low = hits == 0 ? 0 : centre - reach,
        .high = hits == count ? 1 : centre + reach,
    };
}

struct evaluation_t_test evaluation_t_test_mean(const struct evaluation_moments *moments)
{
    struct evaluation_t_test test = {NAN, NAN, NAN};
    if (moments->count < 2)
        return test;
    test.degrees = (double)moments->count - 1;
    if (!moments->constant) {
        test.t = moments->mean / moments->error;
        test.p = evaluation_t_two_sided(test.t, test.degrees);
    }
    return test;
}

double evaluation_share(size_t hits, size_t count)
{
    return count == 0 ? NAN : (double)hits / (double)count;
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

void evaluation_sort(double *values, size_t count)
{
    if (count > 1)
        qsort(values, count, sizeof(*values), compare_numbers);
}

double *evaluation_sorted(struct base_arena *arena, const double *values, size_t count)
{
    double *sorted = base_arena_array(arena, double, count);
    if (count > 0)
        memcpy(sorted, values, count * sizeof(*sorted));
    evaluation_sort(sorted, count);
    return sorted;
}

double evaluation_quantile(const double *sorted, size_t count, double share)
{
    if (count == 0)
        return NAN;
    double place = (double)(count - 1) * share;
    size_t below = (size_t)place;
    if (below + 1 >= count)
        return sorted[count - 1];
    double part = place - (double)below;
    long double step = (long double)sorted[below + 1] - sorted[below];
    return part == 0 ? sorted[below] : (double)(sorted[below] + part * step);
}

struct ranked {
    double value;
    size_t place;
};

static int compare_ranked(const void *a, const void *b)
{
    return compare_numbers(&((const struct ranked *)a)->value, &((const struct ranked *)b)->value);
}

void evaluation_midranks(struct base_arena *scratch, const double *values, size_t count,
                         double *ret_ranks, double *ret_ties)
{
    struct ranked *ranked = base_arena_array(scratch, struct ranked, count);
    for (size_t i = 0; i < count; i++)
        ranked[i] = (struct ranked){values[i], i};
    if (count > 1)
        qsort(ranked, count, sizeof(*ranked), compare_ranked);
    double ties = 0;
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && ranked[next].value == ranked[first].value;)
            next++;
        double size = (double)(next - first);
        ties += size * size * size - size;
        for (size_t i = first; i < next; i++)
            ret_ranks[ranked[i].place] = (double)(first + 1 + next) / 2;
    }
    if (ret_ties != NULL)
        *ret_ties = ties;
}

double evaluation_correlation(const double *x, const double *y, size_t count, double x_magnitude,
                              double y_magnitude)
{
    struct evaluation_moments a = evaluation_moments_of(x, count, x_magnitude);
    struct evaluation_moments b = evaluation_moments_of(y, count, y_magnitude);
    if (count < 2 || a.constant || b.constant)
        return NAN;
    long double products = 0, x_squares = 0, y_squares = 0;
    for (size_t i = 0; i < count; i++) {
        long double p = (long double)x[i] - a.mean, q = (long double)y[i] - b.mean;
        products += p * q;
        x_squares += p * p;
        y_squares += q * q;
    }
    double correlation = (double)(products / (sqrtl(x_squares) * sqrtl(y_squares)));
    if (fabs(correlation) >= 1 - 1e-12)
        return correlation < 0 ? -1 : 1;
    return correlation;
}

double evaluation_small_sample_factor(double degrees)
{
    if (!(degrees >= 2))
        return NAN;
    if (degrees <= 1000)
        return exp(evaluation_log_gamma(degrees / 2) - evaluation_log_gamma((degrees - 1) / 2)) /
               sqrt(degrees / 2);
    double y = (degrees - 1) / 2;
    double series =
        1 - 1 / (8 * y) + 1 / (128 * y * y) + 5 / (1024 * y * y * y) - 21 / (32768 * y * y * y * y);
    return sqrt((degrees - 1) / degrees) * series;
}

void evaluation_put_share(struct evaluation_record *record, const char *name, size_t hits,
                          size_t count, double confidence)
{
    struct evaluation_interval interval = evaluation_interval_share(hits, count, confidence);
    evaluation_put_number(record, name, evaluation_share(hits, count));
    evaluation_put_interval(record, base_arena_format(record->arena, "%s_low", name),
                            base_arena_format(record->arena, "%s_high", name), interval);
}

void evaluation_put_interval(struct evaluation_record *record, const char *low_name,
                             const char *high_name, struct evaluation_interval interval)
{
    evaluation_put_number(record, low_name, interval.low);
    evaluation_put_number(record, high_name, interval.high);
}
