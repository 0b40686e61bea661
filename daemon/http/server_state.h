/*
 * A server from the inside, for its connections and exchanges.
 */
#ifndef SURVEYD_HTTP_SERVER_STATE_H
#define SURVEYD_HTTP_SERVER_STATE_H

#include <sys/queue.h>

#include "connection.h"
#include "exchange_state.h"
#include "http/server.h"

struct event;

TAILQ_HEAD(http_connection_list, http_connection);

struct http_server {
    struct http_server_options options; /* `counters`, `clock` never NULL */
    struct http_counters own_counters;  /* when nobody wants them */
    int listener;
    struct event *accept_event, *resume_event, *reap_event, *drained_event;
    /* Each connection is on the list of its state, the one that is in it for longest first. */
    struct http_connection_list connections[HTTP_CONNECTION_STATES];
    size_t connection_count; /* all but the dead */
    struct http_exchange_list exchanges, answered_exchanges;
    uint64_t id_seed, id_count;
    bool draining;
    void (*drained)(void *context);
    void *drained_context;
};

/* Microseconds of the monotonic clock. */
int64_t http_server_now_us(void);

/* The next id of an exchange or a refused request: 16 hexadecimal digits and NUL. */
void http_server_next_id(struct http_server *server, char ret_id[17]);

void http_server_count_response(struct http_server *server, int status);

/* Adds one to a counter of `struct http_counters`. */
#define http_server_count(server, counter)                                                         \
    atomic_fetch_add_explicit(&(server)->options.counters->counter, 1, memory_order_relaxed)

/* Frees dead connections and answered exchanges at the end of this turn of the loop: nothing is
   freed below its own callback. */
void http_server_reap_soon(struct http_server *server);
void http_server_retire_exchange(struct http_server *server, struct http_exchange *exchange);

#endif
