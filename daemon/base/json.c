#include "base/json.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void put_object(void *object)
{
    json_object_put(object);
}

struct json_object *base_json_own(struct base_arena *arena, struct json_object *object)
{
    if (object != NULL) {
        base_arena_on_free(arena, put_object, object);
    }
    return object;
}

/* What the scan has passed, json-c parses; a root scalar needs the NUL to know that it is over. */
static bool parse_scanned(struct base_text document, size_t depth, struct json_object **ret_root)
{
    assert(document.length < INT_MAX && depth < INT_MAX - 2);
    struct json_tokener *tokener = json_tokener_new_ex((int)depth + 2);
    if (tokener == NULL) {
        abort();
    }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    *ret_root = json_tokener_parse_ex(tokener, document.data, (int)document.length);
    if (json_tokener_get_error(tokener) == json_tokener_continue) {
        *ret_root = json_tokener_parse_ex(tokener, "", 1);
    }
    bool parsed = json_tokener_get_error(tokener) == json_tokener_success;
    json_tokener_free(tokener);
    return parsed;
}

enum base_status base_json_parse(struct base_arena *arena, struct base_text document,
                                 const struct base_json_limits *limits,
                                 struct json_object **ret_root, struct base_json_error *reterr)
{
    enum base_status status = base_json_scan(document, limits, reterr);
    if (status != STATUS_OK) {
        return status;
    }
    struct json_object *root;
    if (!parse_scanned(document, limits->depth, &root)) {
        if (reterr != NULL) {
            *reterr = (struct base_json_error){
                .line = 1, .column = 1, .message = "the JSON library does not accept the document"};
        }
        return STATUS_MALFORMED;
    }
    *ret_root = base_json_own(arena, root);
    return STATUS_OK;
}

struct json_object *base_json_get(struct json_object *object, const char *key)
{
    struct json_object *member;
    return json_object_is_type(object, json_type_object) &&
                   json_object_object_get_ex(object, key, &member)
               ? member
               : NULL;
}

struct base_text base_json_text(struct json_object *object)
{
    if (!json_object_is_type(object, json_type_string)) {
        return (struct base_text){NULL, 0};
    }
    return (struct base_text){json_object_get_string(object),
                              (size_t)json_object_get_string_len(object)};
}

/* The limit below which every integral double is also a long long; its negative is one, too. */
#define TWO_TO_63 9223372036854775808.0

struct json_object *base_json_number(double value)
{
    struct json_object *number;
    if (fabs(value) < 9007199254740992.0 && value == trunc(value)) {
        number = json_object_new_int64((int64_t)value);
    } else {
        char numeral[BASE_TEXT_NUMBER_BYTES];
        base_text_write_number(numeral, value);
        number = json_object_new_double_s(value, numeral);
    }
    if (number == NULL) {
        abort();
    }
    return number;
}

static void write_string(struct base_buffer *buffer, struct base_text text)
{
    static const char names[] = "\"\\bfnrt";
    static const char values[] = "\"\\\b\f\n\r\t";
    base_buffer_add(buffer, "\"", 1);
    size_t plain = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        base_buffer_add(buffer, text.data + plain, i - plain);
        plain = i + 1;
        const char *value = c == 0 ? NULL : strchr(values, c);
        if (value != NULL) {
            char escape[2] = {'\\', names[value - values]};
            base_buffer_add(buffer, escape, sizeof(escape));
        } else {
            base_buffer_format(buffer, "\\u%04x", c);
        }
    }
    base_buffer_add(buffer, text.data + plain, text.length - plain);
    base_buffer_add(buffer, "\"", 1);
}

static void write_double(struct base_buffer *buffer, double value)
{
    if (value >= -TWO_TO_63 && value < TWO_TO_63 && value == trunc(value)) {
        base_buffer_format(buffer, "%lld", (long long)value);
        return;
    }
    char numeral[BASE_TEXT_NUMBER_BYTES];
    size_t length = base_text_write_number(numeral, value);
    base_buffer_add(buffer, numeral, length);
}

static void write_integer(struct base_buffer *buffer, struct json_object *object)
{
    uint64_t magnitude = json_object_get_uint64(object);
    if (magnitude > INT64_MAX) {
        base_buffer_format(buffer, "%llu", (unsigned long long)magnitude);
    } else {
        base_buffer_format(buffer, "%lld", (long long)json_object_get_int64(object));
    }
}

static void write_value(struct base_buffer *buffer, struct json_object *object, bool sorted);

static void write_member(struct base_buffer *buffer, const char *key, struct json_object *value,
                         bool sorted)
{
    write_string(buffer, base_text_of(key));
    base_buffer_add(buffer, ":", 1);
    write_value(buffer, value, sorted);
}

static int compare_keys(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void write_object_sorted(struct base_buffer *buffer, struct json_object *object)
{
    size_t count = (size_t)json_object_object_length(object);
    const char **keys = base_arena_array(buffer->arena, const char *, count);
    size_t filled = 0;
    json_object_object_foreach(object, key, value)
    {
        (void)value;
        keys[filled++] = key;
    }
    if (count > 1) {
        qsort(keys, count, sizeof(*keys), compare_keys);
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            base_buffer_add(buffer, ",", 1);
        }
        struct json_object *member = NULL;
        json_object_object_get_ex(object, keys[i], &member);
        write_member(buffer, keys[i], member, true);
    }
}

static void write_object(struct base_buffer *buffer, struct json_object *object, bool sorted)
{
    base_buffer_add(buffer, "{", 1);
    if (sorted) {
        write_object_sorted(buffer, object);
    } else {
        bool first = true;
        json_object_object_foreach(object, key, value)
        {
            if (!first) {
                base_buffer_add(buffer, ",", 1);
            }
            first = false;
            write_member(buffer, key, value, false);
        }
    }
    base_buffer_add(buffer, "}", 1);
}

static void write_array(struct base_buffer *buffer, struct json_object *object, bool sorted)
{
    size_t length = json_object_array_length(object);
    base_buffer_add(buffer, "[", 1);
    for (size_t i = 0; i < length; i++) {
        if (i > 0) {
            base_buffer_add(buffer, ",", 1);
        }
        write_value(buffer, json_object_array_get_idx(object, i), sorted);
    }
    base_buffer_add(buffer, "]", 1);
}

static void write_value(struct base_buffer *buffer, struct json_object *object, bool sorted)
{
    switch (json_object_get_type(object)) {
    case json_type_null:
        base_buffer_string(buffer, "null");
        break;
    case json_type_boolean:
        base_buffer_string(buffer, json_object_get_boolean(object) ? "true" : "false");
        break;
    case json_type_double:
        write_double(buffer, json_object_get_double(object));
        break;
    case json_type_int:
        write_integer(buffer, object);
        break;
    case json_type_string:
        write_string(buffer, base_json_text(object));
        break;
    case json_type_array:
        write_array(buffer, object, sorted);
        break;
    case json_type_object:
        write_object(buffer, object, sorted);
        break;
    }
}

struct base_text base_json_write(struct base_arena *arena, struct json_object *object)
{
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    write_value(&buffer, object, false);
    return base_buffer_view(&buffer);
}

struct base_text base_json_canonical(struct base_arena *arena, struct json_object *object)
{
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    write_value(&buffer, object, true);
    return base_buffer_view(&buffer);
}

const char *base_json_pointer(struct base_arena *arena, const char *parent, const char *token)
{
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    base_buffer_string(&buffer, parent);
    base_buffer_add(&buffer, "/", 1);
    for (; *token != '\0'; token++) {
        if (*token == '~') {
            base_buffer_add(&buffer, "~0", 2);
        } else if (*token == '/') {
            base_buffer_add(&buffer, "~1", 2);
        } else {
            base_buffer_add(&buffer, token, 1);
        }
    }
    return buffer.data;
}

const char *base_json_pointer_index(struct base_arena *arena, const char *parent, size_t index)
{
    return base_arena_format(arena, "%s/%zu", parent, index);
}
