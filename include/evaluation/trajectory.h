/*
 * Trajectories over the cycles, comparisons of groups, and p-values that belong together.
 *
 * Each function computes one metric of the catalogue; the formula of every field stands in its
 * table (daemon/evaluation/fields_*.c, or `survey-aggregator metrics ID`).
 */
#ifndef SURVEYD_EVALUATION_TRAJECTORY_H
#define SURVEYD_EVALUATION_TRAJECTORY_H

#include "evaluation/request.h"

/* trajectory.slope: mean of the least-squares slopes of each person, with Student's test
   (Matthews and others 1990). */
void evaluation_trajectory_slope(const struct evaluation_request *request,
                                 struct evaluation_result *result);

/* trajectory.friedman: whether the cycles differ, by ranks within each person (Friedman 1937),
   with the F of Iman and Davenport (1980). */
void evaluation_trajectory_friedman(const struct evaluation_request *request,
                                    struct evaluation_result *result);

/* trajectory.page: whether it rises from cycle to cycle: sum of cycle number times rank sum,
   normal approximation with ties, one-sided (Page 1963). */
void evaluation_trajectory_page(const struct evaluation_request *request,
                                struct evaluation_result *result);

/* trajectory.overlap: two cycles with partly the same people: t with the covariance of those in
   both (Derrick, Russ, Toher and White 2017). */
void evaluation_trajectory_overlap(const struct evaluation_request *request,
                                   struct evaluation_result *result);

/* compare.groups: two groups of different people: Welch's (1947) test, and the difference /
   pooled SD times J (Hedges 1981). */
void evaluation_compare_groups(const struct evaluation_request *request,
                               struct evaluation_result *result);

/* multiplicity.holm: p-values of one claim adjusted for their number: max over j <= i of (m - j
   + 1) p(j) (Holm 1979). */
void evaluation_multiplicity_holm(const struct evaluation_request *request,
                                  struct evaluation_result *result);

#endif
