#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "answer.h"

enum { gzip_window_bits = 15 + 16 }; /* zlib's way to ask for gzip framing */

/* ";q=0", ";q=0.0" and so on. */
static bool is_refused(struct base_text parameters)
{
    struct base_text rest = base_text_trim(parameters);
    if (rest.length < 3 || (rest.data[0] | 0x20) != 'q' || rest.data[1] != '=') {
        return false;
    }
    for (size_t i = 2; i < rest.length; i++) {
        if (rest.data[i] != '0' && rest.data[i] != '.') {
            return false;
        }
    }
    return true;
}

bool http_gzip_accepted(struct base_text accept_encoding)
{
    while (accept_encoding.data != NULL) {
        struct base_text item, coding;
        accept_encoding = base_text_split(accept_encoding, ',', &item);
        struct base_text parameters = base_text_split(item, ';', &coding);
        if (base_text_equal_ignoring_case(base_text_trim(coding), BASE_TEXT("gzip"))) {
            return !is_refused(parameters);
        }
    }
    return false;
}

bool http_gzip_compress(struct base_arena *arena, struct base_text plain, int level,
                        struct base_text *ret_compressed)
{
    if (plain.length == 0 || plain.length > UINT_MAX) {
        return false;
    }
    z_stream stream = {0};
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        abort();
    }
    char *output = base_arena_alloc(arena, plain.length);
    stream.next_in = (Bytef *)(uintptr_t)plain.data;
    stream.avail_in = (uInt)plain.length;
    stream.next_out = (Bytef *)output;
    stream.avail_out = (uInt)plain.length;
    bool smaller = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    if (smaller) {
        *ret_compressed = (struct base_text){output, stream.total_out};
    }
    deflateEnd(&stream);
    return smaller;
}
