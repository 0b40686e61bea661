/*
 * Collaboration between organisations, as those rate it who work there.
 *
 * Each function computes one metric of the catalogue; the formula of every field stands in its
 * table (daemon/evaluation/fields_*.c, or `survey-aggregator metrics ID`).
 */
#ifndef SURVEYD_EVALUATION_NETWORK_H
#define SURVEYD_EVALUATION_NETWORK_H

#include "evaluation/request.h"

/* network.structure: density, reciprocity and ties across sectors in a cycle. A tie is a rating
   of at least the threshold; pairs of which one side is silent follow the other (Stork and
   Richards 1992); (external - internal) / all ties (Krackhardt and Stern 1988). */
void evaluation_network_structure(const struct evaluation_request *request,
                                  struct evaluation_result *result);

/* network.change: ties kept, made and lost between two cycles, over pairs observed in both; kept
   / (kept + made + lost) (Snijders, van de Bunt and Steglich 2010). */
void evaluation_network_change(const struct evaluation_request *request,
                               struct evaluation_result *result);

/* Pairs of organisations by the declared types of the two, in the order of the plan; square tables
   are symmetric, by row. Organisations of no declared type are left out. */
struct evaluation_type_ties {
    size_t count;
    size_t *nodes;      /* organisations that take part, by type */
    size_t *responding; /* of these, those that say something of another */
    size_t *observed;   /* [type * count + type]: observed pairs */
    size_t *present;    /* of these, ties */
};

/* The ties of network.structure by type; the tables are on the request's arena. */
struct evaluation_type_ties evaluation_network_types(const struct evaluation_request *request);

#endif
