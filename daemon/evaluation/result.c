#include "evaluation/result.h"

#include <assert.h>
#include <math.h>
#include <string.h>

const char *evaluation_reason_word(enum evaluation_reason reason)
{
    static const char *const words[] = {
#define EVALUATION_REASON_WORD(name, word) [name] = word,
        EVALUATION_REASON_LIST(EVALUATION_REASON_WORD)
#undef EVALUATION_REASON_WORD
    };
    assert((size_t)reason < sizeof(words) / sizeof(words[0]));
    return words[reason];
}

struct evaluation_record *evaluation_record_new(struct base_arena *arena)
{
    struct evaluation_record *record = base_arena_object(arena, struct evaluation_record);
    record->arena = arena;
    return record;
}

static struct evaluation_list *list_new(struct base_arena *arena)
{
    struct evaluation_list *list = base_arena_object(arena, struct evaluation_list);
    list->arena = arena;
    return list;
}

static void put(struct evaluation_record *record, const char *name, struct evaluation_value value)
{
    if (record->count == record->capacity) {
        record->capacity = record->capacity == 0 ? 8 : 2 * record->capacity;
        struct evaluation_field *fields =
            base_arena_array(record->arena, struct evaluation_field, record->capacity);
        if (record->count > 0)
            memcpy(fields, record->fields, record->count * sizeof(*fields));
        record->fields = fields;
    }
    record->fields[record->count++] = (struct evaluation_field){.name = name, .value = value};
}

static void append(struct evaluation_list *list, struct evaluation_value value)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? 8 : 2 * list->capacity;
        struct evaluation_value *items =
            base_arena_array(list->arena, struct evaluation_value, list->capacity);
        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof(*items));
        list->items = items;
    }
    list->items[list->count++] = value;
}

static struct evaluation_value integer_value(int64_t value)
{
    return (struct evaluation_value){.kind = EVALUATION_INTEGER, .integer = value};
}

static struct evaluation_value number_value(double value)
{
    if (!isfinite(value))
        return (struct evaluation_value){.kind = EVALUATION_NULL};
    /* Adding 0 turns a negative zero into the zero that people expect. */
    return (struct evaluation_value){.kind = EVALUATION_NUMBER, .number = value + 0.0};
}

static struct evaluation_value text_value(const char *value)
{
    if (value == NULL)
        return (struct evaluation_value){.kind = EVALUATION_NULL};
    return (struct evaluation_value){.kind = EVALUATION_TEXT, .text = value};
}

void evaluation_put_null(struct evaluation_record *record, const char *name)
{
    put(record, name, (struct evaluation_value){.kind = EVALUATION_NULL});
}

void evaluation_put_integer(struct evaluation_record *record, const char *name, int64_t value)
{
    put(record, name, integer_value(value));
}

void evaluation_put_count(struct evaluation_record *record, const char *name, size_t value)
{
    put(record, name, integer_value((int64_t)value));
}

void evaluation_put_number(struct evaluation_record *record, const char *name, double value)
{
    put(record, name, number_value(value));
}

void evaluation_put_text(struct evaluation_record *record, const char *name, const char *value)
{
    put(record, name, text_value(value));
}

struct evaluation_record *evaluation_put_record(struct evaluation_record *record, const char *name)
{
    struct evaluation_record *inner = evaluation_record_new(record->arena);
    put(record, name, (struct evaluation_value){.kind = EVALUATION_RECORD, .record = inner});
    return inner;
}

struct evaluation_list *evaluation_put_list(struct evaluation_record *record, const char *name)
{
    struct evaluation_list *list = list_new(record->arena);
    put(record, name, (struct evaluation_value){.kind = EVALUATION_LIST, .list = list});
    return list;
}

void evaluation_list_integer(struct evaluation_list *list, int64_t value)
{
    append(list, integer_value(value));
}

void evaluation_list_number(struct evaluation_list *list, double value)
{
    append(list, number_value(value));
}

void evaluation_list_text(struct evaluation_list *list, const char *value)
{
    append(list, text_value(value));
}

struct evaluation_record *evaluation_list_record(struct evaluation_list *list)
{
    struct evaluation_record *record = evaluation_record_new(list->arena);
    append(list, (struct evaluation_value){.kind = EVALUATION_RECORD, .record = record});
    return record;
}

const struct evaluation_value *evaluation_record_find(const struct evaluation_record *record,
                                                      const char *name)
{
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->fields[i].name, name) == 0)
            return &record->fields[i].value;
    return NULL;
}

double evaluation_record_number(const struct evaluation_record *record, const char *name)
{
    const struct evaluation_value *value = evaluation_record_find(record, name);
    if (value == NULL)
        return NAN;
    if (value->kind == EVALUATION_INTEGER)
        return (double)value->integer;
    return value->kind == EVALUATION_NUMBER ? value->number : NAN;
}

static struct evaluation_record *copy_record(struct base_arena *arena,
                                             const struct evaluation_record *record);

static struct evaluation_value copy_value(struct base_arena *arena,
                                          const struct evaluation_value *value)
{
    struct evaluation_value copy = *value;
    if (value->kind == EVALUATION_TEXT) {
        copy.text = base_arena_string(arena, value->text);
    } else if (value->kind == EVALUATION_RECORD) {
        copy.record = copy_record(arena, value->record);
    } else if (value->kind == EVALUATION_LIST) {
        size_t count = value->list->count;
        copy.list = base_arena_object(arena, struct evaluation_list);
        *copy.list = (struct evaluation_list){
            .arena = arena,
            .count = count,
            .capacity = count,
            .items = base_arena_array(arena, struct evaluation_value, count)};
        for (size_t i = 0; i < count; i++)
            copy.list->items[i] = copy_value(arena, &value->list->items[i]);
    }
    return copy;
}

static struct evaluation_record *copy_record(struct base_arena *arena,
                                             const struct evaluation_record *record)
{
    struct evaluation_record *copy = base_arena_object(arena, struct evaluation_record);
    *copy = (struct evaluation_record){
        .arena = arena,
        .count = record->count,
        .capacity = record->count,
        .fields = base_arena_array(arena, struct evaluation_field, record->count)};
    for (size_t i = 0; i < record->count; i++)
        copy->fields[i] =
            (struct evaluation_field){base_arena_string(arena, record->fields[i].name),
                                      copy_value(arena, &record->fields[i].value)};
    return copy;
}

struct evaluation_result evaluation_result_copy(struct base_arena *arena,
                                                const struct evaluation_result *result)
{
    return (struct evaluation_result){.reason = result->reason,
                                      .values = copy_record(arena, result->values)};
}
