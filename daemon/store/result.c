#include "store/result.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "result_rows.h"

size_t store_result_rows(const struct store_result *result)
{
    return (size_t)PQntuples(result->rows);
}

int store_result_column(const struct store_result *result, const char *name)
{
    int column = PQfnumber(result->rows, name);
    assert(column >= 0);
    return column;
}

bool store_result_is_null(const struct store_result *result, size_t row, int column)
{
    return PQgetisnull(result->rows, (int)row, column);
}

struct base_text store_result_text(const struct store_result *result, size_t row, int column)
{
    return (struct base_text){PQgetvalue(result->rows, (int)row, column),
                              (size_t)PQgetlength(result->rows, (int)row, column)};
}

int64_t store_result_integer(const struct store_result *result, size_t row, int column)
{
    int64_t value = 0;
    if (store_result_is_null(result, row, column))
        return 0;
    bool is_integer = base_text_integer(store_result_text(result, row, column), &value);
    assert(is_integer);
    return value;
}

bool store_result_boolean(const struct store_result *result, size_t row, int column)
{
    return base_text_equal_string(store_result_text(result, row, column), "t");
}

double store_result_number(const struct store_result *result, size_t row, int column)
{
    double value = 0;
    if (store_result_is_null(result, row, column))
        return 0;
    bool is_number = base_text_number(store_result_text(result, row, column), &value);
    assert(is_number);
    return value;
}

struct base_text store_result_bytes(const struct store_result *result, size_t row, int column,
                                    struct base_arena *arena)
{
    struct base_text text = store_result_text(result, row, column);
    if (store_result_is_null(result, row, column))
        return (struct base_text){NULL, 0};
    assert(text.length >= 2 && text.data[0] == '\\' && text.data[1] == 'x');
    struct base_text digits = {text.data + 2, text.length - 2};
    size_t length = 0;
    uint8_t *bytes = base_arena_alloc(arena, digits.length / 2 + 1);
    bool is_hex = base_text_from_hex(digits, bytes, digits.length / 2, &length);
    assert(is_hex);
    return (struct base_text){(const char *)bytes, length};
}

const int *store_result_integers(const struct store_result *result, size_t row, int column,
                                 struct base_arena *arena, size_t *ret_count)
{
    struct base_text text = store_result_text(result, row, column);
    *ret_count = 0;
    if (text.length <= 2)
        return NULL;
    size_t count = 1;
    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == ',';
    int *values = base_arena_array(arena, int, count);
    const char *at = text.data + 1;
    for (size_t i = 0; i < count; i++) {
        char *end;
        values[i] = (int)strtol(at, &end, 10);
        assert(end != at && (*end == ',' || *end == '}'));
        at = end + 1;
    }
    *ret_count = count;
    return values;
}

void store_result_free(struct store_result *result)
{
    if (result == NULL)
        return;
    PQclear(result->rows);
    free(result);
}
