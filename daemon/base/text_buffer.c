#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define BUFFER_FIRST_BYTES ((size_t)128)

void base_buffer_init(struct base_buffer *buffer, struct base_arena *arena)
{
    *buffer = (struct base_buffer){
        .arena = arena,
        .data = base_arena_alloc(arena, BUFFER_FIRST_BYTES),
        .capacity = BUFFER_FIRST_BYTES,
    };
    buffer->data[0] = '\0';
}

/* Makes room for `length` more bytes and the final NUL. */
static void reserve(struct base_buffer *buffer, size_t length)
{
    size_t needed;
    if (__builtin_add_overflow(buffer->length, length, &needed) ||
        __builtin_add_overflow(needed, 1, &needed)) {
        abort();
    }
    if (needed <= buffer->capacity) {
        return;
    }
    size_t capacity = buffer->capacity;
    while (capacity < needed) {
        if (__builtin_mul_overflow(capacity, 2, &capacity)) {
            abort();
        }
    }
    char *data = base_arena_alloc(buffer->arena, capacity);
    memcpy(data, buffer->data, buffer->length + 1);
    buffer->data = data;
    buffer->capacity = capacity;
}

void base_buffer_add(struct base_buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0) {
        return;
    }
    reserve(buffer, length);
    memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void base_buffer_string(struct base_buffer *buffer, const char *string)
{
    base_buffer_add(buffer, string, strlen(string));
}

void base_buffer_text(struct base_buffer *buffer, struct base_text text)
{
    base_buffer_add(buffer, text.data, text.length);
}

void base_buffer_format(struct base_buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(buffer->data + buffer->length, buffer->capacity - buffer->length, format,
                           arguments);
    va_end(arguments);
    assert(length >= 0);
    if ((size_t)length >= buffer->capacity - buffer->length) {
        buffer->data[buffer->length] = '\0';
        reserve(buffer, (size_t)length);
        va_start(arguments, format);
        vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, arguments);
        va_end(arguments);
    }
    buffer->length += (size_t)length;
}

struct base_text base_buffer_view(const struct base_buffer *buffer)
{
    return (struct base_text){buffer->data, buffer->length};
}
