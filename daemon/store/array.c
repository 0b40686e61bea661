#include "array.h"

#include <string.h>

void store_array_init(struct store_array *array, struct base_arena *arena)
{
    base_buffer_init(&array->buffer, arena);
    base_buffer_add(&array->buffer, "{", 1);
    array->has_elements = false;
}

static void separate(struct store_array *array)
{
    if (array->has_elements)
        base_buffer_add(&array->buffer, ",", 1);
    array->has_elements = true;
}

void store_array_null(struct store_array *array)
{
    separate(array);
    base_buffer_add(&array->buffer, "NULL", 4);
}

void store_array_text(struct store_array *array, struct base_text value, bool is_null)
{
    if (is_null) {
        store_array_null(array);
        return;
    }
    separate(array);
    base_buffer_add(&array->buffer, "\"", 1);
    size_t start = 0;
    for (size_t i = 0; i < value.length; i++) {
        if (value.data[i] != '"' && value.data[i] != '\\')
            continue;
        base_buffer_add(&array->buffer, value.data + start, i - start);
        base_buffer_add(&array->buffer, "\\", 1);
        start = i;
    }
    if (value.length > start)
        base_buffer_add(&array->buffer, value.data + start, value.length - start);
    base_buffer_add(&array->buffer, "\"", 1);
}

void store_array_bytes(struct store_array *array, struct base_text value)
{
    static const char digits[] = "0123456789abcdef";
    if (value.data == NULL) {
        store_array_null(array);
        return;
    }
    separate(array);
    base_buffer_add(&array->buffer, "\"\\\\x", 4);
    for (size_t i = 0; i < value.length; i++) {
        unsigned char byte = (unsigned char)value.data[i];
        char pair[2] = {digits[byte >> 4], digits[byte & 15]};
        base_buffer_add(&array->buffer, pair, 2);
    }
    base_buffer_add(&array->buffer, "\"", 1);
}

/* Not base_buffer_format: a submission has hundreds of codes, and this is its hot path. */
void store_array_integer(struct store_array *array, int64_t value)
{
    char text[24];
    char *end = text + sizeof(text);
    char *start = end;
    uint64_t rest = value < 0 ? 0U - (uint64_t)value : (uint64_t)value;
    do {
        *--start = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0)
        *--start = '-';
    separate(array);
    base_buffer_add(&array->buffer, start, (size_t)(end - start));
}

const char *store_array_end(struct store_array *array)
{
    base_buffer_add(&array->buffer, "}", 1);
    return array->buffer.data;
}

const char *store_array_integers(struct base_arena *arena, const int *values, size_t count)
{
    struct store_array array;
    store_array_init(&array, arena);
    for (size_t i = 0; i < count; i++)
        store_array_integer(&array, values[i]);
    return store_array_end(&array);
}
