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
                           const struct evaluation_distribution *answers,
                           struct evaluation_record *values)
{
    size_t categories = (size_t)(question->maximum - question->minimum) + 1;
    size_t *counts = base_arena_array(request->scratch, size_t, categories);
    size_t top = 0, bottom = 0;
    for (size_t i = 0; i < answers->kinds; i++) {
        counts[(size_t)(answers->values[i] - question->minimum)] = answers->weights[i];
        top += answers->values[i] >= question->maximum - 1 ? answers->weights[i] : 0;
        bottom += answers->values[i] <= question->minimum + 1 ? answers->weights[i] : 0;
    }
    struct evaluation_list *list = evaluation_put_list(values, "counts");
    for (size_t i = 0; i < categories; i++)
        evaluation_list_integer(list, (int64_t)counts[i]);
    if (question->type != EVALUATION_LIKERT)
        return;
    double confidence = request->plan->confidence;
    evaluation_put_share(values, "top2", top, answers->count, confidence);
    evaluation_put_share(values, "bottom2", bottom, answers->count, confidence);
}

void evaluation_reaction_item(const struct evaluation_request *request,
                              struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    const struct evaluation_question *question = &request->plan->questions[analysis->question];
    size_t missing, invalid;
    struct evaluation_distribution answers = evaluation_distribution_question(
        request, analysis->question, analysis->cycle, &missing, &invalid);
    struct evaluation_moments moments =
        evaluation_distribution_moments(&answers, evaluation_distribution_magnitude(&answers));
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n_missing", missing);
    evaluation_put_count(values, "n_invalid", invalid);
    evaluation_put_count(values, "n", answers.count);
    put_mean(values, &moments, request->plan->confidence);
    evaluation_put_number(values, "min", moments.minimum);
    evaluation_put_number(values, "q1", evaluation_distribution_quantile(&answers, 0.25));
    evaluation_put_number(values, "median", evaluation_distribution_quantile(&answers, 0.5));
    evaluation_put_number(values, "q3", evaluation_distribution_quantile(&answers, 0.75));
    evaluation_put_number(values, "max", moments.maximum);
    if (evaluation_question_has_categories(question))
        put_categories(request, question, &answers, values);
    result->reason = answers.count == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

/* Promoters and detractors are places on the scale from 0 to 10, and on no other. */
static void put_no_score(size_t count, struct evaluation_result *result)
{
    static const char *const fields[] = {"promoters", "passives", "detractors", "nps",
                                         "se",        "ci_low",   "ci_high"};
    evaluation_put_count(result->values, "n", count);
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        evaluation_put_null(result->values, fields[i]);
    result->reason = count == 0 ? EVALUATION_NO_DATA : EVALUATION_NOT_IDENTIFIED;
}

void evaluation_reaction_nps(const struct evaluation_request *request,
                             struct evaluation_result *result)
{
    const struct evaluation_question *question =
        &request->plan->questions[request->analysis->question];
    struct evaluation_distribution answers = evaluation_distribution_question(
        request, request->analysis->question, request->analysis->cycle, NULL, NULL);
    if (!evaluation_question_goes_from(question, 0, 10)) {
        put_no_score(answers.count, result);
        return;
    }
    size_t promoters = 0, detractors = 0;
    for (size_t i = 0; i < answers.kinds; i++) {
        promoters += answers.values[i] >= 9 ? answers.weights[i] : 0;
        detractors += answers.values[i] <= 6 ? answers.weights[i] : 0;
    }
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", answers.count);
    evaluation_put_count(values, "promoters", promoters);
    evaluation_put_count(values, "passives", answers.count - promoters - detractors);
    evaluation_put_count(values, "detractors", detractors);
    double n = (double)answers.count, p = (double)promoters / n, d = (double)detractors / n;
    evaluation_put_number(values, "nps", 100 * (p - d));
    evaluation_put_number(values, "se", 100 * sqrt(fmax(0, p + d - (p - d) * (p - d)) / n));
    struct evaluation_interval interval = {NAN, NAN};
    if (answers.count > 0) {
        double adjusted_n = n + 3;
        double up = ((double)promoters + 0.75) / adjusted_n;
        double down = ((double)detractors + 0.75) / adjusted_n;
        double z = evaluation_normal_quantile(1 - (1 - request->plan->confidence) / 2);
        double reach = z * sqrt((up + down - (up - down) * (up - down)) / adjusted_n);
        interval.low = fmax(-100, 100 * (up - down - reach));
        interval.high = fmin(100, 100 * (up - down + reach));
    }
    evaluation_put_interval(values, "ci_low", "ci_high", interval);
    result->reason = answers.count == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

void evaluation_reaction_scale(const struct evaluation_request *request,
                               struct evaluation_result *result)
{
    const struct evaluation_variable variable = {.given = true,
                                                 .is_scale = true,
                                                 .index = request->analysis->scale,
                                                 .cycle = request->analysis->cycle};
    size_t missing;
    double magnitude;
    struct evaluation_distribution scores =
        evaluation_distribution_variable(request, &variable, &missing, &magnitude);
    struct evaluation_moments moments = evaluation_distribution_moments(&scores, magnitude);
    evaluation_put_count(result->values, "n", scores.count);
    evaluation_put_count(result->values, "n_too_few_items", missing);
    put_mean(result->values, &moments, request->plan->confidence);
    evaluation_put_number(result->values, "median", evaluation_distribution_quantile(&scores, 0.5));
    result->reason = scores.count == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}
