#include "reader.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "names.h"

const char *survey_reader_at(const struct survey_reader *reader, const char *pointer,
                             const char *key)
{
    return key != NULL ? base_json_pointer(reader->arena, pointer, key) : pointer;
}

static void report(const struct survey_reader *reader, const char *pointer, const char *key,
                   const char *code, bool warning, const char *format, va_list arguments)
    __attribute__((format(printf, 6, 0)));

static void report(const struct survey_reader *reader, const char *pointer, const char *key,
                   const char *code, bool warning, const char *format, va_list arguments)
{
    struct survey_problem problem = {
        .file = reader->file,
        .pointer = survey_reader_at(reader, pointer, key),
        .code = code,
        .message = base_arena_vformat(reader->arena, format, arguments),
        .warning = warning,
    };
    survey_problem_add(reader->problems, problem);
}

void survey_reader_error(const struct survey_reader *reader, const char *pointer, const char *key,
                         const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(reader, pointer, key, code, false, format, arguments);
    va_end(arguments);
}

void survey_reader_warning(const struct survey_reader *reader, const char *pointer, const char *key,
                           const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(reader, pointer, key, code, true, format, arguments);
    va_end(arguments);
}

bool survey_reader_has_reported(const struct survey_reader *reader, const char *code,
                                const char *message)
{
    for (size_t i = 0; i < reader->problems->count; i++) {
        const struct survey_problem *problem = &reader->problems->list[i];
        if (strcmp(problem->code, code) == 0 && strcmp(problem->message, message) == 0 &&
            strcmp(problem->file, reader->file) == 0) {
            return true;
        }
    }
    return false;
}

static bool contains(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

bool survey_reader_object(const struct survey_reader *reader, struct json_object *value,
                          const char *pointer, const char *what, const char *const *names,
                          size_t count)
{
    if (!json_object_is_type(value, json_type_object)) {
        survey_reader_error(reader, pointer, NULL, "wrong_type",
                            "%s must be an object in braces with some of %s", what,
                            survey_names_list(reader->arena, names, count));
        return false;
    }
    json_object_object_foreach(value, key, member)
    {
        (void)member;
        if (contains(names, count, key)) {
            continue;
        }
        const char *nearest = survey_names_nearest(key, names, count);
        if (nearest != NULL) {
            survey_reader_error(reader, pointer, key, "unknown_property",
                                "\"%s\" is not a property of %s here; did you mean \"%s\"?", key,
                                what, nearest);
        } else {
            survey_reader_error(reader, pointer, key, "unknown_property",
                                "\"%s\" is not a property of %s here; it can have %s", key, what,
                                survey_names_list(reader->arena, names, count));
        }
    }
    return true;
}

static void report_missing(const struct survey_reader *reader, const char *pointer, const char *key,
                           const char *kind)
{
    survey_reader_error(reader, pointer, NULL, "missing_property", "\"%s\" is missing; add it: %s",
                        key, kind);
}

struct json_object *survey_reader_array(const struct survey_reader *reader,
                                        struct json_object *object, const char *pointer,
                                        const char *key, size_t limit, bool required)
{
    struct json_object *array = base_json_get(object, key);
    if (array == NULL) {
        if (required) {
            report_missing(reader, pointer, key, "a list in square brackets");
        }
        return NULL;
    }
    if (!json_object_is_type(array, json_type_array)) {
        survey_reader_error(reader, pointer, key, "wrong_type",
                            "\"%s\" must be a list in square brackets", key);
        return NULL;
    }
    if (json_object_array_length(array) > limit) {
        survey_reader_error(reader, pointer, key, "too_many",
                            "\"%s\" has %zu elements; at most %zu are allowed", key,
                            json_object_array_length(array), limit);
        return NULL;
    }
    if (required && json_object_array_length(array) == 0) {
        survey_reader_error(reader, pointer, key, "empty",
                            "\"%s\" is empty; it needs at least one element", key);
    }
    return array;
}

const char *survey_reader_string(const struct survey_reader *reader, struct json_object *object,
                                 const char *pointer, const char *key, bool required)
{
    struct json_object *value = base_json_get(object, key);
    if (value == NULL) {
        if (required) {
            report_missing(reader, pointer, key, "a string in double quotes");
        }
        return NULL;
    }
    struct base_text text = base_json_text(value);
    if (text.data == NULL) {
        survey_reader_error(reader, pointer, key, "wrong_type",
                            "\"%s\" must be a string in double quotes", key);
        return NULL;
    }
    if (text.length == 0) {
        if (required) {
            survey_reader_error(reader, pointer, key, "empty", "\"%s\" is empty; give it a value",
                                key);
        }
        return NULL;
    }
    return text.data;
}

bool survey_reader_boolean(const struct survey_reader *reader, struct json_object *object,
                           const char *pointer, const char *key, bool otherwise)
{
    struct json_object *value = base_json_get(object, key);
    if (value == NULL) {
        return otherwise;
    }
    if (!json_object_is_type(value, json_type_boolean)) {
        survey_reader_error(reader, pointer, key, "wrong_type",
                            "\"%s\" must be true or false, without quotes", key);
        return otherwise;
    }
    return json_object_get_boolean(value);
}

bool survey_reader_number(const struct survey_reader *reader, struct json_object *object,
                          const char *pointer, const char *key, double *ret_number)
{
    struct json_object *value = base_json_get(object, key);
    if (value == NULL) {
        return false;
    }
    if (!json_object_is_type(value, json_type_int) &&
        !json_object_is_type(value, json_type_double)) {
        survey_reader_error(reader, pointer, key, "wrong_type",
                            "\"%s\" must be a number, without quotes", key);
        return false;
    }
    *ret_number = json_object_get_double(value);
    return true;
}

int survey_reader_whole(const struct survey_reader *reader, struct json_object *object,
                        const char *pointer, const char *key, int minimum, int maximum,
                        int otherwise)
{
    double number;
    if (!survey_reader_number(reader, object, pointer, key, &number)) {
        return otherwise;
    }
    if (number != floor(number) || number < minimum || number > maximum) {
        survey_reader_error(reader, pointer, key, "out_of_range",
                            "\"%s\" must be a whole number from %d to %d", key, minimum, maximum);
        return otherwise;
    }
    return (int)number;
}
