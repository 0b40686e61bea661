#include "evaluation/statistics.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation/distribution.h"

static struct evaluation_moments undefined_moments(size_t count)
{
    return (struct evaluation_moments){.count = count,
                                       .mean = NAN,
                                       .deviation = NAN,
                                       .error = NAN,
                                       .minimum = NAN,
                                       .maximum = NAN};
}

/* `rest` is the sum of the distances from the mean: what rounding of the mean left. */
static void close_moments(struct evaluation_moments *moments, long double mean, double minimum,
                          double maximum, long double squares, long double rest, double magnitude)
{
    size_t count = moments->count;
    moments->mean = (double)mean;
    moments->minimum = minimum;
    moments->maximum = maximum;
    moments->constant = maximum - minimum <= EVALUATION_CONSTANT * magnitude;
    if (count < 2)
        return;
    /* The share of the rest in the squares is taken out. */
    long double variance = (squares - rest * rest / count) / (count - 1);
    /* Values too large for their differences have no deviation; 0 would claim that they agree. */
    moments->deviation = moments->constant || variance < 0 ? 0 : (double)sqrtl(variance);
    moments->error = moments->deviation / sqrt((double)count);
}

struct evaluation_moments evaluation_moments_of(const double *values, size_t count,
                                                double magnitude)
{
    struct evaluation_moments moments = undefined_moments(count);
    if (count == 0)
        return moments;
    long double sum = 0;
    double minimum = values[0], maximum = values[0];
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
        minimum = values[i] < minimum ? values[i] : minimum;
        maximum = values[i] > maximum ? values[i] : maximum;
    }
    long double mean = sum / count, squares = 0, rest = 0;
    for (size_t i = 0; i < count; i++) {
        long double distance = values[i] - mean;
        squares += distance * distance;
        rest += distance;
    }
    close_moments(&moments, mean, minimum, maximum, squares, rest, magnitude);
    return moments;
}

double evaluation_magnitude_of(const double *values, size_t count)
{
    double magnitude = 0;
    for (size_t i = 0; i < count; i++)
        magnitude = fabs(values[i]) > magnitude ? fabs(values[i]) : magnitude;
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

/* From here on a radix sort pays. */
#define RADIX_LEAST 256
#define DIGITS 8

/* The bits of a number in an order that is that of the numbers. */
static uint64_t to_key(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static double from_key(uint64_t key)
{
    uint64_t bits = key >> 63 ? key & ~(UINT64_C(1) << 63) : ~key;
    double value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

/* Sorts keys by their bytes, from the least significant on; bytes that all share need no pass. */
static void sort_keys(uint64_t *keys, uint64_t *other, size_t count)
{
    size_t counts[DIGITS][256] = {0};
    uint64_t *from = keys;
    for (size_t i = 0; i < count; i++)
        for (size_t digit = 0; digit < DIGITS; digit++)
            counts[digit][keys[i] >> (8 * digit) & 255]++;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        size_t *places = counts[digit], before = 0;
        if (places[from[0] >> (8 * digit) & 255] == count)
            continue;
        for (size_t i = 0; i < 256; i++) {
            size_t size = places[i];
            places[i] = before;
            before += size;
        }
        uint64_t *to = from == keys ? other : keys;
        for (size_t i = 0; i < count; i++)
            to[places[from[i] >> (8 * digit) & 255]++] = from[i];
        from = to;
    }
    if (from != keys)
        memcpy(keys, from, count * sizeof(*keys));
}

void evaluation_sort(double *values, size_t count)
{
    if (count < RADIX_LEAST) {
        if (count > 1)
            qsort(values, count, sizeof(*values), compare_numbers);
        return;
    }
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    uint64_t *keys = base_arena_array(scratch, uint64_t, count);
    uint64_t *other = base_arena_array(scratch, uint64_t, count);
    for (size_t i = 0; i < count; i++)
        keys[i] = to_key(values[i]);
    sort_keys(keys, other, count);
    for (size_t i = 0; i < count; i++)
        values[i] = from_key(keys[i]);
}

double *evaluation_sorted(struct base_arena *arena, const double *values, size_t count)
{
    double *sorted = base_arena_array(arena, double, count);
    if (count > 0)
        memcpy(sorted, values, count * sizeof(*sorted));
    evaluation_sort(sorted, count);
    return sorted;
}

/* The value `part` of the way between two that are next to each other. */
static double between(double below, double above, double part)
{
    return part == 0 ? below : (double)(below + part * ((long double)above - below));
}

double evaluation_quantile(const double *sorted, size_t count, double share)
{
    if (count == 0)
        return NAN;
    double place = (double)(count - 1) * share;
    size_t below = (size_t)place;
    if (below + 1 >= count)
        return sorted[count - 1];
    return between(sorted[below], sorted[below + 1], place - (double)below);
}

bool evaluation_kinds_count(struct evaluation_kinds *kinds, double value)
{
    uint64_t key = to_key(value == 0 ? 0 : value); /* there are two zeroes */
    size_t place = (key * UINT64_C(0x9e3779b97f4a7c15)) >> 53;
    while (kinds->slots[place] != 0 && kinds->values[kinds->slots[place] - 1] != value)
        place = (place + 1) % EVALUATION_KIND_SLOTS;
    if (kinds->slots[place] == 0) {
        if (kinds->kinds == EVALUATION_KINDS_MOST)
            return false;
        kinds->values[kinds->kinds] = value;
        kinds->weights[kinds->kinds++] = 0;
        kinds->slots[place] = (uint16_t)kinds->kinds;
    }
    kinds->weights[kinds->slots[place] - 1]++;
    kinds->count++;
    return true;
}

/* Sorts the kinds, and the weights with them. Few, or nearly sorted. */
static void sort_kinds(double *kinds, size_t *weights, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        double kind = kinds[i];
        size_t weight = weights[i], j = i;
        for (; j > 0 && kinds[j - 1] > kind; j--) {
            kinds[j] = kinds[j - 1];
            weights[j] = weights[j - 1];
        }
        kinds[j] = kind;
        weights[j] = weight;
    }
}

struct evaluation_distribution evaluation_kinds_end(struct evaluation_kinds *kinds)
{
    sort_kinds(kinds->values, kinds->weights, kinds->kinds);
    return (struct evaluation_distribution){kinds->kinds, kinds->values, kinds->weights,
                                            kinds->count};
}

/* Fewer values are not worth the table in which kinds are counted. */
#define COUNTED_LEAST 256

struct evaluation_distribution evaluation_distribution_of(struct base_arena *arena,
                                                          const double *values, size_t count)
{
    size_t counted = 0;
    if (count >= COUNTED_LEAST) {
        struct evaluation_kinds *few = base_arena_object(arena, struct evaluation_kinds);
        while (counted < count && evaluation_kinds_count(few, values[counted]))
            counted++;
        if (counted == count)
            return evaluation_kinds_end(few);
    }
    double *kinds = evaluation_sorted(arena, values, count);
    size_t *weights = base_arena_array(arena, size_t, count);
    size_t last = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && kinds[i] != kinds[last])
            kinds[++last] = kinds[i];
        weights[last]++;
    }
    return (struct evaluation_distribution){
        .kinds = count == 0 ? 0 : last + 1, .values = kinds, .weights = weights, .count = count};
}

struct evaluation_moments evaluation_moments_weighted(const double *values, const size_t *weights,
                                                      size_t kinds, double magnitude)
{
    long double sum = 0, squares = 0, rest = 0;
    double minimum = INFINITY, maximum = -INFINITY;
    size_t count = 0;
    for (size_t i = 0; i < kinds; i++) {
        sum += (long double)values[i] * weights[i];
        count += weights[i];
        minimum = values[i] < minimum ? values[i] : minimum;
        maximum = values[i] > maximum ? values[i] : maximum;
    }
    struct evaluation_moments moments = undefined_moments(count);
    if (count == 0)
        return moments;
    long double mean = sum / count;
    for (size_t i = 0; i < kinds; i++) {
        long double distance = values[i] - mean;
        squares += distance * distance * weights[i];
        rest += distance * weights[i];
    }
    close_moments(&moments, mean, minimum, maximum, squares, rest, magnitude);
    return moments;
}

struct evaluation_moments
evaluation_distribution_moments(const struct evaluation_distribution *distribution,
                                double magnitude)
{
    return evaluation_moments_weighted(distribution->values, distribution->weights,
                                       distribution->kinds, magnitude);
}

struct weighted {
    double value;
    size_t weight;
};

static int compare_weighted(const void *a, const void *b)
{
    return compare_numbers(&((const struct weighted *)a)->value,
                           &((const struct weighted *)b)->value);
}

/* Sorts both by the values. */
static void sort_weighted(double *values, size_t *weights, size_t kinds)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct weighted *sorted = base_arena_array(scratch, struct weighted, kinds);
    for (size_t i = 0; i < kinds; i++)
        sorted[i] = (struct weighted){values[i], weights[i]};
    qsort(sorted, kinds, sizeof(*sorted), compare_weighted);
    for (size_t i = 0; i < kinds; i++) {
        values[i] = sorted[i].value;
        weights[i] = sorted[i].weight;
    }
}

struct evaluation_distribution evaluation_distribution_weighted(double *values, size_t *weights,
                                                                size_t kinds)
{
    struct evaluation_distribution distribution = {.values = values, .weights = weights};
    bool is_sorted = true;
    for (size_t i = 1; is_sorted && i < kinds; i++)
        is_sorted = values[i - 1] < values[i];
    if (!is_sorted)
        sort_weighted(values, weights, kinds);
    for (size_t i = 0; i < kinds; i++) {
        size_t weight = weights[i], *last = &distribution.kinds;
        distribution.count += weight;
        if (*last > 0 && values[*last - 1] == values[i]) {
            weights[*last - 1] += weight;
            continue;
        }
        values[*last] = values[i];
        weights[(*last)++] = weight;
    }
    return distribution;
}

struct evaluation_distribution evaluation_joint_half(struct base_arena *arena,
                                                     const struct evaluation_joint *joint,
                                                     const double *half)
{
    double *values = base_arena_array(arena, double, joint->kinds);
    size_t *weights = base_arena_array(arena, size_t, joint->kinds);
    for (size_t i = 0; i < joint->kinds; i++) {
        values[i] = half[i];
        weights[i] = joint->weights[i];
    }
    return evaluation_distribution_weighted(values, weights, joint->kinds);
}

double evaluation_joint_correlation(const struct evaluation_joint *joint, const double *x,
                                    const double *y, double x_magnitude, double y_magnitude)
{
    struct evaluation_moments a =
        evaluation_moments_weighted(x, joint->weights, joint->kinds, x_magnitude);
    struct evaluation_moments b =
        evaluation_moments_weighted(y, joint->weights, joint->kinds, y_magnitude);
    if (joint->count < 2 || a.constant || b.constant)
        return NAN;
    long double products = 0, x_squares = 0, y_squares = 0;
    for (size_t i = 0; i < joint->kinds; i++) {
        long double p = (long double)x[i] - a.mean, q = (long double)y[i] - b.mean;
        products += p * q * joint->weights[i];
        x_squares += p * p * joint->weights[i];
        y_squares += q * q * joint->weights[i];
    }
    return evaluation_correlation_of(products, x_squares, y_squares);
}

/* The value at a place (from 0) of all the values in order. */
static double value_at(const struct evaluation_distribution *distribution, size_t place)
{
    size_t kind = 0;
    while (place >= distribution->weights[kind])
        place -= distribution->weights[kind++];
    return distribution->values[kind];
}

double evaluation_distribution_quantile(const struct evaluation_distribution *distribution,
                                        double share)
{
    size_t count = distribution->count;
    if (count == 0)
        return NAN;
    double place = (double)(count - 1) * share;
    size_t below = (size_t)place;
    if (below + 1 >= count)
        return value_at(distribution, count - 1);
    return between(value_at(distribution, below), value_at(distribution, below + 1),
                   place - (double)below);
}

double evaluation_distribution_magnitude(const struct evaluation_distribution *distribution)
{
    return evaluation_magnitude_of(distribution->values, distribution->kinds);
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

double evaluation_correlation_of(long double products, long double x_squares, long double y_squares)
{
    double correlation = (double)(products / (sqrtl(x_squares) * sqrtl(y_squares)));
    if (fabs(correlation) >= 1 - 1e-12)
        return correlation < 0 ? -1 : 1;
    return correlation;
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
    return evaluation_correlation_of(products, x_squares, y_squares);
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
