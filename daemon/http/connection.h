/*
 * One connection: TLS handshake, requests in order, answers, and an end that loses none of them.
 *
 * HANDSHAKE -> IDLE -> READING -> ANSWERING -> WRITING -> IDLE ...
 *                                           -> LAST_WRITE -> LINGERING -> DEAD
 * From every state an error, a missed deadline or the peer's end leads to DEAD; from READING a
 * refused request leads to LAST_WRITE. One request is answered before the next is read.
 */
#ifndef SURVEYD_HTTP_CONNECTION_H
#define SURVEYD_HTTP_CONNECTION_H

#include <stdbool.h>

struct http_answer;
struct http_connection;
struct http_server;

enum http_connection_state {
    CONNECTION_HANDSHAKE,  /* TLS is being agreed on */
    CONNECTION_IDLE,       /* no byte of a request has come yet */
    CONNECTION_READING,    /* part of a request is here */
    CONNECTION_ANSWERING,  /* a handler has the request */
    CONNECTION_WRITING,    /* the answer is going out */
    CONNECTION_LAST_WRITE, /* so is the last one of this connection */
    CONNECTION_LINGERING,  /* all is sent; what still comes is dropped */
    CONNECTION_DEAD,       /* freed at the end of the loop's turn */
    HTTP_CONNECTION_STATES
};

/* Takes over the descriptor of an accepted socket. It is closed at once if there is no memory for
   TLS. */
void http_connection_new(struct http_server *server, int descriptor);

/* Sends the answer to the request that a handler had. */
void http_connection_answer(struct http_connection *connection, const struct http_answer *answer,
                            bool keep_alive);

/* Ends a connection in any state, with a close_notify where TLS allows it. */
void http_connection_close(struct http_connection *connection);

/* Whether the kernel holds bytes of the peer that were not read yet. */
bool http_connection_has_unread(const struct http_connection *connection);

/* The server stops: closes what is idle, and hurries what is not. */
void http_connection_drain(struct http_connection *connection);

/* The next one of the same state; NULL at the end. */
struct http_connection *http_connection_next(const struct http_connection *connection);

/* Only for a dead one, outside of its callbacks. Takes it off the server's list. */
void http_connection_free(struct http_connection *connection);

#endif
