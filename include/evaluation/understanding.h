/*
 * Shared understanding: whether people see things alike, and more alike than before.
 *
 * Each evaluation_understanding_* function with a request computes one metric of the catalogue.
 */
#ifndef SURVEYD_EVALUATION_UNDERSTANDING_H
#define SURVEYD_EVALUATION_UNDERSTANDING_H

#include "evaluation/request.h"

/* understanding.agreement: agreement within groups. */
void evaluation_understanding_agreement(const struct evaluation_request *request,
                                        struct evaluation_result *result);

/* understanding.icc: how much of the differences lies between groups. */
void evaluation_understanding_icc(const struct evaluation_request *request,
                                  struct evaluation_result *result);

/* understanding.change: whether the same people came closer to each other. */
void evaluation_understanding_change(const struct evaluation_request *request,
                                     struct evaluation_result *result);

/* understanding.ranking: whether the challenges are ordered alike. */
void evaluation_understanding_ranking(const struct evaluation_request *request,
                                      struct evaluation_result *result);

/* Brown and Hauenstein's a_wg of one item with limits low..high; not a number where agreement
   cannot be told from ceiling, or for fewer than 2 answers. */
double evaluation_understanding_awg(const struct evaluation_distribution *answers, double low,
                                    double high);

#endif
