#include "store/statement.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "array.h"
#include "embedded_sql.h"

const struct store_statement *store_statement(const char *name)
{
    for (size_t i = 0; i < store_daemon_queries_count; i++) {
        if (strcmp(store_daemon_queries[i].name, name) == 0)
            return &store_daemon_queries[i];
    }
    for (size_t i = 0; i < store_other_queries_count; i++) {
        if (strcmp(store_other_queries[i].name, name) == 0)
            return &store_other_queries[i];
    }
    assert(!"sql/queries has no such statement");
    return NULL;
}

void store_parameters_init(struct store_parameters *parameters, struct base_arena *arena)
{
    parameters->arena = arena;
    parameters->count = 0;
}

static void add(struct store_parameters *parameters, const char *value)
{
    assert(parameters->count < sizeof(parameters->values) / sizeof(parameters->values[0]));
    parameters->values[parameters->count++] = value;
}

void store_parameter_null(struct store_parameters *parameters)
{
    add(parameters, NULL);
}

void store_parameter_string(struct store_parameters *parameters, const char *value)
{
    add(parameters, value ? base_arena_string(parameters->arena, value) : NULL);
}

void store_parameter_text(struct store_parameters *parameters, struct base_text value)
{
    add(parameters,
        value.data ? base_arena_copy(parameters->arena, value.data, value.length) : NULL);
}

void store_parameter_integer(struct store_parameters *parameters, int64_t value)
{
    add(parameters, base_arena_format(parameters->arena, "%" PRId64, value));
}

void store_parameter_boolean(struct store_parameters *parameters, bool value)
{
    add(parameters, value ? "t" : "f");
}

void store_parameter_number(struct store_parameters *parameters, double value)
{
    add(parameters, base_text_from_number(parameters->arena, value));
}

void store_parameter_bytes(struct store_parameters *parameters, const void *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *from = bytes;
    char *text = base_arena_alloc(parameters->arena, 2 * length + 3), *to = text;
    *to++ = '\\';
    *to++ = 'x';
    for (size_t i = 0; i < length; i++) {
        *to++ = digits[from[i] >> 4];
        *to++ = digits[from[i] & 15];
    }
    *to = '\0';
    add(parameters, text);
}

void store_parameter_integers(struct store_parameters *parameters, const int *values, size_t count)
{
    add(parameters, store_array_integers(parameters->arena, values, count));
}

void store_parameter_strings(struct store_parameters *parameters, const char *const *values,
                             size_t count)
{
    struct store_array array;
    store_array_init(&array, parameters->arena);
    for (size_t i = 0; i < count; i++)
        store_array_text(&array, base_text_of(values[i]), values[i] == NULL);
    add(parameters, store_array_end(&array));
}

void store_parameter_texts(struct store_parameters *parameters, const struct base_text *values,
                           size_t count)
{
    struct store_array array;
    store_array_init(&array, parameters->arena);
    for (size_t i = 0; i < count; i++)
        store_array_text(&array, values[i], values[i].data == NULL);
    add(parameters, store_array_end(&array));
}

void store_parameter_byte_strings(struct store_parameters *parameters,
                                  const struct base_text *values, size_t count)
{
    struct store_array array;
    store_array_init(&array, parameters->arena);
    for (size_t i = 0; i < count; i++)
        store_array_bytes(&array, values[i]);
    add(parameters, store_array_end(&array));
}
