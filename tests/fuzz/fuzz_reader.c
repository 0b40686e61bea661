/*
 * The request reader: however the bytes are cut into pieces, the outcome is the same, nothing is
 * consumed that was not given, and an accepted request keeps its limits.
 *
 * The first byte of the input chooses how to cut; the rest is what a client sends.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
    enum http_reader_result result;
    size_t consumed;
    int status, continues;
    struct http_request request;
};

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Gives the reader what a connection would: all bytes that have come and were not consumed. */
static struct outcome read_pieces(struct base_arena *arena, struct base_text bytes, uint32_t cut)
{
    struct http_reader reader;
    http_reader_init(&reader, &http_limits_default, arena);
    struct outcome outcome = {.result = HTTP_READER_MORE};
    size_t known = cut == 0 ? bytes.length : 0;
    for (;;) {
        size_t consumed = 0;
        outcome.result = http_reader_feed(
            &reader, (struct base_text){bytes.data + outcome.consumed, known - outcome.consumed},
            &consumed);
        require(consumed <= known - outcome.consumed);
        outcome.consumed += consumed;
        if (outcome.result == HTTP_READER_CONTINUE) {
            outcome.continues++;
            continue;
        }
        if (outcome.result != HTTP_READER_MORE || known == bytes.length) {
            break;
        }
        cut = cut * 1664525U + 1013904223U;
        size_t piece = 1 + (cut >> 16) % (cut >> 31 == 0 ? 3U : 40U);
        known = bytes.length - known < piece ? bytes.length : known + piece;
    }
    outcome.status = reader.status;
    outcome.request = reader.request;
    return outcome;
}

static void require_equal(struct base_text a, struct base_text b)
{
    require(base_text_equal(a, b));
}

static void require_same(const struct outcome *whole, const struct outcome *split)
{
    require(whole->result == split->result && whole->status == split->status &&
            whole->consumed == split->consumed && whole->continues == split->continues);
    if (whole->result != HTTP_READER_DONE) {
        return;
    }
    const struct http_request *a = &whole->request, *b = &split->request;
    require(a->method == b->method && a->minor_version == b->minor_version &&
            a->keep_alive == b->keep_alive && a->field_count == b->field_count);
    require_equal(a->path, b->path);
    require_equal(a->query, b->query);
    require_equal(a->host, b->host);
    require_equal(a->body, b->body);
    for (size_t i = 0; i < a->field_count; i++) {
        require_equal(a->fields[i].name, b->fields[i].name);
        require_equal(a->fields[i].value, b->fields[i].value);
    }
}

static void require_limits(const struct http_request *request)
{
    require(request->path.length > 0 && request->path.data[0] == '/');
    require(request->path.length + request->query.length <= http_limits_default.target_bytes);
    require(request->field_count <= http_limits_default.field_count);
    require(request->body.length <= http_limits_default.body_bytes);
    require(request->method == HTTP_POST || request->body.length == 0);
    require(memchr(request->path.data, '\0', request->path.length) == NULL);
    for (size_t i = 0; i < request->field_count; i++) {
        struct base_text value = request->fields[i].value;
        require(memchr(value.data, '\r', value.length) == NULL &&
                memchr(value.data, '\n', value.length) == NULL &&
                memchr(value.data, '\0', value.length) == NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct base_text bytes = {(const char *)data + 1, size - 1};
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct outcome whole = read_pieces(arena, bytes, 0);
    for (uint32_t i = 0; i < 3; i++) {
        struct outcome split = read_pieces(arena, bytes, 1U + data[0] + i * 256U);
        require_same(&whole, &split);
    }
    if (whole.result == HTTP_READER_DONE) {
        require_limits(&whole.request);
    }
    return 0;
}
