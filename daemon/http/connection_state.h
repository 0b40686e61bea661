/*
 * A connection from the inside: shared by connection.c (requests and answers) and
 * connection_end.c (deadlines and the ways to end).
 */
#ifndef SURVEYD_HTTP_CONNECTION_STATE_H
#define SURVEYD_HTTP_CONNECTION_STATE_H

#include <event2/util.h>
#include <openssl/types.h>

#include "answer.h"
#include "server_state.h"

struct bufferevent;

struct http_connection {
    TAILQ_ENTRY(http_connection) link; /* in the server's list of this state */
    struct http_server *server;
    enum http_connection_state state;
    struct bufferevent *stream;
    SSL *ssl;             /* the stream's; NULL without TLS */
    struct http_tls *tls; /* its context, which a reload may have replaced since */
    struct event *deadline;
    struct event *linger_event; /* reads the descriptor while lingering */
    struct base_arena *arena;   /* of the request being read */
    struct http_reader reader;
    struct http_exchange *exchange; /* while ANSWERING */
    size_t request_bytes;           /* of the request being read */
    uint64_t taken_bytes;           /* by the peer, when write progress was last looked at */
    size_t lingered_bytes;
    size_t requests; /* answered on this connection */
    bool peer_ended; /* it sends no more, but may still read */
    bool broken;     /* TLS failed: nothing may be sent any more */
    bool ended;      /* close_notify was sent */
};

/* The only function that changes the state: moves the connection between the server's lists and
   starts the deadline of the new state. */
void http_connection_set_state(struct http_connection *connection,
                               enum http_connection_state state);

/* Reads and answers what the input holds, as far as the state allows. */
void http_connection_advance(struct http_connection *connection);

/* Answers a request that the reader refused, or that came too slowly, and ends. */
void http_connection_refuse(struct http_connection *connection, int status, const char *detail);

/* The last answer has been sent: reads on until the peer is done, because a plain close with
   unread input would reset the connection and lose the answer on its way. */
void http_connection_linger(struct http_connection *connection);

/* Callback of `deadline`. */
void http_connection_on_deadline(evutil_socket_t descriptor, short what, void *context);

#endif
