#include "crc32c.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* RFC 3720, B.4, and the check value of the catalogue of CRCs. */
static void test_known_values(void **state)
{
    (void)state;
    uint8_t bytes[32];
    assert_int_equal(crc32c((const uint8_t *)"123456789", 9), 0xe3069283);
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(crc32c(bytes, sizeof bytes), 0x8a9136aa);
    memset(bytes, 0xff, sizeof bytes);
    assert_int_equal(crc32c(bytes, sizeof bytes), 0x62a8ab43);
    for (uint8_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = i;
    }
    assert_int_equal(crc32c(bytes, sizeof bytes), 0x46dd794e);
    assert_int_equal(crc32c(bytes, 0), 0);
}

static void test_with_and_without_the_instruction(void **state)
{
    (void)state;
    uint8_t bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(i * i + 7 * i);
    }
    for (size_t start = 0; start < 9; start++) {
        for (size_t length = 0; start + length <= sizeof bytes; length++) {
            assert_int_equal(crc32c(bytes + start, length), crc32c_portable(bytes + start, length));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_values),
        cmocka_unit_test(test_with_and_without_the_instruction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
