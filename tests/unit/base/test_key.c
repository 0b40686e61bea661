#include "base/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "key_derive.h"

static void check_hex(const void *bytes, size_t length, const char *expected)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_string_equal(base_text_hex(arena, bytes, length), expected);
}

static void test_sha256(void **state)
{
    (void)state;
    uint8_t digest[32];
    base_key_sha256(BASE_TEXT("abc"), digest);
    check_hex(digest, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    base_key_sha256((struct base_text){NULL, 0}, digest);
    check_hex(digest, 32, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* RFC 5869, test cases 1 to 3. */
static void test_hkdf(void **state)
{
    (void)state;
    uint8_t secret[80];
    uint8_t salt[80];
    uint8_t purpose[80];
    uint8_t bytes[82];
    memset(secret, 0x0b, 22);
    for (size_t i = 0; i < 80; i++) {
        salt[i] = (uint8_t)i;
        purpose[i] = (uint8_t)(0xf0 + i);
    }
    key_derive_hkdf((struct base_text){(char *)secret, 22}, (struct base_text){(char *)salt, 13},
                    (struct base_text){(char *)purpose, 10}, bytes, 42);
    check_hex(
        bytes, 42,
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    key_derive_hkdf((struct base_text){(char *)secret, 22}, (struct base_text){NULL, 0},
                    BASE_TEXT(""), bytes, 42);
    check_hex(
        bytes, 42,
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    for (size_t i = 0; i < 80; i++) {
        secret[i] = (uint8_t)i;
        salt[i] = (uint8_t)(0x60 + i);
        purpose[i] = (uint8_t)(0xb0 + i);
    }
    key_derive_hkdf((struct base_text){(char *)secret, 80}, (struct base_text){(char *)salt, 80},
                    (struct base_text){(char *)purpose, 80}, bytes, 82);
    check_hex(
        bytes, 82,
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6"
        "5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
}

/* The expected digests come from Python's hmac, over parts with their lengths before them. */
static void test_hmac_of_parts(void **state)
{
    (void)state;
    struct base_key key;
    for (size_t i = 0; i < BASE_KEY_BYTES; i++) {
        key.bytes[i] = (uint8_t)i;
    }
    uint8_t digest[32];
    const struct base_text one[] = {BASE_TEXT("a"), BASE_TEXT("bc")};
    base_key_hmac(&key, one, 2, digest);
    check_hex(digest, 32, "3bddf4bc854ae05364f6353a7ec018de74fb1fe6bb599207f172368d9490b9dd");
    const struct base_text other[] = {BASE_TEXT("ab"), BASE_TEXT("c")};
    base_key_hmac(&key, other, 2, digest);
    check_hex(digest, 32, "17eca1f3cf4e1f92cd415f54de5121e367cbc209edff96da287c5cd432cf9a46");
    base_key_hmac(&key, NULL, 0, digest);
    check_hex(digest, 32, "d38b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb");
}

/* Every link that was ever handed out depends on these; they must never change. */
static void test_purposes_are_fixed(void **state)
{
    (void)state;
    struct base_key secret;
    for (size_t i = 0; i < BASE_KEY_BYTES; i++) {
        secret.bytes[i] = (uint8_t)i;
    }
    struct base_key key;
    key_derive_purpose(&secret, "surveyd token", &key);
    check_hex(key.bytes, 32, "af074e21c88fe3350ed43458433d1839e11fc938c4ff35bea0654ff196da6bf8");
    key_derive_purpose(&secret, "surveyd form", &key);
    check_hex(key.bytes, 32, "6fa014025f0f659ff6743c0fba4dbac312a2d630bd6593611b149e6afeda16d4");
}

static void test_random(void **state)
{
    (void)state;
    uint8_t bytes[4096] = {0};
    base_key_random(bytes, sizeof(bytes));
    size_t counts[256] = {0};
    for (size_t i = 0; i < sizeof(bytes); i++) {
        counts[bytes[i]]++;
    }
    for (size_t i = 0; i < 256; i++) {
        assert_in_range(counts[i], 0, 80);
    }
    base_key_random(bytes, 0);
}

static void test_uuid(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (int i = 0; i < 100; i++) {
        const char *uuid = base_key_uuid(arena);
        uint8_t bytes[16];
        assert_true(base_text_from_uuid(base_text_of(uuid), bytes));
        assert_int_equal(uuid[14], '4');
        assert_non_null(strchr("89ab", uuid[19]));
        assert_string_not_equal(uuid, base_key_uuid(arena));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256),        cmocka_unit_test(test_hkdf),
        cmocka_unit_test(test_hmac_of_parts), cmocka_unit_test(test_purposes_are_fixed),
        cmocka_unit_test(test_random),        cmocka_unit_test(test_uuid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
