/*
 * Collaboration between organisations, as those rate it who work there.
 *
 * Each function computes one metric of the catalogue.
 */
#ifndef SURVEYD_EVALUATION_NETWORK_H
#define SURVEYD_EVALUATION_NETWORK_H

#include "evaluation/request.h"

/* network.structure: density, reciprocity and ties across sectors in a cycle. */
void evaluation_network_structure(const struct evaluation_request *request,
                                  struct evaluation_result *result);

/* network.change: ties kept, made and lost between two cycles. */
void evaluation_network_change(const struct evaluation_request *request,
                               struct evaluation_result *result);

#endif
