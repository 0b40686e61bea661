#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "connection.h"
#include "exchange_state.h"
#include "server_state.h"

static const unsigned all_methods = 1U << HTTP_GET | 1U << HTTP_HEAD | 1U << HTTP_POST;

struct http_exchange *http_exchange_new(struct http_server *server,
                                        struct http_connection *connection,
                                        struct base_arena *arena,
                                        const struct http_request *request, size_t request_bytes)
{
    struct http_exchange *exchange = base_arena_object(arena, struct http_exchange);
    exchange->server = server;
    exchange->connection = connection;
    exchange->arena = arena;
    exchange->request = *request;
    exchange->request_bytes = request_bytes;
    exchange->started_us = http_server_now_us();
    exchange->tls = server->options.tls != NULL;
    http_server_next_id(server, exchange->id);
    http_router_match(server->options.routes, server->options.route_count, request->method,
                      request->path, &exchange->match);
    TAILQ_INSERT_TAIL(&server->exchanges, exchange, link);
    return exchange;
}

static void answer_unknown_route(struct http_exchange *exchange)
{
    if (exchange->match.path_known) {
        http_exchange_problem(exchange, 405, NULL, "This address does not take that method.", NULL,
                              0, 0);
    } else {
        http_exchange_problem(exchange, 404, NULL, "There is nothing at this address.", NULL, 0, 0);
    }
}

void http_exchange_dispatch(struct http_exchange *exchange)
{
    const struct http_server_options *options = &exchange->server->options;
    if (exchange->match.route != NULL) {
        exchange->match.route->handler(exchange, options->context);
    } else if (options->not_found != NULL) {
        options->not_found(exchange, options->context);
    } else {
        answer_unknown_route(exchange);
    }
}

void http_exchange_free(struct http_exchange *exchange)
{
    base_arena_free(exchange->arena);
}

struct base_arena *http_exchange_arena(struct http_exchange *exchange)
{
    return exchange->arena;
}

enum http_method http_exchange_method(const struct http_exchange *exchange)
{
    return exchange->request.method;
}

struct base_text http_exchange_path(const struct http_exchange *exchange)
{
    return exchange->request.path;
}

struct base_text http_exchange_query(const struct http_exchange *exchange)
{
    return exchange->request.query;
}

struct base_text http_exchange_field(const struct http_exchange *exchange, const char *name)
{
    for (size_t i = 0; i < exchange->request.field_count; i++) {
        if (base_text_equal_string(exchange->request.fields[i].name, name)) {
            return exchange->request.fields[i].value;
        }
    }
    return (struct base_text){NULL, 0};
}

struct base_text http_exchange_body(const struct http_exchange *exchange)
{
    return exchange->request.body;
}

struct base_text http_exchange_segment(const struct http_exchange *exchange, const char *name)
{
    for (size_t i = 0; i < exchange->match.segment_count; i++) {
        if (base_text_equal_string(exchange->match.names[i], name)) {
            return exchange->match.values[i];
        }
    }
    return (struct base_text){NULL, 0};
}

const char *http_exchange_id(const struct http_exchange *exchange)
{
    return exchange->id;
}

unsigned http_exchange_allowed(const struct http_exchange *exchange)
{
    return exchange->match.allowed;
}

const char *http_exchange_origin(struct http_exchange *exchange)
{
    struct base_text host = exchange->request.host;
    if (host.data == NULL) {
        return "";
    }
    return base_arena_format(exchange->arena, "%s://%.*s", exchange->tls ? "https" : "http",
                             (int)host.length, host.data);
}

static bool is_clean(const char *value)
{
    for (; value != NULL && *value != '\0'; value++) {
        if ((unsigned char)*value < 0x20 || *value == 0x7f) {
            return false;
        }
    }
    return true;
}

/* A line break in a field would let whoever chose its text write fields of their own. */
static bool response_is_clean(const struct http_response *response)
{
    return is_clean(response->media_type) && is_clean(response->location) &&
           is_clean(response->etag) && is_clean(response->cache) && is_clean(response->challenge) &&
           is_clean(response->language) && is_clean(response->vary) &&
           is_clean(response->content_encoding) && is_clean(response->disposition);
}

static void observe(struct http_exchange *exchange, int status, size_t response_bytes)
{
    struct http_server *server = exchange->server;
    http_server_count_response(server, status);
    if (server->options.observe == NULL) {
        return;
    }
    const struct http_route *route = exchange->match.route;
    struct http_observation observation = {
        .id = exchange->id,
        .route = route != NULL ? route->name : "none",
        .status = status,
        .duration_us = http_server_now_us() - exchange->started_us,
        .request_bytes = exchange->request_bytes,
        .response_bytes = response_bytes,
    };
    server->options.observe(&observation, server->options.context);
}

static void answer(struct http_exchange *exchange, const struct http_response *response)
{
    struct http_server *server = exchange->server;
    bool keep_alive = exchange->request.keep_alive && !server->draining;
    struct http_answer_terms terms = {
        .method = exchange->request.method,
        .minor_version = exchange->request.minor_version,
        .tls = exchange->tls,
        .keep_alive = keep_alive,
        .allowed = exchange->match.path_known ? exchange->match.allowed : all_methods,
        .if_none_match = http_exchange_field(exchange, "if-none-match"),
        .accept_encoding = http_exchange_field(exchange, "accept-encoding"),
        .wall_seconds = base_clock_wall_seconds(server->options.clock),
    };
    struct http_answer made;
    http_answer_make(exchange->arena, &terms, response, &made);
    observe(exchange, made.status, made.head.length + made.body.length);
    if (exchange->connection != NULL) {
        http_connection_answer(exchange->connection, &made, keep_alive);
    }
}

void http_exchange_respond(struct http_exchange *exchange, const struct http_response *response)
{
    assert(!exchange->answered);
    exchange->answered = true;
    if (exchange->server == NULL) {
        http_exchange_free(exchange);
        return;
    }
    if (response_is_clean(response)) {
        answer(exchange, response);
    } else {
        struct http_response problem;
        http_problem_make(exchange->arena, exchange->id, 500, NULL, NULL, NULL, 0, &problem);
        answer(exchange, &problem);
    }
    exchange->connection = NULL;
    http_server_retire_exchange(exchange->server, exchange);
}

void http_exchange_problem(struct http_exchange *exchange, int status, const char *code,
                           const char *detail, const struct http_problem_error *errors,
                           size_t error_count, int retry_after_s)
{
    struct http_response response;
    http_problem_make(exchange->arena, exchange->id, status, code, detail, errors, error_count,
                      &response);
    response.retry_after_s = retry_after_s;
    http_exchange_respond(exchange, &response);
}
