#include <math.h>
#include <stdio.h>
#include <string.h>

#include "answers_check.h"
#include "base/json.h"
#include "expression_tree.h"

#define NUMERAL_BYTES 40
#define DIGITS_MAX 15

struct survey_value survey_value_of_json(struct json_object *json)
{
    struct survey_value value = {.kind = SURVEY_VALUE_KIND_NULL, .json = json};
    switch (json_object_get_type(json)) {
    case json_type_null:
        break;
    case json_type_boolean:
        value.kind = SURVEY_VALUE_KIND_BOOLEAN;
        value.boolean = json_object_get_boolean(json);
        break;
    case json_type_int:
    case json_type_double:
        value.kind = SURVEY_VALUE_KIND_NUMBER;
        value.number = json_object_get_double(json);
        break;
    case json_type_string:
        value.kind = SURVEY_VALUE_KIND_STRING;
        value.text = base_json_text(json);
        break;
    case json_type_array:
        value.kind = SURVEY_VALUE_KIND_ARRAY;
        break;
    case json_type_object:
        value.kind = SURVEY_VALUE_KIND_OBJECT;
        break;
    }
    return value;
}

struct survey_value survey_value_of_literal(const struct survey_expression *literal)
{
    struct survey_value value = {.kind = SURVEY_VALUE_KIND_NULL};
    switch (literal->kind) {
    case SURVEY_EXPRESSION_STRING:
        value.kind = SURVEY_VALUE_KIND_STRING;
        value.text = literal->text;
        break;
    case SURVEY_EXPRESSION_NUMBER:
        value.kind = SURVEY_VALUE_KIND_NUMBER;
        value.number = literal->number;
        break;
    case SURVEY_EXPRESSION_BOOLEAN:
        value.kind = SURVEY_VALUE_KIND_BOOLEAN;
        value.boolean = literal->boolean;
        break;
    case SURVEY_EXPRESSION_LIST:
        value.kind = SURVEY_VALUE_KIND_ARRAY;
        value.list = literal->first;
        break;
    default:
        break;
    }
    return value;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* "0x1F", as JavaScript reads it. */
static bool read_hexadecimal(struct base_text text, double *ret_number)
{
    if (text.length < 3 || text.data[0] != '0' || (text.data[1] | 0x20) != 'x') {
        return false;
    }
    double number = 0;
    for (size_t i = 2; i < text.length; i++) {
        char byte = (char)(text.data[i] | 0x20);
        if (!is_digit(text.data[i]) && (byte < 'a' || byte > 'f')) {
            return false;
        }
        number = number * 16 + (is_digit(text.data[i]) ? text.data[i] - '0' : byte - 'a' + 10);
    }
    *ret_number = number;
    return true;
}

/* A numeral as JavaScript reads it (".5", "1." and "0x1F" too), blanks around it and one decimal
   comma allowed. */
static bool read_numeral(struct base_text text, bool comma, double *ret_number)
{
    char copy[NUMERAL_BYTES + 2];
    size_t used = 0;
    text = base_text_trim(text);
    if (text.length == 0 || text.length >= NUMERAL_BYTES) {
        return false;
    }
    if (read_hexadecimal(text, ret_number)) {
        return true;
    }
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        if (byte != '.' && !(comma && byte == ',')) {
            copy[used++] = byte;
            continue;
        }
        comma = false;
        bool before = i > 0 && is_digit(text.data[i - 1]);
        bool after = i + 1 < text.length && is_digit(text.data[i + 1]);
        if (used + 2 >= sizeof(copy) || (!before && !after)) {
            return false;
        }
        /* What C wants and JavaScript does not: digits on both sides of the point. */
        if (!before) {
            copy[used++] = '0';
        }
        copy[used++] = '.';
        if (!after) {
            copy[used++] = '0';
        }
    }
    return base_text_number((struct base_text){copy, used}, ret_number);
}

/* More digits than a double holds: an identifier rather than a number. */
static bool is_long_number(struct base_text text)
{
    text = base_text_trim(text);
    for (size_t i = 0; i < text.length; i++) {
        if (!is_digit(text.data[i])) {
            return false;
        }
    }
    return text.length > DIGITS_MAX;
}

struct survey_value survey_value_converted(struct survey_value value)
{
    if (value.kind != SURVEY_VALUE_KIND_STRING) {
        return value;
    }
    value.text = survey_trim(value.text);
    struct base_text text = value.text;
    if (text.length == 0) {
        return value;
    }
    bool is_true = base_text_equal_ignoring_case(text, BASE_TEXT("true"));
    if (is_true || base_text_equal_ignoring_case(text, BASE_TEXT("false"))) {
        return (struct survey_value){.kind = SURVEY_VALUE_KIND_BOOLEAN, .boolean = is_true};
    }
    bool zero_first = text.length > 1 && text.data[0] == '0' && text.data[1] != '.' &&
                      text.data[1] != ',' && text.data[1] != 'x';
    double number;
    if (!zero_first && !is_long_number(text) && read_numeral(text, true, &number)) {
        return (struct survey_value){.kind = SURVEY_VALUE_KIND_NUMBER, .number = number};
    }
    return value;
}

static size_t element_count(const struct survey_value *array)
{
    if (array->json != NULL) {
        return json_object_array_length(array->json);
    }
    size_t count = 0;
    for (const struct survey_expression *node = array->list; node != NULL; node = node->next) {
        count++;
    }
    return count;
}

/* Elements one after the other: `*position` and `*node` begin as 0 and the array's `list`. */
static bool next_element(const struct survey_value *array, size_t *position,
                         const struct survey_expression **node, struct survey_value *ret_element)
{
    if (array->json != NULL) {
        if (*position >= json_object_array_length(array->json)) {
            return false;
        }
        *ret_element = survey_value_of_json(json_object_array_get_idx(array->json, (*position)++));
        return true;
    }
    if (*node == NULL) {
        return false;
    }
    *ret_element = survey_value_of_literal(*node);
    *node = (*node)->next;
    return true;
}

bool survey_value_is_empty(const struct survey_value *value)
{
    switch (value->kind) {
    case SURVEY_VALUE_KIND_NULL:
        return true;
    case SURVEY_VALUE_KIND_STRING:
        return value->text.length == 0;
    case SURVEY_VALUE_KIND_ARRAY:
        return element_count(value) == 0;
    case SURVEY_VALUE_KIND_OBJECT: {
        json_object_object_foreach(value->json, key, member)
        {
            (void)key;
            struct survey_value inner = survey_value_of_json(member);
            if (!survey_value_is_empty(&inner)) {
                return false;
            }
        }
        return true;
    }
    default:
        return false;
    }
}

bool survey_value_is_truthy(const struct survey_value *value)
{
    switch (value->kind) {
    case SURVEY_VALUE_KIND_NULL:
        return false;
    case SURVEY_VALUE_KIND_BOOLEAN:
        return value->boolean;
    case SURVEY_VALUE_KIND_NUMBER:
        return value->number != 0;
    case SURVEY_VALUE_KIND_STRING:
        return value->text.length > 0;
    default:
        return true;
    }
}

/* A byte with capitals of ASCII and of U+00C0 to U+00DE made small. */
static unsigned char folded(struct base_text text, size_t at)
{
    unsigned char byte = (unsigned char)text.data[at];
    if (byte >= 'A' && byte <= 'Z') {
        return (unsigned char)(byte - 'A' + 'a');
    }
    bool after_lead = at > 0 && (unsigned char)text.data[at - 1] == 0xC3;
    if (after_lead && byte >= 0x80 && byte <= 0x9E && byte != 0x97) {
        return (unsigned char)(byte + 0x20);
    }
    return byte;
}

static bool equal_texts(struct base_text a, struct base_text b)
{
    a = base_text_trim(a);
    b = base_text_trim(b);
    if (a.length != b.length) {
        return false;
    }
    for (size_t i = 0; i < a.length; i++) {
        if (folded(a, i) != folded(b, i)) {
            return false;
        }
    }
    return true;
}

static bool has_part(struct base_text whole, struct base_text part)
{
    for (size_t i = 0; i + part.length <= whole.length; i++) {
        size_t j = 0;
        while (j < part.length && folded(whole, i + j) == folded(part, j)) {
            j++;
        }
        if (j == part.length) {
            return true;
        }
    }
    return false;
}

/* Elements are compared as sets with repetitions: the order does not matter. */
static bool equal_arrays(const struct survey_value *a, const struct survey_value *b)
{
    size_t count = element_count(a);
    if (count != element_count(b) || count > 512) {
        return false;
    }
    bool used[512] = {false};
    size_t a_position = 0;
    const struct survey_expression *a_node = a->list;
    struct survey_value left, right;
    while (next_element(a, &a_position, &a_node, &left)) {
        size_t b_position = 0, index = 0;
        const struct survey_expression *b_node = b->list;
        bool found = false;
        for (; !found && next_element(b, &b_position, &b_node, &right); index++) {
            if (!used[index] && survey_value_equal(&left, &right)) {
                used[index] = found = true;
            }
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static bool equal_objects(struct json_object *a, struct json_object *b)
{
    if (json_object_object_length(a) != json_object_object_length(b)) {
        return false;
    }
    json_object_object_foreach(a, key, member)
    {
        struct json_object *other = NULL;
        if (!json_object_object_get_ex(b, key, &other)) {
            return false;
        }
        struct survey_value left = survey_value_of_json(member);
        struct survey_value right = survey_value_of_json(other);
        if (!survey_value_equal(&left, &right)) {
            return false;
        }
    }
    return true;
}

/* The number that JavaScript makes of a number or text. */
static bool as_number(const struct survey_value *value, double *ret_number)
{
    if (value->kind == SURVEY_VALUE_KIND_NUMBER) {
        *ret_number = value->number;
        return true;
    }
    if (value->kind == SURVEY_VALUE_KIND_BOOLEAN) {
        *ret_number = value->boolean ? 1 : 0;
        return true;
    }
    return value->kind == SURVEY_VALUE_KIND_STRING && read_numeral(value->text, false, ret_number);
}

static bool is_boolean_text(const struct survey_value *boolean, const struct survey_value *text)
{
    return base_text_equal_ignoring_case(text->text,
                                         boolean->boolean ? BASE_TEXT("true") : BASE_TEXT("false"));
}

bool survey_value_equal(const struct survey_value *a, const struct survey_value *b)
{
    bool a_empty = survey_value_is_empty(a), b_empty = survey_value_is_empty(b);
    if (a_empty || b_empty) {
        bool both_scalar =
            a->kind <= SURVEY_VALUE_KIND_STRING && b->kind <= SURVEY_VALUE_KIND_STRING;
        return a_empty && b_empty && (both_scalar || a->kind == b->kind);
    }
    if (a->kind == SURVEY_VALUE_KIND_STRING && b->kind == SURVEY_VALUE_KIND_STRING) {
        return equal_texts(a->text, b->text);
    }
    if (a->kind == SURVEY_VALUE_KIND_BOOLEAN && b->kind == SURVEY_VALUE_KIND_STRING) {
        return is_boolean_text(a, b);
    }
    if (a->kind == SURVEY_VALUE_KIND_STRING && b->kind == SURVEY_VALUE_KIND_BOOLEAN) {
        return is_boolean_text(b, a);
    }
    if (a->kind == SURVEY_VALUE_KIND_ARRAY && b->kind == SURVEY_VALUE_KIND_ARRAY) {
        return equal_arrays(a, b);
    }
    if (a->kind == SURVEY_VALUE_KIND_OBJECT && b->kind == SURVEY_VALUE_KIND_OBJECT) {
        return equal_objects(a->json, b->json);
    }
    double left, right;
    return as_number(a, &left) && as_number(b, &right) && left == right;
}

bool survey_value_less(const struct survey_value *a, const struct survey_value *b)
{
    if (a->kind == SURVEY_VALUE_KIND_STRING && b->kind == SURVEY_VALUE_KIND_STRING) {
        size_t shorter = a->text.length < b->text.length ? a->text.length : b->text.length;
        int order = shorter > 0 ? memcmp(a->text.data, b->text.data, shorter) : 0;
        return order < 0 || (order == 0 && a->text.length < b->text.length);
    }
    double left, right;
    return as_number(a, &left) && as_number(b, &right) && left < right;
}

static struct base_text as_text(const struct survey_value *value, char numeral[NUMERAL_BYTES])
{
    switch (value->kind) {
    case SURVEY_VALUE_KIND_STRING:
        return value->text;
    case SURVEY_VALUE_KIND_BOOLEAN:
        return value->boolean ? BASE_TEXT("true") : BASE_TEXT("false");
    case SURVEY_VALUE_KIND_NUMBER:
        snprintf(numeral, NUMERAL_BYTES, "%.15g", value->number);
        return base_text_of(numeral);
    default:
        return (struct base_text){NULL, 0};
    }
}

static bool array_has(const struct survey_value *array, const struct survey_value *wanted)
{
    size_t position = 0;
    const struct survey_expression *node = array->list;
    struct survey_value element;
    while (next_element(array, &position, &node, &element)) {
        if (survey_value_equal(&element, wanted)) {
            return true;
        }
    }
    return false;
}

bool survey_value_contains(const struct survey_value *whole, const struct survey_value *part)
{
    if (whole->kind == SURVEY_VALUE_KIND_OBJECT || survey_value_is_empty(whole)) {
        return false;
    }
    if (whole->kind != SURVEY_VALUE_KIND_ARRAY) {
        char numerals[2][NUMERAL_BYTES];
        struct base_text text = as_text(part, numerals[1]);
        return survey_value_is_truthy(part) && text.length > 0 &&
               has_part(as_text(whole, numerals[0]), text);
    }
    if (part->kind != SURVEY_VALUE_KIND_ARRAY) {
        return array_has(whole, part);
    }
    size_t position = 0;
    const struct survey_expression *node = part->list;
    struct survey_value element;
    while (next_element(part, &position, &node, &element)) {
        if (!array_has(whole, &element)) {
            return false;
        }
    }
    return true;
}

bool survey_value_not_contains(const struct survey_value *whole, const struct survey_value *part)
{
    if (!survey_value_is_truthy(whole) && !survey_value_is_empty(part)) {
        return true;
    }
    if (whole->kind != SURVEY_VALUE_KIND_ARRAY && whole->kind != SURVEY_VALUE_KIND_OBJECT &&
        (survey_value_is_empty(whole) || !survey_value_is_truthy(part))) {
        return false;
    }
    return !survey_value_contains(whole, part);
}

bool survey_value_any_of(const struct survey_value *a, const struct survey_value *b)
{
    if (survey_value_is_empty(a)) {
        return survey_value_is_empty(b);
    }
    if (survey_value_is_empty(b)) {
        return true;
    }
    if (a->kind != SURVEY_VALUE_KIND_ARRAY) {
        return survey_value_contains(b, a);
    }
    if (b->kind != SURVEY_VALUE_KIND_ARRAY) {
        return survey_value_contains(a, b);
    }
    size_t position = 0;
    const struct survey_expression *node = b->list;
    struct survey_value element;
    while (next_element(b, &position, &node, &element)) {
        if (survey_value_contains(a, &element)) {
            return true;
        }
    }
    return false;
}

bool survey_value_all_of(const struct survey_value *a, const struct survey_value *b)
{
    if (!survey_value_is_truthy(a) && !survey_value_is_empty(b)) {
        return false;
    }
    if (b->kind != SURVEY_VALUE_KIND_ARRAY) {
        return survey_value_contains(a, b);
    }
    size_t position = 0;
    const struct survey_expression *node = b->list;
    struct survey_value element;
    while (next_element(b, &position, &node, &element)) {
        if (!survey_value_contains(a, &element)) {
            return false;
        }
    }
    return true;
}
