#include <math.h>
#include <stdlib.h>

#include "evaluation/distribution.h"
#include "evaluation/learning.h"
#include "evaluation/statistics.h"

/* Up to so many differences the distribution is exact: the counts stay below 2^53. */
#define EXACT_MAX 50
/* Absolute differences within this share of the larger one are tied: differences of scale means are
   equal only up to rounding. */
#define TIE_TOLERANCE 1e-9

struct difference {
    double size;
    bool is_positive;
    double rank;
};

struct ranking {
    size_t count;
    struct difference *list; /* ascending size */
    double plus, minus;      /* rank sums */
    double ties;             /* sum of t^3 - t */
};

static int compare(const void *a, const void *b)
{
    double x = ((const struct difference *)a)->size, y = ((const struct difference *)b)->size;
    return x < y ? -1 : x > y;
}

static void rank(struct ranking *ranking)
{
    if (ranking->count > 1)
        qsort(ranking->list, ranking->count, sizeof(*ranking->list), compare);
    for (size_t first = 0, next; first < ranking->count; first = next) {
        double smallest = ranking->list[first].size;
        for (next = first + 1; next < ranking->count; next++) {
            double size = ranking->list[next].size;
            if (size - smallest > TIE_TOLERANCE * size)
                break;
        }
        double tied = (double)(next - first), midrank = (double)(first + 1 + next) / 2;
        ranking->ties += tied * tied * tied - tied;
        for (size_t i = first; i < next; i++) {
            ranking->list[i].rank = midrank;
            *(ranking->list[i].is_positive ? &ranking->plus : &ranking->minus) += midrank;
        }
    }
}

/* The conditional permutation distribution by the shift algorithm: how many of the 2^count choices
   of signs give each sum of doubled ranks. */
static double exact_p(struct base_arena *scratch, const struct ranking *ranking)
{
    size_t total = (size_t)lround(2 * (ranking->plus + ranking->minus));
    size_t observed = (size_t)lround(2 * ranking->plus), reached = 0;
    double *ways = base_arena_array(scratch, double, total + 1);
    ways[0] = 1;
    for (size_t i = 0; i < ranking->count; i++) {
        size_t step = (size_t)lround(2 * ranking->list[i].rank);
        reached += step;
        for (size_t sum = reached; sum >= step; sum--)
            ways[sum] += ways[sum - step];
    }
    double lower = 0, upper = 0;
    for (size_t sum = 0; sum <= total; sum++) {
        lower += sum <= observed ? ways[sum] : 0;
        upper += sum >= observed ? ways[sum] : 0;
    }
    return fmin(1, 2 * fmin(lower, upper) / exp2((double)ranking->count));
}

static double normal_z(const struct ranking *ranking)
{
    double m = (double)ranking->count;
    double distance = ranking->plus - m * (m + 1) / 4;
    double correction = distance > 0 ? 0.5 : distance < 0 ? -0.5 : 0;
    double variance = m * (m + 1) * (2 * m + 1) / 24 - ranking->ties / 48;
    return (distance - correction) / sqrt(variance);
}

void evaluation_learning_signed_rank(const struct evaluation_request *request,
                                     struct evaluation_result *result)
{
    struct evaluation_pairs pairs =
        evaluation_pairs_variables(request, &request->analysis->pre, &request->analysis->post);
    struct ranking ranking = {
        .list = base_arena_array(request->scratch, struct difference, pairs.count)};
    for (size_t i = 0; i < pairs.count; i++) {
        double difference = pairs.second[i] - pairs.first[i];
        if (difference != 0)
            ranking.list[ranking.count++] =
                (struct difference){.size = fabs(difference), .is_positive = difference > 0};
    }
    rank(&ranking);
    bool is_defined = ranking.count > 0, is_exact = ranking.count <= EXACT_MAX;
    double z = is_defined && !is_exact ? normal_z(&ranking) : NAN;
    double p = !is_defined ? NAN
               : is_exact  ? exact_p(request->scratch, &ranking)
                           : fmin(1, 2 * evaluation_normal_upper(fabs(z)));
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "n", pairs.count);
    evaluation_put_count(values, "n_zero", pairs.count - ranking.count);
    evaluation_put_count(values, "n_nonzero", ranking.count);
    evaluation_put_number(values, "v_plus", is_defined ? ranking.plus : NAN);
    evaluation_put_number(values, "v_minus", is_defined ? ranking.minus : NAN);
    evaluation_put_text(values, "method", !is_defined ? NULL : is_exact ? "exact" : "normal");
    evaluation_put_number(values, "z", z);
    evaluation_put_number(values, "p", p);
    evaluation_put_number(values, "rank_biserial",
                          (ranking.plus - ranking.minus) / (ranking.plus + ranking.minus));
    if (!is_defined)
        result->reason = pairs.count == 0 ? EVALUATION_NO_DATA : EVALUATION_ZERO_VARIANCE;
}
