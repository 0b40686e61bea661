/*
 * A programme with all its questionnaires, from a folder or from the database.
 */
#ifndef AGGREGATOR_SOURCE_H
#define AGGREGATOR_SOURCE_H

#include "store/catalogue.h"
#include "survey/questionnaire.h"

/* One published version of a cycle's questionnaire. */
struct source_questionnaire {
    int cycle;
    int version;
    const struct survey_questionnaire *questionnaire;
};

/* All on the arena that it was read with. */
struct source {
    const struct survey_programme *programme;
    size_t count;
    const struct source_questionnaire *questionnaires; /* by cycle, then version */
};

/* Reads a folder. Prints everything that is wrong with it to standard error, file by file; the
   status is that of the first. */
BASE_MUST_CHECK enum base_status source_from_folder(struct base_arena *arena, const char *folder,
                                                    struct source *ret_source,
                                                    struct base_failure *reterr);

/* Parses what the catalogue holds of a programme. */
BASE_MUST_CHECK enum base_status
source_from_catalogue(struct base_arena *arena, const struct store_catalogue_programme *stored,
                      struct source *ret_source, struct base_failure *reterr);

/* The newest version of a cycle's questionnaire; NULL if there is none. */
const struct survey_questionnaire *source_current(const struct source *source, int cycle);

/* A version of it; NULL if there is none. */
const struct survey_questionnaire *source_version(const struct source *source, int cycle,
                                                  int version);

#endif
