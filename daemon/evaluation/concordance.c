#include "concordance.h"

#include <math.h>

#include "evaluation/distribution.h"
#include "evaluation/statistics.h"
#include "evaluation/understanding.h"

struct evaluation_concordance evaluation_concordance_of(const struct evaluation_request *request,
                                                        const double *values, size_t people,
                                                        size_t things)
{
    struct evaluation_concordance concordance = {
        .people = people,
        .things = things,
        .ranks = base_arena_array(request->scratch, double, people *things),
        .rank_sums = base_arena_array(request->scratch, double, things),
        .chi_square = NAN,
        .w = NAN,
    };
    for (size_t i = 0; i < people; i++) {
        BASE_ARENA_SCOPED *scratch = base_arena_new();
        double ties, *ranks = &concordance.ranks[i * things];
        evaluation_midranks(scratch, &values[i * things], things, ranks, &ties);
        concordance.ties += ties;
        for (size_t j = 0; j < things; j++)
            concordance.rank_sums[j] += ranks[j];
    }
    double n = (double)people, k = (double)things, squares = 0;
    for (size_t j = 0; j < things; j++) {
        double distance = concordance.rank_sums[j] - n * (k + 1) / 2;
        squares += distance * distance;
    }
    double divisor = n * k * (k + 1) - concordance.ties / (k - 1);
    if (people >= 2 && things >= 2 && divisor > 0) {
        concordance.chi_square = 12 * squares / divisor;
        concordance.w = concordance.chi_square / (n * (k - 1));
    }
    return concordance;
}

void evaluation_concordance_put(const struct evaluation_concordance *concordance,
                                struct evaluation_record *values)
{
    double n = (double)concordance->people;
    bool is_defined = !isnan(concordance->chi_square);
    struct evaluation_list *means = evaluation_put_list(values, "mean_ranks");
    bool has_order = concordance->people >= 2 && concordance->things >= 2;
    for (size_t j = 0; has_order && j < concordance->things; j++)
        evaluation_list_number(means, concordance->rank_sums[j] / n);
    evaluation_put_number(values, "chi2", concordance->chi_square);
    if (is_defined)
        evaluation_put_count(values, "df", concordance->things - 1);
    else
        evaluation_put_null(values, "df");
    evaluation_put_number(values, "p",
                          is_defined ? evaluation_chi_square_upper(concordance->chi_square,
                                                                   (double)concordance->things - 1)
                                     : NAN);
    evaluation_put_number(values, "w", concordance->w);
    evaluation_put_number(values, "mean_spearman", (n * concordance->w - 1) / (n - 1));
}

enum evaluation_reason
evaluation_concordance_reason(const struct evaluation_concordance *concordance)
{
    if (concordance->people == 0)
        return EVALUATION_NO_DATA;
    if (concordance->people < 2 || concordance->things < 2)
        return EVALUATION_N_TOO_SMALL;
    return isnan(concordance->chi_square) ? EVALUATION_ZERO_VARIANCE : EVALUATION_REASON_NONE;
}

void evaluation_understanding_ranking(const struct evaluation_request *request,
                                      struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    struct evaluation_matrix matrix = evaluation_matrix_questions(
        request, analysis->question_count, analysis->questions, analysis->cycle, true);
    struct evaluation_concordance concordance =
        evaluation_concordance_of(request, matrix.values, matrix.rows, matrix.columns);
    evaluation_put_count(result->values, "n", matrix.rows);
    evaluation_put_count(result->values, "k", matrix.columns);
    evaluation_put_count(result->values, "n_incomplete", matrix.partial);
    evaluation_concordance_put(&concordance, result->values);
    result->reason = evaluation_concordance_reason(&concordance);
}
