#include "driver.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct base_key driver_key = {.bytes = {1, 2, 3}};
const struct base_key driver_other_key = {.bytes = {1, 2, 4}};

/* What a callback hands over to the thread that waits. */
struct outcome {
    pthread_mutex_t lock;
    pthread_cond_t done;
    bool is_done;
    enum base_status status;
    struct driver_list list;
};

static void must(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "driver: %s\n", what);
        abort();
    }
}

struct spool_options driver_options(const char *directory)
{
    return (struct spool_options){
        .directory = directory,
        .key = driver_key,
        .segment_bytes = MIB,
        .limit_bytes = 64 * MIB,
        .queue_bytes = 16 * MIB,
    };
}

struct spool *driver_open(const struct spool_options *options)
{
    struct spool *spool = NULL;
    struct base_failure failure = {.text = ""};
    enum base_status status = spool_open(options, &spool, &failure);
    must(status == STATUS_OK, failure.text);
    return spool;
}

struct spool_record driver_record(struct base_arena *arena, uint64_t number)
{
    struct spool_record record = {.accepted_ms = 1700000000000 + (int64_t)number};
    memcpy(record.id, &number, sizeof number);
    record.id[15] = 7;
    struct base_text bytes = {(const char *)&number, sizeof number};
    base_key_sha256(bytes, record.digest);
    size_t length = 100 + number * 37 % 900;
    char *text = base_arena_alloc(arena, length);
    for (size_t i = 0; i < length; i++) {
        text[i] = (char)(record.digest[i % 32] + i);
    }
    record.text = (struct base_text){text, length};
    return record;
}

bool driver_is_record(const struct spool_record *record, uint64_t *ret_number)
{
    memcpy(ret_number, record->id, sizeof *ret_number);
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct spool_record expected = driver_record(arena, *ret_number);
    return memcmp(record->id, expected.id, sizeof expected.id) == 0 &&
           memcmp(record->digest, expected.digest, sizeof expected.digest) == 0 &&
           record->accepted_ms == expected.accepted_ms &&
           base_text_equal(record->text, expected.text);
}

static void outcome_init(struct outcome *outcome)
{
    *outcome = (struct outcome){.is_done = false};
    pthread_mutex_init(&outcome->lock, NULL);
    pthread_cond_init(&outcome->done, NULL);
}

static void outcome_finish(struct outcome *outcome)
{
    pthread_mutex_lock(&outcome->lock);
    must(!outcome->is_done, "a callback ran twice");
    outcome->is_done = true;
    pthread_cond_signal(&outcome->done);
    pthread_mutex_unlock(&outcome->lock);
}

static void outcome_wait(struct outcome *outcome)
{
    pthread_mutex_lock(&outcome->lock);
    while (!outcome->is_done) {
        pthread_cond_wait(&outcome->done, &outcome->lock);
    }
    pthread_mutex_unlock(&outcome->lock);
    pthread_cond_destroy(&outcome->done);
    pthread_mutex_destroy(&outcome->lock);
}

static void on_put(enum base_status status, void *context)
{
    struct outcome *outcome = context;
    outcome->status = status;
    outcome_finish(outcome);
}

enum base_status driver_put(struct spool *spool, const struct spool_record *record)
{
    struct outcome outcome;
    outcome_init(&outcome);
    spool_put(spool, record, on_put, &outcome);
    outcome_wait(&outcome);
    return outcome.status;
}

enum base_status driver_put_number(struct spool *spool, uint64_t number)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct spool_record record = driver_record(arena, number);
    return driver_put(spool, &record);
}

/* Callbacks of a range; all run on the spool's thread, the last one tells. */
struct range {
    struct outcome outcome;
    size_t left, acknowledged;
};

static void on_put_of_range(enum base_status status, void *context)
{
    struct range *range = context;
    range->acknowledged += status == STATUS_OK;
    if (--range->left == 0) {
        outcome_finish(&range->outcome);
    }
}

size_t driver_put_range(struct spool *spool, uint64_t first, size_t count)
{
    struct range range = {.left = count};
    outcome_init(&range.outcome);
    for (uint64_t i = first; i < first + count; i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct spool_record record = driver_record(arena, i);
        spool_put(spool, &record, on_put_of_range, &range);
    }
    outcome_wait(&range.outcome);
    return range.acknowledged;
}

static void on_taken(struct base_arena *arena, const struct spool_taken *list, size_t count,
                     void *context)
{
    struct outcome *outcome = context;
    outcome->list = (struct driver_list){arena, list, count};
    outcome_finish(outcome);
}

struct driver_list driver_take(struct spool *spool, size_t count)
{
    struct outcome outcome;
    outcome_init(&outcome);
    spool_take(spool, count, on_taken, &outcome);
    outcome_wait(&outcome);
    return outcome.list;
}

size_t driver_drain(struct spool *spool, unsigned *ret_seen, size_t limit)
{
    size_t total = 0;
    for (;;) {
        struct driver_list taken = driver_take(spool, 64);
        for (size_t i = 0; i < taken.count; i++) {
            uint64_t number = 0;
            must(driver_is_record(&taken.list[i].record, &number), "a record was altered");
            if (ret_seen != NULL) {
                must(number < limit, "a record that was never put");
                ret_seen[number]++;
            }
            spool_settle(spool, taken.list[i].reference, SPOOL_SETTLE_DONE, NULL);
        }
        total += taken.count;
        base_arena_free(taken.arena);
        if (taken.count == 0) {
            return total;
        }
    }
}

void driver_wait(struct spool *spool)
{
    /* The second turn begins after all of the first has been done. */
    base_arena_free(driver_take(spool, 0).arena);
    base_arena_free(driver_take(spool, 0).arena);
}

static int compare(const struct dirent **a, const struct dirent **b)
{
    return alphasort(a, b);
}

static bool ends_with(const char *name, const char *suffix)
{
    size_t length = strlen(name), end = strlen(suffix);
    return name[0] != '.' && length >= end && strcmp(name + length - end, suffix) == 0;
}

size_t driver_files(const char *directory, const char *below, const char *suffix)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, below);
    DIR *stream = opendir(path);
    must(stream != NULL, path);
    size_t count = 0;
    for (struct dirent *entry = readdir(stream); entry != NULL; entry = readdir(stream)) {
        count += ends_with(entry->d_name, suffix);
    }
    closedir(stream);
    return count;
}

bool driver_first_segment(const char *directory, char ret_path[512])
{
    struct dirent **entries = NULL;
    int count = scandir(directory, &entries, NULL, compare);
    bool found = false;
    for (int i = 0; i < count; i++) {
        if (!found && ends_with(entries[i]->d_name, ".open")) {
            found = true;
            snprintf(ret_path, 512, "%s/%s", directory, entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
    return found;
}

void driver_check_counters(const struct spool *spool)
{
    const struct spool_counters *c = spool_counters(spool);
    must(c->recovered + c->spooled == c->settled + c->refused + c->damaged + c->pending,
         "the counters do not reconcile");
}
