#include <string.h>

#include "survey/answers.h"

#define FIELDS_MAX 2000

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    if (digit >= 'a' && digit <= 'f') {
        return digit - 'a' + 10;
    }
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* Undoes "+" and percent-encoding; false if that is not well formed, or hides a NUL. */
static bool decode(struct base_arena *arena, struct base_text text, struct base_text *ret_text)
{
    char *decoded = base_arena_alloc(arena, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        if (byte == '+') {
            byte = ' ';
        } else if (byte == '%') {
            int high = i + 2 < text.length ? hex_value(text.data[i + 1]) : -1;
            int low = i + 2 < text.length ? hex_value(text.data[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            byte = (char)(high * 16 + low);
            i += 2;
        }
        if (byte == '\0') {
            return false;
        }
        decoded[length++] = byte;
    }
    decoded[length] = '\0';
    *ret_text = (struct base_text){decoded, length};
    return base_text_is_utf8(*ret_text);
}

static size_t count_fields(struct base_text body)
{
    size_t count = 1;
    for (size_t i = 0; i < body.length; i++) {
        count += body.data[i] == '&';
    }
    return count;
}

enum base_status survey_fields_decode(struct base_arena *arena, struct base_text body,
                                      const struct survey_field **ret_fields, size_t *ret_count,
                                      struct base_failure *reterr)
{
    size_t most = count_fields(body);
    if (most > FIELDS_MAX) {
        return base_failure_set(reterr, STATUS_TOO_LARGE,
                                "the form has more than %d fields; it was not made by this survey",
                                FIELDS_MAX);
    }
    struct survey_field *fields = base_arena_array(arena, struct survey_field, most);
    size_t count = 0;
    while (body.data != NULL) {
        struct base_text pair, name;
        body = base_text_split(body, '&', &pair);
        if (pair.length == 0) {
            continue;
        }
        struct base_text value = base_text_split(pair, '=', &name);
        if (value.data == NULL) {
            value = (struct base_text){"", 0};
        }
        if (!decode(arena, name, &fields[count].name) ||
            !decode(arena, value, &fields[count].value)) {
            return base_failure_set(reterr, STATUS_MALFORMED,
                                    "field %zu of the form is not correctly encoded", count + 1);
        }
        count++;
    }
    *ret_fields = fields;
    *ret_count = count;
    return STATUS_OK;
}

struct base_text survey_fields_value(const struct survey_field *fields, size_t count,
                                     const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (base_text_equal_string(fields[i].name, name)) {
            return fields[i].value;
        }
    }
    return (struct base_text){NULL, 0};
}
