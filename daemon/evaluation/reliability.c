#include <math.h>

#include "evaluation/distribution.h"
#include "evaluation/reaction.h"
#include "items.h"

#define ALPHA_ROUNDING 1e-12

/* Without what rounding leaves of 0 and 1: a reliability of exactly these carries no change. */
static double settled(double alpha)
{
    if (fabs(alpha) <= ALPHA_ROUNDING)
        return 0;
    return fabs(alpha - 1) <= ALPHA_ROUNDING ? 1 : alpha;
}

/* Alpha of the items, one of them left out (EVALUATION_NOT_GIVEN: none); not a number when fewer
   than two are left or their total is constant. */
static double alpha_of(const struct evaluation_items *items, size_t left_out)
{
    size_t count = items->count - (left_out == EVALUATION_NOT_GIVEN ? 0 : 1);
    long double spread = evaluation_items_spread(items, left_out);
    if (count < 2 || items->cases < 2 || spread == 0)
        return NAN;
    long double squares = 0;
    for (size_t j = 0; j < items->count; j++)
        squares += j == left_out ? 0 : items->products[j * items->count + j];
    double k = (double)count;
    return settled((double)(k / (k - 1) * (1 - squares / spread)));
}

double evaluation_reaction_alpha(const struct evaluation_request *request, size_t scale, int cycle)
{
    struct evaluation_items items = evaluation_items_of(request, scale, cycle);
    return alpha_of(&items, EVALUATION_NOT_GIVEN);
}

static double mean_correlation(const struct evaluation_items *items)
{
    long double sum = 0;
    for (size_t i = 0; i < items->count; i++)
        for (size_t j = i + 1; j < items->count; j++)
            sum += evaluation_items_correlation(items, i, j);
    double pairs = (double)items->count * ((double)items->count - 1) / 2;
    return (double)(sum / pairs);
}

/* Of an item with the sum of the others. */
static double rest_correlation(const struct evaluation_items *items, size_t item)
{
    long double spread = evaluation_items_spread(items, item);
    return spread == 0
               ? NAN
               : evaluation_correlation_of(items->rest_products[item],
                                           items->products[item * items->count + item], spread);
}

static void put_items(const struct evaluation_items *items, struct evaluation_list *list)
{
    for (size_t j = 0; j < items->count; j++) {
        struct evaluation_record *record = evaluation_list_record(list);
        evaluation_put_text(record, "id", items->ids[j]);
        evaluation_put_number(record, "mean", items->means[j]);
        evaluation_put_number(record, "sd", items->deviations[j]);
        evaluation_put_number(record, "item_rest_r", rest_correlation(items, j));
        evaluation_put_number(record, "alpha_if_deleted", alpha_of(items, j));
    }
}

static enum evaluation_reason reason_of(const struct evaluation_items *items, double alpha)
{
    if (items->cases == 0)
        return EVALUATION_NO_DATA;
    if (items->cases == 1)
        return EVALUATION_N_TOO_SMALL;
    if (items->count < 2)
        return items->constant_count > 0 ? EVALUATION_ZERO_VARIANCE : EVALUATION_TOO_FEW_ITEMS;
    return isnan(alpha) ? EVALUATION_ZERO_VARIANCE : EVALUATION_REASON_NONE;
}

void evaluation_reaction_reliability(const struct evaluation_request *request,
                                     struct evaluation_result *result)
{
    struct evaluation_items items =
        evaluation_items_of(request, request->analysis->scale, request->analysis->cycle);
    double alpha = alpha_of(&items, EVALUATION_NOT_GIVEN);
    result->reason = reason_of(&items, alpha);
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", items.cases);
    evaluation_put_count(values, "n_incomplete", items.incomplete);
    if (items.cases == 0)
        evaluation_put_null(values, "k");
    else
        evaluation_put_count(values, "k", items.count);
    struct evaluation_list *constant = evaluation_put_list(values, "constant_items");
    for (size_t j = 0; j < items.constant_count; j++)
        evaluation_list_text(constant, items.constant_ids[j]);
    bool is_defined = result->reason == EVALUATION_REASON_NONE;
    double k = (double)items.count, cases = (double)items.cases, tail = NAN, r = NAN;
    struct evaluation_interval interval = {NAN, NAN};
    if (is_defined) {
        tail = (1 - request->plan->confidence) / 2;
        double first = cases - 1, second = (cases - 1) * (k - 1);
        interval.low = 1 - (1 - alpha) * evaluation_f_quantile(1 - tail, first, second);
        interval.high = 1 - (1 - alpha) * evaluation_f_quantile(tail, first, second);
        r = mean_correlation(&items);
    }
    double denominator = 1 + (k - 1) * r;
    evaluation_put_number(values, "alpha", alpha);
    evaluation_put_interval(values, "ci_low", "ci_high", interval);
    evaluation_put_number(values, "alpha_std",
                          fabs(denominator) < 1e-12 ? NAN : k * r / denominator);
    evaluation_put_number(values, "mean_inter_item_r", r);
    struct evaluation_list *list = evaluation_put_list(values, "items");
    if (is_defined)
        put_items(&items, list);
}
