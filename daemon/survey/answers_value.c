#include <string.h>

#include "answers_check.h"
#include "base/json.h"

#define NUMERAL_BYTES 40

/* Bytes of the blank at the start of a text, 0 if there is none: what JavaScript trims, so that
   nobody answers a required question with a no-break space. */
static size_t blank_length(struct base_text text)
{
    static const char *const wide[] = {"\u00a0", "\u1680", "\u2000", "\u2001", "\u2002",
                                       "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
                                       "\u2008", "\u2009", "\u200a", "\u2028", "\u2029",
                                       "\u202f", "\u205f", "\u3000", "\ufeff"};
    if (text.length > 0 && strchr(" \t\r\n\v\f", text.data[0]) != NULL && text.data[0] != '\0') {
        return 1;
    }
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
        if (base_text_starts_with(text, base_text_of(wide[i]))) {
            return strlen(wide[i]);
        }
    }
    return 0;
}

struct base_text survey_trim(struct base_text text)
{
    for (size_t blank; (blank = blank_length(text)) > 0;) {
        text.data += blank;
        text.length -= blank;
    }
    size_t end = 0;
    for (size_t i = 0; i < text.length;) {
        struct base_text rest = {text.data + i, text.length - i};
        size_t blank = blank_length(rest);
        i += blank > 0 ? blank : 1;
        end = blank > 0 ? end : i;
    }
    text.length = end;
    return text;
}

bool survey_value_is_blank(struct json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_null:
        return true;
    case json_type_string:
        return survey_trim(base_json_text(value)).length == 0;
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

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Digits at the start of a text. */
static size_t digit_count(struct base_text text)
{
    size_t count = 0;
    while (count < text.length && is_digit(text.data[count])) {
        count++;
    }
    return count;
}

bool survey_comma_is_unclear(struct base_text text)
{
    text = survey_trim(text);
    size_t whole = digit_count(text);
    if (whole == 0 || whole > 3 || text.data[0] == '0' || whole + 4 != text.length) {
        return false;
    }
    struct base_text rest = {text.data + whole + 1, text.length - whole - 1};
    return text.data[whole] == ',' && digit_count(rest) == 3;
}

/* One character of a numeral as base_text_number wants it; 0 for a blank between groups of three
   digits, which is left out. `*ret_taken` is the number of bytes read. */
static char numeral_character(struct base_text rest, bool after_digit, size_t *ret_taken)
{
    size_t blank = blank_length(rest);
    struct base_text group = {rest.data + blank, rest.length - blank};
    bool minus = base_text_starts_with(rest, BASE_TEXT("\u2212"));
    *ret_taken = minus ? strlen("\u2212") : 1;
    if (blank > 0 && after_digit && digit_count(group) == 3) {
        *ret_taken = blank;
        return '\0';
    }
    return minus ? '-' : rest.data[0] == ',' ? '.' : rest.data[0];
}

bool survey_read_number(struct base_text text, double *ret_number)
{
    char copy[NUMERAL_BYTES];
    size_t used = 0;
    text = survey_trim(text);
    for (size_t i = 0, taken; i < text.length; i += taken) {
        struct base_text rest = {text.data + i, text.length - i};
        char byte = numeral_character(rest, used > 0 && is_digit(copy[used - 1]), &taken);
        if (byte != '\0' && used == sizeof(copy)) {
            return false;
        }
        if (byte != '\0') {
            copy[used++] = byte;
        }
    }
    return used > 0 && base_text_number((struct base_text){copy, used}, ret_number);
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
    return survey_trim((struct base_text){clean, length});
}
