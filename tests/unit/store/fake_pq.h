/*
 * A scripted libpq. It defines the functions of libpq that talk to a server, so that the linker
 * takes these instead; results are real PGresults made with libpq's own constructors.
 *
 * What the code sends is kept as text, one line per call: "query ...", "prepare NAME",
 * "execute NAME [parameters]", "sync". What the server answers is pushed by the test and becomes
 * visible when the code consumes input. A call that would block fails the test.
 */
#ifndef SURVEYD_TESTS_FAKE_PQ_H
#define SURVEYD_TESTS_FAKE_PQ_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

/* Forgets everything of the test before; fails when a connection of it was not finished. */
void fake_pq_begin(void);
void fake_pq_end(void);

/* The connections that were started so far, and the last of them. */
size_t fake_pq_started(void);
PGconn *fake_pq_last(void);
PGconn *fake_pq_at(size_t index);
bool fake_pq_is_finished(size_t index);

/* What PQconnectPoll returns next, in order; then PGRES_POLLING_OK. Each step is another socket. */
void fake_pq_poll(PostgresPollingStatusType step);
/* Connections that are started from now on are bad at once. */
void fake_pq_refuse(bool refuse);

/* What was sent since the last call; valid until the next. */
const char *fake_pq_sent(PGconn *conn);
bool fake_pq_is_pipeline(PGconn *conn);

/* What the server answers. */
void fake_pq_push(PGconn *conn, PGresult *result); /* NULL: the end of a command's results */
PGresult *fake_pq_result(ExecStatusType status);
PGresult *fake_pq_error(const char *sqlstate, const char *constraint);
/* One row of texts: names and values in turn, ended by NULL. */
PGresult *fake_pq_row(const char *name, ...) __attribute__((sentinel));
/* Adds a row of the same columns. */
void fake_pq_add_row(PGresult *result, const char *value, ...) __attribute__((sentinel));
/* Result, NULL, Sync: a job that has gone well, or (error) failed. */
void fake_pq_push_job(PGconn *conn, PGresult *result);
/* The whole answer to the set-up of a connection. */
void fake_pq_push_setup(PGconn *conn, bool durable, bool standby);

/* The server is gone: consuming fails from now on, after what was pushed before. */
void fake_pq_break(PGconn *conn);
/* What PQflush returns from now on; sending fails. */
void fake_pq_set_flush(PGconn *conn, int outcome);
void fake_pq_fail_send(PGconn *conn);

#endif
