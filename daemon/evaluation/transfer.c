#include "evaluation/transfer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation/participation.h"
#include "evaluation/statistics.h"

/* Puts the rate of `hits` among `answered`, and what it would be if nobody, or everybody, of those
   eligible who did not answer were a hit. */
static void put_bounded_rate(struct evaluation_record *values, size_t hits, size_t answered,
                             size_t eligible, double confidence)
{
    evaluation_put_share(values, "rate", hits, answered, confidence);
    evaluation_put_number(values, "bound_low", evaluation_share(hits, eligible));
    evaluation_put_number(values, "bound_high",
                          evaluation_share(hits + eligible - answered, eligible));
}

static void put_quality(const struct evaluation_request *request, const bool *has_done,
                        struct evaluation_record *values)
{
    struct evaluation_series series = evaluation_series_question(
        request, request->analysis->quality, request->analysis->cycle, false);
    size_t count = 0;
    for (size_t i = 0; i < series.count; i++)
        if (has_done[evaluation_request_participant(request, series.members[i])])
            series.values[count++] = series.values[i];
    struct evaluation_moments moments =
        evaluation_moments_of(series.values, count, evaluation_magnitude_of(series.values, count));
    evaluation_put_count(values, "quality_n", count);
    evaluation_put_number(values, "quality_mean", moments.mean);
    evaluation_put_number(values, "quality_sd", moments.deviation);
    evaluation_put_interval(values, "quality_ci_low", "quality_ci_high",
                            evaluation_interval_mean(&moments, request->plan->confidence));
}

/* Whether it was done is a yes or no: of other answers none says so. */
static void put_not_done(const struct evaluation_request *request, size_t eligible, size_t reported,
                         struct evaluation_result *result)
{
    static const char *const fields[] = {
        "done",      "rate",         "rate_low",   "rate_high",      "bound_low",      "bound_high",
        "quality_n", "quality_mean", "quality_sd", "quality_ci_low", "quality_ci_high"};
    size_t quality = 6, all = sizeof(fields) / sizeof(fields[0]);
    size_t count = request->analysis->quality == EVALUATION_NOT_GIVEN ? quality : all;
    evaluation_put_count(result->values, "eligible", eligible);
    evaluation_put_count(result->values, "reported", reported);
    for (size_t i = 0; i < count; i++)
        evaluation_put_null(result->values, fields[i]);
    result->reason = reported == 0 ? EVALUATION_NO_DATA : EVALUATION_NOT_IDENTIFIED;
}

void evaluation_transfer_assignment(const struct evaluation_request *request,
                                    struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    const struct evaluation_column *column =
        evaluation_data_column(request->data, analysis->cycle, EVALUATION_ASSIGNED);
    size_t participants = request->data->participants.count;
    bool *is_eligible = base_arena_array(request->scratch, bool, participants);
    bool *has_done = base_arena_array(request->scratch, bool, participants);
    size_t eligible = 0, reported = 0, done = 0;
    for (size_t i = 0; i < column->rows->count; i++) {
        struct evaluation_cell cell;
        if (!evaluation_request_cell(request, column, i, &cell) || cell.value != 1)
            continue;
        is_eligible[evaluation_request_participant(request, cell.member)] = true;
        eligible++;
    }
    struct evaluation_series series =
        evaluation_series_question(request, analysis->question, analysis->cycle, false);
    for (size_t i = 0; i < series.count; i++) {
        uint32_t participant = evaluation_request_participant(request, series.members[i]);
        if (!is_eligible[participant])
            continue;
        reported++;
        has_done[participant] = series.values[i] == 1;
        done += series.values[i] == 1;
    }
    if (!evaluation_question_goes_from(&request->plan->questions[analysis->question], 0, 1)) {
        put_not_done(request, eligible, reported, result);
        return;
    }
    evaluation_put_count(result->values, "eligible", eligible);
    evaluation_put_count(result->values, "reported", reported);
    evaluation_put_count(result->values, "done", done);
    put_bounded_rate(result->values, done, reported, eligible, request->plan->confidence);
    if (analysis->quality != EVALUATION_NOT_GIVEN)
        put_quality(request, has_done, result->values);
    result->reason = reported == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

/* Who is present in the cycle and, by the request's base, in earlier cycles of the plan. */
static const bool *eligible_of(const struct evaluation_request *request)
{
    const struct evaluation_analysis *analysis = request->analysis;
    const struct evaluation_plan *plan = request->plan;
    size_t participants = request->data->participants.count;
    const bool *present = evaluation_participation_present(request, analysis->cycle, NULL);
    if (analysis->base == EVALUATION_BASE_ALL)
        return present;
    bool *eligible = base_arena_array(request->scratch, bool, participants);
    for (size_t i = plan->cycle_count; i-- > 0;) {
        if (plan->cycles[i] >= analysis->cycle)
            continue;
        const bool *earlier = evaluation_participation_present(request, plan->cycles[i], NULL);
        for (size_t j = 0; j < participants; j++)
            eligible[j] |= present[j] && earlier[j];
        if (analysis->base == EVALUATION_BASE_PREVIOUS)
            break;
    }
    return eligible;
}

void evaluation_transfer_application(const struct evaluation_request *request,
                                     struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    const bool *is_eligible = eligible_of(request);
    size_t eligible = 0, answered = 0, applied = 0;
    for (size_t i = 0; i < request->data->participants.count; i++)
        eligible += is_eligible[i];
    struct evaluation_series series =
        evaluation_series_question(request, analysis->question, analysis->cycle, false);
    for (size_t i = 0; i < series.count; i++) {
        if (!is_eligible[evaluation_request_participant(request, series.members[i])])
            continue;
        applied += series.values[i] >= analysis->threshold;
        series.values[answered++] = series.values[i];
    }
    struct evaluation_moments moments = evaluation_moments_of(
        series.values, answered, evaluation_magnitude_of(series.values, answered));
    evaluation_put_count(result->values, "eligible", eligible);
    evaluation_put_count(result->values, "answered", answered);
    evaluation_put_count(result->values, "applied", applied);
    put_bounded_rate(result->values, applied, answered, eligible, request->plan->confidence);
    evaluation_put_number(result->values, "mean_level", moments.mean);
    evaluation_put_number(result->values, "sd_level", moments.deviation);
    result->reason = answered == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

void evaluation_transfer_link(const struct evaluation_request *request,
                              struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    struct evaluation_pairs pairs = evaluation_pairs_variables(request, &analysis->x, &analysis->y);
    size_t with = 0, hits_with = 0, hits_without = 0;
    for (size_t i = 0; i < pairs.count; i++) {
        bool has = pairs.first[i] >= analysis->x_threshold;
        bool hit = pairs.second[i] >= analysis->y_threshold;
        with += has;
        hits_with += has && hit;
        hits_without += !has && hit;
    }
    size_t without = pairs.count - with;
    double confidence = request->plan->confidence;
    struct evaluation_interval a = evaluation_interval_share(hits_with, with, confidence);
    struct evaluation_interval b = evaluation_interval_share(hits_without, without, confidence);
    double p = evaluation_share(hits_with, with), q = evaluation_share(hits_without, without);
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", pairs.count);
    evaluation_put_count(values, "n_with", with);
    evaluation_put_count(values, "hits_with", hits_with);
    evaluation_put_count(values, "n_without", without);
    evaluation_put_count(values, "hits_without", hits_without);
    evaluation_put_number(values, "diff", p - q);
    evaluation_put_number(values, "ci_low",
                          p - q - sqrt((p - a.low) * (p - a.low) + (b.high - q) * (b.high - q)));
    evaluation_put_number(values, "ci_high",
                          p - q + sqrt((a.high - p) * (a.high - p) + (q - b.low) * (q - b.low)));
    if (pairs.count == 0)
        result->reason = EVALUATION_NO_DATA;
    else if (with == 0 || without == 0)
        result->reason = EVALUATION_SINGLE_GROUP;
}

static int compare_goals(const void *a, const void *b)
{
    return strcmp((*(const struct evaluation_goal *const *)a)->id,
                  (*(const struct evaluation_goal *const *)b)->id);
}

/* Goal attainment scaling: a T score of the weighted scores. */
static void put_scores(const struct evaluation_plan *plan, struct evaluation_record *values)
{
    size_t count = 0;
    double score = 0, weights = 0, squares = 0;
    for (size_t i = 0; i < plan->goal_count; i++) {
        const struct evaluation_goal *goal = &plan->goals[i];
        if (isnan(goal->score))
            continue;
        count++;
        score += goal->weight * goal->score;
        weights += goal->weight;
        squares += goal->weight * goal->weight;
    }
    evaluation_put_count(values, "gas_n", count);
    evaluation_put_number(values, "gas_t",
                          50 + 10 * score / sqrt(0.7 * squares + 0.3 * weights * weights));
}

void evaluation_results_goals(const struct evaluation_request *request,
                              struct evaluation_result *result)
{
    const struct evaluation_plan *plan = request->plan;
    const struct evaluation_goal **goals =
        base_arena_array(request->scratch, const struct evaluation_goal *, plan->goal_count);
    for (size_t i = 0; i < plan->goal_count; i++)
        goals[i] = &plan->goals[i];
    if (plan->goal_count > 1)
        qsort(goals, plan->goal_count, sizeof(*goals), compare_goals);
    double *attainments = base_arena_array(request->scratch, double, plan->goal_count);
    size_t measured = 0, met = 0;
    double weights = 0, sum = 0;
    for (size_t i = 0; i < plan->goal_count; i++) {
        attainments[i] =
            goals[i]->target == goals[i]->baseline
                ? NAN
                : (goals[i]->actual - goals[i]->baseline) / (goals[i]->target - goals[i]->baseline);
        if (isnan(attainments[i]))
            continue;
        measured++;
        met += attainments[i] >= 1;
        weights += goals[i]->weight;
        sum += goals[i]->weight * attainments[i];
    }
    evaluation_put_count(result->values, "n", plan->goal_count);
    evaluation_put_count(result->values, "n_measured", measured);
    evaluation_put_count(result->values, "n_met", met);
    evaluation_put_number(result->values, "weighted_attainment", sum / weights);
    struct evaluation_list *list = evaluation_put_list(result->values, "goals");
    for (size_t i = 0; i < plan->goal_count; i++) {
        struct evaluation_record *record = evaluation_list_record(list);
        evaluation_put_text(record, "id", goals[i]->id);
        evaluation_put_number(record, "attainment", attainments[i]);
    }
    put_scores(plan, result->values);
    result->reason = measured == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}
