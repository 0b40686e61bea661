/*
 * The server of one loop: accepts, reads strictly, routes, answers.
 *
 * Several loops listen on one shared socket. All limits and absolute deadlines are in
 * `struct http_limits`; docs/http.md explains each.
 */
#ifndef SURVEYD_HTTP_SERVER_H
#define SURVEYD_HTTP_SERVER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "http/loop.h"
#include "http/router.h"
#include "http/tls.h"

/* Times in milliseconds. Start from http_limits_default, so that every member is set. */
struct http_limits {
    int64_t handshake_timeout_ms;
    int64_t request_timeout_ms; /* from the first byte of a request to its last */
    int64_t idle_timeout_ms;
    int64_t write_timeout_ms;  /* without progress: at least 1 KiB, or the rest, in this time */
    size_t connections;        /* of this loop; at the limit the one idle for longest is closed */
    size_t target_bytes;       /* 2 KiB */
    size_t field_bytes;        /* 16 KiB: all fields */
    size_t field_count;        /* 100 */
    size_t body_bytes;         /* 256 KiB */
    int64_t linger_timeout_ms; /* after a last answer: what still comes is read and dropped */
};

/* The defaults of docs/http.md. */
extern const struct http_limits http_limits_default;

/* What the server counts; read by any thread. `requests` are whole, well-formed ones;
   `requests_malformed` those that the reader refused; `deadlines_missed` handshakes, requests and
   answers that took too long (not idle connections). */
struct http_counters {
    _Atomic uint64_t connections_accepted, connections_open, connections_evicted;
    _Atomic uint64_t handshakes_failed, handshakes_resumed;
    _Atomic uint64_t requests, requests_malformed, deadlines_missed;
    _Atomic uint64_t responses_by_class[6]; /* [2] = 2xx, ... */
};

/* Called once for each answered exchange, for the log and the metrics. */
struct http_observation {
    const char *id;
    const char *route; /* name of the route, or "none" */
    int status;
    int64_t duration_us; /* from the last byte of the request until the answer was handed over */
    size_t request_bytes, response_bytes;
};

struct http_server_options {
    struct http_loop *loop;
    int listener;         /* descriptor of a listening socket; duplicated, stays the caller's */
    struct http_tls *tls; /* NULL: plain HTTP (second listener) */
    struct http_limits limits;
    const struct http_route *routes;
    size_t route_count;
    void *context;                  /* given to handlers and `observe` */
    struct http_counters *counters; /* of one or several servers; NULL: none wanted */
    const struct base_clock *clock; /* for the Date field */
    void (*observe)(const struct http_observation *observation, void *context); /* or NULL */
    /* Serves what no route serves: 404, or 405 when http_exchange_allowed is not 0. NULL:
       problem+json. Framing errors have no exchange and are always answered problem+json. */
    http_handler not_found;
    int64_t accept_after_ms; /* 0: accepts at once; see http_server_accept */
};

struct http_server;

/* Starts to accept on `options->loop`, on its thread. What the options point to must outlive the
   server; the options themselves are copied, and a reference to `tls` is taken. STATUS_IO when the
   descriptor is no listening socket or cannot be duplicated. */
BASE_MUST_CHECK enum base_status http_server_new(const struct http_server_options *options,
                                                 struct http_server **ret_server,
                                                 struct base_failure *reterr);

/* Accepts from now on, where `accept_after_ms` has not passed yet: whoever comes before the server
   can serve waits in the queue of the listening socket instead of being turned away. On the loop's
   thread. */
void http_server_accept(struct http_server *server);

/* New connections get the new certificates; takes its own reference. On the loop's thread. */
void http_server_set_tls(struct http_server *server, struct http_tls *tls);

/* Deadlines and the number of connections change at once, for phases that begin from now on. The
   sizes that a request may have must stay as they were. On the loop's thread. */
void http_server_set_limits(struct http_server *server, const struct http_limits *limits);

/* Stops accepting, closes idle connections, answers what is under way with `Connection: close`, and
   calls `drained` once, when the last connection has gone and the last exchange is answered, or
   when `timeout_ms` is over; never before this call has returned. A connection that has not sent
   its first request yet gets another second to send it. */
void http_server_drain(struct http_server *server, int64_t timeout_ms,
                       void (*drained)(void *context), void *context);

/* Only after drained, outside of any callback of a connection; closes what is left. An exchange
   that is still unanswered stays valid, and answering it does nothing. NULL is allowed. */
void http_server_free(struct http_server *server);

/* A listening TCP socket for "host:port" ("[::]:8443" serves both families; port 0: the kernel
   chooses), or a UNIX socket for "unix:/path" (mode 0660; a stale one is replaced). The caller owns
   the descriptor. STATUS_CONFIG for a malformed address,
   STATUS_IO with a hint when the port is taken or may not be used. */
BASE_MUST_CHECK enum base_status http_listen(const char *address, int *ret_descriptor,
                                             struct base_failure *reterr);

/* The port that a listening socket has; 0 for a UNIX socket. */
int http_listener_port(int descriptor);

#endif
