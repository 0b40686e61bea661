#include <math.h>

#include "evaluation/statistics.h"
#include "evaluation/understanding.h"

/* The convention above which a group is said to agree, with slack for rounding. */
#define AGREEMENT_USUAL (0.70 - 1e-12)

double evaluation_understanding_awg(const double *values, size_t count, double low, double high)
{
    if (count < 2)
        return NAN;
    struct evaluation_moments moments =
        evaluation_moments_of(values, count, evaluation_magnitude_of(values, count));
    if (moments.minimum == moments.maximum && (moments.mean == low || moments.mean == high))
        return 1;
    double k = (double)count, mean = moments.mean, sum = mean * k;
    if (sum < low * (k - 1) + high - 1e-9 || sum > high * (k - 1) + low + 1e-9)
        return NAN;
    double most = ((high + low) * mean - mean * mean - high * low) * k / (k - 1);
    return 1 - 2 * moments.deviation * moments.deviation / most;
}

double evaluation_understanding_distance(const double *values, size_t count, double centre)
{
    long double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += fabs(values[i] - centre);
    return count == 0 ? NAN : (double)(sum / count);
}

/* What is said of one group. */
struct agreement {
    size_t count;
    double mean, variance, raw, rwg, rwg_j, awg, distance_mean, distance_median;
};

/* People of one group: rows of the matrix. */
struct group {
    const char *id;
    size_t count, capacity;
    size_t *rows;
};

/* Mean of the values that are numbers, and how many those are. */
static double mean_defined(const double *values, size_t count, size_t *ret_count)
{
    long double sum = 0;
    size_t defined = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(values[i]))
            continue;
        sum += values[i];
        defined++;
    }
    if (ret_count != NULL)
        *ret_count = defined;
    return defined == 0 ? NAN : (double)(sum / defined);
}

static struct agreement agree(struct base_arena *scratch, const struct evaluation_matrix *matrix,
                              const struct group *group, double low, double high)
{
    size_t items = matrix->columns, count = group->count;
    double *values = base_arena_array(scratch, double, count);
    double *awg = base_arena_array(scratch, double, items);
    double means = 0, variances = 0, from_mean = 0, from_median = 0;
    for (size_t j = 0; j < items; j++) {
        for (size_t i = 0; i < count; i++)
            values[i] = matrix->values[group->rows[i] * items + j];
        evaluation_sort(values, count);
        struct evaluation_moments moments =
            evaluation_moments_of(values, count, evaluation_magnitude_of(values, count));
        double median = evaluation_quantile(values, count, 0.5);
        means += moments.mean;
        variances += moments.deviation * moments.deviation;
        from_mean += evaluation_understanding_distance(values, count, moments.mean);
        from_median += evaluation_understanding_distance(values, count, median);
        awg[j] = evaluation_understanding_awg(values, count, low, high);
    }
    double k = (double)items, categories = high - low + 1;
    double uniform = (categories * categories - 1) / 12;
    struct agreement agreement = {.count = count, .mean = means / k};
    bool is_defined = count >= 2;
    agreement.variance = is_defined ? variances / k : NAN;
    agreement.raw = 1 - agreement.variance / uniform;
    agreement.rwg = is_defined ? fmax(0, agreement.raw) : NAN;
    double q = is_defined ? fmin(agreement.variance, uniform) / uniform : NAN;
    agreement.rwg_j = k * (1 - q) / (k * (1 - q) + q);
    agreement.awg = mean_defined(awg, items, NULL);
    agreement.distance_mean = is_defined ? from_mean / k : NAN;
    agreement.distance_median = is_defined ? from_median / k : NAN;
    return agreement;
}

/* Sorts the rows of the matrix into groups, by the identifier of the group; on the scratch arena.
   Rows without the attribute are left out. */
static struct group *group_rows(const struct evaluation_request *request,
                                const struct evaluation_matrix *matrix, size_t *ret_count)
{
    enum evaluation_unit unit = request->analysis->group;
    size_t units = unit == EVALUATION_UNIT_ALL ? 1 : evaluation_request_units(request, unit)->count;
    struct group *groups = base_arena_array(request->scratch, struct group, units);
    for (size_t i = 0; i < matrix->rows; i++) {
        uint32_t place = evaluation_request_unit(request, matrix->members[i], unit);
        if (place != EVALUATION_NONE)
            groups[place].capacity++;
    }
    size_t count = 0;
    for (size_t i = 0; i < matrix->rows; i++) {
        uint32_t place = evaluation_request_unit(request, matrix->members[i], unit);
        if (place == EVALUATION_NONE)
            continue;
        struct group *group = &groups[place];
        if (group->rows == NULL)
            group->rows = base_arena_array(request->scratch, size_t, group->capacity);
        group->rows[group->count++] = i;
    }
    for (size_t i = 0; i < units; i++) {
        if (groups[i].count == 0)
            continue;
        groups[count] = groups[i];
        groups[count++].id =
            unit == EVALUATION_UNIT_ALL ? "all" : evaluation_request_units(request, unit)->list[i];
    }
    *ret_count = count;
    return groups;
}

static void put_group(struct evaluation_list *list, const char *id,
                      const struct agreement *agreement)
{
    struct evaluation_record *record = evaluation_list_record(list);
    evaluation_put_text(record, "id", id);
    evaluation_put_count(record, "n", agreement->count);
    evaluation_put_number(record, "mean", agreement->mean);
    evaluation_put_number(record, "mean_var", agreement->variance);
    evaluation_put_number(record, "rwg_raw", agreement->raw);
    evaluation_put_number(record, "rwg", agreement->rwg);
    evaluation_put_number(record, "rwg_j", agreement->rwg_j);
    evaluation_put_number(record, "awg", agreement->awg);
    evaluation_put_number(record, "ad_mean", agreement->distance_mean);
    evaluation_put_number(record, "ad_median", agreement->distance_median);
}

/* The figures over all groups of at least two. */
static void put_overall(const struct evaluation_request *request,
                        const struct agreement *agreements, size_t count,
                        struct evaluation_record *values)
{
    struct base_arena *scratch = request->scratch;
    double *rwg_j = base_arena_array(scratch, double, count);
    double *rwg = base_arena_array(scratch, double, count);
    double *awg = base_arena_array(scratch, double, count);
    double *distance_mean = base_arena_array(scratch, double, count);
    double *distance_median = base_arena_array(scratch, double, count);
    size_t used = 0, usual = 0, with_awg;
    for (size_t i = 0; i < count; i++) {
        if (agreements[i].count < 2)
            continue;
        rwg_j[used] = agreements[i].rwg_j;
        rwg[used] = agreements[i].rwg;
        awg[used] = agreements[i].awg;
        distance_mean[used] = agreements[i].distance_mean;
        distance_median[used++] = agreements[i].distance_median;
        usual += agreements[i].rwg_j >= AGREEMENT_USUAL;
    }
    const double *sorted = evaluation_sorted(scratch, rwg_j, used);
    evaluation_put_count(values, "groups", count);
    evaluation_put_count(values, "groups_used", used);
    evaluation_put_number(values, "rwg_j_mean", mean_defined(rwg_j, used, NULL));
    evaluation_put_number(values, "rwg_j_median", evaluation_quantile(sorted, used, 0.5));
    evaluation_put_number(values, "rwg_j_share_70", evaluation_share(usual, used));
    evaluation_put_number(values, "rwg_mean", mean_defined(rwg, used, NULL));
    double awg_mean = mean_defined(awg, used, &with_awg);
    evaluation_put_count(values, "awg_n", with_awg);
    evaluation_put_number(values, "awg_mean", awg_mean);
    evaluation_put_number(values, "ad_mean_mean", mean_defined(distance_mean, used, NULL));
    evaluation_put_number(values, "ad_median_mean", mean_defined(distance_median, used, NULL));
}

void evaluation_understanding_agreement(const struct evaluation_request *request,
                                        struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    const struct evaluation_question *first = &request->plan->questions[analysis->questions[0]];
    struct evaluation_matrix matrix = evaluation_matrix_questions(
        request, analysis->question_count, analysis->questions, analysis->cycle, true);
    size_t count, people = 0, largest = 0;
    const struct group *groups = group_rows(request, &matrix, &count);
    struct agreement *agreements = base_arena_array(request->scratch, struct agreement, count);
    for (size_t i = 0; i < count; i++) {
        BASE_ARENA_SCOPED *scratch = base_arena_new();
        agreements[i] = agree(scratch, &matrix, &groups[i], first->minimum, first->maximum);
        people += groups[i].count;
        largest = groups[i].count > largest ? groups[i].count : largest;
    }
    evaluation_put_count(result->values, "n", people);
    evaluation_put_count(result->values, "n_incomplete", matrix.partial);
    put_overall(request, agreements, count, result->values);
    if (analysis->list_groups) {
        struct evaluation_list *list = evaluation_put_list(result->values, "by_group");
        for (size_t i = 0; i < count; i++)
            put_group(list, groups[i].id, &agreements[i]);
    }
    if (people == 0)
        result->reason = EVALUATION_NO_DATA;
    else if (largest < 2)
        result->reason = EVALUATION_N_TOO_SMALL;
}
