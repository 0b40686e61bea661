#include "spool/spool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "base/temporary.h"
#include "driver.h"

#define PUTTERS 4
#define EACH 3000

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

struct room {
    struct spool *spool;
    _Atomic unsigned acknowledged, failed, replayed;
    _Atomic bool is_over;
};

struct putter {
    struct room *room;
    uint64_t first;
};

static void on_put(enum base_status status, void *context)
{
    struct room *room = context;
    if (status == STATUS_OK) {
        room->acknowledged++;
    } else {
        room->failed++;
    }
}

static void on_replay(enum base_status status, void *context)
{
    struct room *room = context;
    assert_int_equal(status, STATUS_OK);
    room->replayed++;
}

/* Each record twice at once: both are acknowledged. */
static void *put_many(void *context)
{
    const struct putter *putter = context;
    for (uint64_t i = 0; i < EACH; i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct spool_record record = driver_record(arena, putter->first + i);
        spool_put(putter->room->spool, &record, on_put, putter->room);
        if (i % 16 == 0) {
            spool_put(putter->room->spool, &record, on_replay, putter->room);
            spool_find(putter->room->spool, record.id, record.digest);
        }
        if (i % 64 == 0) {
            sched_yield();
        }
    }
    return NULL;
}

static void on_taken(struct base_arena *arena, const struct spool_taken *list, size_t count,
                     void *context)
{
    struct room *room = context;
    for (size_t i = 0; i < count; i++) {
        uint64_t number = 0;
        assert_true(driver_is_record(&list[i].record, &number));
        spool_settle(room->spool, list[i].reference, SPOOL_SETTLE_AGAIN, NULL);
    }
    base_arena_free(arena);
}

/* Takes and gives back. */
static void *drain_some(void *context)
{
    struct room *room = context;
    while (!room->is_over) {
        spool_take(room->spool, 7, on_taken, room);
        struct driver_list taken = driver_take(room->spool, 20);
        for (size_t i = 0; i < taken.count; i++) {
            uint64_t number = 0;
            assert_true(driver_is_record(&taken.list[i].record, &number));
            spool_settle(room->spool, taken.list[i].reference, SPOOL_SETTLE_AGAIN, NULL);
        }
        base_arena_free(taken.arena);
        spool_copy_write(room->spool, BASE_TEXT("programmes"));
    }
    return NULL;
}

static void test_many_threads(void **state)
{
    struct spool_options options = driver_options(*state);
    struct room room = {.spool = driver_open(&options)};
    pthread_t putters[PUTTERS], drainer;
    struct putter contexts[PUTTERS];
    pthread_create(&drainer, NULL, drain_some, &room);
    for (uint64_t i = 0; i < PUTTERS; i++) {
        contexts[i] = (struct putter){&room, i * EACH};
        pthread_create(&putters[i], NULL, put_many, &contexts[i]);
    }
    for (int i = 0; i < PUTTERS; i++) {
        pthread_join(putters[i], NULL);
    }
    room.is_over = true;
    pthread_join(drainer, NULL);
    driver_wait(room.spool);
    assert_int_equal(room.acknowledged, PUTTERS * EACH);
    assert_int_equal(room.failed, 0);
    assert_int_equal(room.replayed, PUTTERS * ((EACH + 15) / 16));
    assert_int_equal(spool_counters(room.spool)->spooled, PUTTERS * EACH);
    driver_check_counters(room.spool);
    unsigned *seen = calloc(PUTTERS * EACH, sizeof *seen);
    assert_non_null(seen);
    assert_int_equal(driver_drain(room.spool, seen, PUTTERS * EACH), PUTTERS * EACH);
    for (size_t i = 0; i < PUTTERS * EACH; i++) {
        assert_int_equal(seen[i], 1);
    }
    free(seen);
    spool_close(room.spool);
}

static void *drain_all(void *context)
{
    struct room *room = context;
    while (!room->is_over) {
        driver_drain(room->spool, NULL, 0);
    }
    return NULL;
}

/* Segments come and go under the putters' feet. */
static void test_drained_while_filled(void **state)
{
    struct spool_options options = driver_options(*state);
    struct room room = {.spool = driver_open(&options)};
    pthread_t putters[PUTTERS], drainers[2];
    struct putter contexts[PUTTERS];
    for (int i = 0; i < 2; i++) {
        pthread_create(&drainers[i], NULL, drain_all, &room);
    }
    for (uint64_t i = 0; i < PUTTERS; i++) {
        contexts[i] = (struct putter){&room, i * EACH};
        pthread_create(&putters[i], NULL, put_many, &contexts[i]);
    }
    for (int i = 0; i < PUTTERS; i++) {
        pthread_join(putters[i], NULL);
    }
    room.is_over = true;
    for (int i = 0; i < 2; i++) {
        pthread_join(drainers[i], NULL);
    }
    driver_wait(room.spool);
    driver_drain(room.spool, NULL, 0);
    assert_int_equal(room.acknowledged, PUTTERS * EACH);
    const struct spool_counters *counters = spool_counters(room.spool);
    assert_true(counters->settled >= PUTTERS * EACH && counters->pending == 0);
    driver_check_counters(room.spool);
    spool_close(room.spool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_many_threads, setup, teardown),
        cmocka_unit_test_setup_teardown(test_drained_while_filled, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
