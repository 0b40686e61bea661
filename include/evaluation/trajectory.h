/*
 * Trajectories over the cycles, comparisons of groups, and p-values that belong together.
 *
 * Each function computes one metric of the catalogue.
 */
#ifndef SURVEYD_EVALUATION_TRAJECTORY_H
#define SURVEYD_EVALUATION_TRAJECTORY_H

#include "evaluation/request.h"

/* trajectory.slope: mean slope per person. */
void evaluation_trajectory_slope(const struct evaluation_request *request,
                                 struct evaluation_result *result);

/* trajectory.friedman: whether the cycles differ. */
void evaluation_trajectory_friedman(const struct evaluation_request *request,
                                    struct evaluation_result *result);

/* trajectory.page: whether it rises from cycle to cycle. */
void evaluation_trajectory_page(const struct evaluation_request *request,
                                struct evaluation_result *result);

/* trajectory.overlap: two cycles with partly the same people. */
void evaluation_trajectory_overlap(const struct evaluation_request *request,
                                   struct evaluation_result *result);

/* compare.groups: two groups of different people. */
void evaluation_compare_groups(const struct evaluation_request *request,
                               struct evaluation_result *result);

/* multiplicity.holm: p-values of one claim adjusted for their number. */
void evaluation_multiplicity_holm(const struct evaluation_request *request,
                                  struct evaluation_result *result);

#endif
