/*
 * The items of a scale over the participants who answered all of them: what alpha and omega share.
 * Both follow from the sums of products of the items, so nothing is kept of the single answers.
 */
#ifndef EVALUATION_ITEMS_H
#define EVALUATION_ITEMS_H

#include "evaluation/request.h"

struct evaluation_items {
    size_t cases;      /* with all items of the scale valid */
    size_t incomplete; /* at least one item was put, but not all are valid */
    size_t count;      /* items that vary */
    size_t constant_count;
    const char **ids;          /* of the items that vary, in the order of the plan */
    const char **constant_ids; /* of those that do not; counted from 2 cases on */
    double *means, *deviations;
    long double *products; /* count x count: sums of products of the distances from the means */
    long double *rest_products; /* of each item with the sum of the others */
    long double *spreads;       /* count + 1: see evaluation_items_spread */
};

/* On the scratch arena; ids belong to the plan. */
struct evaluation_items evaluation_items_of(const struct evaluation_request *request, size_t scale,
                                            int cycle);

/* Pearson's correlation of two items that vary. */
double evaluation_items_correlation(const struct evaluation_items *items, size_t i, size_t j);

/* The sum of squared distances from its mean of the sum of the items without item `left_out`
   (EVALUATION_NOT_GIVEN: of all). Exactly 0 if that sum is constant. */
long double evaluation_items_spread(const struct evaluation_items *items, size_t left_out);

#endif
