/*
 * Static files that the programs carry: style sheets, scripts, pictures.
 *
 * An asset is served under /assets/<name>.<first 16 hex digits of its SHA-256>.<suffix>, for ever
 * cacheable, with its gzip form made once at start and a strong ETag.
 */
#ifndef SURVEYD_HTTP_ASSETS_H
#define SURVEYD_HTTP_ASSETS_H

#include "http/exchange.h"

struct http_asset {
    const char *name;       /* "survey.css" */
    const char *media_type; /* "text/css; charset=utf-8" */
    struct base_text bytes; /* static storage */
};

struct http_assets;

/* Prepares them; shared read-only by all loops. The caller owns the result, which must outlive
   the servers that answer with it. Every name has a suffix, and no two are equal. */
struct http_assets *http_assets_new(const struct http_asset *list, size_t count);
void http_assets_free(struct http_assets *assets);

/* "/assets/survey.0123456789abcdef.css"; NULL if there is no asset of that name. */
const char *http_assets_url(const struct http_assets *assets, const char *name);

/* Answers an exchange whose route is "/assets/{file}"; 404 for a name or a hash that is not one of
   these. */
void http_assets_respond(const struct http_assets *assets, struct http_exchange *exchange);

#endif
