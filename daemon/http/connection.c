#include "connection.h"

#include <assert.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "connection_state.h"
#include "tls_state.h"

enum { output_piece_bytes = 64 * 1024 };

static void begin_request(struct http_connection *connection)
{
    connection->arena = base_arena_new();
    connection->request_bytes = 0;
    http_reader_init(&connection->reader, &connection->server->options.limits, connection->arena);
    http_connection_set_state(connection, CONNECTION_READING);
}

static void dispatch(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    http_server_count(server, requests);
    connection->requests++;
    struct http_exchange *exchange =
        http_exchange_new(server, connection, connection->arena, &connection->reader.request,
                          connection->request_bytes);
    connection->arena = NULL;
    connection->exchange = exchange;
    http_connection_set_state(connection, CONNECTION_ANSWERING);
    http_exchange_dispatch(exchange);
}

static enum http_reader_result feed(struct http_connection *connection, struct evbuffer *input)
{
    struct base_text bytes = {(const char *)evbuffer_pullup(input, -1), evbuffer_get_length(input)};
    size_t consumed;
    enum http_reader_result result = http_reader_feed(&connection->reader, bytes, &consumed);
    evbuffer_drain(input, consumed);
    connection->request_bytes += consumed;
    return result;
}

/* False when more bytes are needed, or the request is whole. */
static bool read_request(struct http_connection *connection, struct evbuffer *input)
{
    switch (feed(connection, input)) {
    case HTTP_READER_MORE:
        if (connection->peer_ended) {
            http_connection_close(connection);
        }
        return false;
    case HTTP_READER_CONTINUE:
        bufferevent_write(connection->stream, "HTTP/1.1 100 Continue\r\n\r\n", 25);
        return true;
    case HTTP_READER_DONE:
        dispatch(connection);
        return false;
    case HTTP_READER_ERROR:
        http_server_count(connection->server, requests_malformed);
        http_connection_refuse(connection, connection->reader.status, connection->reader.reason);
        return false;
    }
    return false;
}

void http_connection_advance(struct http_connection *connection)
{
    struct evbuffer *input = bufferevent_get_input(connection->stream);
    bool more = true;
    while (more) {
        switch (connection->state) {
        case CONNECTION_IDLE:
            if (evbuffer_get_length(input) > 0) {
                begin_request(connection);
                break;
            }
            if (connection->peer_ended) {
                http_connection_close(connection);
            }
            return;
        case CONNECTION_READING:
            more = read_request(connection, input);
            break;
        default:
            /* Pipelined requests wait in the socket until this one is answered. */
            bufferevent_disable(connection->stream, EV_READ);
            return;
        }
    }
}

static void on_readable(struct bufferevent *stream, void *context)
{
    (void)stream;
    http_connection_advance(context);
}

static void on_written(struct bufferevent *stream, void *context)
{
    struct http_connection *connection = context;
    if (connection->state == CONNECTION_LAST_WRITE) {
        http_connection_linger(connection);
        return;
    }
    if (connection->state != CONNECTION_WRITING) {
        return;
    }
    http_connection_set_state(connection, CONNECTION_IDLE);
    if (connection->server->draining && evbuffer_get_length(bufferevent_get_input(stream)) == 0) {
        http_connection_close(connection);
        return;
    }
    bufferevent_enable(stream, EV_READ);
    http_connection_advance(connection);
}

static void on_handshake(struct http_connection *connection)
{
    if (SSL_session_reused(connection->ssl)) {
        http_server_count(connection->server, handshakes_resumed);
    }
    http_connection_set_state(connection, CONNECTION_IDLE);
    http_connection_advance(connection);
}

static void on_event(struct bufferevent *stream, short what, void *context)
{
    struct http_connection *connection = context;
    ERR_clear_error();
    if ((what & BEV_EVENT_CONNECTED) != 0) {
        on_handshake(connection);
        return;
    }
    if (connection->state == CONNECTION_HANDSHAKE) {
        http_server_count(connection->server, handshakes_failed);
        connection->broken = true;
        http_connection_close(connection);
        return;
    }
    /* With TLS a write that fails because the peer has gone is reported as its end, too. */
    if ((what & (BEV_EVENT_ERROR | BEV_EVENT_WRITING)) != 0) {
        connection->broken = true;
        http_connection_close(connection);
        return;
    }
    if ((what & BEV_EVENT_EOF) != 0) {
        connection->peer_ended = true;
        /* With TLS libevent stops writing as well, also where an answer is on its way. */
        bufferevent_enable(stream, EV_WRITE);
        http_connection_advance(connection);
    }
}

static void release_static(const void *data, size_t length, void *context)
{
    (void)data;
    (void)length;
    (void)context;
}

/* The output's pieces are kept this small because SSL_write takes one as a whole: until all of it
   has gone it would stay in memory, and libevent could not say how far it is. (With
   SSL_MODE_ENABLE_PARTIAL_WRITE libevent 2.1 skips the rest of a piece, and corrupts the stream.)
 */
static void queue_body(struct evbuffer *output, struct base_text body, bool is_static)
{
    while (body.length > 0) {
        size_t length = body.length < output_piece_bytes ? body.length : output_piece_bytes;
        int failed = is_static
                         ? evbuffer_add_reference(output, body.data, length, release_static, NULL)
                         : evbuffer_add(output, body.data, length);
        if (failed != 0) {
            abort();
        }
        body.data += length;
        body.length -= length;
    }
}

/* The head and a short body share one piece: every piece is a TLS record and a packet. */
static void queue_answer(struct http_connection *connection, const struct http_answer *answer)
{
    struct evbuffer *output = bufferevent_get_output(connection->stream);
    size_t copied = answer->head.length + (answer->body_is_static ? 0 : answer->body.length);
    if (evbuffer_expand(output, copied < output_piece_bytes ? copied : output_piece_bytes) != 0 ||
        evbuffer_add(output, answer->head.data, answer->head.length) != 0) {
        abort();
    }
    queue_body(output, answer->body, answer->body_is_static);
}

void http_connection_answer(struct http_connection *connection, const struct http_answer *answer,
                            bool keep_alive)
{
    assert(connection->state == CONNECTION_ANSWERING);
    connection->exchange = NULL;
    queue_answer(connection, answer);
    http_connection_set_state(connection, keep_alive ? CONNECTION_WRITING : CONNECTION_LAST_WRITE);
}

static unsigned allowed_methods(struct http_connection *connection)
{
    const struct http_server_options *options = &connection->server->options;
    struct http_match match = {0};
    if (connection->reader.request.path.data != NULL) {
        http_router_match(options->routes, options->route_count, HTTP_GET,
                          connection->reader.request.path, &match);
    }
    return match.path_known ? match.allowed : 1U << HTTP_GET | 1U << HTTP_HEAD | 1U << HTTP_POST;
}

void http_connection_refuse(struct http_connection *connection, int status, const char *detail)
{
    struct http_server *server = connection->server;
    char id[17];
    http_server_next_id(server, id);
    struct http_response response;
    http_problem_make(connection->arena, id, status, NULL, detail, NULL, 0, &response);
    struct http_answer_terms terms = {
        .method = connection->reader.request.method,
        .minor_version = 1,
        .tls = connection->ssl != NULL,
        .keep_alive = false,
        .allowed = allowed_methods(connection),
        .wall_seconds = base_clock_wall_seconds(server->options.clock),
    };
    struct http_answer answer;
    http_answer_make(connection->arena, &terms, &response, &answer);
    http_server_count_response(server, status);
    queue_answer(connection, &answer);
    bufferevent_disable(connection->stream, EV_READ);
    http_connection_set_state(connection, CONNECTION_LAST_WRITE);
}

static bool open_stream(struct http_connection *connection, int descriptor)
{
    struct event_base *events = http_loop_events(connection->server->options.loop);
    if (connection->tls == NULL) {
        connection->stream = bufferevent_socket_new(events, descriptor, BEV_OPT_CLOSE_ON_FREE);
        return connection->stream != NULL;
    }
    connection->ssl = http_tls_new_session(connection->tls);
    if (connection->ssl == NULL) {
        return false;
    }
    /* Deferred callbacks leak or loop with TLS (libevent #228, #952): they are never asked for. */
    connection->stream = bufferevent_openssl_socket_new(
        events, descriptor, connection->ssl, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
    if (connection->stream == NULL) {
        abort();
    }
    return true;
}

/* Without it the second of two small writes waits for the first one's acknowledgement: 40 ms on
   every answer of a kept-alive connection. Fails harmlessly on a UNIX socket. */
static void send_without_delay(int descriptor)
{
    int on = 1;
    (void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void http_connection_new(struct http_server *server, int descriptor)
{
    struct http_connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        abort();
    }
    connection->server = server;
    connection->tls = http_tls_ref(server->options.tls);
    send_without_delay(descriptor);
    if (!open_stream(connection, descriptor)) {
        ERR_clear_error();
        close(descriptor);
        http_tls_unref(connection->tls);
        free(connection);
        return;
    }
    connection->deadline = evtimer_new(http_loop_events(server->options.loop),
                                       http_connection_on_deadline, connection);
    if (connection->deadline == NULL) {
        abort();
    }
    connection->state = CONNECTION_DEAD;
    TAILQ_INSERT_TAIL(&server->connections[CONNECTION_DEAD], connection, link);
    server->connection_count++;
    http_server_count(server, connections_open);
    http_connection_set_state(connection,
                              connection->ssl != NULL ? CONNECTION_HANDSHAKE : CONNECTION_IDLE);
    bufferevent_setcb(connection->stream, on_readable, on_written, on_event, connection);
    bufferevent_enable(connection->stream, EV_READ | EV_WRITE);
}
