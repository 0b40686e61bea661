#include <assert.h>
#include <math.h>

#include "evaluation/disclosure.h"

int64_t evaluation_disclosure_percent(int64_t part, int64_t whole)
{
    assert(whole > 0 && part >= 0 && part <= INT64_MAX / 200 - whole);
    return (200 * part + whole) / (2 * whole);
}

int64_t evaluation_disclosure_tenths(int64_t sum, int64_t count)
{
    assert(count > 0);
    int64_t size = sum < 0 ? -sum : sum;
    int64_t tenths = (20 * size + count) / (2 * count);
    return sum < 0 ? -tenths : tenths;
}

int64_t evaluation_disclosure_count(int64_t count, int64_t base)
{
    assert(base > 0 && count >= 0);
    return base * ((2 * count + base) / (2 * base));
}

/* The mean to one decimal. Sums of whole answers are exact; others are rounded as they are. */
static double display_mean(const struct evaluation_distribution *answers)
{
    long double sum = 0;
    bool is_whole = true;
    for (size_t i = 0; i < answers->kinds; i++) {
        sum += (long double)answers->values[i] * answers->weights[i];
        is_whole = is_whole && answers->values[i] == floor(answers->values[i]);
    }
    if (is_whole && fabsl(sum) < 1e15L)
        return (double)evaluation_disclosure_tenths((int64_t)sum, (int64_t)answers->count) / 10;
    return (double)(roundl(10 * sum / answers->count) / 10);
}

static void put_percent(const struct evaluation_request *request,
                        const struct evaluation_question *question,
                        const struct evaluation_distribution *answers, struct evaluation_list *list)
{
    size_t categories = (size_t)(question->maximum - question->minimum) + 1;
    int64_t *counts = base_arena_array(request->scratch, int64_t, categories);
    for (size_t i = 0; i < answers->kinds; i++)
        counts[(size_t)(answers->values[i] - question->minimum)] = (int64_t)answers->weights[i];
    for (size_t i = 0; i < categories; i++)
        evaluation_list_integer(list,
                                evaluation_disclosure_percent(counts[i], (int64_t)answers->count));
}

static void put_nps(const struct evaluation_distribution *answers, struct evaluation_record *values)
{
    int64_t promoters = 0, detractors = 0, count = (int64_t)answers->count;
    for (size_t i = 0; i < answers->kinds; i++) {
        int64_t weight = (int64_t)answers->weights[i];
        promoters += answers->values[i] >= 9 ? weight : 0;
        detractors += answers->values[i] <= 6 ? weight : 0;
    }
    int64_t difference = promoters - detractors;
    int64_t size = evaluation_disclosure_percent(difference < 0 ? -difference : difference, count);
    evaluation_put_integer(values, "nps_display", difference < 0 ? -size : size);
}

void evaluation_disclosure_display(const struct evaluation_request *request,
                                   struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    const struct evaluation_question *question = &request->plan->questions[analysis->question];
    struct evaluation_distribution answers =
        evaluation_distribution_question(request, analysis->question, analysis->cycle, NULL, NULL);
    struct evaluation_record *values = result->values;
    if (answers.count == 0) {
        evaluation_put_integer(values, "n_display", 0);
        evaluation_put_null(values, "mean_display");
        evaluation_put_list(values, "percent_display");
        evaluation_put_null(values, "nps_display");
        result->reason = EVALUATION_NO_DATA;
        return;
    }
    evaluation_put_integer(
        values, "n_display",
        evaluation_disclosure_count((int64_t)answers.count, analysis->count_base));
    evaluation_put_number(values, "mean_display", display_mean(&answers));
    struct evaluation_list *percent = evaluation_put_list(values, "percent_display");
    if (evaluation_question_has_categories(question))
        put_percent(request, question, &answers, percent);
    if (question->type == EVALUATION_NPS)
        put_nps(&answers, values);
    else
        evaluation_put_null(values, "nps_display");
}
