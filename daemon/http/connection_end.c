/* Deadlines of a connection, and the ways to end it. */
#include <assert.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connection_state.h"
#include "http/tls.h"

enum {
    write_progress_bytes = 1024,
    drain_grace_ms = 1000,
    linger_read_bytes = 65536,
    linger_reads_per_turn = 16,
    linger_limit_bytes = 64 * 1024 * 1024,
};

/* While the server drains nobody is waited for longer than the grace. */
static int64_t hurried(const struct http_connection *connection, int64_t timeout_ms)
{
    return connection->server->draining && timeout_ms > drain_grace_ms ? drain_grace_ms
                                                                       : timeout_ms;
}

/* How long a connection may stay in a state; 0: as long as it takes. */
static int64_t timeout_of(const struct http_connection *connection,
                          enum http_connection_state state)
{
    const struct http_limits *limits = &connection->server->options.limits;
    switch (state) {
    case CONNECTION_HANDSHAKE:
        return limits->handshake_timeout_ms;
    case CONNECTION_IDLE:
        return hurried(connection, limits->idle_timeout_ms);
    case CONNECTION_READING:
        return limits->request_timeout_ms;
    case CONNECTION_WRITING:
    case CONNECTION_LAST_WRITE:
        return limits->write_timeout_ms;
    case CONNECTION_LINGERING:
        return hurried(connection, limits->linger_timeout_ms);
    case CONNECTION_ANSWERING: /* the handler has deadlines of its own */
    case CONNECTION_DEAD:
    case HTTP_CONNECTION_STATES:
        break;
    }
    return 0;
}

static void start_deadline(struct http_connection *connection, int64_t timeout_ms)
{
    if (timeout_ms == 0) {
        event_del(connection->deadline);
        return;
    }
    struct timeval timeout = {.tv_sec = timeout_ms / 1000, .tv_usec = (timeout_ms % 1000) * 1000};
    if (event_add(connection->deadline, &timeout) != 0) {
        abort();
    }
}

static int descriptor_of(const struct http_connection *connection)
{
    return bufferevent_getfd(connection->stream);
}

/* A number that grows with every byte that the peer takes. TCP counts what was acknowledged. What
   is left in our buffer tells less: with TLS it shrinks only when a whole piece has been sealed. */
static uint64_t taken_bytes(const struct http_connection *connection)
{
    int descriptor = descriptor_of(connection), queued = 0;
    struct tcp_info info = {0};
    socklen_t length = sizeof info;
    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &length) == 0) {
        return info.tcpi_bytes_acked;
    }
    if (ioctl(descriptor, SIOCOUTQ, &queued) != 0 || queued < 0) {
        queued = 0;
    }
    return UINT64_MAX - (uint64_t)queued -
           evbuffer_get_length(bufferevent_get_output(connection->stream));
}

void http_connection_set_state(struct http_connection *connection, enum http_connection_state state)
{
    struct http_server *server = connection->server;
    TAILQ_REMOVE(&server->connections[connection->state], connection, link);
    connection->state = state;
    TAILQ_INSERT_TAIL(&server->connections[state], connection, link);
    start_deadline(connection, timeout_of(connection, state));
    if (state == CONNECTION_WRITING || state == CONNECTION_LAST_WRITE) {
        connection->taken_bytes = taken_bytes(connection);
    }
}

/* Resets: what the kernel still holds for a peer that does not read is freed at once. */
static void cut(struct http_connection *connection)
{
    struct linger none = {.l_onoff = 1, .l_linger = 0};
    (void)setsockopt(descriptor_of(connection), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    connection->broken = true;
    http_connection_close(connection);
}

static void check_write_progress(struct http_connection *connection)
{
    uint64_t taken = taken_bytes(connection);
    if (taken < connection->taken_bytes + write_progress_bytes) {
        http_server_count(connection->server, deadlines_missed);
        cut(connection);
        return;
    }
    connection->taken_bytes = taken;
    start_deadline(connection, timeout_of(connection, connection->state));
}

void http_connection_on_deadline(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct http_connection *connection = context;
    switch (connection->state) {
    case CONNECTION_HANDSHAKE:
        http_server_count(connection->server, deadlines_missed);
        http_server_count(connection->server, handshakes_failed);
        connection->broken = true;
        http_connection_close(connection);
        break;
    case CONNECTION_READING:
        http_server_count(connection->server, deadlines_missed);
        http_connection_refuse(connection, 408, "the request took too long to come");
        break;
    case CONNECTION_WRITING:
    case CONNECTION_LAST_WRITE:
        check_write_progress(connection);
        break;
    default:
        http_connection_close(connection);
        break;
    }
}

/* OpenSSL sends close_notify only when told (libevent #1247 never does). Without it the peer
   cannot tell the end of the stream from an attack that cuts it. */
static void end_tls(struct http_connection *connection)
{
    if (connection->ssl != NULL && !connection->broken && !connection->ended) {
        connection->ended = true;
        (void)SSL_shutdown(connection->ssl);
        ERR_clear_error();
    }
}

static void on_lingering(evutil_socket_t descriptor, short what, void *context)
{
    (void)what;
    struct http_connection *connection = context;
    char dropped[linger_read_bytes];
    for (int i = 0; i < linger_reads_per_turn; i++) {
        ssize_t length = recv(descriptor, dropped, sizeof dropped, MSG_DONTWAIT);
        if (length < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        connection->lingered_bytes += length > 0 ? (size_t)length : 0;
        if (length <= 0 || connection->lingered_bytes > linger_limit_bytes) {
            http_connection_close(connection);
            return;
        }
    }
}

void http_connection_linger(struct http_connection *connection)
{
    if (connection->peer_ended) {
        http_connection_close(connection);
        return;
    }
    int descriptor = descriptor_of(connection);
    end_tls(connection);
    bufferevent_setcb(connection->stream, NULL, NULL, NULL, NULL);
    bufferevent_disable(connection->stream, EV_READ | EV_WRITE);
    if (shutdown(descriptor, SHUT_WR) != 0) {
        http_connection_close(connection);
        return;
    }
    connection->linger_event =
        event_new(http_loop_events(connection->server->options.loop), descriptor,
                  EV_READ | EV_PERSIST, on_lingering, connection);
    if (connection->linger_event == NULL || event_add(connection->linger_event, NULL) != 0) {
        abort();
    }
    http_connection_set_state(connection, CONNECTION_LINGERING);
}

void http_connection_close(struct http_connection *connection)
{
    if (connection->state == CONNECTION_DEAD) {
        return;
    }
    if (connection->state != CONNECTION_HANDSHAKE) {
        end_tls(connection);
    }
    if (connection->exchange != NULL) {
        connection->exchange->connection = NULL;
        connection->exchange = NULL;
    }
    bufferevent_setcb(connection->stream, NULL, NULL, NULL, NULL);
    bufferevent_disable(connection->stream, EV_READ | EV_WRITE);
    if (connection->linger_event != NULL) {
        event_del(connection->linger_event);
    }
    http_connection_set_state(connection, CONNECTION_DEAD);
    struct http_server *server = connection->server;
    server->connection_count--;
    atomic_fetch_sub_explicit(&server->options.counters->connections_open, 1, memory_order_relaxed);
    http_server_reap_soon(server);
}

bool http_connection_has_unread(const struct http_connection *connection)
{
    int unread = 0;
    return ioctl(descriptor_of(connection), FIONREAD, &unread) == 0 && unread > 0;
}

void http_connection_drain(struct http_connection *connection)
{
    if (connection->state == CONNECTION_IDLE && connection->requests > 0 &&
        !http_connection_has_unread(connection)) {
        http_connection_close(connection);
    } else if (connection->state == CONNECTION_IDLE || connection->state == CONNECTION_LINGERING) {
        start_deadline(connection, timeout_of(connection, connection->state));
    }
}

struct http_connection *http_connection_next(const struct http_connection *connection)
{
    return TAILQ_NEXT(connection, link);
}

void http_connection_free(struct http_connection *connection)
{
    assert(connection->state == CONNECTION_DEAD);
    TAILQ_REMOVE(&connection->server->connections[CONNECTION_DEAD], connection, link);
    if (connection->linger_event != NULL) {
        event_free(connection->linger_event);
    }
    event_free(connection->deadline);
    bufferevent_free(connection->stream); /* closes the descriptor, frees `ssl` */
    http_tls_unref(connection->tls);
    base_arena_free(connection->arena);
    free(connection);
}
