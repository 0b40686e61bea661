#include "plan_json.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "evaluation/data.h"

/* Among more names nothing is looked for that is like another. */
#define NEAREST_AMONG_MAX 5000

bool plan_member(const struct plan_reader *reader, struct plan_value object, const char *name,
                 struct plan_value *ret_value)
{
    struct json_object *json;
    if (!json_object_object_get_ex(object.json, name, &json))
        return false;
    *ret_value = (struct plan_value){
        .json = json,
        .pointer = base_json_pointer(reader->arena, object.pointer, name),
    };
    return true;
}

struct plan_value plan_element(const struct plan_reader *reader, struct plan_value array,
                               size_t index)
{
    return (struct plan_value){
        .json = json_object_array_get_idx(array.json, index),
        .pointer = base_json_pointer_index(reader->arena, array.pointer, index),
    };
}

static bool is_listed(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; *at != '\0';) {
        size_t size = strcspn(at, " ");
        if (size == length && memcmp(at, name, size) == 0)
            return true;
        at += size;
        at += *at == ' ';
    }
    return false;
}

static const char *known_or_nearest(const struct plan_reader *reader, const struct nearest *nearest,
                                    const char *names)
{
    return nearest->found.data == NULL ? base_arena_format(reader->arena, "; known are %s", names)
                                       : nearest_question(nearest, reader->arena);
}

bool plan_object(const struct plan_reader *reader, struct plan_value value, const char *names)
{
    if (!json_object_is_type(value.json, json_type_object)) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer, "must be an object");
        return false;
    }
    bool is_right = true;
    json_object_object_foreach(value.json, key, member)
    {
        (void)member;
        if (is_listed(names, key))
            continue;
        struct nearest nearest = {.wanted = base_text_of(key)};
        nearest_try_list(&nearest, names, ' ');
        aggregator_problem_at(reader->problems, reader->file,
                              base_json_pointer(reader->arena, value.pointer, key),
                              "is not known here%s", known_or_nearest(reader, &nearest, names));
        is_right = false;
    }
    return is_right;
}

bool plan_array(const struct plan_reader *reader, struct plan_value value, size_t *ret_count)
{
    if (!json_object_is_type(value.json, json_type_array)) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer, "must be a list");
        return false;
    }
    *ret_count = json_object_array_length(value.json);
    return true;
}

bool plan_text(const struct plan_reader *reader, struct plan_value value, const char **ret)
{
    struct base_text text = base_json_text(value.json);
    if (text.data == NULL || text.length == 0) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer, "must be a text");
        return false;
    }
    *ret = base_arena_copy(reader->arena, text.data, text.length);
    return true;
}

bool plan_number(const struct plan_reader *reader, struct plan_value value, double minimum,
                 double maximum, double *ret)
{
    bool is_number = json_object_is_type(value.json, json_type_int) ||
                     json_object_is_type(value.json, json_type_double);
    double number = is_number ? json_object_get_double(value.json) : NAN;
    if (number >= minimum && number <= maximum) {
        *ret = number;
        return true;
    }
    if (isinf(minimum) || isinf(maximum))
        aggregator_problem_at(reader->problems, reader->file, value.pointer, "must be a number");
    else
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "must be a number from %g to %g", minimum, maximum);
    return false;
}

bool plan_integer(const struct plan_reader *reader, struct plan_value value, int minimum,
                  int maximum, int *ret)
{
    int64_t number =
        json_object_is_type(value.json, json_type_int) ? json_object_get_int64(value.json) : 0;
    if (json_object_is_type(value.json, json_type_int) && number >= minimum && number <= maximum) {
        *ret = (int)number;
        return true;
    }
    aggregator_problem_at(reader->problems, reader->file, value.pointer,
                          "must be a whole number from %d to %d", minimum, maximum);
    return false;
}

bool plan_boolean(const struct plan_reader *reader, struct plan_value value, bool *ret)
{
    if (!json_object_is_type(value.json, json_type_boolean)) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "must be true or false");
        return false;
    }
    *ret = json_object_get_boolean(value.json);
    return true;
}

bool plan_word(const struct plan_reader *reader, struct plan_value value, const char *words,
               size_t *ret)
{
    struct base_text text = base_json_text(value.json), head;
    struct base_text rest = base_text_of(words);
    for (size_t i = 0; text.data != NULL && rest.data != NULL; i++) {
        rest = base_text_split(rest, '|', &head);
        if (base_text_equal(head, text)) {
            *ret = i;
            return true;
        }
    }
    struct nearest nearest = {.wanted = text};
    nearest_try_list(&nearest, words, '|');
    aggregator_problem_at(reader->problems, reader->file, value.pointer, "must be one of %s%s",
                          words, nearest_question(&nearest, reader->arena));
    return false;
}

bool plan_texts(const struct plan_reader *reader, struct plan_value value, size_t *ret_count,
                const char *const **ret)
{
    size_t count;
    if (!plan_array(reader, value, &count))
        return false;
    const char **list = base_arena_array(reader->arena, const char *, count);
    bool is_right = true;
    for (size_t i = 0; i < count; i++)
        is_right &= plan_text(reader, plan_element(reader, value, i), &list[i]);
    *ret_count = count;
    *ret = list;
    return is_right;
}

const char *plan_nearest(const struct plan_reader *reader, const char *name,
                         const struct evaluation_interner *known)
{
    struct nearest nearest = {.wanted = base_text_of(name)};
    for (uint32_t i = 0; known->count <= NEAREST_AMONG_MAX && i < known->count; i++)
        nearest_try(&nearest, base_text_of(known->list[i]));
    return nearest_question(&nearest, reader->arena);
}

/* One of the names, and its place. */
static bool plan_reference(const struct plan_reader *reader, struct plan_value value,
                           const struct evaluation_interner *known, const char *what, size_t *ret)
{
    const char *id;
    if (!plan_text(reader, value, &id))
        return false;
    uint32_t place = evaluation_interner_find(known, base_text_of(id));
    if (place != EVALUATION_NONE) {
        *ret = place;
        return true;
    }
    aggregator_problem_at(reader->problems, reader->file, value.pointer,
                          "\"%s\" is not among the plan's %s%s", id, what,
                          plan_nearest(reader, id, known));
    return false;
}

bool plan_question(const struct plan_reader *reader, struct plan_value value, size_t *ret)
{
    return plan_reference(reader, value, &reader->names->questions, "questions", ret);
}

bool plan_scale(const struct plan_reader *reader, struct plan_value value, size_t *ret)
{
    return plan_reference(reader, value, &reader->names->scales, "scales", ret);
}

bool plan_roster(const struct plan_reader *reader, struct plan_value value, size_t *ret)
{
    return plan_reference(reader, value, &reader->names->rosters, "rosters", ret);
}

bool plan_questions(const struct plan_reader *reader, struct plan_value value, size_t *ret_count,
                    const size_t **ret)
{
    size_t count;
    if (!plan_array(reader, value, &count))
        return false;
    size_t *list = base_arena_array(reader->arena, size_t, count);
    bool is_right = true;
    for (size_t i = 0; i < count; i++)
        is_right &= plan_question(reader, plan_element(reader, value, i), &list[i]);
    *ret_count = count;
    *ret = list;
    return is_right;
}
