#include "http/server.h"

#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/key.h"
#include "server_state.h"

enum { accept_pause_ms = 100, accepts_per_turn = 32, eviction_looks = 64 };

const struct http_limits http_limits_default = {
    .handshake_timeout_ms = 5000,
    .request_timeout_ms = 10000,
    .idle_timeout_ms = 10000,
    .write_timeout_ms = 10000,
    .connections = 8000,
    .target_bytes = 2048,
    .field_bytes = 16384,
    .field_count = 100,
    .body_bytes = 262144,
    .linger_timeout_ms = 5000,
};

int64_t http_server_now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The finalizer of SplitMix64: a bijection, so ids of one server never repeat. */
void http_server_next_id(struct http_server *server, char ret_id[17])
{
    uint64_t id = server->id_seed + ++server->id_count * 0x9e3779b97f4a7c15U;
    id = (id ^ (id >> 30)) * 0xbf58476d1ce4e5b9U;
    id = (id ^ (id >> 27)) * 0x94d049bb133111ebU;
    snprintf(ret_id, 17, "%016llx", (unsigned long long)(id ^ (id >> 31)));
}

void http_server_count_response(struct http_server *server, int status)
{
    size_t class = status >= 100 && status < 600 ? (size_t)status / 100 : 5;
    http_server_count(server, responses_by_class[class]);
}

void http_server_reap_soon(struct http_server *server)
{
    event_active(server->reap_event, EV_TIMEOUT, 0);
}

void http_server_retire_exchange(struct http_server *server, struct http_exchange *exchange)
{
    TAILQ_REMOVE(&server->exchanges, exchange, link);
    TAILQ_INSERT_TAIL(&server->answered_exchanges, exchange, link);
    http_server_reap_soon(server);
}

static void tell_drained_if_empty(struct http_server *server)
{
    if (server->draining && server->connection_count == 0 && TAILQ_EMPTY(&server->exchanges)) {
        event_active(server->drained_event, EV_TIMEOUT, 0);
    }
}

static void reap(struct http_server *server)
{
    struct http_exchange *exchange;
    while ((exchange = TAILQ_FIRST(&server->answered_exchanges)) != NULL) {
        TAILQ_REMOVE(&server->answered_exchanges, exchange, link);
        http_exchange_free(exchange);
    }
    struct http_connection_list *dead = &server->connections[CONNECTION_DEAD];
    struct http_connection *connection;
    while ((connection = TAILQ_FIRST(dead)) != NULL) {
        http_connection_free(connection);
    }
}

static void on_reap(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct http_server *server = context;
    reap(server);
    tell_drained_if_empty(server);
}

/* Who has waited longest in a state, but for those whose next bytes are here already: they are
   not idle, their turn has only not come yet. */
static struct http_connection *find_oldest(struct http_server *server,
                                           enum http_connection_state state)
{
    struct http_connection *connection = TAILQ_FIRST(&server->connections[state]);
    for (int i = 0; i < eviction_looks && connection != NULL; i++) {
        if (!http_connection_has_unread(connection)) {
            return connection;
        }
        connection = http_connection_next(connection);
    }
    return NULL;
}

/* Makes room by closing whoever has waited longest in the state that is cheapest to lose. */
static bool evict_one(struct http_server *server)
{
    static const enum http_connection_state order[] = {CONNECTION_LINGERING, CONNECTION_IDLE,
                                                       CONNECTION_HANDSHAKE, CONNECTION_READING};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        struct http_connection *oldest = find_oldest(server, order[i]);
        if (oldest != NULL) {
            http_server_count(server, connections_evicted);
            http_connection_close(oldest);
            return true;
        }
    }
    return false;
}

static void admit(struct http_server *server, int descriptor)
{
    http_server_count(server, connections_accepted);
    if (server->connection_count >= server->options.limits.connections && !evict_one(server)) {
        close(descriptor);
        return;
    }
    http_connection_new(server, descriptor);
}

static void accept_after(struct http_server *server, int64_t milliseconds)
{
    struct timeval pause = {.tv_sec = milliseconds / 1000, .tv_usec = (milliseconds % 1000) * 1000};
    event_del(server->accept_event);
    if (event_add(server->resume_event, &pause) != 0) {
        abort();
    }
}

/* Out of descriptors the listener stays readable, and the loop would spin on it (libevent #71). */
static void pause_accepting(struct http_server *server)
{
    accept_after(server, accept_pause_ms);
    (void)evict_one(server);
}

static void on_resume(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct http_server *server = context;
    event_add(server->accept_event, NULL);
}

static void on_acceptable(evutil_socket_t descriptor, short what, void *context)
{
    (void)what;
    struct http_server *server = context;
    for (int i = 0; i < accepts_per_turn; i++) {
        int accepted = accept4(descriptor, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted >= 0) {
            admit(server, accepted);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            pause_accepting(server);
            return;
        } else if (errno == EAGAIN) {
            return;
        }
    }
}

static void on_drained(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct http_server *server = context;
    void (*drained)(void *context) = server->drained;
    server->drained = NULL;
    event_del(server->drained_event);
    if (drained != NULL) {
        drained(server->drained_context);
    }
}

static struct event *new_event(struct http_server *server, int descriptor, short what,
                               event_callback_fn callback)
{
    struct event *event =
        event_new(http_loop_events(server->options.loop), descriptor, what, callback, server);
    if (event == NULL) {
        abort();
    }
    return event;
}

static enum base_status duplicate_listener(int listener, int *ret_descriptor,
                                           struct base_failure *reterr)
{
    int accepting = 0;
    socklen_t length = sizeof accepting;
    if (getsockopt(listener, SOL_SOCKET, SO_ACCEPTCONN, &accepting, &length) != 0 || !accepting) {
        return base_failure_set(reterr, STATUS_IO, "descriptor %d is not a listening socket",
                                listener);
    }
    int descriptor = fcntl(listener, F_DUPFD_CLOEXEC, 3);
    int flags = descriptor < 0 ? -1 : fcntl(descriptor, F_GETFL);
    if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) != 0) {
        int error = errno;
        if (descriptor >= 0) {
            close(descriptor);
        }
        return base_failure_set(reterr, STATUS_IO, "the listening socket cannot be used: %s",
                                strerror(error));
    }
    *ret_descriptor = descriptor;
    return STATUS_OK;
}

enum base_status http_server_new(const struct http_server_options *options,
                                 struct http_server **ret_server, struct base_failure *reterr)
{
    int listener;
    enum base_status status = duplicate_listener(options->listener, &listener, reterr);
    if (status != STATUS_OK) {
        return status;
    }
    struct http_server *server = calloc(1, sizeof *server);
    if (server == NULL) {
        abort();
    }
    server->options = *options;
    server->options.tls = http_tls_ref(options->tls);
    if (options->counters == NULL) {
        server->options.counters = &server->own_counters;
    }
    if (options->clock == NULL) {
        server->options.clock = base_clock_system();
    }
    server->listener = listener;
    base_key_random(&server->id_seed, sizeof server->id_seed);
    for (size_t i = 0; i < HTTP_CONNECTION_STATES; i++) {
        TAILQ_INIT(&server->connections[i]);
    }
    TAILQ_INIT(&server->exchanges);
    TAILQ_INIT(&server->answered_exchanges);
    server->accept_event = new_event(server, listener, EV_READ | EV_PERSIST, on_acceptable);
    server->resume_event = new_event(server, -1, 0, on_resume);
    server->reap_event = new_event(server, -1, 0, on_reap);
    server->drained_event = new_event(server, -1, 0, on_drained);
    if (options->accept_after_ms > 0) {
        accept_after(server, options->accept_after_ms);
    } else if (event_add(server->accept_event, NULL) != 0) {
        abort();
    }
    *ret_server = server;
    return STATUS_OK;
}

void http_server_accept(struct http_server *server)
{
    if (event_pending(server->resume_event, EV_TIMEOUT, NULL)) {
        event_del(server->resume_event);
        event_add(server->accept_event, NULL);
    }
}

void http_server_set_tls(struct http_server *server, struct http_tls *tls)
{
    struct http_tls *old = server->options.tls;
    server->options.tls = http_tls_ref(tls);
    http_tls_unref(old);
}

void http_server_set_limits(struct http_server *server, const struct http_limits *limits)
{
    server->options.limits = *limits;
}

/* Calls `visit` for every connection that is not dead; it may close the one it is given. */
static void each_connection(struct http_server *server,
                            void (*visit)(struct http_connection *connection))
{
    for (size_t state = 0; state < CONNECTION_DEAD; state++) {
        struct http_connection *connection = TAILQ_FIRST(&server->connections[state]);
        while (connection != NULL) {
            struct http_connection *next = http_connection_next(connection);
            visit(connection);
            connection = next;
        }
    }
}

void http_server_drain(struct http_server *server, int64_t timeout_ms,
                       void (*drained)(void *context), void *context)
{
    assert(!server->draining);
    server->draining = true;
    server->drained = drained;
    server->drained_context = context;
    event_del(server->accept_event);
    event_del(server->resume_event);
    each_connection(server, http_connection_drain);
    struct timeval timeout = {.tv_sec = timeout_ms / 1000, .tv_usec = (timeout_ms % 1000) * 1000};
    if (event_add(server->drained_event, &timeout) != 0) {
        abort();
    }
    http_server_reap_soon(server);
}

/* Who still has one may answer it later; it only must not reach for the server. */
static void abandon_exchanges(struct http_server *server)
{
    struct http_exchange *exchange;
    while ((exchange = TAILQ_FIRST(&server->exchanges)) != NULL) {
        TAILQ_REMOVE(&server->exchanges, exchange, link);
        exchange->server = NULL;
        exchange->connection = NULL;
    }
}

void http_server_free(struct http_server *server)
{
    if (server == NULL) {
        return;
    }
    each_connection(server, http_connection_close);
    abandon_exchanges(server);
    reap(server);
    event_free(server->accept_event);
    event_free(server->resume_event);
    event_free(server->reap_event);
    event_free(server->drained_event);
    close(server->listener);
    http_tls_unref(server->options.tls);
    free(server);
}
