#include "spool/inspect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
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

struct tally {
    size_t pending, damaged, refused, open;
    size_t stop_after;
};

static enum base_status count(const struct spool_entry *entry, void *context,
                              struct base_failure *reterr)
{
    struct tally *tally = context;
    tally->pending += entry->kind == SPOOL_ENTRY_PENDING;
    tally->damaged += entry->kind == SPOOL_ENTRY_DAMAGED;
    if (entry->kind == SPOOL_ENTRY_REFUSED) {
        tally->refused++;
        assert_string_equal(entry->reason, "too-late");
        assert_non_null(strstr(entry->file, "quarantine/"));
    }
    if (entry->is_open) {
        uint64_t number = 0;
        assert_true(driver_is_record(&entry->record, &number));
        tally->open++;
    }
    if (tally->stop_after > 0 && --tally->stop_after == 0) {
        return base_failure_set(reterr, STATUS_TOO_MANY, "enough");
    }
    return STATUS_OK;
}

static struct tally look(const char *directory, const struct base_key *key)
{
    struct tally tally = {0};
    struct base_failure failure;
    assert_int_equal(spool_inspect(directory, key, count, &tally, &failure), STATUS_OK);
    return tally;
}

/* Also while it is open; nothing changes by it. */
static void test_all_kinds(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    for (uint64_t i = 0; i < 10; i++) {
        assert_int_equal(driver_put_number(spool, i), STATUS_OK);
    }
    struct driver_list taken = driver_take(spool, 1);
    spool_settle(spool, taken.list[0].reference, SPOOL_SETTLE_REFUSE, "too-late");
    base_arena_free(taken.arena);
    driver_wait(spool);
    for (int round = 0; round < 2; round++) {
        struct tally tally = look(*state, &driver_key);
        assert_int_equal(tally.pending, 10);
        assert_int_equal(tally.damaged, 0);
        assert_int_equal(tally.refused, 1);
        assert_int_equal(tally.open, 11);
    }
    assert_int_equal(look(*state, NULL).open, 0);
    assert_int_equal(look(*state, NULL).pending, 10);
    assert_int_equal(look(*state, &driver_other_key).open, 0);
    spool_close(spool);
}

static void test_damage_is_shown_once(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    for (uint64_t i = 0; i < 10; i++) {
        assert_int_equal(driver_put_number(spool, i), STATUS_OK);
    }
    spool_close(spool);
    char path[512];
    assert_true(driver_first_segment(*state, path));
    int descriptor = open(path, O_WRONLY);
    assert_int_equal(pwrite(descriptor, "!", 1, 90), 1);
    close(descriptor);
    struct tally tally = look(*state, &driver_key);
    assert_int_equal(tally.pending, 9);
    assert_int_equal(tally.damaged, 1);
    spool_close(driver_open(&options));
    tally = look(*state, &driver_key);
    assert_int_equal(tally.pending, 9);
    assert_int_equal(tally.damaged, 1);
}

static void test_callee_stops(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    for (uint64_t i = 0; i < 10; i++) {
        assert_int_equal(driver_put_number(spool, i), STATUS_OK);
    }
    struct tally tally = {.stop_after = 3};
    struct base_failure failure;
    assert_int_equal(spool_inspect(*state, NULL, count, &tally, &failure), STATUS_TOO_MANY);
    assert_int_equal(tally.pending, 3);
    spool_close(spool);
}

static void test_no_folder(void **state)
{
    (void)state;
    struct tally tally = {0};
    struct base_failure failure;
    assert_int_equal(spool_inspect("/nowhere/at/all", NULL, count, &tally, &failure),
                     STATUS_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all_kinds, setup, teardown),
        cmocka_unit_test_setup_teardown(test_damage_is_shown_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_callee_stops, setup, teardown),
        cmocka_unit_test(test_no_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
