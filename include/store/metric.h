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

/* Who came or changed in a generation of the record of publications, in a form of the aggregator's
   own; parts are counted from 1. */
struct store_release {
    int cycle;
    int generation;
    int part;
    bool replaces;            /* when writing: the cycle's record is deleted before */
    struct base_text answers; /* when writing, empty: nothing is added */
};

/* A run with its provenance. */
struct store_metric_run {
    const char *programme;
    int64_t run;             /* given by the database; ignored when writing */
    const char *computed_at; /* "YYYY-MM-DDTHH:MM:SSZ"; ignored when writing */
    const char *checked_at;  /* as of then the figures are those of what is stored, or later; in the
                                same form; ignored when writing */
    int64_t age_ms;          /* when writing: how long ago the input was read */
    int definition_version;
    const char *program_version;
    uint8_t plan_digest[32]; /* SHA-256 of the plan's canonical JSON */
    const char *watermark;   /* of the input: equal for equal responses, participation, documents */
    int64_t input_rows;
    size_t result_count;
    const struct store_metric_result *results; /* in the plan's order */
    /* When writing: gives what is to be added to the record of publications, and then false; NULL:
       nothing. A part need not be valid after the next call. */
    bool (*next_release)(void *context, struct store_release *ret_release);
    void *release_context;
    bool begins_record; /* when writing: what there was of the record is gone */
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

/* Notes that the input of a run, read `age_ms` ago, was still what is stored. Nothing if there is
   no such run any more. */
BASE_MUST_CHECK enum base_status store_metric_check(struct store_session *session,
                                                    const char *programme, int64_t run,
                                                    int64_t age_ms, struct base_failure *reterr);

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

/* Whether this session is the one that follows what changes, of all that ask; it stays it until it
   ends. */
BASE_MUST_CHECK enum base_status store_metric_try_follow(struct store_session *session,
                                                         bool *ret_is_ours,
                                                         struct base_failure *reterr);

/* The whole latest run, `values` included, on the arena. STATUS_NOT_FOUND if there is none. */
BASE_MUST_CHECK enum base_status store_metric_read(struct store_session *session,
                                                   const char *programme, struct base_arena *arena,
                                                   struct store_metric_run *ret_run,
                                                   struct base_failure *reterr);

/* The number of the latest run; 0 if there is none. */
BASE_MUST_CHECK enum base_status store_metric_latest(struct store_session *session,
                                                     const char *programme, int64_t *ret_run,
                                                     struct base_failure *reterr);

/* The record of publications of one cycle, by generation and part. Anything but STATUS_OK of `each`
   stops and is the result. Within a transaction. */
BASE_MUST_CHECK enum base_status
store_release_read(struct store_session *session, const char *programme, int cycle,
                   enum base_status (*each)(const struct store_release *release, void *context,
                                            struct base_failure *reterr),
                   void *context, struct base_failure *reterr);

/* A short text that is equal for equal documents (the programme and its questionnaires); on the
   arena. Take it in the transaction in which the rest of the input is read
   (store_session_begin_snapshot), so that it is the mark of exactly that input. */
BASE_MUST_CHECK enum base_status store_metric_documents(struct store_session *session,
                                                        const char *programme,
                                                        struct base_arena *arena,
                                                        const char **ret_mark,
                                                        struct base_failure *reterr);

#endif
