/*
 * Learning: what changed in the same people between two measurements.
 *
 * Each function computes one metric of the catalogue.
 */
#ifndef SURVEYD_EVALUATION_LEARNING_H
#define SURVEYD_EVALUATION_LEARNING_H

#include "evaluation/request.h"

/* learning.paired: mean change with effect sizes. */
void evaluation_learning_paired(const struct evaluation_request *request,
                                struct evaluation_result *result);

/* learning.signed_rank: Wilcoxon's test of the change. */
void evaluation_learning_signed_rank(const struct evaluation_request *request,
                                     struct evaluation_result *result);

/* learning.gain: share of the possible gain that was made. */
void evaluation_learning_gain(const struct evaluation_request *request,
                              struct evaluation_result *result);

/* learning.reliable_change: who changed by more than measurement error explains. */
void evaluation_learning_reliable_change(const struct evaluation_request *request,
                                         struct evaluation_result *result);

/* learning.retrospective: change beside change as seen in retrospect. */
void evaluation_learning_retrospective(const struct evaluation_request *request,
                                       struct evaluation_result *result);

/* learning.mcnemar: change of a yes or no. */
void evaluation_learning_mcnemar(const struct evaluation_request *request,
                                 struct evaluation_result *result);

#endif
