/*
 * The strict HTTP/1.1 request reader: a pure function over bytes.
 *
 * RFC 9112 where it says MUST, and stricter wherever leniency has been used to smuggle requests.
 * The caller keeps the bytes of one connection in a contiguous buffer and calls the reader when
 * more have come; nothing is consumed but by the caller.
 */
#ifndef SURVEYD_HTTP_READER_H
#define SURVEYD_HTTP_READER_H

#include "base/text.h"
#include "http/exchange.h"
#include "http/server.h"

enum http_reader_result {
    HTTP_READER_MORE,     /* need more bytes */
    HTTP_READER_CONTINUE, /* the head is complete and asks for "100 Continue"; then as MORE */
    HTTP_READER_DONE,     /* a whole request */
    HTTP_READER_ERROR,    /* answer `status`, then close lingering */
};

struct http_reader_field {
    struct base_text name; /* small letters */
    struct base_text value;
};

/* A parsed request; slices point into the arena. */
struct http_request {
    enum http_method method;
    int minor_version; /* 0 or 1 */
    struct base_text path, query, host;
    size_t field_count;
    const struct http_reader_field *fields;
    struct base_text body;
    bool keep_alive;
};

/* State between calls for one request; zero-initialised by http_reader_init. Defined in the header
   so that a connection can hold it; only the reader looks inside. */
struct http_reader {
    const struct http_limits *limits;
    struct base_arena *arena; /* of the request being read */
    int state;
    size_t head_bytes, scanned;
    size_t content_length, body_received;
    size_t chunk_left;
    bool chunked, continue_asked;
    struct base_buffer body;
    struct http_request request;
    int status;
    const char *reason;
};

void http_reader_init(struct http_reader *reader, const struct http_limits *limits,
                      struct base_arena *arena);

/* Reads from `bytes` (all unconsumed bytes of the connection). `*ret_consumed` says how many the
   caller must drop, whatever the result. After DONE the request is in reader->request; after
   ERROR reader->status and reader->reason (static) say what to answer. */
enum http_reader_result http_reader_feed(struct http_reader *reader, struct base_text bytes,
                                         size_t *ret_consumed);

#endif
