#include "store/statement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <string.h>

#include "array.h"
#include "store/migration.h"

static void test_parameters_are_texts_for_postgresql(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_parameters parameters;
    const char *const strings[] = {"plain", "a \"quote\" and a \\", "", NULL, "NULL", "{,}"};
    const struct base_text bytes[] = {BASE_TEXT("\x01\xff"), {NULL, 0}};
    const int integers[] = {0, -1, INT_MIN, INT_MAX};
    store_parameters_init(&parameters, arena);
    store_parameter_null(&parameters);
    store_parameter_integer(&parameters, INT64_MIN);
    store_parameter_boolean(&parameters, true);
    store_parameter_bytes(&parameters, "\x00\xab", 2);
    store_parameter_integers(&parameters, integers, 4);
    store_parameter_integers(&parameters, NULL, 0);
    store_parameter_strings(&parameters, strings, 6);
    store_parameter_byte_strings(&parameters, bytes, 2);
    store_parameter_text(&parameters, (struct base_text){NULL, 0});
    store_parameter_number(&parameters, 0.1);
    assert_int_equal(parameters.count, 10);
    assert_null(parameters.values[0]);
    assert_string_equal(parameters.values[1], "-9223372036854775808");
    assert_string_equal(parameters.values[2], "t");
    assert_string_equal(parameters.values[3], "\\x00ab");
    assert_string_equal(parameters.values[4], "{0,-1,-2147483648,2147483647}");
    assert_string_equal(parameters.values[5], "{}");
    assert_string_equal(parameters.values[6],
                        "{\"plain\",\"a \\\"quote\\\" and a \\\\\",\"\",NULL,\"NULL\",\"{,}\"}");
    assert_string_equal(parameters.values[7], "{\"\\\\x01ff\",NULL}");
    assert_null(parameters.values[8]);
    assert_string_equal(parameters.values[9], "0.1");
}

static void test_statements_are_the_files(void **state)
{
    (void)state;
    const struct store_statement *statement = store_statement("submit_responses");
    assert_string_equal(statement->name, "submit_responses");
    assert_non_null(strstr(statement->sql, "from survey.submit_responses($1"));
    assert_ptr_equal(statement, store_statement("submit_responses"));
    assert_non_null(strstr(store_statement("find_cycles")->sql, "\n where c.programme = $1\n"));
}

static void test_migrations_are_numbered_without_gaps(void **state)
{
    (void)state;
    size_t count = 0;
    const struct store_migration *migrations = store_migrations(&count);
    assert_true(count >= 8);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(migrations[i].number, i + 1);
        assert_int_equal(strspn(migrations[i].name, "0123456789"), 4);
        assert_int_equal(strncmp(migrations[i].sql, "-- ", 3), 0); /* the reason on top */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parameters_are_texts_for_postgresql),
        cmocka_unit_test(test_statements_are_the_files),
        cmocka_unit_test(test_migrations_are_numbered_without_gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
