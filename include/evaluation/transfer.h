/*
 * Transfer into practice, results and spread.
 *
 * Each function computes one metric of the catalogue; the formula of every field stands in its
 * table (daemon/evaluation/fields_*.c, or `survey-aggregator metrics ID`).
 */
#ifndef SURVEYD_EVALUATION_TRANSFER_H
#define SURVEYD_EVALUATION_TRANSFER_H

#include "evaluation/request.h"

/* transfer.assignment: home assignments done, of those due: done / reported with Wilson's
   interval, and the bounds if nobody or everybody of the silent had done it (Manski 1995). */
void evaluation_transfer_assignment(const struct evaluation_request *request,
                                    struct evaluation_result *result);

/* transfer.application: what was learnt put to use, by those who were there before: shares and
   bounds as for assignments. */
void evaluation_transfer_application(const struct evaluation_request *request,
                                     struct evaluation_result *result);

/* transfer.link: whether those who did one thing more often did another: difference of two
   shares with Newcombe's (1998) hybrid interval. */
void evaluation_transfer_link(const struct evaluation_request *request,
                              struct evaluation_result *result);

/* results.goals: how far the programme's goals are reached: (actual - baseline) / (target -
   baseline), weighted, and the T score of goal attainment scaling (Kiresuk and Sherman 1968). */
void evaluation_results_goals(const struct evaluation_request *request,
                              struct evaluation_result *result);

/* spread.reach: whom the participants told: the share that did, and median, upper quartile and
   total of how many. */
void evaluation_spread_reach(const struct evaluation_request *request,
                             struct evaluation_result *result);

/* spread.referral: who came through whom: newcomers, and those referred by somebody present in
   an earlier cycle. */
void evaluation_spread_referral(const struct evaluation_request *request,
                                struct evaluation_result *result);

#endif
