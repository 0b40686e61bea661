/*
 * Ranks within each person over several things: what the ranking of challenges and the tests over
 * cycles share.
 */
#ifndef EVALUATION_CONCORDANCE_H
#define EVALUATION_CONCORDANCE_H

#include "evaluation/request.h"

struct evaluation_concordance {
    size_t people, things;
    double *ranks;     /* midranks, person by person */
    double *rank_sums; /* of each thing */
    double ties;       /* sum over the people of t^3 - t */
    double chi_square; /* Friedman's, corrected for ties; not a number when undefined */
    double w;          /* Kendall's */
};

/* Ranks the rows of a matrix of `people` x `things`; on the scratch arena. */
struct evaluation_concordance evaluation_concordance_of(const struct evaluation_request *request,
                                                        const double *values, size_t people,
                                                        size_t things);

/* Puts mean_ranks, chi2, df, p, w and mean_spearman. */
void evaluation_concordance_put(const struct evaluation_concordance *concordance,
                                struct evaluation_record *values);

/* Why chi-square is undefined. */
enum evaluation_reason
evaluation_concordance_reason(const struct evaluation_concordance *concordance);

#endif
