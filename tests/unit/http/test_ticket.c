#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket.h"

enum { hour_s = 3600 };

static void test_a_key_seals_for_an_hour(void **state)
{
    (void)state;
    struct http_ticket_ring ring = {0};
    struct http_ticket_key first = *http_ticket_seal_key(&ring, 1000);
    assert_memory_equal(http_ticket_seal_key(&ring, 1000 + hour_s - 1), &first, sizeof first);
    struct http_ticket_key second = *http_ticket_seal_key(&ring, 1000 + hour_s);
    assert_memory_not_equal(second.name, first.name, sizeof first.name);
    assert_memory_not_equal(second.cipher_key, first.cipher_key, sizeof first.cipher_key);
    assert_memory_not_equal(second.mac_key, first.mac_key, sizeof first.mac_key);
    http_ticket_wipe(&ring);
}

static void test_a_key_opens_until_its_last_ticket_expires(void **state)
{
    (void)state;
    struct http_ticket_ring ring = {0};
    struct http_ticket_key key = *http_ticket_seal_key(&ring, 0);
    for (int64_t now = 0; now < 3 * hour_s; now += hour_s / 2) {
        (void)http_ticket_seal_key(&ring, now);
        const struct http_ticket_key *found = http_ticket_open_key(&ring, key.name, now);
        assert_non_null(found);
        assert_memory_equal(found, &key, sizeof key);
    }
    assert_non_null(http_ticket_open_key(&ring, key.name, 3 * hour_s - 1));
    assert_null(http_ticket_open_key(&ring, key.name, 3 * hour_s));
    http_ticket_wipe(&ring);
}

static bool ring_holds(const struct http_ticket_ring *ring, const uint8_t secret[32])
{
    return memmem(ring, sizeof *ring, secret, 32) != NULL;
}

static void test_an_old_key_is_wiped(void **state)
{
    (void)state;
    struct http_ticket_ring ring = {0};
    struct http_ticket_key key = *http_ticket_seal_key(&ring, 0);
    assert_true(ring_holds(&ring, key.cipher_key));
    for (int64_t now = hour_s; now <= 3 * hour_s; now += hour_s) {
        (void)http_ticket_seal_key(&ring, now);
    }
    assert_false(ring_holds(&ring, key.cipher_key));
    assert_false(ring_holds(&ring, key.mac_key));
    http_ticket_wipe(&ring);
}

static void test_after_a_long_silence(void **state)
{
    (void)state;
    struct http_ticket_ring ring = {0};
    for (int64_t now = 0; now < 100 * hour_s; now += hour_s) {
        (void)http_ticket_seal_key(&ring, now);
        assert_in_range(ring.count, 1, HTTP_TICKET_KEYS);
    }
    struct http_ticket_key key = *http_ticket_seal_key(&ring, 1000 * hour_s);
    assert_int_equal(ring.count, 1);
    assert_non_null(http_ticket_open_key(&ring, key.name, 1000 * hour_s));
    http_ticket_wipe(&ring);
}

static void test_an_unknown_name(void **state)
{
    (void)state;
    struct http_ticket_ring ring = {0};
    uint8_t name[16];
    memcpy(name, http_ticket_seal_key(&ring, 0)->name, sizeof name);
    name[0] ^= 1;
    assert_null(http_ticket_open_key(&ring, name, 0));
    http_ticket_wipe(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_key_seals_for_an_hour),
        cmocka_unit_test(test_a_key_opens_until_its_last_ticket_expires),
        cmocka_unit_test(test_an_old_key_is_wiped),
        cmocka_unit_test(test_after_a_long_silence),
        cmocka_unit_test(test_an_unknown_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
