#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/text.h"

typedef bool (*decoder)(struct base_text text, uint8_t *ret_bytes, size_t capacity,
                        size_t *ret_length);
typedef char *(*encoder)(struct base_arena *arena, const void *bytes, size_t length);

static void check_decoded(decoder decode, const char *text, const char *bytes)
{
    uint8_t decoded[64];
    size_t length = 99;
    assert_true(decode(base_text_of(text), decoded, sizeof(decoded), &length));
    assert_int_equal(length, strlen(bytes));
    assert_memory_equal(decoded, bytes, length);
}

static void check_refused(decoder decode, const char *text)
{
    uint8_t decoded[64];
    size_t length = 99;
    assert_false(decode(base_text_of(text), decoded, sizeof(decoded), &length));
    assert_int_equal(length, 99);
}

static void test_known_encodings(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_string_equal(base_text_hex(arena, "\x00\xff\x1a", 3), "00ff1a");
    assert_string_equal(base_text_hex(arena, "", 0), "");
    assert_string_equal(base_text_base64url(arena, "\xfb\xff\xbf", 3), "-_-_");
    assert_string_equal(base_text_base64url(arena, "fo", 2), "Zm8");
    assert_string_equal(base_text_base64url(arena, "foobar", 6), "Zm9vYmFy");
    assert_string_equal(base_text_base32(arena, "\xff\xff\xff\xff\xff", 5), "ZZZZZZZZ");
    assert_string_equal(base_text_base32(arena, "f", 1), "CR");
    assert_string_equal(base_text_base32(arena, "foobar", 6), "CSQPYRK1E8");
}

static void test_every_length_comes_back(void **state)
{
    (void)state;
    const struct {
        encoder encode;
        decoder decode;
    } pairs[] = {{base_text_hex, base_text_from_hex},
                 {base_text_base64url, base_text_from_base64url},
                 {base_text_base32, base_text_from_base32}};
    uint8_t bytes[40];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)(i * 37 + 11);
    }
    for (size_t pair = 0; pair < 3; pair++) {
        for (size_t length = 0; length <= sizeof(bytes); length++) {
            BASE_ARENA_SCOPED *arena = base_arena_new();
            struct base_text text = base_text_of(pairs[pair].encode(arena, bytes, length));
            uint8_t *back = base_arena_alloc(arena, length);
            size_t back_length = 0;
            assert_true(pairs[pair].decode(text, back, length, &back_length));
            assert_int_equal(back_length, length);
            assert_memory_equal(back, bytes, length);
            if (length > 0) {
                assert_false(pairs[pair].decode(text, back, length - 1, &back_length));
            }
        }
    }
}

static void test_one_value_has_one_spelling(void **state)
{
    (void)state;
    const char *const bad_hex[] = {"0", "0g", "FF", "ff ", "0x00"};
    for (size_t i = 0; i < sizeof(bad_hex) / sizeof(bad_hex[0]); i++) {
        check_refused(base_text_from_hex, bad_hex[i]);
    }
    /* Zm8 is "fo"; Zm9 and so on have bits set that encoding leaves zero. */
    const char *const bad_base64url[] = {"Zm9",  "Zm8=", "Zg==", "Zh",   "Z",
                                         "Zm8 ", "Zm+v", "Zm/v", "ZmZmZ"};
    for (size_t i = 0; i < sizeof(bad_base64url) / sizeof(bad_base64url[0]); i++) {
        check_refused(base_text_from_base64url, bad_base64url[i]);
    }
    const char *const bad_base32[] = {"C",   "CS",   "CRC",       "CRCU",
                                      "CR!", "CR C", "ZZZZZZZZZ", "\xc3\x85"};
    for (size_t i = 0; i < sizeof(bad_base32) / sizeof(bad_base32[0]); i++) {
        check_refused(base_text_from_base32, bad_base32[i]);
    }
    uint8_t bytes[8];
    size_t length;
    assert_false(base_text_from_base64url(BASE_TEXT("Zm8\0"), bytes, sizeof(bytes), &length));
}

static void test_base64_of_logins(void **state)
{
    (void)state;
    check_decoded(base_text_from_base64, "", "");
    check_decoded(base_text_from_base64, "Zg==", "f");
    check_decoded(base_text_from_base64, "Zm8=", "fo");
    check_decoded(base_text_from_base64, "Zm9v", "foo");
    check_decoded(base_text_from_base64, "QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Aladdin:open sesame");
    check_decoded(base_text_from_base64, "+/+/", "\xfb\xff\xbf");
    const char *const bad[] = {"Zg=",  "Zg",   "Zm8",    "Zg===", "====", "=",
                               "Zh==", "Zm9=", "Zm9v\n", "Z===",  "-_-_", "Zg==Zg=="};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        check_refused(base_text_from_base64, bad[i]);
    }
}

static void test_base32_as_people_type_it(void **state)
{
    (void)state;
    check_decoded(base_text_from_base32, "csqp-yrk1-e8", "foobar");
    check_decoded(base_text_from_base32, "CSQPYRKIE8", "foobar");
    check_decoded(base_text_from_base32, "CSQPYRKlE8", "foobar");
    uint8_t zero[5];
    size_t length;
    assert_true(base_text_from_base32(BASE_TEXT("0oO0-0000"), zero, sizeof(zero), &length));
    assert_memory_equal(zero, "\0\0\0\0\0", 5);
}

static void test_uuids(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    uint8_t bytes[16];
    assert_true(base_text_from_uuid(BASE_TEXT("F81D4FAE-7dec-11d0-a765-00a0c91e6bf6"), bytes));
    assert_string_equal(base_text_uuid(arena, bytes), "f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
    const char *const bad[] = {"",
                               "f81d4fae7dec11d0a76500a0c91e6bf6",
                               "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
                               "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
                               "f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ",
                               "f81d4fae-7dec-11d0-a76500-a0c91e6bf6",
                               "g81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                               "f81d4fae_7dec_11d0_a765_00a0c91e6bf6"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(base_text_from_uuid(base_text_of(bad[i]), bytes));
    }
    assert_string_equal(base_text_uuid(arena, bytes), "f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_encodings),
        cmocka_unit_test(test_every_length_comes_back),
        cmocka_unit_test(test_one_value_has_one_spelling),
        cmocka_unit_test(test_base64_of_logins),
        cmocka_unit_test(test_base32_as_people_type_it),
        cmocka_unit_test(test_uuids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
