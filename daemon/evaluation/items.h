/*
 * The items of a scale over the participants who answered all of them: what alpha and omega share.
 */
#ifndef EVALUATION_ITEMS_H
#define EVALUATION_ITEMS_H

#include "evaluation/request.h"
#include "evaluation/statistics.h"

struct evaluation_items {
    size_t cases;      /* with all items of the scale valid */
    size_t incomplete; /* at least one item was put, but not all are valid */
    size_t count;      /* items that vary */
    size_t constant_count;
    const char **ids;          /* of the items that vary, in the order of the plan */
    const char **constant_ids; /* of those that do not; counted from 2 cases on */
    double **values;           /* of each item that varies, one per case */
    struct evaluation_moments *moments;
    double magnitude;
};

/* On the scratch arena; ids belong to the plan. */
struct evaluation_items evaluation_items_of(const struct evaluation_request *request, size_t scale,
                                            int cycle);

/* The sum of the items for each case, without item `left_out` (EVALUATION_NOT_GIVEN: of all). */
double *evaluation_items_total(const struct evaluation_request *request,
                               const struct evaluation_items *items, size_t left_out);

#endif
