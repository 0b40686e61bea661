/*
 * Computing the metrics of one programme from what is stored, and storing them: once, or again and
 * again as answers come.
 */
#ifndef AGGREGATOR_PROGRAMME_RUN_H
#define AGGREGATOR_PROGRAMME_RUN_H

#include "store/dataset.h"
#include "store/session.h"

/* What is kept of a programme between runs: its data, what was published, and the results. */
struct programme_run;

/* `shows_progress`: on standard error, as long as it lasts. */
struct programme_run *programme_run_new(const char *programme, bool shows_progress);
void programme_run_free(struct programme_run *run);

/* What a run came to. */
struct programme_outcome {
    int64_t run;        /* its number in the database */
    bool is_new;        /* false: the stored run is of the same input */
    size_t analyses;    /* of the plan */
    size_t computed;    /* of them, those that had to be computed */
    int64_t answers;    /* responses */
    int64_t next_close; /* when, in seconds since 1970, the next cycle is over and figures change;
                           0: never */
};

/* Reads everything and computes everything. When it fails, only programme_run_free and this may
   follow. */
BASE_MUST_CHECK enum base_status programme_run_whole(struct programme_run *run,
                                                     struct store_session *session,
                                                     struct programme_outcome *ret_outcome,
                                                     struct base_failure *reterr);

/* What may have changed since the last run. */
struct programme_changes {
    bool participation;
    size_t key_count;
    const struct store_answers_key *keys; /* responses; a key may occur several times */
};

/* Like programme_run_whole after a run that did not fail, but reads only what may have changed and
   computes only what draws on it. Reads everything all the same when somebody else has stored a
   run since. Changes of the documents need programme_run_whole. */
BASE_MUST_CHECK enum base_status programme_run_update(struct programme_run *run,
                                                      struct store_session *session,
                                                      const struct programme_changes *changes,
                                                      struct programme_outcome *ret_outcome,
                                                      struct base_failure *reterr);

#endif
