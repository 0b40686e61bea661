#include "sqlstate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_meanings(void **state)
{
    (void)state;
    assert_int_equal(store_sqlstate_status(NULL), STATUS_UNAVAILABLE);
    assert_int_equal(store_sqlstate_status(""), STATUS_UNAVAILABLE);
    assert_int_equal(store_sqlstate_status("23505"), STATUS_CONFLICT);
    assert_int_equal(store_sqlstate_status("42501"), STATUS_FORBIDDEN);
    assert_int_equal(store_sqlstate_status("42P01"), STATUS_CONFIG);
    assert_int_equal(store_sqlstate_status("42601"), STATUS_INTERNAL);
    assert_int_equal(store_sqlstate_status("53100"), STATUS_UNAVAILABLE);
    assert_int_equal(store_sqlstate_status("57014"), STATUS_TIMEOUT);
    assert_int_equal(store_sqlstate_status("57P01"), STATUS_UNAVAILABLE);
    assert_int_equal(store_sqlstate_status("22023"), STATUS_INVALID);
    assert_int_equal(store_sqlstate_status("XX000"), STATUS_INTERNAL);
}

static void test_what_helps(void **state)
{
    (void)state;
    assert_true(store_sqlstate_needs_new_connection("26000"));
    assert_true(store_sqlstate_needs_new_connection("0A000"));
    assert_true(store_sqlstate_needs_new_connection("25006"));
    assert_false(store_sqlstate_needs_new_connection("25P02"));
    assert_true(store_sqlstate_is_passing("40P01"));
    assert_false(store_sqlstate_is_passing("23505"));
    assert_true(store_sqlstate_may_be_one_members("22P02"));
    assert_true(store_sqlstate_may_be_one_members("XX000"));
    assert_false(store_sqlstate_may_be_one_members("53100"));
    assert_false(store_sqlstate_may_be_one_members("57014"));
    assert_false(store_sqlstate_may_be_one_members(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_meanings),
        cmocka_unit_test(test_what_helps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
