/*
 * Computed metrics: the aggregator writes a run, everybody reads the latest.
 */
#ifndef SURVEYD_STORE_METRIC_H
#define SURVEYD_STORE_METRIC_H

#include "store/pool.h"
#include "store/session.h"

/* One result record. Texts with data NULL are SQL NULL. */
struct store_metric_result {
    const char *id;             /* of the analysis in the plan, unique in a run */
    const char *metric;         /* "reaction.item" */
    int cycle;                  /* 0: not of one cycle */
    const char *subject;        /* question or scale; NULL: none */
    const char *reason;         /* why there is no figure; NULL: there is */
    struct base_text request;   /* JSON object: the analysis as it was asked for */
    struct base_text values;    /* JSON object: all fields. Never leaves the database undisclosed */
    struct base_text published; /* JSON object that disclosure control lets out; data NULL:
                                   suppressed */
};

/* A run with its provenance. */
struct store_metric_run {
    const char *programme;
    int64_t run;             /* given by the database; ignored when writing */
    const char *computed_at; /* "YYYY-MM-DDTHH:MM:SSZ"; ignored when writing */
    int definition_version;
    const char *program_version;
    uint8_t plan_digest[32]; /* SHA-256 of the plan's canonical JSON */
    const char *watermark;   /* of the input, see store_metric_watermark */
    int64_t input_rows;
    size_t result_count;
    const struct store_metric_result *results; /* in the plan's order */
};

/* `run` is NULL unless status is STATUS_OK, and valid during the call only. STATUS_NOT_FOUND: the
   programme has no run yet. In the results `values` and `reason` of suppressed records are absent:
   the daemon's role cannot read what is not published. */
typedef void (*store_metric_callback)(enum base_status status, const struct store_metric_run *run,
                                      void *context);

/* The published part of the programme's latest run. */
void store_metric_load(struct store_pool *pool, const char *programme,
                       store_metric_callback callback, void *context);

/* Stores a run and its results in one transaction (its own; the session must have none open) in
   place of the programme's earlier run. STATUS_NOT_FOUND if there is no such programme. */
BASE_MUST_CHECK enum base_status store_metric_write(struct store_session *session,
                                                    const struct store_metric_run *run,
                                                    int64_t *ret_run, struct base_failure *reterr);

/* Waits until no other session holds the lock of the programme's metrics, and takes it. Hold it
   from before the input is read until the run is written, or two runs at the same time would
   publish what neither knows of the other. Ends with the session, or by store_metric_unlock. Not
   within a transaction. */
BASE_MUST_CHECK enum base_status store_metric_lock(struct store_session *session,
                                                   const char *programme,
                                                   struct base_failure *reterr);
BASE_MUST_CHECK enum base_status store_metric_unlock(struct store_session *session,
                                                     const char *programme,
                                                     struct base_failure *reterr);

/* The whole latest run, `values` included, on the arena. STATUS_NOT_FOUND if there is none. */
BASE_MUST_CHECK enum base_status store_metric_read(struct store_session *session,
                                                   const char *programme, struct base_arena *arena,
                                                   struct store_metric_run *ret_run,
                                                   struct base_failure *reterr);

/* A short text that is equal for equal stored input (responses and participation of the programme,
   and its documents), whatever the order of the rows; on the arena. Take it in the transaction in
   which the input is read (store_session_begin_snapshot), so that it is the mark of exactly that
   input. */
BASE_MUST_CHECK enum base_status store_metric_watermark(struct store_session *session,
                                                        const char *programme,
                                                        struct base_arena *arena,
                                                        const char **ret_watermark,
                                                        struct base_failure *reterr);

#endif
