/*
 * What the two halves of stored data share: reading it, and making a table of it.
 */
#ifndef AGGREGATOR_ANSWERS_STORE_INTERNAL_H
#define AGGREGATOR_ANSWERS_STORE_INTERNAL_H

#include "answers_store.h"

/* How the codes of one version of a questionnaire enter the columns of its cycle. */
struct stored_mapping {
    int cycle, version;
    size_t place;              /* of the cycle */
    size_t count;              /* codes */
    int *columns;              /* of each code: the column, -1 for none */
    const char **number_names; /* of each code: the value beside it that is meant; NULL: the code */
    int told[ANSWERS_TOLD_FACTS]; /* codes that say whether somebody attended and was assigned; -1
                                   */
};

struct stored_reader {
    struct base_arena *arena;
    const struct survey_programme *programme;
    struct stored_data data;
    size_t mapping_count;
    struct stored_mapping *mappings;
    bool has_numbers;         /* values beside the codes are wanted */
    struct base_arena *table; /* what the table has of its own */
    int8_t *ones;             /* for EVALUATION_STARTED: everybody who answered did */
    size_t one_count;
};

#endif
