/*
 * Transfer into practice, results and spread.
 *
 * Each function computes one metric of the catalogue.
 */
#ifndef SURVEYD_EVALUATION_TRANSFER_H
#define SURVEYD_EVALUATION_TRANSFER_H

#include "evaluation/request.h"

/* transfer.assignment: home assignments done, of those due. */
void evaluation_transfer_assignment(const struct evaluation_request *request,
                                    struct evaluation_result *result);

/* transfer.application: what was learnt put to use. */
void evaluation_transfer_application(const struct evaluation_request *request,
                                     struct evaluation_result *result);

/* transfer.link: whether those who did one thing more often did another. */
void evaluation_transfer_link(const struct evaluation_request *request,
                              struct evaluation_result *result);

/* results.goals: how far the programme's goals are reached. */
void evaluation_results_goals(const struct evaluation_request *request,
                              struct evaluation_result *result);

/* spread.reach: whom the participants told. */
void evaluation_spread_reach(const struct evaluation_request *request,
                             struct evaluation_result *result);

/* spread.referral: who came through whom. */
void evaluation_spread_referral(const struct evaluation_request *request,
                                struct evaluation_result *result);

#endif
