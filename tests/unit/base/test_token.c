#include "base/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "key_derive.h"

/* The keys of a programme whose secret is the bytes 0 to 31. The expected values of these tests
   were computed with Python's hmac. */
static struct base_programme_keys keys_of(const char *programme, uint8_t first)
{
    struct base_key secret;
    for (size_t i = 0; i < BASE_KEY_BYTES; i++) {
        secret.bytes[i] = (uint8_t)(first + i);
    }
    struct base_programme_keys keys = {.programme = programme};
    key_derive_purpose(&secret, "surveyd token", &keys.token);
    key_derive_purpose(&secret, "surveyd locator", &keys.locator);
    key_derive_purpose(&secret, "surveyd receipt", &keys.receipt);
    key_derive_purpose(&secret, "surveyd open", &keys.open);
    return keys;
}

static void test_personal_token(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_programme_keys keys = keys_of("demo", 0);
    const char *token = base_token_personal(arena, &keys, BASE_TEXT("anna@school"));
    assert_string_equal(token, "dJV2PMvoqosqaFWn6smTQWfWVa2kRDY2aPeFFg");
    uint8_t locator[BASE_TOKEN_LOCATOR_BYTES];
    assert_true(base_token_verify(&keys, base_text_of(token), locator));
    assert_string_equal(base_text_hex(arena, locator, 16), "7495763ccbe8aa8b2a6855a7eac99341");
    uint8_t same[BASE_TOKEN_LOCATOR_BYTES];
    base_token_locator(&keys, BASE_TEXT("anna@school"), same);
    assert_memory_equal(locator, same, sizeof(same));
}

static void test_forged_and_truncated_tokens(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_programme_keys keys = keys_of("demo", 0);
    struct base_text token =
        base_text_of(base_token_personal(arena, &keys, BASE_TEXT("anna@school")));
    uint8_t locator[BASE_TOKEN_LOCATOR_BYTES] = {1, 2, 3};
    for (size_t length = 0; length < token.length; length++) {
        assert_false(base_token_verify(&keys, (struct base_text){token.data, length}, locator));
    }
    uint8_t bytes[28];
    size_t length;
    assert_true(base_text_from_base64url(token, bytes, sizeof(bytes), &length));
    for (size_t bit = 0; bit < sizeof(bytes) * 8; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        const char *forged = base_text_base64url(arena, bytes, sizeof(bytes));
        assert_false(base_token_verify(&keys, base_text_of(forged), locator));
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_false(base_token_verify(&keys, base_text_of(base_arena_format(arena, "%sA", token.data)),
                                   locator));
    assert_false(base_token_verify(&keys, base_text_of(base_arena_format(arena, "%s=", token.data)),
                                   locator));
    const uint8_t untouched[BASE_TOKEN_LOCATOR_BYTES] = {1, 2, 3};
    assert_memory_equal(locator, untouched, sizeof(untouched));
}

/* The last character carries four bits that mean nothing: only zeros may stand there. */
static void test_token_has_one_spelling(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_programme_keys keys = keys_of("demo", 0);
    char *token = base_token_personal(arena, &keys, BASE_TEXT("anna@school"));
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char last = token[37];
    uint8_t locator[BASE_TOKEN_LOCATOR_BYTES];
    int accepted = 0;
    for (size_t i = 0; i < 64; i++) {
        token[37] = digits[i];
        if (base_token_verify(&keys, base_text_of(token), locator)) {
            accepted++;
            assert_int_equal(token[37], last);
        }
    }
    assert_int_equal(accepted, 1);
}

static void test_tokens_of_other_programmes(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_programme_keys keys = keys_of("demo", 0);
    struct base_programme_keys other_name = keys_of("demo-2", 0);
    struct base_programme_keys other_secret = keys_of("demo", 1);
    struct base_text token = base_text_of(base_token_personal(arena, &keys, BASE_TEXT("a")));
    uint8_t locator[BASE_TOKEN_LOCATOR_BYTES];
    assert_false(base_token_verify(&other_name, token, locator));
    assert_false(base_token_verify(&other_secret, token, locator));
}

static void test_pseudonym(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_programme_keys keys = keys_of("demo", 0);
    uint8_t locator[BASE_TOKEN_LOCATOR_BYTES];
    base_token_locator(&keys, BASE_TEXT("anna@school"), locator);
    struct base_key linkage;
    for (size_t i = 0; i < BASE_KEY_BYTES; i++) {
        linkage.bytes[i] = (uint8_t)(100 + i);
    }
    uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES];
    base_token_pseudonym(&linkage, "demo", locator, pseudonym);
    assert_string_equal(base_text_hex(arena, pseudonym, 16), "d74ad865bb6abf8a1b94915c158d849d");
    linkage.bytes[31] ^= 1;
    uint8_t other[BASE_TOKEN_PSEUDONYM_BYTES];
    base_token_pseudonym(&linkage, "demo", locator, other);
    assert_memory_not_equal(pseudonym, other, sizeof(other));
}

static void test_open_code(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_programme_keys keys = keys_of("demo", 0);
    assert_string_equal(base_token_open_code(arena, &keys), "00FAS98PD1");
    assert_true(base_token_open_verify(&keys, BASE_TEXT("00FAS98PD1")));
    assert_true(base_token_open_verify(&keys, BASE_TEXT("00fas98pd1")));
    const char *const bad[] = {"",           "00FAS98PD",   "00FAS98PD10", "00FAS98PD2",
                               "10FAS98PD1", "00FAS-98PD1", " 00FAS98PD1", "0000000000"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(base_token_open_verify(&keys, base_text_of(bad[i])));
    }
    assert_false(base_token_open_verify(&keys, (struct base_text){"00FAS98PD\0", 10}));
    struct base_programme_keys other = keys_of("demo", 9);
    assert_false(base_token_open_verify(&other, BASE_TEXT("00FAS98PD1")));
}

static void test_receipt(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_programme_keys keys = keys_of("demo", 0);
    uint8_t locator[BASE_TOKEN_LOCATOR_BYTES];
    base_token_locator(&keys, BASE_TEXT("anna@school"), locator);
    const uint8_t submission[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
    base_token_receipt(&keys, (struct base_text){(char *)locator, sizeof(locator)}, submission,
                       receipt);
    assert_string_equal(base_token_receipt_text(arena, receipt), "WEXX-FGC9-P3T7-YZS6");
    const char *const spellings[] = {
        "WEXX-FGC9-P3T7-YZS6", "wexxfgc9p3t7yzs6", "WEXXFGC9P3T7YZS6", "wexx-FGC9p3t7-YZS6",
        " WEXX FGC9\tP3T7 YZS6\r\n",
        /* as Word and mail programs write them */
        "WEXX\u2013FGC9\u2011P3T7\u2014YZS6", "WEXX\u2212FGC9\u00adP3T7\u2010YZS6",
        "WEXX\u00a0FGC9\u202fP3T7\u2009YZS6", "\ufeffWEXX\u3000FGC9\uff0dP3T7\u200bYZS6\u200e"};
    for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
        uint8_t parsed[BASE_TOKEN_RECEIPT_BYTES] = {0};
        assert_true(base_token_receipt_parse(base_text_of(spellings[i]), parsed));
        assert_memory_equal(parsed, receipt, sizeof(parsed));
    }
    const char *const bad[] = {"",
                               "WEXX-FGC9-P3T7-YZS",
                               "WEXX-FGC9-P3T7-YZS66",
                               "WEXX-FGC9-P3T7-YZSU",
                               "WEXX.FGC9.P3T7.YZS6",
                               "WEXX\u2026FGC9P3T7YZS6",
                               "WEXXFGC9P3T7YZS6\xe2\x80",
                               "WEXXFGC9P3T7YZS6\xe2",
                               "\u2013\u2013",
                               "----"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint8_t parsed[BASE_TOKEN_RECEIPT_BYTES];
        assert_false(base_token_receipt_parse(base_text_of(bad[i]), parsed));
    }
    uint8_t other[BASE_TOKEN_RECEIPT_BYTES];
    base_token_receipt(&keys, BASE_TEXT("00FAS98PD1"), submission, other);
    assert_memory_not_equal(other, receipt, sizeof(other));
}

static void test_order_of_a_persons_submissions(void **state)
{
    (void)state;
    struct base_key linkage = {{7}};
    const uint8_t one[BASE_TOKEN_PSEUDONYM_BYTES] = {1};
    const uint8_t two[BASE_TOKEN_PSEUDONYM_BYTES] = {2};
    const int64_t noon_ms = INT64_C(1732104000000);
    int64_t order = base_token_order(&linkage, "demo", one, 1, noon_ms);
    assert_true(order == INT64_C(16398620829002930));
    assert_true(base_token_order(&linkage, "demo", one, 1, noon_ms + 1) == order + 1);
    assert_true(order > 0);
    /* Everything else has an offset of its own. */
    assert_true(base_token_order(&linkage, "demo", two, 1, noon_ms) != order);
    assert_true(base_token_order(&linkage, "demo", one, 2, noon_ms) != order);
    assert_true(base_token_order(&linkage, "other", one, 1, noon_ms) != order);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_personal_token),
        cmocka_unit_test(test_forged_and_truncated_tokens),
        cmocka_unit_test(test_token_has_one_spelling),
        cmocka_unit_test(test_tokens_of_other_programmes),
        cmocka_unit_test(test_pseudonym),
        cmocka_unit_test(test_open_code),
        cmocka_unit_test(test_receipt),
        cmocka_unit_test(test_order_of_a_persons_submissions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
