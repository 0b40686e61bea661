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
    struct base_text name;  /* small letters */
    struct base_text value; /* without blanks at its ends */
};

/* A parsed request; slices point into the arena. `host` is the authority of an absolute target,
   else the value of Host; data NULL for an HTTP/1.0 request that names none. */
struct http_request {
    enum http_method method;
    int minor_version; /* 0 or 1 */
    struct base_text path, query, host;
    size_t field_count;
    const struct http_reader_field *fields;
    struct base_text body;
    bool keep_alive;
};

/* State between calls for one request; made by http_reader_init. Defined in the header so that a
   connection can hold it; only the reader looks inside. */
struct http_reader {
    const struct http_limits *limits;
    struct base_arena *arena; /* of the request being read */
    int state;
    size_t scanned;     /* bytes of the present line that were looked at already */
    size_t field_bytes; /* of all field lines, trailers too */
    size_t field_lines;
    size_t field_capacity;
    struct http_reader_field *fields;
    size_t content_length; /* left to come */
    size_t chunk_left;
    bool chunked, blank_skipped;
    struct base_buffer body;
    struct http_request request;
    int status;
    const char *reason;
};

/* Begins a request. `limits` and `arena` are borrowed, and must outlive it. */
void http_reader_init(struct http_reader *reader, const struct http_limits *limits,
                      struct base_arena *arena);

/* Reads from `bytes` (all unconsumed bytes of the connection). `*ret_consumed` says how many the
   caller must drop, whatever the result. After DONE the request is in reader->request; after
   ERROR reader->status and reader->reason (static) say what to answer, and reader->request holds
   what had been understood by then (path data NULL if not even the target was). Results do not
   depend on how the bytes were split over the calls, but that CONTINUE comes in between. */
enum http_reader_result http_reader_feed(struct http_reader *reader, struct base_text bytes,
                                         size_t *ret_consumed);

#endif
