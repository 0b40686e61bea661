/*
 * How often each value of a variable occurs among the people of each affiliation: what means,
 * tables by actor type, and the spread between groups have in common. Counted once, and kept with
 * the table.
 */
#ifndef EVALUATION_TALLY_H
#define EVALUATION_TALLY_H

#include "evaluation/request.h"

/* Arrays of one element per affiliation of the data. */
struct evaluation_tally {
    const struct evaluation_distribution *values;
    const size_t *missing; /* people who were put any of the questions and have no value; NULL: not
                              counted */
    double magnitude;      /* the largest absolute answer; of small whole numbers, the largest
                              there could be */
};

struct evaluation_tallies;

/* What is kept with a table; on its arena. */
struct evaluation_tallies *evaluation_tallies_new(struct base_arena *arena);

/* The tally of those whom the filter lets pass. Valid as long as the request's scratch arena. */
struct evaluation_tally evaluation_tally_of(const struct evaluation_request *request,
                                            const struct evaluation_variable *variable);

/* The same, with `missing`, where answers are of few kinds and so can be counted as they are read;
   else false. */
bool evaluation_tally_count(const struct evaluation_request *request,
                            const struct evaluation_variable *variable,
                            struct evaluation_tally *ret_tally);

/* How often each byte occurs in a column of the data, whose cells are bytes; kept with the data. */
const uint32_t *evaluation_tally_bytes(const struct evaluation_data *data,
                                       const struct evaluation_column *column);

/* The distribution over the marked affiliations (NULL: over all), on the scratch arena. */
struct evaluation_distribution evaluation_tally_merge(const struct evaluation_request *request,
                                                      const struct evaluation_tally *tally,
                                                      const bool *is_in);

/* The organisation or actor type of an affiliation (0 for EVALUATION_UNIT_ALL); not for
   participants. */
uint32_t evaluation_affiliation_unit(const struct evaluation_affiliation *affiliation,
                                     enum evaluation_unit unit);

#endif
