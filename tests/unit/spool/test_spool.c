#include "spool/spool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/temporary.h"
#include "driver.h"

static int setup(void **state)
{
    char *path = malloc(256);
    temporary_make(path);
    *state = path;
    return 0;
}

static int teardown(void **state)
{
    temporary_remove(*state);
    free(*state);
    return 0;
}

static void test_there_and_back(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    const struct spool_counters *counters = spool_counters(spool);
    for (uint64_t i = 0; i < 50; i++) {
        assert_int_equal(driver_put_number(spool, i), STATUS_OK);
    }
    assert_int_equal(counters->spooled, 50);
    assert_int_equal(counters->pending, 50);
    unsigned seen[50] = {0};
    assert_int_equal(driver_drain(spool, seen, 50), 50);
    for (size_t i = 0; i < 50; i++) {
        assert_int_equal(seen[i], 1);
    }
    assert_int_equal(counters->settled, 50);
    assert_int_equal(counters->pending, 0);
    driver_check_counters(spool);
    spool_close(spool);
}

static void test_limits_of_a_text(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    struct spool_record record = {.id = {1}, .digest = {1}, .text = {NULL, 0}};
    assert_int_equal(driver_put(spool, &record), STATUS_OK);
    char *large = calloc(1, SPOOL_RECORD_BYTES + 1);
    assert_non_null(large);
    for (uint8_t i = 2; i < 6; i++) { /* more than a segment holds */
        record.id[0] = i;
        large[0] = (char)i;
        record.text = (struct base_text){large, SPOOL_RECORD_BYTES};
        assert_int_equal(driver_put(spool, &record), STATUS_OK);
    }
    record.id[0] = 9;
    record.text.length++;
    assert_int_equal(driver_put(spool, &record), STATUS_TOO_LARGE);
    assert_int_equal(spool_find(spool, record.id, NULL), SPOOL_ABSENT);
    bool seen[6] = {false};
    for (size_t left = 5; left > 0;) {
        struct driver_list taken = driver_take(spool, 2);
        assert_true(taken.count > 0);
        for (size_t i = 0; i < taken.count; i++) {
            const struct spool_record *got = &taken.list[i].record;
            assert_false(seen[got->id[0]]);
            seen[got->id[0]] = true;
            assert_int_equal(got->text.length, got->id[0] == 1 ? 0 : SPOOL_RECORD_BYTES);
            assert_true(got->id[0] == 1 || got->text.data[0] == got->id[0]);
            spool_settle(spool, taken.list[i].reference, SPOOL_SETTLE_DONE, NULL);
            left--;
        }
        base_arena_free(taken.arena);
    }
    free(large);
    spool_close(spool);
}

static void test_same_and_conflict(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct spool_record record = driver_record(arena, 1);
    assert_int_equal(spool_find(spool, record.id, record.digest), SPOOL_ABSENT);
    assert_int_equal(driver_put(spool, &record), STATUS_OK);
    assert_int_equal(driver_put(spool, &record), STATUS_OK);
    assert_int_equal(spool_counters(spool)->spooled, 1);
    struct spool_record other = record;
    other.digest[0] ^= 1;
    assert_int_equal(driver_put(spool, &other), STATUS_CONFLICT);
    assert_int_equal(spool_find(spool, record.id, NULL), SPOOL_PRESENT);
    assert_int_equal(spool_find(spool, record.id, record.digest), SPOOL_PRESENT);
    assert_int_equal(spool_find(spool, record.id, other.digest), SPOOL_PRESENT_OTHERWISE);

    struct driver_list taken = driver_take(spool, 10);
    assert_int_equal(taken.count, 1);
    assert_int_equal(spool_find(spool, record.id, record.digest), SPOOL_PRESENT);
    assert_int_equal(driver_put(spool, &record), STATUS_OK);
    spool_settle(spool, taken.list[0].reference, SPOOL_SETTLE_DONE, NULL);
    assert_int_equal(spool_find(spool, record.id, record.digest), SPOOL_ABSENT);
    assert_int_equal(driver_put(spool, &other), STATUS_OK);
    base_arena_free(taken.arena);
    spool_close(spool);
}

static void test_again(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    assert_int_equal(driver_put_number(spool, 1), STATUS_OK);
    struct driver_list taken = driver_take(spool, 10);
    assert_int_equal(taken.count, 1);
    struct driver_list none = driver_take(spool, 10);
    assert_int_equal(none.count, 0);
    spool_settle(spool, taken.list[0].reference, SPOOL_SETTLE_AGAIN, NULL);
    assert_int_equal(spool_counters(spool)->pending, 1);
    assert_int_equal(driver_drain(spool, NULL, 0), 1);
    base_arena_free(taken.arena);
    base_arena_free(none.arena);
    spool_close(spool);
}

/* After the last record has been settled only the ready, empty segment is there. */
static void test_nothing_stays_on_the_disk(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    assert_int_equal(driver_put_range(spool, 0, 4000), 4000);
    assert_true(driver_files(*state, ".", ".open") >= 3);
    assert_int_equal(driver_drain(spool, NULL, 0), 4000);
    driver_wait(spool);
    assert_int_equal(driver_files(*state, ".", ".open"), 1);
    assert_int_equal(spool_counters(spool)->bytes, options.segment_bytes);
    char path[512];
    assert_true(driver_first_segment(*state, path));
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 16, SEEK_SET), 0);
    for (int byte = fgetc(file); byte != EOF; byte = fgetc(file)) {
        assert_int_equal(byte, 0);
    }
    fclose(file);
    spool_close(spool);
}

static uint64_t first_taken(struct spool *spool)
{
    struct driver_list taken = driver_take(spool, 1);
    assert_int_equal(taken.count, 1);
    uint64_t number = 0;
    assert_true(driver_is_record(&taken.list[0].record, &number));
    spool_settle(spool, taken.list[0].reference, SPOOL_SETTLE_AGAIN, NULL);
    base_arena_free(taken.arena);
    return number;
}

/* Each of 8 is the first in one of 8 cases: 800 draws, chi-squared with 7 degrees of freedom; 40
   is passed once in a million runs. */
static void test_order_is_random(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    for (uint64_t i = 0; i < 8; i++) {
        assert_int_equal(driver_put_number(spool, i), STATUS_OK);
    }
    unsigned counts[8] = {0};
    for (int i = 0; i < 800; i++) {
        counts[first_taken(spool)]++;
    }
    double statistic = 0;
    for (int i = 0; i < 8; i++) {
        statistic += (counts[i] - 100.0) * (counts[i] - 100.0) / 100.0;
    }
    assert_true(statistic < 40);
    spool_close(spool);
}

static void test_refused(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    assert_int_equal(driver_put_number(spool, 1), STATUS_OK);
    assert_int_equal(driver_put_number(spool, 2), STATUS_OK);
    struct driver_list taken = driver_take(spool, 10);
    assert_int_equal(taken.count, 2);
    spool_settle(spool, taken.list[0].reference, SPOOL_SETTLE_REFUSE, "no-such-cycle");
    spool_settle(spool, taken.list[1].reference, SPOOL_SETTLE_DONE, NULL);
    base_arena_free(taken.arena);
    driver_wait(spool);
    const struct spool_counters *counters = spool_counters(spool);
    assert_int_equal(counters->refused, 1);
    assert_int_equal(counters->pending, 0);
    assert_int_equal(counters->quarantined, 1);
    driver_check_counters(spool);
    assert_int_equal(driver_files(*state, "quarantine", "-no-such-cycle"), 1);
    spool_close(spool);

    spool = driver_open(&options);
    assert_int_equal(spool_counters(spool)->recovered, 0);
    assert_int_equal(spool_counters(spool)->quarantined, 1);
    spool_close(spool);
}

struct event_counts {
    _Atomic unsigned counts[SPOOL_EVENT_UNREADABLE + 1];
};

static void on_event(const struct spool_event *event, void *context)
{
    struct event_counts *events = context;
    events->counts[event->kind]++;
}

static void test_limit(void **state)
{
    struct event_counts events = {.counts = {0}};
    struct spool_options options = driver_options(*state);
    options.limit_bytes = 2 * MIB;
    options.observe = on_event;
    options.context = &events;
    struct spool *spool = driver_open(&options);
    uint64_t kept = driver_put_range(spool, 0, 5000);
    assert_true(kept > 2000 && kept < 5000);
    assert_int_equal(driver_put_number(spool, 5000), STATUS_UNAVAILABLE);
    assert_int_equal(spool_counters(spool)->full, 5001 - kept);
    assert_int_equal(events.counts[SPOOL_EVENT_FULL], 1);
    assert_true(spool_counters(spool)->bytes <= options.limit_bytes);
    assert_int_equal(driver_drain(spool, NULL, 0), kept);
    driver_wait(spool);
    assert_int_equal(events.counts[SPOOL_EVENT_EMPTIED], 1);
    assert_int_equal(driver_put_number(spool, 9999), STATUS_OK);
    driver_check_counters(spool);
    spool_close(spool);
}

static void test_reserve_of_the_disk(void **state)
{
    struct spool_options options = driver_options(*state);
    options.reserve_bytes = (uint64_t)1 << 60;
    struct spool *spool = driver_open(&options);
    assert_int_equal(driver_put_number(spool, 1), STATUS_UNAVAILABLE);
    assert_int_equal(driver_files(*state, ".", ".open"), 0);
    assert_int_equal(spool_counters(spool)->full, 1);
    spool_close(spool);
}

static void test_queue(void **state)
{
    struct spool_options options = driver_options(*state);
    options.queue_bytes = 10;
    struct spool *spool = driver_open(&options);
    assert_int_equal(driver_put_number(spool, 1), STATUS_UNAVAILABLE);
    assert_int_equal(spool_counters(spool)->spooled, 0);
    spool_close(spool);
}

static void test_options(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = NULL;
    struct base_failure failure;
    options.segment_bytes = MIB - 1;
    assert_int_equal(spool_open(&options, &spool, &failure), STATUS_CONFIG);
    options.segment_bytes = 65 * MIB;
    assert_int_equal(spool_open(&options, &spool, &failure), STATUS_CONFIG);
    options.segment_bytes = 2 * MIB;
    options.limit_bytes = MIB;
    assert_int_equal(spool_open(&options, &spool, &failure), STATUS_CONFIG);
    options = driver_options("/nowhere/at/all");
    assert_int_equal(spool_open(&options, &spool, &failure), STATUS_IO);
}

static void test_one_process_at_a_time(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options), *second = NULL;
    struct base_failure failure;
    assert_int_equal(spool_open(&options, &second, &failure), STATUS_CONFLICT);
    spool_close(spool);
    spool_close(driver_open(&options));
}

static void test_copy(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text text;
    assert_int_equal(spool_copy_read(spool, arena, &text), STATUS_NOT_FOUND);
    spool_copy_write(spool, BASE_TEXT("the first"));
    driver_wait(spool);
    spool_copy_write(spool, BASE_TEXT(""));
    spool_copy_write(spool, BASE_TEXT("all programmes"));
    spool_close(spool);

    spool = driver_open(&options);
    assert_int_equal(spool_copy_read(spool, arena, &text), STATUS_OK);
    assert_true(base_text_equal_string(text, "all programmes"));
    spool_close(spool);
    struct spool_options other = options;
    other.key = driver_other_key;
    spool = driver_open(&other);
    assert_int_equal(spool_copy_read(spool, arena, &text), STATUS_MALFORMED);
    spool_close(spool);
    temporary_write(*state, "copy", "surveyd copy  1\n and what is no copy at all, but long", 0600);
    spool = driver_open(&options);
    assert_int_equal(spool_copy_read(spool, arena, &text), STATUS_MALFORMED);
    spool_close(spool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_there_and_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limits_of_a_text, setup, teardown),
        cmocka_unit_test_setup_teardown(test_same_and_conflict, setup, teardown),
        cmocka_unit_test_setup_teardown(test_again, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_stays_on_the_disk, setup, teardown),
        cmocka_unit_test_setup_teardown(test_order_is_random, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(test_reserve_of_the_disk, setup, teardown),
        cmocka_unit_test_setup_teardown(test_queue, setup, teardown),
        cmocka_unit_test_setup_teardown(test_options, setup, teardown),
        cmocka_unit_test_setup_teardown(test_one_process_at_a_time, setup, teardown),
        cmocka_unit_test_setup_teardown(test_copy, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
