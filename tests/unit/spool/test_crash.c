#include "spool/spool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/temporary.h"
#include "driver.h"

#define ROUNDS 50
#define RECORDS_MAX 200000
#define AHEAD 50
#define RECORDS_OF_A_LIFE 1500

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

struct child {
    int acknowledged; /* pipes to the parent: the numbers of records */
    int settled;
    uint64_t first;
    struct spool *spool;
};

struct put {
    struct child *child;
    uint64_t number;
};

static void report(int descriptor, uint64_t number)
{
    if (write(descriptor, &number, sizeof number) != sizeof number) {
        _exit(1);
    }
}

static void on_put(enum base_status status, void *context);

static void put_next(struct put *put)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct spool_record record = driver_record(arena, put->number);
    spool_put(put->child->spool, &record, on_put, put);
}

/* Keeps AHEAD records on their way. */
static void on_put(enum base_status status, void *context)
{
    struct put *put = context;
    if (status != STATUS_OK) {
        _exit(2);
    }
    report(put->child->acknowledged, put->number);
    put->number += AHEAD;
    if (put->number < put->child->first + RECORDS_OF_A_LIFE) {
        put_next(put);
    }
}

/* A settlement is told before it is made: the parent takes it for possible. */
static void run_child(const char *directory, struct child *child)
{
    struct spool_options options = driver_options(directory);
    options.limit_bytes = 256 * MIB;
    child->spool = driver_open(&options);
    static struct put puts[AHEAD];
    for (uint64_t i = 0; i < AHEAD; i++) {
        puts[i] = (struct put){child, child->first + i};
        put_next(&puts[i]);
    }
    for (;;) {
        struct driver_list taken = driver_take(child->spool, 100);
        for (size_t i = 0; i < taken.count; i++) {
            uint64_t number = 0;
            if (!driver_is_record(&taken.list[i].record, &number)) {
                _exit(3);
            }
            report(child->settled, number);
            spool_settle(child->spool, taken.list[i].reference, SPOOL_SETTLE_DONE, NULL);
        }
        base_arena_free(taken.arena);
        usleep(500);
    }
}

static void read_numbers(int descriptor, unsigned *ret_seen, uint64_t *ret_last)
{
    uint64_t number;
    while (read(descriptor, &number, sizeof number) == sizeof number) {
        assert_true(number < RECORDS_MAX);
        ret_seen[number] = 1;
        if (number > *ret_last) {
            *ret_last = number;
        }
    }
    close(descriptor);
}

struct ledger {
    unsigned acknowledged[RECORDS_MAX], settled[RECORDS_MAX], found[RECORDS_MAX];
    uint64_t last;
};

/* One life of a process, ended at any instruction. */
static void live_and_die(const char *directory, struct ledger *ledger)
{
    int acknowledged[2], settled[2];
    assert_int_equal(pipe(acknowledged), 0);
    assert_int_equal(pipe(settled), 0);
    fcntl(acknowledged[1], F_SETPIPE_SZ, 1 << 20);
    fcntl(settled[1], F_SETPIPE_SZ, 1 << 20);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        run_child(directory, &(struct child){.acknowledged = acknowledged[1],
                                             .settled = settled[1],
                                             .first = ledger->last + AHEAD + 1});
    }
    close(acknowledged[1]);
    close(settled[1]);
    uint32_t random = 0;
    base_key_random(&random, sizeof random);
    if (random % 4 != 0) { /* else also while it opens */
        struct pollfd first = {.fd = acknowledged[0], .events = POLLIN};
        assert_int_equal(poll(&first, 1, 10000), 1);
    }
    usleep(random % 30000);
    kill(child, SIGKILL);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    read_numbers(acknowledged[0], ledger->acknowledged, &ledger->last);
    uint64_t ignored = 0;
    read_numbers(settled[0], ledger->settled, &ignored);
}

static void test_killed_at_any_moment(void **state)
{
    struct ledger *ledger = calloc(1, sizeof *ledger);
    assert_non_null(ledger);
    for (int i = 0; i < ROUNDS; i++) {
        live_and_die(*state, ledger);
    }
    struct spool_options options = driver_options(*state);
    options.limit_bytes = 256 * MIB;
    struct spool *spool = driver_open(&options);
    driver_drain(spool, ledger->found, RECORDS_MAX);
    spool_close(spool);
    size_t acknowledged = 0, lost = 0, twice = 0;
    for (size_t i = 0; i < RECORDS_MAX; i++) {
        acknowledged += ledger->acknowledged[i];
        lost += ledger->acknowledged[i] && !ledger->settled[i] && !ledger->found[i];
        twice += ledger->found[i] > 1;
    }
    print_message("%zu acknowledged in %d lives\n", acknowledged, ROUNDS);
    assert_true(acknowledged > ROUNDS);
    assert_int_equal(lost, 0);
    assert_int_equal(twice, 0);
    free(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_killed_at_any_moment, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
