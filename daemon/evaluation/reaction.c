#include "evaluation/reaction.h"

#include <math.h>
#include <string.h>

#include "evaluation/distribution.h"
#include "evaluation/statistics.h"

/* Puts the mean with its spread and interval: the fields that items and scales share. */
static void put_mean(struct evaluation_record *values, const struct evaluation_moments *moments,
                     double confidence)
{
    evaluation_put_number(values, "mean", moments->mean);
    evaluation_put_number(values, "sd", moments->deviation);
    evaluation_put_number(values, "se", moments->error);
    evaluation_put_interval(values, "ci_low", "ci_high",
                            evaluation_interval_mean(moments, confidence));
}

static void put_categories(const struct evaluation_request *request,
                           const struct evaluation_question *question,
                           const struct evaluation_series *series, struct evaluation_record *values)
{
    size_t categories = (size_t)(question->maximum - question->minimum) + 1;
    size_t *counts = base_arena_array(request->scratch, size_t, categories);
    size_t top = 0, bottom = 0;
    for (size_t i = 0; i < series->count; i++) {
        counts[(size_t)(series->values[i] - question->minimum)]++;
        top += series->values[i] >= question->maximum - 1;
        bottom += series->values[i] <= question->minimum + 1;
    }
    struct evaluation_list *list = evaluation_put_list(values, "counts");
    for (size_t i = 0; i < categories; i++)
        evaluation_list_integer(list, (int64_t)counts[i]);
    if (question->type != EVALUATION_LIKERT)
        return;
    double confidence = request->plan->confidence;
    evaluation_put_share(values, "top2", top, series->count, confidence);
    evaluation_put_share(values, "bottom2", bottom, series->count, confidence);
}

void evaluation_reaction_item(const struct evaluation_request *request,
                              struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    const struct evaluation_question *question = &request->plan->questions[analysis->question];
    struct evaluation_series series =
        evaluation_series_question(request, analysis->question, analysis->cycle, false);
    struct evaluation_moments moments =
        evaluation_moments_of(series.values, series.count, series.magnitude);
    const double *sorted = evaluation_sorted(request->scratch, series.values, series.count);
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n_missing", series.missing);
    evaluation_put_count(values, "n_invalid", series.invalid);
    evaluation_put_count(values, "n", series.count);
    put_mean(values, &moments, request->plan->confidence);
    evaluation_put_number(values, "min", moments.minimum);
    evaluation_put_number(values, "q1", evaluation_quantile(sorted, series.count, 0.25));
    evaluation_put_number(values, "median", evaluation_quantile(sorted, series.count, 0.5));
    evaluation_put_number(values, "q3", evaluation_quantile(sorted, series.count, 0.75));
    evaluation_put_number(values, "max", moments.maximum);
    if (evaluation_question_has_categories(question))
        put_categories(request, question, &series, values);
    result->reason = series.count == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

void evaluation_reaction_nps(const struct evaluation_request *request,
                             struct evaluation_result *result)
{
    struct evaluation_series series = evaluation_series_question(
        request, request->analysis->question, request->analysis->cycle, false);
    size_t promoters = 0, detractors = 0;
    for (size_t i = 0; i < series.count; i++) {
        promoters += series.values[i] >= 9;
        detractors += series.values[i] <= 6;
    }
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", series.count);
    evaluation_put_count(values, "promoters", promoters);
    evaluation_put_count(values, "passives", series.count - promoters - detractors);
    evaluation_put_count(values, "detractors", detractors);
    double n = (double)series.count, p = (double)promoters / n, d = (double)detractors / n;
    evaluation_put_number(values, "nps", 100 * (p - d));
    evaluation_put_number(values, "se", 100 * sqrt(fmax(0, p + d - (p - d) * (p - d)) / n));
    struct evaluation_interval interval = {NAN, NAN};
    if (series.count > 0) {
        double adjusted_n = n + 3;
        double up = ((double)promoters + 0.75) / adjusted_n;
        double down = ((double)detractors + 0.75) / adjusted_n;
        double z = evaluation_normal_quantile(1 - (1 - request->plan->confidence) / 2);
        double reach = z * sqrt((up + down - (up - down) * (up - down)) / adjusted_n);
        interval.low = fmax(-100, 100 * (up - down - reach));
        interval.high = fmin(100, 100 * (up - down + reach));
    }
    evaluation_put_interval(values, "ci_low", "ci_high", interval);
    result->reason = series.count == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

void evaluation_reaction_scale(const struct evaluation_request *request,
                               struct evaluation_result *result)
{
    struct evaluation_series series =
        evaluation_series_scale(request, request->analysis->scale, request->analysis->cycle);
    struct evaluation_moments moments =
        evaluation_moments_of(series.values, series.count, series.magnitude);
    const double *sorted = evaluation_sorted(request->scratch, series.values, series.count);
    evaluation_put_count(result->values, "n", series.count);
    evaluation_put_count(result->values, "n_too_few_items", series.missing);
    put_mean(result->values, &moments, request->plan->confidence);
    evaluation_put_number(result->values, "median", evaluation_quantile(sorted, series.count, 0.5));
    result->reason = series.count == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}
