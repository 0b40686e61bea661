/*
 * Access tokens of researchers and the audit of what they read.
 *
 * A token is a name and a secret of at least 128 random bits. The database holds the SHA-256 of
 * the secret only.
 */
#ifndef SURVEYD_STORE_ACCESS_H
#define SURVEYD_STORE_ACCESS_H

#include "store/pool.h"
#include "store/session.h"

#define STORE_ACCESS_DIGEST_BYTES 32

/* What a token opens; a greater scope includes the smaller. */
enum store_access_scope {
    STORE_ACCESS_AGGREGATES = 1, /* metrics and report, after disclosure control */
    STORE_ACCESS_RESPONSES = 2,  /* also single responses and the codebook */
};

/* "aggregates" or "responses". Static storage. */
const char *store_access_scope_name(enum store_access_scope scope);
/* False, and `*ret_scope` untouched, for any other word. */
bool store_access_scope_parse(struct base_text name, enum store_access_scope *ret_scope);

/* `scope` holds for STATUS_OK only. STATUS_UNAUTHENTICATED: no such token, another secret, expired
   or revoked (which of these is not told); STATUS_FORBIDDEN: the token is good but its scope is
   too small. */
typedef void (*store_access_callback)(enum base_status status, enum store_access_scope scope,
                                      void *context);

/* Checks a token for a read that needs `needed`, and writes the audit row of that read (also when
   it is forbidden; nothing for an unknown token) and the day of last use. `action` is a short word
   such as "report", `detail` what was asked for, such as "cycle=2" (never a secret, an address or
   an answer; may be NULL). The secret never reaches the database: pass its SHA-256. */
void store_access_check(struct store_pool *pool, const char *programme, const char *name,
                        const uint8_t digest[STORE_ACCESS_DIGEST_BYTES],
                        enum store_access_scope needed, const char *action, const char *detail,
                        store_access_callback callback, void *context);

/* A token as the administrator sees it. */
struct store_access_token {
    const char *programme;
    const char *name;
    enum store_access_scope scope;
    const char *created;   /* "YYYY-MM-DD" */
    const char *expires;   /* "YYYY-MM-DD", "" if never */
    const char *last_used; /* "YYYY-MM-DD", "" if never */
    bool revoked;
    bool expired;
};

/* Stores a new token that expires after `days` days (0: never). STATUS_CONFLICT if the programme
   has one of that name (revoked ones too: names are not given out again), STATUS_NOT_FOUND if
   there is no such programme. */
BASE_MUST_CHECK enum base_status
store_access_create(struct store_session *session, const char *programme, const char *name,
                    const uint8_t digest[STORE_ACCESS_DIGEST_BYTES], enum store_access_scope scope,
                    int days, struct base_failure *reterr);

/* The tokens of a programme, or of all with `programme` NULL, by programme and name; on the arena.
 */
BASE_MUST_CHECK enum base_status store_access_list(struct store_session *session,
                                                   const char *programme, struct base_arena *arena,
                                                   const struct store_access_token **ret_tokens,
                                                   size_t *ret_count, struct base_failure *reterr);

/* Revokes for good; STATUS_NOT_FOUND if there is no such token. Revoking twice is no error. */
BASE_MUST_CHECK enum base_status store_access_revoke(struct store_session *session,
                                                     const char *programme, const char *name,
                                                     struct base_failure *reterr);

#endif
