#include "base/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static const struct base_key key = {.bytes = {1, 2, 3, 4, 5}};
static const struct base_key other_key = {.bytes = {1, 2, 3, 4, 6}};

static int setup(void **state)
{
    *state = base_arena_new();
    return 0;
}

static int teardown(void **state)
{
    base_arena_free(*state);
    return 0;
}

static const struct base_text place[] = {BASE_TEXT("programme"), BASE_TEXT("link"), BASE_TEXT("7")};

static bool opens(struct base_arena *arena, const struct base_key *with,
                  const struct base_text *bound, size_t count, struct base_text sealed)
{
    struct base_text text = {NULL, 0};
    enum base_status status = base_unseal(arena, with, bound, count, sealed, &text);
    assert_true(status == STATUS_OK || status == STATUS_MALFORMED);
    assert_true((status == STATUS_OK) == (text.data != NULL));
    return status == STATUS_OK;
}

static void assert_there_and_back(struct base_arena *arena, struct base_text text)
{
    const char *sealed = base_seal(arena, &key, place, 3, text);
    assert_int_equal(strspn(sealed, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                    "0123456789-_"),
                     strlen(sealed));
    struct base_text opened;
    assert_int_equal(base_unseal(arena, &key, place, 3, base_text_of(sealed), &opened), STATUS_OK);
    assert_true(base_text_equal(opened, text));
    assert_int_equal(opened.data[opened.length], '\0');
}

static void test_there_and_back(void **state)
{
    assert_there_and_back(*state, BASE_TEXT(""));
    assert_there_and_back(*state, BASE_TEXT("{\"useful\":\"Räksmörgås\"}"));
    assert_there_and_back(*state, (struct base_text){"a\0b", 3});
    char *large = base_arena_alloc(*state, 200000);
    memset(large, 'x', 200000);
    for (size_t length = 199990; length < 200000; length++) {
        assert_there_and_back(*state, (struct base_text){large, length});
    }
}

static void test_hides_and_never_repeats(void **state)
{
    struct base_text text = BASE_TEXT("the same text, twice the same text");
    const char *one = base_seal(*state, &key, place, 3, text);
    const char *two = base_seal(*state, &key, place, 3, text);
    assert_string_not_equal(one, two);
    /* Behind the nonce, too, nothing is alike. */
    assert_memory_not_equal(one + 20, two + 20, strlen(one) - 20);
}

static void test_every_change_is_noticed(void **state)
{
    const char *sealed = base_seal(*state, &key, place, 3, BASE_TEXT("some answers"));
    uint8_t bytes[64];
    size_t length = 0;
    assert_true(base_text_from_base64url(base_text_of(sealed), bytes, sizeof bytes, &length));
    assert_int_equal(length, 1 + 12 + 12 + 16);
    for (size_t bit = 0; bit < length * 8; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        const char *changed = base_text_base64url(*state, bytes, length);
        assert_false(opens(*state, &key, place, 3, base_text_of(changed)));
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t cut = 0; cut < strlen(sealed); cut++) {
        assert_false(opens(*state, &key, place, 3, (struct base_text){sealed, cut}));
        assert_false(opens(*state, &key, place, 3,
                           (struct base_text){sealed + cut + 1, strlen(sealed) - cut - 1}));
    }
    const char *longer = base_arena_format(*state, "%sAAAA", sealed);
    assert_false(opens(*state, &key, place, 3, base_text_of(longer)));
    assert_true(opens(*state, &key, place, 3, base_text_of(sealed)));
}

static void test_opens_in_its_place_only(void **state)
{
    struct base_text sealed =
        base_text_of(base_seal(*state, &key, place, 3, BASE_TEXT("some answers")));
    assert_true(opens(*state, &key, place, 3, sealed));
    assert_false(opens(*state, &other_key, place, 3, sealed));
    assert_false(opens(*state, &key, place, 2, sealed));
    assert_false(opens(*state, &key, NULL, 0, sealed));
    /* The same bytes, cut into parts elsewhere. */
    const struct base_text moved[] = {BASE_TEXT("programmel"), BASE_TEXT("ink"), BASE_TEXT("7")};
    assert_false(opens(*state, &key, moved, 3, sealed));
    const struct base_text other[] = {BASE_TEXT("programme"), BASE_TEXT("link"), BASE_TEXT("8")};
    assert_false(opens(*state, &key, other, 3, sealed));
    const struct base_text more[] = {place[0], place[1], place[2], BASE_TEXT("")};
    assert_false(opens(*state, &key, more, 4, sealed));
}

/* Made with another implementation (Python's cryptography, AESGCM), so that what is sealed today
   can be opened by the program of tomorrow. */
static void test_known_value(void **state)
{
    static const char sealed[] = "AWRlZmdoaWprbG1ub0p6F0Pp6nvtsjlMKqv7wU9UvO-u0S8C242mbW17rY8";
    struct base_text text;
    assert_int_equal(base_unseal(*state, &key, place, 3, base_text_of(sealed), &text), STATUS_OK);
    assert_true(base_text_equal_string(text, "{\"recommend\":7}"));
}

static void test_not_sealed_at_all(void **state)
{
    static const char *const texts[] = {"",
                                        "A",
                                        "AQ",
                                        "=",
                                        "AQ==",
                                        "{\"a\":1}",
                                        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                        "\xff\xff\xff\xff",
                                        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA "};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_false(opens(*state, &key, place, 3, base_text_of(texts[i])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_there_and_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hides_and_never_repeats, setup, teardown),
        cmocka_unit_test_setup_teardown(test_every_change_is_noticed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_opens_in_its_place_only, setup, teardown),
        cmocka_unit_test_setup_teardown(test_known_value, setup, teardown),
        cmocka_unit_test_setup_teardown(test_not_sealed_at_all, setup, teardown),
    };
    return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
