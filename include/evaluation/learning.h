/*
 * Learning: what changed in the same people between two measurements.
 *
 * Each function computes one metric of the catalogue; the formula of every field stands in its
 * table (daemon/evaluation/fields_*.c, or `survey-aggregator metrics ID`).
 */
#ifndef SURVEYD_EVALUATION_LEARNING_H
#define SURVEYD_EVALUATION_LEARNING_H

#include "evaluation/request.h"

/* learning.paired: mean change with Student's paired test, and effect sizes: mean change / mean
   SD (Cumming 2012; interval of Bonett 2008), times J (Hedges 1981). */
void evaluation_learning_paired(const struct evaluation_request *request,
                                struct evaluation_result *result);

/* learning.signed_rank: Wilcoxon's (1945) test of the change, exact up to 50 changes by the
   shift algorithm (Streitberg and Röhmel 1986), and (V+ - V-) / (V+ + V-) (Kerby 2014). */
void evaluation_learning_signed_rank(const struct evaluation_request *request,
                                     struct evaluation_result *result);

/* learning.gain: share of the possible gain that was made: (post - pre) / (highest - pre), of
   the means (Hake 1998) and of each person, losses by what could be lost (Marx and Cummings
   2007). */
void evaluation_learning_gain(const struct evaluation_request *request,
                              struct evaluation_result *result);

/* learning.reliable_change: who changed by more than z s sqrt(2 (1 - reliability)): more than
   measurement error explains (Jacobson and Truax 1991). */
void evaluation_learning_reliable_change(const struct evaluation_request *request,
                                         struct evaluation_result *result);

/* learning.retrospective: change beside change as seen in retrospect: paired tests of post -
   pre, post - then and then - pre (Howard 1980). */
void evaluation_learning_retrospective(const struct evaluation_request *request,
                                       struct evaluation_result *result);

/* learning.mcnemar: change of a yes or no: exact binomial test of those who changed (McNemar
   1947). */
void evaluation_learning_mcnemar(const struct evaluation_request *request,
                                 struct evaluation_result *result);

#endif
