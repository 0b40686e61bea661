/*
 * Reaction: what the participants thought of it, and how well the scales measure.
 *
 * Each function computes one metric of the catalogue; the formula of every field stands in its
 * table (daemon/evaluation/fields_*.c, or `survey-aggregator metrics ID`).
 */
#ifndef SURVEYD_EVALUATION_REACTION_H
#define SURVEYD_EVALUATION_REACTION_H

#include "evaluation/request.h"

/* reaction.item: distribution and mean of a question: Student's interval of the mean, Wilson's
   of shares, quartiles of type 7 (Hyndman and Fan 1996). */
void evaluation_reaction_item(const struct evaluation_request *request,
                              struct evaluation_result *result);

/* reaction.nps: net promoter score, 100 (share of 9 and 10 - share of 0 to 6) (Reichheld 2003),
   with an adjusted Wald interval (Rocks 2016). */
void evaluation_reaction_nps(const struct evaluation_request *request,
                             struct evaluation_result *result);

/* reaction.scale: mean of the values of a scale; a value is the mean of the items, if enough are
   valid (Fairclough and Cella 1996). */
void evaluation_reaction_scale(const struct evaluation_request *request,
                               struct evaluation_result *result);

/* reaction.reliability: Cronbach's alpha with its items, k / (k - 1) (1 - sum of the items'
   variances / variance of the sum) (Cronbach 1951), and Feldt's (1965) interval. */
void evaluation_reaction_reliability(const struct evaluation_request *request,
                                     struct evaluation_result *result);

/* reaction.omega: McDonald's (1999) omega of the one-factor model, (sum s l)^2 / ((sum s l)^2 +
   sum s^2 (1 - l^2)), with the loadings l by maximum likelihood (Jöreskog 1967). */
void evaluation_reaction_omega(const struct evaluation_request *request,
                               struct evaluation_result *result);

/* Cronbach's alpha of a scale over those with all items valid; not a number when undefined. */
double evaluation_reaction_alpha(const struct evaluation_request *request, size_t scale, int cycle);

#endif
