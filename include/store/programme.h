/*
 * Programmes in the database: import of a checked folder, lists with counts, opening and closing
 * of cycles. All for surveyctl.
 */
#ifndef SURVEYD_STORE_PROGRAMME_H
#define SURVEYD_STORE_PROGRAMME_H

#include "base/arena.h"
#include "store/session.h"

/* A cycle to import. */
struct store_import_cycle {
    int cycle;
    const char *opens; /* local time of the programme's zone, "YYYY-MM-DDTHH:MM" */
    const char *closes;
    struct base_text document; /* the questionnaire: JSON text of its file */
    uint8_t digest[32];        /* SHA-256 of its canonical JSON: equal digests are one version */
    struct base_text columns;  /* survey_questionnaire_columns_json, written */
};

/* A programme to import; everything has been validated by the survey room. */
struct store_import {
    const char *programme;
    struct base_text document; /* the exact text of programme.json */
    const char *timezone;
    int minimum_group_size;
    const char *linkage; /* "programme" or "survey" */
    size_t cycle_count;
    const struct store_import_cycle *cycles;
};

/* What became of an imported cycle. */
struct store_imported_cycle {
    int cycle;
    int version;         /* of the questionnaire that is served from now on */
    bool is_new_version; /* the questionnaire is new or has changed */
};

/* Stores the programme, in one transaction (joins the session's open one if there is one).
   Opening times are taken from the import when the cycle is new or its times in the file (or the
   time zone) have changed since the last import, so importing again does not undo `cycle open`. A
   changed questionnaire becomes the next version. Cycles that are no longer in the folder are
   removed.
   STATUS_CONFLICT: the linkage would change, or a cycle be removed, after people were invited or
   have answered; a sealed cycle's questionnaire would change. STATUS_INVALID: PostgreSQL does not
   know the time zone, or a cycle would close before it opens.
   `ret_cycles` has room for `cycle_count`, `*ret_is_new` tells a first import. */
BASE_MUST_CHECK enum base_status store_programme_import(struct store_session *session,
                                                        const struct store_import *import,
                                                        struct store_imported_cycle *ret_cycles,
                                                        bool *ret_is_new,
                                                        struct base_failure *reterr);

enum store_cycle_state {
    STORE_CYCLE_UPCOMING,
    STORE_CYCLE_OPEN,
    STORE_CYCLE_CLOSED,
    STORE_CYCLE_SEALED,
};

/* "upcoming", "open", "closed", "sealed". Static storage. */
const char *store_cycle_state_name(enum store_cycle_state state);

struct store_cycle_summary {
    int cycle;
    enum store_cycle_state state;
    const char *opens; /* local time of the programme's zone, "YYYY-MM-DDTHH:MM" */
    const char *closes;
    int version;
    int64_t invited;            /* respondents with an invitation */
    int64_t personal_responses; /* by personal links */
    int64_t open_responses;     /* by the open link */
};

struct store_programme_summary {
    const char *programme;
    struct base_text document; /* programme.json */
    const char *timezone;
    int minimum_group_size;
    const char *linkage;
    const char *imported; /* "YYYY-MM-DD" */
    size_t cycle_count;
    const struct store_cycle_summary *cycles;
};

/* Every programme, or with `programme` that one (STATUS_NOT_FOUND if there is none), with its
   cycles and counts; on the arena. */
BASE_MUST_CHECK enum base_status
store_programme_list(struct store_session *session, const char *programme, struct base_arena *arena,
                     const struct store_programme_summary **ret_programmes, size_t *ret_count,
                     struct base_failure *reterr);

/* Opens a cycle now, until `until` (local time "YYYY-MM-DDTHH:MM" of the programme's zone; NULL:
   14 days from now). STATUS_NOT_FOUND, STATUS_CLOSED (sealed: cannot be opened again),
   STATUS_INVALID (`until` is past). */
BASE_MUST_CHECK enum base_status store_cycle_open(struct store_session *session,
                                                  const char *programme, int cycle,
                                                  const char *until, struct base_failure *reterr);

/* Closes a cycle now. STATUS_NOT_FOUND. Closing a closed cycle leaves it as it is. */
BASE_MUST_CHECK enum base_status store_cycle_close(struct store_session *session,
                                                   const char *programme, int cycle,
                                                   struct base_failure *reterr);

#endif
