#include <math.h>

#include "evaluation/statistics.h"
#include "evaluation/understanding.h"
#include "sheet.h"

/* The convention above which a group is said to agree, with slack for rounding. */
#define AGREEMENT_USUAL (0.70 - 1e-12)

double evaluation_understanding_awg(const struct evaluation_distribution *answers, double low,
                                    double high)
{
    if (answers->count < 2 || !isfinite(high - low))
        return NAN;
    struct evaluation_moments moments =
        evaluation_distribution_moments(answers, evaluation_distribution_magnitude(answers));
    if (moments.minimum == moments.maximum && (moments.mean == low || moments.mean == high))
        return 1;
    double k = (double)answers->count, mean = moments.mean, sum = mean * k;
    if (sum < low * (k - 1) + high - 1e-9 || sum > high * (k - 1) + low + 1e-9)
        return NAN;
    double most = ((high + low) * mean - mean * mean - high * low) * k / (k - 1);
    return 1 - 2 * moments.deviation * moments.deviation / most;
}

/* Mean absolute distance from `centre`; not a number for no value. */
static double mean_distance(const struct evaluation_distribution *answers, double centre)
{
    long double sum = 0;
    for (size_t i = 0; i < answers->kinds; i++)
        sum += (long double)fabs(answers->values[i] - centre) * answers->weights[i];
    return answers->count == 0 ? NAN : (double)(sum / answers->count);
}

/* What is said of one group. */
struct agreement {
    size_t count;
    double mean, variance, raw, rwg, rwg_j, awg, distance_mean, distance_median;
};

/* The people of one group who have answered everything. */
struct group {
    const char *id;
    size_t count;
    struct evaluation_distribution *answers; /* to each question */
};

/* The groups that have anybody, by the identifier. */
struct groups {
    size_t count;
    struct group *list;
    size_t incomplete; /* people who answered some of the questions */
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

static struct agreement agree(const struct group *group, size_t items, double low, double high)
{
    size_t count = group->count;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    double *awg = base_arena_array(scratch, double, items);
    double means = 0, variances = 0, from_mean = 0, from_median = 0;
    for (size_t j = 0; j < items; j++) {
        const struct evaluation_distribution *answers = &group->answers[j];
        struct evaluation_moments moments =
            evaluation_distribution_moments(answers, evaluation_distribution_magnitude(answers));
        means += moments.mean;
        variances += moments.deviation * moments.deviation;
        from_mean += mean_distance(answers, moments.mean);
        from_median += mean_distance(answers, evaluation_distribution_quantile(answers, 0.5));
        awg[j] = evaluation_understanding_awg(answers, low, high);
    }
    double k = (double)items, categories = high - low + 1;
    double uniform = isfinite(categories) ? (categories * categories - 1) / 12 : NAN;
    struct agreement agreement = {.count = count, .mean = means / k};
    bool is_defined = count >= 2;
    agreement.variance = is_defined ? variances / k : NAN;
    agreement.raw = 1 - agreement.variance / uniform;
    agreement.rwg = isnan(agreement.raw) ? NAN : fmax(0, agreement.raw);
    double q = isnan(agreement.raw) ? NAN : fmin(agreement.variance, uniform) / uniform;
    agreement.rwg_j = k * (1 - q) / (k * (1 - q) + q);
    agreement.awg = mean_defined(awg, items, NULL);
    agreement.distance_mean = is_defined ? from_mean / k : NAN;
    agreement.distance_median = is_defined ? from_median / k : NAN;
    return agreement;
}

static const char *group_name(const struct evaluation_request *request, size_t place)
{
    enum evaluation_unit unit = request->analysis->group;
    return unit == EVALUATION_UNIT_ALL ? "all"
                                       : evaluation_request_units(request, unit)->list[place];
}

/* The answers of everybody, kept one by one. */
static struct groups sort_answers(const struct evaluation_request *request, size_t units)
{
    const struct evaluation_analysis *analysis = request->analysis;
    size_t items = analysis->question_count;
    struct evaluation_matrix matrix =
        evaluation_matrix_questions(request, items, analysis->questions, analysis->cycle, true);
    struct groups groups = {.list = base_arena_array(request->scratch, struct group, units),
                            .incomplete = matrix.partial};
    size_t *ends = base_arena_array(request->scratch, size_t, units + 1);
    for (size_t i = 0; i < matrix.rows; i++) {
        uint32_t unit = evaluation_request_unit(request, matrix.members[i], analysis->group);
        if (unit != EVALUATION_NONE)
            ends[unit + 1]++;
    }
    for (size_t unit = 0; unit < units; unit++)
        ends[unit + 1] += ends[unit];
    /* Places are handed out from the beginning of each group, which so moves to its end. */
    size_t *order = base_arena_array(request->scratch, size_t, matrix.rows);
    for (size_t i = 0; i < matrix.rows; i++) {
        uint32_t unit = evaluation_request_unit(request, matrix.members[i], analysis->group);
        if (unit != EVALUATION_NONE)
            order[ends[unit]++] = i;
    }
    double *values = base_arena_array(request->scratch, double, matrix.rows);
    for (size_t unit = 0; unit < units; unit++) {
        size_t begin = unit == 0 ? 0 : ends[unit - 1], size = ends[unit] - begin;
        if (size == 0)
            continue;
        struct group *group = &groups.list[groups.count++];
        *group = (struct group){.id = group_name(request, unit), .count = size};
        group->answers = base_arena_array(request->scratch, struct evaluation_distribution, items);
        for (size_t j = 0; j < items; j++) {
            for (size_t i = 0; i < size; i++)
                values[i] = matrix.values[order[begin + i] * items + j];
            group->answers[j] = evaluation_distribution_of(request->scratch, values, size);
        }
    }
    return groups;
}

/* How often each category of each question occurs in each group. */
struct counts {
    size_t items;
    size_t *begin; /* where the categories of each question begin, and one more */
    const struct evaluation_question **questions;
    size_t *table; /* group by group */
};

static struct evaluation_distribution distribution_at(const struct evaluation_request *request,
                                                      const struct counts *counts, size_t unit,
                                                      size_t item)
{
    const size_t *from = counts->table + unit * counts->begin[counts->items] + counts->begin[item];
    size_t categories = counts->begin[item + 1] - counts->begin[item];
    double *values = base_arena_array(request->scratch, double, categories);
    size_t *weights = base_arena_array(request->scratch, size_t, categories);
    struct evaluation_distribution distribution = {.values = values, .weights = weights};
    for (size_t i = 0; i < categories; i++) {
        if (from[i] == 0)
            continue;
        values[distribution.kinds] = counts->questions[item]->minimum + (double)i;
        weights[distribution.kinds++] = from[i];
        distribution.count += from[i];
    }
    return distribution;
}

/* The answers of everybody, counted as they are read. */
static struct groups count_answers(const struct evaluation_request *request, size_t units,
                                   const struct counts *counts)
{
    const struct evaluation_analysis *analysis = request->analysis;
    size_t items = counts->items, width = counts->begin[items];
    struct evaluation_sheet sheet =
        evaluation_sheet_of(request, items, analysis->questions, analysis->cycle, true);
    struct evaluation_piece piece = evaluation_piece_new(&sheet);
    struct groups groups = {.list = base_arena_array(request->scratch, struct group, units)};
    for (size_t person = 0; person < sheet.people; person += piece.count) {
        evaluation_piece_read(&sheet, person, &piece);
        for (size_t i = 0; i < piece.count; i++) {
            groups.incomplete += piece.answered[i] > 0 && piece.answered[i] < items;
            uint32_t unit =
                piece.answered[i] < items
                    ? EVALUATION_NONE
                    : evaluation_request_unit(request, evaluation_sheet_member(&sheet, person + i),
                                              analysis->group);
            for (size_t j = 0; unit != EVALUATION_NONE && j < items; j++)
                counts->table[unit * width + counts->begin[j] +
                              (size_t)(piece.values[j * EVALUATION_PIECE + i] -
                                       counts->questions[j]->minimum)]++;
        }
    }
    for (size_t unit = 0; unit < units; unit++) {
        struct evaluation_distribution first = distribution_at(request, counts, unit, 0);
        if (first.count == 0)
            continue;
        struct group *group = &groups.list[groups.count++];
        *group = (struct group){.id = group_name(request, unit), .count = first.count};
        group->answers = base_arena_array(request->scratch, struct evaluation_distribution, items);
        for (size_t j = 0; j < items; j++)
            group->answers[j] = distribution_at(request, counts, unit, j);
    }
    return groups;
}

/* Counting needs room for every category, keeping the answers for every answer. */
#define COUNTS_MOST ((size_t)1 << 20)

static struct groups groups_of(const struct evaluation_request *request)
{
    const struct evaluation_analysis *analysis = request->analysis;
    size_t items = analysis->question_count;
    size_t units = analysis->group == EVALUATION_UNIT_ALL
                       ? 1
                       : evaluation_request_units(request, analysis->group)->count;
    struct counts counts = {
        .items = items,
        .begin = base_arena_array(request->scratch, size_t, items + 1),
        .questions = base_arena_array(request->scratch, const struct evaluation_question *, items),
    };
    bool can_count = true;
    for (size_t j = 0; j < items; j++) {
        const struct evaluation_question *question =
            &request->plan->questions[analysis->questions[j]];
        counts.questions[j] = question;
        can_count = can_count && evaluation_question_has_categories(question);
        counts.begin[j + 1] =
            counts.begin[j] + (can_count ? (size_t)(question->maximum - question->minimum) + 1 : 0);
    }
    if (!can_count || units > COUNTS_MOST / (counts.begin[items] + 1))
        return sort_answers(request, units);
    counts.table = base_arena_array(request->scratch, size_t, units * counts.begin[items]);
    return count_answers(request, units, &counts);
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
    double rwg_j_mean = mean_defined(rwg_j, used, NULL);
    evaluation_put_number(values, "rwg_j_mean", rwg_j_mean);
    evaluation_put_number(values, "rwg_j_median", evaluation_quantile(sorted, used, 0.5));
    evaluation_put_number(values, "rwg_j_share_70",
                          isnan(rwg_j_mean) ? NAN : evaluation_share(usual, used));
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
    size_t people = 0, largest = 0;
    struct groups all = groups_of(request);
    const struct group *groups = all.list;
    size_t count = all.count;
    struct agreement *agreements = base_arena_array(request->scratch, struct agreement, count);
    for (size_t i = 0; i < count; i++) {
        agreements[i] = agree(&groups[i], analysis->question_count, first->minimum, first->maximum);
        people += groups[i].count;
        largest = groups[i].count > largest ? groups[i].count : largest;
    }
    evaluation_put_count(result->values, "n", people);
    evaluation_put_count(result->values, "n_incomplete", all.incomplete);
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
    else if (!isfinite(first->maximum - first->minimum))
        result->reason = EVALUATION_NOT_IDENTIFIED;
}
