/*
 * The catalogue: every programme with its cycles and the documents of its questionnaires, as one
 * consistent snapshot. The daemon keeps a parsed copy and polls the stamp to know when to read
 * again; the aggregator reads it once.
 */
#ifndef SURVEYD_STORE_CATALOGUE_H
#define SURVEYD_STORE_CATALOGUE_H

#include "base/arena.h"
#include "store/pool.h"
#include "store/session.h"

/* A cycle as it is now; times already turned into instants by the programme's time zone. */
struct store_catalogue_cycle {
    int cycle;
    int64_t opens_at;  /* seconds since 1970-01-01T00:00:00Z */
    int64_t closes_at; /* the cycle is open while opens_at <= now < closes_at and not sealed */
    const char *opens_local; /* the same as "YYYY-MM-DDTHH:MM" in the programme's time zone */
    const char *closes_local;
    int version; /* of the questionnaire that is served now */
    bool sealed;
};

/* One published version of a cycle's questionnaire; versions count from 1 within a cycle and never
   change. */
struct store_catalogue_questionnaire {
    int cycle;
    int version;
    struct base_text document; /* JSON as imported */
};

struct store_catalogue_programme {
    const char *programme;
    struct base_text document; /* the exact text of programme.json */
    const char *timezone;
    int minimum_group_size;
    size_t cycle_count;
    const struct store_catalogue_cycle *cycles; /* ascending */
    size_t questionnaire_count;
    const struct store_catalogue_questionnaire *questionnaires; /* by cycle, then version */
};

struct store_catalogue {
    int64_t stamp; /* of this snapshot */
    size_t programme_count;
    const struct store_catalogue_programme *programmes; /* by identifier */
};

typedef void (*store_stamp_callback)(enum base_status status, int64_t stamp, void *context);

/* The stamp now: a number that differs from the one of a snapshot once a programme, a cycle or a
   questionnaire has changed. Cheap; meant to be asked every few seconds. `stamp` holds for
   STATUS_OK only. */
void store_catalogue_stamp(struct store_pool *pool, store_stamp_callback callback, void *context);

/* `catalogue` is NULL unless status is STATUS_OK, and valid during the call only: parse or copy. */
typedef void (*store_catalogue_callback)(enum base_status status,
                                         const struct store_catalogue *catalogue, void *context);

/* Reads every programme, for the daemon. */
void store_catalogue_load(struct store_pool *pool, store_catalogue_callback callback,
                          void *context);

/* The same for a command: all programmes, or the one named (STATUS_NOT_FOUND if there is none).
   `*ret_catalogue` and all it points to are on the arena. */
BASE_MUST_CHECK enum base_status
store_catalogue_read(struct store_session *session, const char *programme, struct base_arena *arena,
                     struct store_catalogue *ret_catalogue, struct base_failure *reterr);

#endif
