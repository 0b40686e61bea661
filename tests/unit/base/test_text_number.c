#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void test_integers(void **state)
{
    (void)state;
    int64_t value = 77;
    const char *const bad[] = {"",
                               "-",
                               "+1",
                               " 1",
                               "1 ",
                               "1.0",
                               "0x1",
                               "1e3",
                               "--1",
                               "9223372036854775808",
                               "-9223372036854775809",
                               "99999999999999999999999"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(base_text_integer(base_text_of(bad[i]), &value));
        assert_int_equal(value, 77);
    }
    assert_false(base_text_integer(BASE_TEXT("1\0"), &value));
    assert_true(base_text_integer(BASE_TEXT("9223372036854775807"), &value));
    assert_true(value == INT64_MAX);
    assert_true(base_text_integer(BASE_TEXT("-9223372036854775808"), &value));
    assert_true(value == INT64_MIN);
    assert_true(base_text_integer(BASE_TEXT("-0"), &value));
    assert_int_equal(value, 0);
    assert_true(base_text_integer(BASE_TEXT("007"), &value));
    assert_int_equal(value, 7);
    /* A slice ends where it ends. */
    assert_true(base_text_integer((struct base_text){"1234", 2}, &value));
    assert_int_equal(value, 12);
}

static void test_numbers(void **state)
{
    (void)state;
    double value = 77;
    const char *const bad[] = {"",      "-",      ".",        "1.",  "e5",  "1e",   "1e+",
                               " 1",    "1 ",     "0x1",      "inf", "nan", "1,5",  "1.5.2",
                               "1e400", "-1e400", "infinity", "1_0", "++1", "1e5.0"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(base_text_number(base_text_of(bad[i]), &value));
        assert_true(value == 77);
    }
    assert_true(base_text_number(BASE_TEXT("-1.5e2"), &value));
    assert_true(value == -150);
    assert_true(base_text_number(BASE_TEXT("+.5"), &value));
    assert_true(value == 0.5);
    assert_true(base_text_number(BASE_TEXT("1e-400"), &value));
    assert_true(value == 0);
    assert_true(base_text_number((struct base_text){"1.25", 3}, &value));
    assert_true(value == 1.2);
    char digits[1001];
    memset(digits, '0', sizeof(digits));
    digits[1] = '.';
    digits[999] = '1';
    assert_true(base_text_number((struct base_text){digits, 1000}, &value));
    memset(digits, '9', sizeof(digits));
    assert_false(base_text_number((struct base_text){digits, 1000}, &value));
}

static void check_written(double value, const char *expected)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_string_equal(base_text_from_number(arena, value), expected);
    char numeral[BASE_TEXT_NUMBER_BYTES];
    assert_int_equal(base_text_write_number(numeral, value), strlen(expected));
    assert_string_equal(numeral, expected);
}

static void check_numerals(void)
{
    check_written(0, "0");
    check_written(-3, "-3");
    check_written(0.1, "0.1");
    check_written(0.1 + 0.2, "0.30000000000000004");
    check_written(1.0 / 3, "0.3333333333333333");
    check_written(1e15, "1000000000000000");
    check_written(9007199254740991.0, "9007199254740991");
    check_written(1e20, "1e20");
    check_written(1e-7, "1e-7");
    check_written(1.5e300, "1.5e300");
    check_written(-2.5e-10, "-2.5e-10");
    check_written(DBL_MAX, "1.7976931348623157e308");
    check_written(DBL_MIN, "2.2250738585072014e-308");
    check_written(5e-324, "5e-324");
    check_written(100.5, "100.5");
}

static void test_shortest_numerals(void **state)
{
    (void)state;
    check_numerals();
}

static void test_every_numeral_reads_back(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        double value;
        memcpy(&value, &bits, sizeof(value));
        if (!isfinite(value)) {
            continue;
        }
        char numeral[BASE_TEXT_NUMBER_BYTES];
        size_t length = base_text_write_number(numeral, value);
        double back;
        assert_true(base_text_number((struct base_text){numeral, length}, &back));
        assert_true(back == value);
    }
}

/* Where a locale with a decimal comma is installed, it must change nothing. */
static void test_locale_does_not_matter(void **state)
{
    (void)state;
    const char *const names[] = {"sv_SE.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (setlocale(LC_ALL, names[i]) != NULL) {
            check_numerals();
            double value;
            assert_true(base_text_number(BASE_TEXT("1.5"), &value));
            assert_true(value == 1.5);
            assert_false(base_text_number(BASE_TEXT("1,5"), &value));
            setlocale(LC_ALL, "C");
            return;
        }
    }
    skip();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_shortest_numerals),
        cmocka_unit_test(test_every_numeral_reads_back),
        cmocka_unit_test(test_locale_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
