#include "http/assets.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "base/key.h"

enum { hash_digits = 16, best_compression = 9 };

struct prepared_asset {
    const char *name;
    const char *media_type;
    const char *url;
    const char *etag, *gzip_etag;
    struct base_text plain, compressed; /* compressed.data NULL: it would not be smaller */
};

struct http_assets {
    struct base_arena *arena;
    size_t count;
    struct prepared_asset *list;
};

static const char url_prefix[] = "/assets/";

static void prepare(struct base_arena *arena, const struct http_asset *asset,
                    struct prepared_asset *ret_prepared)
{
    uint8_t digest[32];
    base_key_sha256(asset->bytes, digest);
    const char *hex = base_text_hex(arena, digest, sizeof digest);
    const char *suffix = strrchr(asset->name, '.');
    assert(suffix != NULL);
    *ret_prepared = (struct prepared_asset){
        .name = asset->name,
        .media_type = asset->media_type,
        .url = base_arena_format(arena, "%s%.*s.%.*s%s", url_prefix, (int)(suffix - asset->name),
                                 asset->name, hash_digits, hex, suffix),
        /* Two representations, two strong tags. */
        .etag = base_arena_format(arena, "\"%s\"", hex),
        .gzip_etag = base_arena_format(arena, "\"%s-gzip\"", hex),
        .plain = asset->bytes,
    };
    (void)http_gzip_compress(arena, asset->bytes, best_compression, &ret_prepared->compressed);
}

struct http_assets *http_assets_new(const struct http_asset *list, size_t count)
{
    struct base_arena *arena = base_arena_new();
    struct http_assets *assets = base_arena_object(arena, struct http_assets);
    assets->arena = arena;
    assets->count = count;
    assets->list = base_arena_array(arena, struct prepared_asset, count);
    for (size_t i = 0; i < count; i++) {
        prepare(arena, &list[i], &assets->list[i]);
    }
    return assets;
}

void http_assets_free(struct http_assets *assets)
{
    if (assets != NULL) {
        base_arena_free(assets->arena);
    }
}

const char *http_assets_url(const struct http_assets *assets, const char *name)
{
    for (size_t i = 0; i < assets->count; i++) {
        if (strcmp(assets->list[i].name, name) == 0) {
            return assets->list[i].url;
        }
    }
    return NULL;
}

void http_assets_respond(const struct http_assets *assets, struct http_exchange *exchange)
{
    struct base_text file = http_exchange_segment(exchange, "file");
    for (size_t i = 0; i < assets->count; i++) {
        const struct prepared_asset *asset = &assets->list[i];
        if (!base_text_equal_string(file, asset->url + strlen(url_prefix))) {
            continue;
        }
        bool gzip = asset->compressed.data != NULL &&
                    http_gzip_accepted(http_exchange_field(exchange, "accept-encoding"));
        http_exchange_respond(exchange,
                              &(struct http_response){
                                  .status = 200,
                                  .media_type = asset->media_type,
                                  .body = gzip ? asset->compressed : asset->plain,
                                  .body_is_static = true,
                                  .etag = gzip ? asset->gzip_etag : asset->etag,
                                  .cache = "public, max-age=31536000, immutable",
                                  .vary = "Accept-Encoding",
                                  .content_encoding = gzip ? "gzip" : NULL,
                                  .keep_uncompressed = true, /* the best form is made already */
                              });
        return;
    }
    http_exchange_problem(exchange, 404, NULL, "There is nothing at this address.", NULL, 0, 0);
}
