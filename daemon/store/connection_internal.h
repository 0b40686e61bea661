/*
 * What connection.c (states) and connection_pipeline.c (the conversation with libpq) share.
 */
#ifndef SURVEYD_STORE_CONNECTION_INTERNAL_H
#define SURVEYD_STORE_CONNECTION_INTERNAL_H

#include <libpq-fe.h>

#include "connection.h"

/* What the first job in flight waits for. */
enum store_connection_expect {
    STORE_EXPECT_RESULT,
    STORE_EXPECT_END, /* the NULL behind the result */
    STORE_EXPECT_SYNC,
};

struct store_connection {
    struct store_connection_options options;
    enum store_connection_state state;
    PGconn *pq; /* NULL in WAITING only */
    struct base_watch *watch;
    struct base_timer *timer;
    struct store_job_list jobs; /* in flight, in the order sent */
    size_t batches;             /* of them */
    enum store_connection_expect expect;
    size_t setup_left; /* PREPARING: commands whose end has not come */
    bool setup_failed;
    bool send_failed;    /* noticed while sending: to be told from the loop */
    unsigned failures;   /* connects in a row that came to nothing: length of the back-off */
    unsigned first_host; /* with several: which one is tried first */
};

/* Leaves libpq and goes to WAITING. Jobs in flight go to the owner as lost. */
void store_connection_fail(struct store_connection *connection);

/* The one place where the state changes. */
void store_connection_set_state(struct store_connection *connection,
                                enum store_connection_state state);

/* Sends settings and prepares; false if libpq refuses. */
bool store_connection_send_setup(struct store_connection *connection);

/* Sends what is buffered and sets the watch's interest; false if the connection broke. */
bool store_connection_flush(struct store_connection *connection);

/* Takes everything that libpq has, telling the owner of ended jobs; false if the connection broke.
   In PREPARING the state becomes READY when the set-up is through. */
bool store_connection_receive(struct store_connection *connection);

/* (Re)starts the timer for the first job in flight. */
void store_connection_arm(struct store_connection *connection);

void store_connection_tell(struct store_connection *connection, enum store_event_kind kind,
                           const char *sqlstate, const char *text);

#endif
