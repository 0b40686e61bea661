#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "changes.h"

#define PSEUDONYM "000102030405060708090a0b0c0d0e0f"
#define RECEIPT "00010203040506070809"

static struct changes told(const char *what)
{
    struct changes changes = {0};
    changes_add(&changes, base_text_of(what));
    return changes;
}

static void test_responses(void **state)
{
    (void)state;
    struct changes changes = told("1p" PSEUDONYM " 12o" RECEIPT);
    changes_add(&changes, BASE_TEXT("1p" PSEUDONYM));
    assert_int_equal(changes.key_count, 3);
    assert_true(changes.keys[0].has_respondent && changes.keys[0].cycle == 1);
    assert_false(changes.keys[1].has_respondent);
    assert_int_equal(changes.keys[1].cycle, 12);
    for (uint8_t i = 0; i < BASE_TOKEN_RECEIPT_BYTES; i++)
        assert_int_equal(changes.keys[1].bytes[i], i);
    assert_false(changes.everything || changes.participation);
    assert_true(changes_are_there(&changes));
    changes_forget(&changes);
    assert_false(changes_are_there(&changes));
}

static void test_other_changes(void **state)
{
    (void)state;
    struct changes changes = told("p");
    assert_true(changes.participation && !changes.everything);
    changes_forget(&changes);
    changes = told("*");
    assert_true(changes.everything);
    changes_forget(&changes);
}

/* Whoever tells something else is newer; then anything may have changed. */
static void test_what_is_not_understood(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "q",
                                        "1",
                                        "1p",
                                        "p1" PSEUDONYM,
                                        "1p" RECEIPT,
                                        "1o" PSEUDONYM,
                                        "0p" PSEUDONYM,
                                        "99999999999p" PSEUDONYM,
                                        "1p" PSEUDONYM "00",
                                        "1p" PSEUDONYM " x"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct changes changes = told(texts[i]);
        assert_true(changes.everything);
        changes_forget(&changes);
    }
}

static void test_too_many(void **state)
{
    (void)state;
    struct changes changes = {0};
    for (size_t i = 0; i < CHANGES_KEYS_MOST; i++)
        changes_add(&changes, BASE_TEXT("1p" PSEUDONYM));
    assert_false(changes.everything);
    changes_add(&changes, BASE_TEXT("1p" PSEUDONYM));
    assert_true(changes.everything);
    assert_int_equal(changes.key_count, CHANGES_KEYS_MOST);
    changes_forget(&changes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_responses),
        cmocka_unit_test(test_other_changes),
        cmocka_unit_test(test_what_is_not_understood),
        cmocka_unit_test(test_too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
