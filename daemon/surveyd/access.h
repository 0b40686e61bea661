/*
 * Researchers' reads: the login, and what is handed on when it is good.
 */
#ifndef SURVEYD_DAEMON_ACCESS_H
#define SURVEYD_DAEMON_ACCESS_H

#include "store/access.h"
#include "visit.h"

/* One read by a researcher; on the exchange's arena. access_end lets go of what it holds; call it
   right before the exchange is answered. */
struct access {
    struct http_exchange *exchange;
    struct worker *worker;
    struct base_arena *arena;
    struct catalogue *catalogue; /* one reference */
    const struct catalogue_programme *in;
    const char *name; /* of the token */
    bool page;        /* a person looks at it: errors are pages */
    int language;
    void (*granted)(struct access *access);
};

/* Checks the login for a read of {programme}; calls `granted` if it is good, and answers the
   exchange (401, 403, 404, 503) if it is not. An unknown programme is answered like a bad login. */
void access_begin(struct http_exchange *exchange, struct worker *worker,
                  enum store_access_scope needed, const char *action, bool page,
                  void (*granted)(struct access *access));

/* Lets go of the catalogue and returns the exchange to answer. What the catalogue holds must not be
   used afterwards, but for what was copied into the body. */
struct http_exchange *access_end(struct access *access);

/* Answers with 503 and Retry-After. */
void access_unavailable(struct access *access);

#endif
