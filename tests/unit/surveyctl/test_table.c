#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "table.h"

static void print_equals(const struct table *table, const char *expected)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    assert_non_null(stream);
    table_print(table, stream);
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(text, expected);
    free(text);
}

static void columns_are_aligned_by_characters(void **state)
{
    (void)state;
    static const char *const titles[] = {"NAME", "COUNT", "TITLE"};
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct table table;
    table_init(&table, arena, titles, 3);
    table_row(&table);
    table_text(&table, 0, "räksmörgås");
    table_number(&table, 1, 7);
    table_text(&table, 2, "x");
    table_row(&table);
    table_text(&table, 0, "b");
    table_number(&table, 1, -123456);
    print_equals(&table, "NAME          COUNT  TITLE\n"
                         "räksmörgås        7  x\n"
                         "b           -123456\n");
}

/* A title comes from a file, which must not be able to steer the terminal. */
static void control_characters_are_not_printed(void **state)
{
    (void)state;
    static const char *const titles[] = {"T"};
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct table table;
    table_init(&table, arena, titles, 1);
    table_row(&table);
    table_text(&table, 0, "\x1b[2Ja\nb\x7f");
    print_equals(&table, "T\n?[2Ja?b?\n");
}

static void no_rows_still_have_titles(void **state)
{
    (void)state;
    static const char *const titles[] = {"A", "B"};
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct table table;
    table_init(&table, arena, titles, 2);
    print_equals(&table, "A  B\n");
}

static void rows_grow_beyond_the_first(void **state)
{
    (void)state;
    static const char *const titles[] = {"N"};
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct table table;
    table_init(&table, arena, titles, 1);
    for (int i = 0; i < 40; i++) {
        table_row(&table);
        table_number(&table, 0, i);
    }
    assert_int_equal(table.row_count, 40);
    assert_string_equal(table.cells[0], "0");
    assert_string_equal(table.cells[39], "39");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_aligned_by_characters),
        cmocka_unit_test(control_characters_are_not_printed),
        cmocka_unit_test(no_rows_still_have_titles),
        cmocka_unit_test(rows_grow_beyond_the_first),
    };
    return cmocka_run_group_tests_name("surveyctl.table", tests, NULL, NULL);
}
