/*
 * Shared understanding: whether people see things alike, and more alike than before.
 *
 * Each evaluation_understanding_* function with a request computes one metric of the catalogue.
 */
#ifndef SURVEYD_EVALUATION_UNDERSTANDING_H
#define SURVEYD_EVALUATION_UNDERSTANDING_H

#include "evaluation/request.h"

/* understanding.agreement: agreement within groups: 1 - variance / variance of chance (James,
   Demaree and Wolf 1984), a_wg (Brown and Hauenstein 2005), mean distance from the centre
   (Burke, Finkelstein and Dusig 1999). */
void evaluation_understanding_agreement(const struct evaluation_request *request,
                                        struct evaluation_result *result);

/* understanding.icc: how much of the differences lies between groups: (MSB - MSW) / (MSB + (k -
   1) MSW) of a one-way analysis of variance, with the interval of Shrout and Fleiss (1979). */
void evaluation_understanding_icc(const struct evaluation_request *request,
                                  struct evaluation_result *result);

/* understanding.change: whether the same people came closer to each other: paired test of the
   distances from the median (Grambsch 1994), and of the variances (Pitman 1939, Morgan 1939). */
void evaluation_understanding_change(const struct evaluation_request *request,
                                     struct evaluation_result *result);

/* understanding.ranking: whether the challenges are ordered alike: W of the ranks within each
   person (Kendall and Babington Smith 1939), by Friedman's chi-square. */
void evaluation_understanding_ranking(const struct evaluation_request *request,
                                      struct evaluation_result *result);

/* Brown and Hauenstein's a_wg of one item with limits low..high; not a number where agreement
   cannot be told from ceiling, or for fewer than 2 answers. */
double evaluation_understanding_awg(const struct evaluation_distribution *answers, double low,
                                    double high);

#endif
