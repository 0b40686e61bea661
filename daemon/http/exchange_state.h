/*
 * An exchange from the inside, for the server and the connection.
 */
#ifndef SURVEYD_HTTP_EXCHANGE_STATE_H
#define SURVEYD_HTTP_EXCHANGE_STATE_H

#include <sys/queue.h>

#include "http/exchange.h"
#include "http/reader.h"
#include "http/router.h"

struct http_connection;
struct http_server;

/* Lives on its own arena, from the last byte of the request until the end of the loop turn in
   which it is answered. It outlives its connection, and if need be its server. */
struct http_exchange {
    TAILQ_ENTRY(http_exchange) link;    /* in the server's `exchanges`, or `answered_exchanges` */
    struct http_server *server;         /* NULL: gone */
    struct http_connection *connection; /* NULL: the client has left */
    struct base_arena *arena;
    struct http_request request;
    struct http_match match;
    char id[17];
    int64_t started_us;
    size_t request_bytes;
    bool tls;
    bool answered;
};

TAILQ_HEAD(http_exchange_list, http_exchange);

/* Takes over the arena that holds the request. Routes it, but does not call the handler. */
struct http_exchange *http_exchange_new(struct http_server *server,
                                        struct http_connection *connection,
                                        struct base_arena *arena,
                                        const struct http_request *request, size_t request_bytes);

/* Calls the handler of the route, or what serves unknown routes. */
void http_exchange_dispatch(struct http_exchange *exchange);

/* Only after it was answered, or when the server goes. */
void http_exchange_free(struct http_exchange *exchange);

#endif
