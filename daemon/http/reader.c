#include "http/reader.h"

#include <assert.h>
#include <string.h>

#include "reader_head.h"

enum { chunk_line_limit_bytes = 128, chunk_size_limit_digits = 8 };

enum state {
    READING_REQUEST_LINE,
    READING_FIELDS,
    READING_BODY,
    READING_CHUNK_SIZE,
    READING_CHUNK,
    READING_CHUNK_END,
    READING_TRAILERS,
    READ_ALL,
    REFUSED,
};

/* What is left of the bytes of one call. */
struct input {
    struct base_text bytes;
    size_t consumed;
};

enum line_result { LINE_PARTIAL, LINE_WHOLE, LINE_TOO_LONG, LINE_MALFORMED };

static void drop(struct input *input, size_t length)
{
    input->bytes.data += length;
    input->bytes.length -= length;
    input->consumed += length;
}

void http_reader_init(struct http_reader *reader, const struct http_limits *limits,
                      struct base_arena *arena)
{
    *reader = (struct http_reader){.limits = limits, .arena = arena};
}

/* Cuts one line of at most `limit` bytes with its CRLF. Every byte is judged where it stands, so
   that the outcome does not depend on how the bytes arrive. */
static enum line_result take_line(struct http_reader *reader, struct input *input, size_t limit,
                                  struct base_text *ret_line)
{
    const char *data = input->bytes.data;
    for (size_t i = reader->scanned; i < input->bytes.length; i++) {
        unsigned char c = (unsigned char)data[i];
        bool after_return = i > 0 && data[i - 1] == '\r';
        if (i >= limit) {
            return LINE_TOO_LONG;
        }
        if (after_return != (c == '\n') || (c < 0x20 && c != '\t' && c != '\r' && c != '\n') ||
            c == 0x7f) {
            return LINE_MALFORMED;
        }
        if (c == '\n') {
            *ret_line = (struct base_text){data, i - 1};
            reader->scanned = 0;
            drop(input, i + 1);
            return LINE_WHOLE;
        }
    }
    reader->scanned = input->bytes.length;
    return LINE_PARTIAL;
}

static bool refuse_line(struct http_reader *reader)
{
    return http_reader_refuse(reader, 400,
                              "a line has a control character, or no CR LF at its end");
}

/* A step returns whether there is more to do with the bytes at hand: false when they are used up,
   and when the request was refused. */
static bool step_request_line(struct http_reader *reader, struct input *input)
{
    size_t limit = HTTP_READER_METHOD_BYTES + reader->limits->target_bytes +
                   HTTP_READER_VERSION_BYTES + strlen("  \r\n");
    struct base_text line;
    switch (take_line(reader, input, limit, &line)) {
    case LINE_PARTIAL:
        return false;
    case LINE_TOO_LONG:
        if (memchr(input->bytes.data, ' ', HTTP_READER_METHOD_BYTES + 1) == NULL) {
            return http_reader_refuse(reader, 501, "the method is unknown");
        }
        return http_reader_refuse(reader, 414, "the target is too long");
    case LINE_MALFORMED:
        return refuse_line(reader);
    case LINE_WHOLE:
        break;
    }
    /* RFC 9112 section 2.2: one empty line before a request is forgiven. */
    if (line.length == 0 && !reader->blank_skipped) {
        reader->blank_skipped = true;
        return true;
    }
    reader->state = READING_FIELDS;
    return http_reader_request_line(reader, line);
}

/* The next line of the fields or trailers; LINE_WHOLE with an empty line at their end. */
static bool take_field_line(struct http_reader *reader, struct input *input,
                            struct base_text *ret_line)
{
    size_t left = reader->limits->field_bytes - reader->field_bytes;
    /* The empty line that ends the fields is none of them. */
    size_t limit = left < 2 ? 2 : left;
    switch (take_line(reader, input, limit, ret_line)) {
    case LINE_PARTIAL:
        return false;
    case LINE_TOO_LONG:
        return http_reader_refuse(reader, 431, "the fields are too long");
    case LINE_MALFORMED:
        return refuse_line(reader);
    case LINE_WHOLE:
        break;
    }
    if (ret_line->length > 0) {
        reader->field_bytes += ret_line->length + strlen("\r\n");
    }
    return true;
}

static bool step_fields(struct http_reader *reader, struct input *input, bool *ret_continue)
{
    struct base_text line;
    if (!take_field_line(reader, input, &line)) {
        return false;
    }
    if (line.length > 0) {
        return http_reader_field_line(reader, line);
    }
    if (!http_reader_end_of_head(reader, ret_continue)) {
        return false;
    }
    base_buffer_init(&reader->body, reader->arena);
    if (reader->chunked) {
        reader->state = READING_CHUNK_SIZE;
    } else {
        reader->state = reader->content_length > 0 ? READING_BODY : READ_ALL;
    }
    return true;
}

static size_t take_body(struct http_reader *reader, struct input *input, size_t wanted)
{
    size_t length = wanted < input->bytes.length ? wanted : input->bytes.length;
    base_buffer_add(&reader->body, input->bytes.data, length);
    drop(input, length);
    return length;
}

static bool step_body(struct http_reader *reader, struct input *input)
{
    reader->content_length -= take_body(reader, input, reader->content_length);
    if (reader->content_length > 0) {
        return false;
    }
    reader->state = READ_ALL;
    return true;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char small = (char)(c | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

static bool parse_chunk_size(struct http_reader *reader, struct base_text line)
{
    size_t size = 0, digits = 0;
    while (digits < line.length && hex_value(line.data[digits]) >= 0) {
        if (digits == chunk_size_limit_digits) {
            return http_reader_refuse(reader, 400, "the size of a chunk has too many digits");
        }
        size = size * 16 + (size_t)hex_value(line.data[digits]);
        digits++;
    }
    /* RFC 9112 section 7.1.1: extensions are ignored, but nothing else may follow the digits. */
    if (digits == 0 || (digits < line.length && line.data[digits] != ';')) {
        return http_reader_refuse(reader, 400, "the size of a chunk is not hexadecimal");
    }
    if (size > reader->limits->body_bytes - reader->body.length) {
        return http_reader_refuse(reader, 413, "the body is too large");
    }
    reader->chunk_left = size;
    reader->state = size > 0 ? READING_CHUNK : READING_TRAILERS;
    return true;
}

static bool step_chunk_size(struct http_reader *reader, struct input *input)
{
    struct base_text line;
    switch (take_line(reader, input, chunk_line_limit_bytes, &line)) {
    case LINE_PARTIAL:
        return false;
    case LINE_TOO_LONG:
        return http_reader_refuse(reader, 400, "the line before a chunk is too long");
    case LINE_MALFORMED:
        return refuse_line(reader);
    case LINE_WHOLE:
        break;
    }
    return parse_chunk_size(reader, line);
}

static bool step_chunk(struct http_reader *reader, struct input *input)
{
    reader->chunk_left -= take_body(reader, input, reader->chunk_left);
    if (reader->chunk_left > 0) {
        return false;
    }
    reader->state = READING_CHUNK_END;
    return true;
}

static bool step_chunk_end(struct http_reader *reader, struct input *input)
{
    struct base_text line;
    switch (take_line(reader, input, strlen("\r\n"), &line)) {
    case LINE_PARTIAL:
        return false;
    case LINE_WHOLE:
        reader->state = READING_CHUNK_SIZE;
        return true;
    default:
        return http_reader_refuse(reader, 400, "a chunk is not as long as it says");
    }
}

static bool step_trailers(struct http_reader *reader, struct input *input)
{
    struct base_text line;
    if (!take_field_line(reader, input, &line)) {
        return false;
    }
    if (line.length > 0) {
        return http_reader_trailer_line(reader, line);
    }
    reader->state = READ_ALL;
    return true;
}

static bool step(struct http_reader *reader, struct input *input, bool *ret_continue)
{
    switch ((enum state)reader->state) {
    case READING_REQUEST_LINE:
        return step_request_line(reader, input);
    case READING_FIELDS:
        return step_fields(reader, input, ret_continue);
    case READING_BODY:
        return step_body(reader, input);
    case READING_CHUNK_SIZE:
        return step_chunk_size(reader, input);
    case READING_CHUNK:
        return step_chunk(reader, input);
    case READING_CHUNK_END:
        return step_chunk_end(reader, input);
    case READING_TRAILERS:
        return step_trailers(reader, input);
    case READ_ALL:
    case REFUSED:
        break;
    }
    return false;
}

enum http_reader_result http_reader_feed(struct http_reader *reader, struct base_text bytes,
                                         size_t *ret_consumed)
{
    assert(reader->state != READ_ALL && reader->state != REFUSED);
    struct input input = {.bytes = bytes};
    bool asks_continue = false, more = true;
    while (more && !asks_continue) {
        more = step(reader, &input, &asks_continue);
    }
    *ret_consumed = input.consumed;
    if (reader->status != 0) {
        reader->state = REFUSED;
        return HTTP_READER_ERROR;
    }
    if (reader->state == READ_ALL) {
        reader->request.body = base_buffer_view(&reader->body);
        return HTTP_READER_DONE;
    }
    return asks_continue ? HTTP_READER_CONTINUE : HTTP_READER_MORE;
}
