/*
 * What the halves of a programme's run share: reading and storing, and computing.
 */
#ifndef AGGREGATOR_PROGRAMME_RUN_INTERNAL_H
#define AGGREGATOR_PROGRAMME_RUN_INTERNAL_H

#include "programme_run.h"
#include "release.h"
#include "source.h"

/* The plan that follows from the programme and from what is known. */
struct programme_plan {
    struct json_object *json;
    const struct evaluation_plan *plan;
    uint8_t digest[32];
};

/* What a run computed. */
struct programme_results {
    struct base_arena *arena; /* of all this */
    struct programme_plan plan;
    size_t count;                       /* analyses, and the ledger */
    struct store_metric_result *stored; /* the ledger is the last */
    struct evaluation_result *results;  /* of the analyses */
    struct json_object *published;      /* id of a result -> what was published */
};

struct programme_run {
    const char *name;
    bool shows_progress;
    struct base_arena *arena; /* of all that follows; NULL before the first run */
    struct source source;
    struct stored_reader *reader;
    struct release_ledger ledger;
    struct base_arena *earlier; /* of what the run before published, until there is a newer one */
    int64_t *closes_at;         /* of each cycle, in seconds since 1970; 0: sealed, so it is over */
    const char *documents;      /* mark of the documents */
    int64_t read_ms;            /* monotonic: when the reading of the input began */
    int64_t stored_run;         /* number of the stored run; 0: none */
    bool has_stored;            /* there is one whose provenance the following is */
    int definition_version;
    const char *program_version, *watermark;
    uint8_t plan_digest[32];
    struct programme_results results; /* of the last run; the arena is NULL before it */
};

/* Which cycles were over at a time, parallel to the programme's; on the arena. */
bool *programme_cycles_over(const struct programme_run *run, int64_t wall_seconds,
                            struct base_arena *arena);

/* Computes into `ret_results` (whose arena and plan are set). Analyses that draw on nothing but
   cycles that are not marked are taken over from the last run, when its plan was the same;
   `computed` counts the others. */
void programme_compute(struct programme_run *run, const bool *cycle_is_changed,
                       const bool *cycle_is_over, struct programme_results *ret_results,
                       size_t *ret_computed);

#endif
