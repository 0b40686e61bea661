/*
 * Which handler serves which path. Paths are matched raw: no decoding, no case folding.
 */
#ifndef SURVEYD_HTTP_ROUTER_H
#define SURVEYD_HTTP_ROUTER_H

#include <stddef.h>

#include "http/exchange.h"

/* `context` is the loop's context that was given to http_server_new. */
typedef void (*http_handler)(struct http_exchange *exchange, void *context);

/* Patterns are segments, literal or "{name}" (one non-empty segment); "{name}.csv" matches the
   suffix too. At most 8 named segments. GET serves HEAD. `name` stands for the route in logs and
   metrics, where paths never appear. */
struct http_route {
    const char *name;
    enum http_method method;
    const char *pattern;
    http_handler handler;
};

struct http_match {
    const struct http_route *route; /* NULL: no route */
    bool path_known;                /* the path exists, be it with another method */
    unsigned allowed;               /* mask 1 << enum http_method of the methods the path has */
    struct base_text names[8], values[8];
    size_t segment_count;
};

/* The first route of the list that fits wins. Pure; slices point into the pattern and `path`. */
void http_router_match(const struct http_route *routes, size_t count, enum http_method method,
                       struct base_text path, struct http_match *ret_match);

#endif
