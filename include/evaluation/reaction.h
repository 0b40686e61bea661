/*
 * Reaction: what the participants thought of it, and how well the scales measure.
 *
 * Each function computes one metric of the catalogue.
 */
#ifndef SURVEYD_EVALUATION_REACTION_H
#define SURVEYD_EVALUATION_REACTION_H

#include "evaluation/request.h"

/* reaction.item: distribution and mean of a question. */
void evaluation_reaction_item(const struct evaluation_request *request,
                              struct evaluation_result *result);

/* reaction.nps: net promoter score. */
void evaluation_reaction_nps(const struct evaluation_request *request,
                             struct evaluation_result *result);

/* reaction.scale: mean of a scale. */
void evaluation_reaction_scale(const struct evaluation_request *request,
                               struct evaluation_result *result);

/* reaction.reliability: Cronbach's alpha with its items. */
void evaluation_reaction_reliability(const struct evaluation_request *request,
                                     struct evaluation_result *result);

/* reaction.omega: McDonald's omega of the one-factor model. */
void evaluation_reaction_omega(const struct evaluation_request *request,
                               struct evaluation_result *result);

/* Cronbach's alpha of a scale over those with all items valid; not a number when undefined. */
double evaluation_reaction_alpha(const struct evaluation_request *request, size_t scale, int cycle);

#endif
