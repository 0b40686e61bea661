/*
 * One request and its answer, as a use case of the daemon sees them.
 *
 * A handler gets an exchange and must answer it exactly once, at once or later (after the
 * database has spoken). The exchange and its arena stay valid until then, also when the client
 * has gone: answering a client that left is allowed and does nothing.
 */
#ifndef SURVEYD_HTTP_EXCHANGE_H
#define SURVEYD_HTTP_EXCHANGE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST };

struct http_exchange;

/* Everything below is valid until the exchange is answered. */
struct base_arena *http_exchange_arena(struct http_exchange *exchange);
enum http_method http_exchange_method(const struct http_exchange *exchange);
/* The raw path without the query, and the query without "?". */
struct base_text http_exchange_path(const struct http_exchange *exchange);
struct base_text http_exchange_query(const struct http_exchange *exchange);
/* The value of a field, trimmed; data NULL if it is absent. `name` in small letters. */
struct base_text http_exchange_field(const struct http_exchange *exchange, const char *name);
struct base_text http_exchange_body(const struct http_exchange *exchange);
/* Media type of the body in small letters, without parameters. */
struct base_text http_exchange_media_type(const struct http_exchange *exchange);
/* A segment that the route's pattern names ("{programme}"), as it stands in the path. */
struct base_text http_exchange_segment(const struct http_exchange *exchange, const char *name);
/* The decoded value of a query parameter; data NULL if it is absent or badly encoded. */
struct base_text http_exchange_parameter(struct http_exchange *exchange, const char *name);
/* 16 hexadecimal digits that name this exchange in the log and in problem documents. */
const char *http_exchange_id(const struct http_exchange *exchange);
/* "https://host[:port]" by the request's Host ("http:" on the listener without TLS); "" for an
   HTTP/1.0 request that names no host, so that an address made with it is still a good one. */
const char *http_exchange_origin(struct http_exchange *exchange);

/* Mask 1 << enum http_method of what the path serves, for the handler of what no route serves: 0
   means that there is no such path (404), else it has other methods (405). */
unsigned http_exchange_allowed(const struct http_exchange *exchange);

/* Login of an `Authorization: Bearer name:secret` or Basic field: both parts in well-formed UTF-8,
   not empty, without control characters. False if there is none or it is badly formed. On the
   arena. */
bool http_exchange_login(struct http_exchange *exchange, struct base_text *ret_name,
                         struct base_text *ret_secret);

/* An answer. The body is copied unless `body_is_static`. Security fields, Date, Content-Length, and
   Allow for a 405, are added by the server. Texts must have no control characters; otherwise a 500
   is sent in place of the answer. */
struct http_response {
    int status;
    const char *media_type; /* with charset where it matters; NULL without a body */
    struct base_text body;
    bool body_is_static;   /* lives as long as the server */
    const char *location;  /* 303 and the like, or NULL */
    int retry_after_s;     /* 0: none */
    const char *etag;      /* quoted, or NULL; a GET whose If-None-Match has it becomes 304 */
    const char *cache;     /* Cache-Control; NULL: "no-store" */
    const char *challenge; /* WWW-Authenticate, or NULL */
    const char *language;  /* Content-Language, or NULL */
    const char *vary;      /* or NULL */
    const char *content_encoding; /* or NULL */
    const char *disposition;      /* Content-Disposition, or NULL */
    bool may_script; /* the page loads our script: CSP allows script-src and connect-src 'self' */
    /* The body has a secret beside text that the sender of the request chose: compressed, its
       length would tell about the secret (BREACH). */
    bool keep_uncompressed;
    /* Whoever could choose what the request says knows every secret of the body already, so that
       its length tells them nothing: compressed also when it answers a POST, or with an error. */
    bool compress_always;
};

/* Answers. Asserts that the exchange was not answered before. For HEAD the body is left out. The
   exchange must not be used afterwards. A body of more than 1 KiB of text that answers a GET with
   200 (or anything: compress_always) is sent compressed with gzip where the client takes it; its
   ETag then becomes a weak one. */
void http_exchange_respond(struct http_exchange *exchange, const struct http_response *response);

/* One error of a problem document. */
struct http_problem_error {
    const char *pointer;
    const char *code;
    const char *message;
    const char *field; /* of a form, to lead the participant to; NULL: the member is left out */
};

/* Answers with application/problem+json (RFC 9457): type, title, status, detail, code,
   request_id, errors. `code` is a stable word ("answers_invalid"); `detail` may be NULL. */
void http_exchange_problem(struct http_exchange *exchange, int status, const char *code,
                           const char *detail, const struct http_problem_error *errors,
                           size_t error_count, int retry_after_s);

#endif
