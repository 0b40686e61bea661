/* What the disk may answer: the calls to it are wrapped by the linker. */
#include "spool/spool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/temporary.h"
#include "driver.h"

/* The error that the next `count` calls fail with. */
struct fault {
    _Atomic int error;
    _Atomic int count;
    _Atomic unsigned calls;
    _Atomic unsigned delay_us;
};

/* A place that no file can be read at; -1: none. */
static _Atomic int64_t bad_place = -1;

static struct fault on_fdatasync, on_fsync, on_pwrite, on_pread, on_fallocate, on_openat;

static bool strikes(struct fault *fault)
{
    fault->calls++;
    usleep(fault->delay_us);
    if (fault->count == 0) {
        return false;
    }
    fault->count--;
    errno = fault->error;
    return true;
}

static void set_fault(struct fault *fault, int error, int count)
{
    fault->error = error;
    fault->count = count;
}

int __real_fdatasync(int descriptor);
int __wrap_fdatasync(int descriptor);
int __wrap_fdatasync(int descriptor)
{
    return strikes(&on_fdatasync) ? -1 : __real_fdatasync(descriptor);
}

int __real_fsync(int descriptor);
int __wrap_fsync(int descriptor);
int __wrap_fsync(int descriptor)
{
    return strikes(&on_fsync) ? -1 : __real_fsync(descriptor);
}

ssize_t __real_pwrite(int descriptor, const void *bytes, size_t length, off_t offset);
ssize_t __wrap_pwrite(int descriptor, const void *bytes, size_t length, off_t offset);
ssize_t __wrap_pwrite(int descriptor, const void *bytes, size_t length, off_t offset)
{
    if (strikes(&on_pwrite)) {
        return -1;
    }
    /* Short writes are allowed, and happen. */
    size_t some = length > 1000 ? length / 2 : length;
    return __real_pwrite(descriptor, bytes, some, offset);
}

ssize_t __real_pread(int descriptor, void *bytes, size_t length, off_t offset);
ssize_t __wrap_pread(int descriptor, void *bytes, size_t length, off_t offset);
ssize_t __wrap_pread(int descriptor, void *bytes, size_t length, off_t offset)
{
    if (bad_place >= offset && bad_place < offset + (off_t)length) {
        errno = EIO;
        return -1;
    }
    return strikes(&on_pread) ? -1 : __real_pread(descriptor, bytes, length, offset);
}

int __real_posix_fallocate(int descriptor, off_t offset, off_t length);
int __wrap_posix_fallocate(int descriptor, off_t offset, off_t length);
int __wrap_posix_fallocate(int descriptor, off_t offset, off_t length)
{
    return strikes(&on_fallocate) ? errno : __real_posix_fallocate(descriptor, offset, length);
}

int __real_openat(int directory, const char *name, int flags, mode_t mode);
int __wrap_openat(int directory, const char *name, int flags, mode_t mode);
int __wrap_openat(int directory, const char *name, int flags, mode_t mode)
{
    return strikes(&on_openat) ? -1 : __real_openat(directory, name, flags, mode);
}

struct world {
    char path[256];
    _Atomic unsigned events[SPOOL_EVENT_UNREADABLE + 1];
    struct spool_options options;
    struct spool *spool;
};

static void on_event(const struct spool_event *event, void *context)
{
    struct world *world = context;
    world->events[event->kind]++;
}

static int setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    temporary_make(world->path);
    world->options = driver_options(world->path);
    world->options.observe = on_event;
    world->options.context = world;
    world->spool = driver_open(&world->options);
    driver_wait(world->spool);
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    driver_check_counters(world->spool);
    spool_close(world->spool);
    struct fault *faults[] = {&on_fdatasync, &on_fsync,     &on_pwrite,
                              &on_pread,     &on_fallocate, &on_openat};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        faults[i]->count = 0;
    }
    temporary_remove(world->path);
    free(world);
    return 0;
}

/* The segment is left for good, its acknowledged records are still there, and the next put goes to
   another one. */
static void assert_segment_left(struct world *world, struct fault *fault)
{
    for (uint64_t i = 0; i < 10; i++) {
        assert_int_equal(driver_put_number(world->spool, i), STATUS_OK);
    }
    set_fault(fault, EIO, 1);
    assert_int_equal(driver_put_number(world->spool, 10), STATUS_UNAVAILABLE);
    assert_int_equal(world->events[SPOOL_EVENT_SYNC_FAILED], 1);
    assert_int_equal(spool_counters(world->spool)->sync_failures, 1);
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_int_equal(spool_find(world->spool, driver_record(arena, 10).id, NULL), SPOOL_ABSENT);
    assert_int_equal(driver_put_number(world->spool, 10), STATUS_OK);
    assert_true(driver_files(world->path, ".", ".open") >= 2);
    unsigned seen[11] = {0};
    assert_int_equal(driver_drain(world->spool, seen, 11), 11);
    driver_wait(world->spool);
    assert_int_equal(driver_files(world->path, ".", ".open"), 1);
}

static void test_fdatasync_fails(void **state)
{
    assert_segment_left(*state, &on_fdatasync);
}

static void test_write_fails(void **state)
{
    assert_segment_left(*state, &on_pwrite);
}

/* No second fdatasync of the same file: it would say that all is well. */
static void test_fdatasync_is_never_repeated(void **state)
{
    struct world *world = *state;
    assert_int_equal(driver_put_number(world->spool, 1), STATUS_OK);
    unsigned before = on_fdatasync.calls;
    set_fault(&on_fdatasync, EIO, 1);
    assert_int_equal(driver_put_number(world->spool, 2), STATUS_UNAVAILABLE);
    assert_int_equal(on_fdatasync.calls, before + 1);
}

struct results {
    _Atomic unsigned done, kept, unavailable, conflicts;
};

static void on_result(enum base_status status, void *context)
{
    struct results *results = context;
    results->kept += status == STATUS_OK;
    results->unavailable += status == STATUS_UNAVAILABLE;
    results->conflicts += status == STATUS_CONFLICT;
    results->done++;
}

/* A record that is put again while it is on its way shares its outcome, whichever that is. */
static void put_while_on_its_way(struct world *world, uint64_t number, struct results *results)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct spool_record record = driver_record(arena, number), other = record;
    other.digest[0] ^= 1;
    unsigned before = on_fdatasync.calls;
    on_fdatasync.delay_us = 100000;
    spool_put(world->spool, &record, on_result, results);
    for (int waited = 0; waited < 5000 && on_fdatasync.calls == before; waited++) {
        usleep(1000);
    }
    spool_put(world->spool, &record, on_result, results);
    spool_put(world->spool, &record, on_result, results);
    spool_put(world->spool, &other, on_result, results);
    assert_int_equal(spool_find(world->spool, record.id, record.digest), SPOOL_PRESENT);
    for (int waited = 0; waited < 5000 && results->done < 4; waited++) {
        usleep(1000);
    }
    on_fdatasync.delay_us = 0;
    assert_int_equal(results->conflicts, 1);
}

static void test_put_again_on_its_way(void **state)
{
    struct world *world = *state;
    struct results good = {0}, bad = {0};
    put_while_on_its_way(world, 1, &good);
    assert_int_equal(good.kept, 3);
    assert_int_equal(spool_counters(world->spool)->spooled, 1);
    set_fault(&on_fdatasync, EIO, 1);
    put_while_on_its_way(world, 2, &bad);
    assert_int_equal(bad.unavailable, 3);
    assert_int_equal(spool_counters(world->spool)->spooled, 1);
    assert_int_equal(driver_put_number(world->spool, 2), STATUS_OK);
    assert_int_equal(driver_drain(world->spool, NULL, 0), 2);
}

/* A disk that fails again and again is left alone for some seconds; nobody waits meanwhile. */
static void test_broken_disk(void **state)
{
    struct world *world = *state;
    set_fault(&on_fdatasync, EIO, 1000);
    for (uint64_t i = 0; i < 20; i++) {
        assert_int_equal(driver_put_number(world->spool, i), STATUS_UNAVAILABLE);
    }
    assert_int_equal(world->events[SPOOL_EVENT_SYNC_FAILED], 2);
    set_fault(&on_fdatasync, 0, 0);
    assert_int_equal(driver_put_number(world->spool, 1), STATUS_UNAVAILABLE);
    enum base_status status = STATUS_UNAVAILABLE;
    for (int waited = 0; waited < 50 && status != STATUS_OK; waited++) {
        usleep(100000);
        status = driver_put_number(world->spool, 1);
    }
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(spool_counters(world->spool)->pending, 1);
}

/* The ready segment takes what comes after the disk has filled up; then one event, not one a put.
 */
static void test_full_disk(void **state)
{
    struct world *world = *state;
    set_fault(&on_fallocate, ENOSPC, 1000);
    uint64_t kept = driver_put_range(world->spool, 0, 3000);
    assert_true(kept > 1000 && kept < 3000);
    for (uint64_t i = 0; i < 5; i++) {
        assert_int_equal(driver_put_number(world->spool, 3000 + i), STATUS_UNAVAILABLE);
    }
    assert_int_equal(world->events[SPOOL_EVENT_FULL], 1);
    assert_int_equal(world->events[SPOOL_EVENT_SYNC_FAILED], 0);
    assert_int_equal(spool_counters(world->spool)->full, 3005 - kept);
    assert_int_equal(driver_files(world->path, ".", ".new"), 0);
    set_fault(&on_fallocate, 0, 0);
    enum base_status status = STATUS_UNAVAILABLE;
    for (int waited = 0; waited < 30 && status != STATUS_OK; waited++) {
        usleep(100000);
        status = driver_put_number(world->spool, 4000);
    }
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(driver_drain(world->spool, NULL, 0), kept + 1);
}

/* A segment whose name could not be synced is not used. */
static void test_fsync_of_new_segment_fails(void **state)
{
    struct world *world = *state;
    set_fault(&on_fsync, EIO, 1000);
    uint64_t count = driver_put_range(world->spool, 0, 3000);
    assert_true(count > 1000 && count < 3000);
    assert_int_equal(driver_files(world->path, ".", ".open"), 1);
    assert_int_equal(driver_files(world->path, ".", ".new"), 0);
    assert_int_equal(spool_counters(world->spool)->spooled, count);
    assert_true(world->events[SPOOL_EVENT_SYNC_FAILED] >= 1);
}

/* Descriptors run out: records are taken later. */
static void test_no_descriptors_for_taking(void **state)
{
    struct world *world = *state;
    assert_int_equal(driver_put_range(world->spool, 0, 3000), 3000);
    driver_wait(world->spool);
    set_fault(&on_openat, EMFILE, 1000000);
    driver_drain(world->spool, NULL, 0);
    assert_true(spool_counters(world->spool)->pending > 0);
    set_fault(&on_openat, 0, 0);
    driver_drain(world->spool, NULL, 0);
    assert_int_equal(spool_counters(world->spool)->settled, 3000);
    assert_int_equal(spool_counters(world->spool)->damaged, 0);
}

/* What cannot be read stays in its file, for the next start. */
static void test_unreadable(void **state)
{
    struct world *world = *state;
    assert_int_equal(driver_put_number(world->spool, 1), STATUS_OK);
    assert_int_equal(driver_put_number(world->spool, 2), STATUS_OK);
    set_fault(&on_pread, EIO, 1);
    assert_int_equal(driver_drain(world->spool, NULL, 0), 1);
    driver_wait(world->spool);
    assert_int_equal(world->events[SPOOL_EVENT_UNREADABLE], 1);
    assert_int_equal(spool_counters(world->spool)->damaged, 1);
    assert_int_equal(spool_counters(world->spool)->pending, 0);
    spool_close(world->spool);
    world->spool = driver_open(&world->options);
    assert_int_equal(spool_counters(world->spool)->recovered, 2);
    assert_int_equal(driver_drain(world->spool, NULL, 0), 2);
}

/* A segment of which a block cannot be read: the rest is drained, the file stays. */
static void test_unreadable_when_opened(void **state)
{
    struct world *world = *state;
    for (uint64_t i = 0; i < 20; i++) {
        assert_int_equal(driver_put_number(world->spool, i), STATUS_OK);
    }
    spool_close(world->spool);
    bad_place = 5000;
    world->spool = driver_open(&world->options);
    bad_place = -1;
    uint64_t recovered = spool_counters(world->spool)->recovered;
    assert_true(recovered > 0 && recovered < 20);
    assert_int_equal(world->events[SPOOL_EVENT_UNREADABLE], 1);
    assert_int_equal(driver_drain(world->spool, NULL, 0), recovered);
    driver_check_counters(world->spool);
    spool_close(world->spool);
    world->spool = driver_open(&world->options);
    assert_int_equal(spool_counters(world->spool)->recovered, 20);
    assert_int_equal(driver_drain(world->spool, NULL, 0), 20);
}

/* What is refused counts as settled only when it is in quarantine. */
static void test_quarantine_fails(void **state)
{
    struct world *world = *state;
    assert_int_equal(driver_put_number(world->spool, 1), STATUS_OK);
    struct driver_list taken = driver_take(world->spool, 1);
    assert_int_equal(taken.count, 1);
    set_fault(&on_fsync, EIO, 1);
    spool_settle(world->spool, taken.list[0].reference, SPOOL_SETTLE_REFUSE, "closed");
    driver_wait(world->spool);
    base_arena_free(taken.arena);
    assert_int_equal(spool_counters(world->spool)->refused, 0);
    assert_int_equal(spool_counters(world->spool)->pending, 1);
    assert_int_equal(driver_files(world->path, "quarantine", ""), 0);
    assert_int_equal(driver_drain(world->spool, NULL, 0), 1);
}

/* The older copy stays. */
static void test_copy_fails(void **state)
{
    struct world *world = *state;
    spool_copy_write(world->spool, BASE_TEXT("the first"));
    driver_wait(world->spool);
    set_fault(&on_fsync, EIO, 1);
    spool_copy_write(world->spool, BASE_TEXT("the second"));
    driver_wait(world->spool);
    assert_int_equal(world->events[SPOOL_EVENT_SYNC_FAILED], 1);
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text text;
    assert_int_equal(spool_copy_read(world->spool, arena, &text), STATUS_OK);
    assert_true(base_text_equal_string(text, "the first"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fdatasync_fails, setup, teardown),
        cmocka_unit_test_setup_teardown(test_write_fails, setup, teardown),
        cmocka_unit_test_setup_teardown(test_fdatasync_is_never_repeated, setup, teardown),
        cmocka_unit_test_setup_teardown(test_put_again_on_its_way, setup, teardown),
        cmocka_unit_test_setup_teardown(test_broken_disk, setup, teardown),
        cmocka_unit_test_setup_teardown(test_full_disk, setup, teardown),
        cmocka_unit_test_setup_teardown(test_fsync_of_new_segment_fails, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_descriptors_for_taking, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unreadable, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unreadable_when_opened, setup, teardown),
        cmocka_unit_test_setup_teardown(test_quarantine_fails, setup, teardown),
        cmocka_unit_test_setup_teardown(test_copy_fails, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
