/*
 * How fast the spool is on the disk below $TMPDIR or /tmp: records a second that are acknowledged
 * with so many on their way at a time, the processor's time for each, and draining.
 *
 *   spool_speed [RECORDS [BYTES]]
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/temporary.h"
#include "driver.h"

struct load {
    struct spool *spool;
    pthread_mutex_t lock;
    pthread_cond_t change;
    size_t on_their_way, failed;
    double latency_total, latency_max;
};

struct put {
    struct load *load;
    double begun;
};

static double now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void on_put(enum base_status status, void *context)
{
    struct put *put = context;
    struct load *load = put->load;
    double latency = now(CLOCK_MONOTONIC) - put->begun;
    pthread_mutex_lock(&load->lock);
    load->on_their_way--;
    load->failed += status != STATUS_OK;
    load->latency_total += latency;
    load->latency_max = latency > load->latency_max ? latency : load->latency_max;
    pthread_cond_signal(&load->change);
    pthread_mutex_unlock(&load->lock);
    free(put);
}

static void put_one(struct load *load, const char *text, size_t length, size_t window)
{
    static uint64_t number;
    number++;
    struct spool_record record = {.text = {text, length}};
    memcpy(record.id, &number, sizeof number);
    memcpy(record.digest, &number, sizeof number);
    pthread_mutex_lock(&load->lock);
    while (load->on_their_way >= window) {
        pthread_cond_wait(&load->change, &load->lock);
    }
    load->on_their_way++;
    pthread_mutex_unlock(&load->lock);
    struct put *put = malloc(sizeof *put);
    *put = (struct put){load, now(CLOCK_MONOTONIC)};
    spool_put(load->spool, &record, on_put, put);
}

static void measure_puts(struct load *load, const char *text, size_t length, size_t count,
                         size_t window)
{
    load->latency_total = load->latency_max = 0;
    double begun = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t i = 0; i < count; i++) {
        put_one(load, text, length, window);
    }
    pthread_mutex_lock(&load->lock);
    while (load->on_their_way > 0) {
        pthread_cond_wait(&load->change, &load->lock);
    }
    pthread_mutex_unlock(&load->lock);
    double took = now(CLOCK_MONOTONIC) - begun, used = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("%5zu on their way: %8.0f/s, %6.2f us of CPU each, latency mean %6.2f ms, max %6.2f ms, "
           "%zu failed\n",
           window, (double)count / took, used * 1e6 / (double)count,
           load->latency_total * 1e3 / (double)count, load->latency_max * 1e3, load->failed);
}

static void measure_drain(struct spool *spool)
{
    double begun = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    size_t total = 0;
    for (size_t count = 1; count > 0; total += count) {
        struct driver_list taken = driver_take(spool, 64);
        count = taken.count;
        for (size_t i = 0; i < count; i++) {
            spool_settle(spool, taken.list[i].reference, SPOOL_SETTLE_DONE, NULL);
        }
        base_arena_free(taken.arena);
    }
    double took = now(CLOCK_MONOTONIC) - begun, used = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("drained %zu: %8.0f/s, %6.2f us of CPU each\n", total, (double)total / took,
           used * 1e6 / (double)total);
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000;
    size_t length = argc > 2 ? strtoul(argv[2], NULL, 10) : 1500;
    char path[256];
    temporary_make(path);
    char *text = calloc(1, length);
    struct spool_options options = driver_options(path);
    options.segment_bytes = 4 * MIB;
    options.limit_bytes = 4096 * MIB;
    struct load load = {.spool = driver_open(&options)};
    pthread_mutex_init(&load.lock, NULL);
    pthread_cond_init(&load.change, NULL);
    driver_wait(load.spool);
    static const size_t windows[] = {1, 16, 64, 256, 1024};
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        measure_puts(&load, text, length, windows[i] == 1 ? count / 10 : count, windows[i]);
    }
    spool_close(load.spool);
    double begun = now(CLOCK_MONOTONIC);
    load.spool = driver_open(&options);
    printf("opened with %llu records, %llu MiB, in %.0f ms\n",
           (unsigned long long)spool_counters(load.spool)->recovered,
           (unsigned long long)(spool_counters(load.spool)->bytes >> 20),
           (now(CLOCK_MONOTONIC) - begun) * 1e3);
    measure_drain(load.spool);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("largest memory %ld MiB\n", usage.ru_maxrss >> 10);
    spool_close(load.spool);
    temporary_remove(path);
    free(text);
    return 0;
}
