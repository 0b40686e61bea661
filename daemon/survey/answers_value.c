#include <string.h>

#include "answers_check.h"
#include "base/json.h"

#define NUMERAL_BYTES 40

bool survey_value_is_blank(struct json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_null:
        return true;
    case json_type_string:
        return base_text_trim(base_json_text(value)).length == 0;
    case json_type_array:
        for (size_t i = 0; i < json_object_array_length(value); i++) {
            if (!survey_value_is_blank(json_object_array_get_idx(value, i))) {
                return false;
            }
        }
        return true;
    case json_type_object: {
        json_object_object_foreach(value, key, member)
        {
            (void)key;
            if (!survey_value_is_blank(member)) {
                return false;
            }
        }
        return true;
    }
    default:
        return false;
    }
}

bool survey_read_number(struct base_text text, double *ret_number)
{
    char copy[NUMERAL_BYTES];
    text = base_text_trim(text);
    if (text.length == 0 || text.length > sizeof(copy)) {
        return false;
    }
    memcpy(copy, text.data, text.length);
    char *comma = memchr(copy, ',', text.length);
    if (comma != NULL) {
        *comma = '.';
    }
    return base_text_number((struct base_text){copy, text.length}, ret_number);
}

static const struct survey_choice *find_number(const struct survey_choice *choices, size_t count,
                                               double number)
{
    for (size_t i = 0; i < count; i++) {
        double other;
        if (choices[i].is_number
                ? choices[i].number == number
                : base_text_number(base_text_of(choices[i].value), &other) && other == number) {
            return &choices[i];
        }
    }
    return NULL;
}

const struct survey_choice *survey_choice_find_text(const struct survey_choice *choices,
                                                    size_t count, struct base_text text)
{
    text = base_text_trim(text);
    for (size_t i = 0; i < count; i++) {
        if (base_text_equal_string(text, choices[i].value)) {
            return &choices[i];
        }
    }
    double number;
    return base_text_number(text, &number) ? find_number(choices, count, number) : NULL;
}

const struct survey_choice *survey_choice_find(const struct survey_choice *choices, size_t count,
                                               struct json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_int:
    case json_type_double:
        return find_number(choices, count, json_object_get_double(value));
    case json_type_string:
        return survey_choice_find_text(choices, count, base_json_text(value));
    case json_type_boolean:
        return survey_choice_find_text(choices, count,
                                       json_object_get_boolean(value) ? BASE_TEXT("true")
                                                                      : BASE_TEXT("false"));
    default:
        return NULL;
    }
}

struct json_object *survey_text_json(struct base_text text)
{
    return json_object_new_string_len(text.data, (int)text.length);
}

struct json_object *survey_choice_json(const struct survey_choice *choice)
{
    return choice->is_number ? base_json_number(choice->number)
                             : json_object_new_string(choice->value);
}

bool survey_row_is_own(const struct survey_item *item, const struct survey_row *row,
                       const struct survey_organisation *organisation)
{
    return item->rows_are_organisations && organisation != NULL &&
           row->organisation == organisation;
}

/* Control characters harm exports and mean nothing; Windows and old Mac line ends become "\n". */
struct base_text survey_clean_text(struct base_arena *arena, struct base_text text, bool one_line)
{
    char *clean = base_arena_alloc(arena, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        if (byte == '\r') {
            if (i + 1 < text.length && text.data[i + 1] == '\n') {
                continue;
            }
            byte = '\n';
        }
        if (byte == '\t' || (byte == '\n' && one_line)) {
            byte = ' ';
        }
        if (((unsigned char)byte < ' ' && byte != '\n') || byte == 0x7F) {
            continue;
        }
        clean[length++] = byte;
    }
    clean[length] = '\0';
    return base_text_trim((struct base_text){clean, length});
}
