#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_formats(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_string_equal(base_clock_format_utc(arena, 0), "1970-01-01T00:00:00Z");
    assert_string_equal(base_clock_format_utc(arena, 1795455125), "2026-11-23T17:32:05Z");
    assert_string_equal(base_clock_format_http(arena, 1795455125), "Mon, 23 Nov 2026 17:32:05 GMT");
    assert_string_equal(base_clock_format_http(arena, 784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_string_equal(base_clock_format_utc(arena, 951825600), "2000-02-29T12:00:00Z");
    assert_string_equal(base_clock_format_utc(arena, -1), "1969-12-31T23:59:59Z");
}

static void test_dates(void **state)
{
    (void)state;
    const char *const good[] = {"2024-02-29", "2000-02-29", "1900-01-01", "2199-12-31",
                                "2026-04-30"};
    const char *const bad[] = {
        "2023-02-29", "1900-02-29", "2100-02-29", "2026-04-31", "2026-00-10",  "2026-13-01",
        "2026-01-00", "2026-1-01",  "1899-12-31", "2200-01-01", "2026-01-01 ", " 2026-01-01",
        "2026/01/01", "20260101",   "",           "2026-01-0a", "-026-01-01"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(base_clock_is_date(base_text_of(good[i])));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(base_clock_is_date(base_text_of(bad[i])));
    }
    assert_false(base_clock_is_date((struct base_text){"2026-01-01\0", 11}));
}

static void test_local_times(void **state)
{
    (void)state;
    const char *const good[] = {"2024-11-20T12:00", "2024-11-20T00:00:00", "2024-11-20T23:59:59"};
    const char *const bad[] = {"2024-11-20",          "2024-11-20T24:00",      "2024-11-20T12:60",
                               "2024-11-20T12:00:60", "2024-11-20 12:00",      "2024-11-20T12:00Z",
                               "2024-11-31T12:00",    "2024-11-20T12:0",       "2024-11-20T12:00:0",
                               "2024-11-20T12",       "2024-11-20T12:00+01:00"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(base_clock_is_local_time(base_text_of(good[i])));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(base_clock_is_local_time(base_text_of(bad[i])));
    }
}

static int64_t moved(void *context)
{
    return *(const int64_t *)context;
}

static void test_clock_can_be_moved(void **state)
{
    (void)state;
    int64_t now = 5;
    const struct base_clock clock = {moved, moved, &now};
    assert_int_equal(base_clock_monotonic_ms(&clock), 5);
    now = 6999;
    assert_int_equal(base_clock_wall_ms(&clock), 6999);
    assert_int_equal(base_clock_wall_seconds(&clock), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_local_times),
        cmocka_unit_test(test_clock_can_be_moved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
