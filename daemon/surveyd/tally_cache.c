#include "tally_cache.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "daemon.h"
#include "store/tally.h"

#define FRESH_MS 2000

struct waiter {
    tally_callback callback;
    void *context;
    STAILQ_ENTRY(waiter) next;
};

STAILQ_HEAD(waiters, waiter);

/* The number of one cycle. While somebody waits, the database is being asked. */
struct entry {
    struct tally_cache *cache;
    char *programme;
    int cycle;
    struct tally tally;
    int64_t asked_ms; /* when the database was asked last */
    struct waiters waiters;
    SLIST_ENTRY(entry) next;
};

/* One entry for each cycle whose page was ever shown: cycles are few, and never many more. */
struct tally_cache {
    struct worker *worker;
    SLIST_HEAD(, entry) entries;
};

static void *allocate(size_t bytes)
{
    void *memory = calloc(1, bytes);
    if (!memory) {
        abort();
    }
    return memory;
}

struct tally_cache *tally_cache_new(struct worker *worker)
{
    struct tally_cache *cache = allocate(sizeof *cache);
    cache->worker = worker;
    SLIST_INIT(&cache->entries);
    return cache;
}

void tally_cache_free(struct tally_cache *cache)
{
    while (cache && !SLIST_EMPTY(&cache->entries)) {
        struct entry *entry = SLIST_FIRST(&cache->entries);
        SLIST_REMOVE_HEAD(&cache->entries, next);
        free(entry->programme);
        free(entry);
    }
    free(cache);
}

static struct entry *entry_of(struct tally_cache *cache, const char *programme, int cycle)
{
    struct entry *entry;
    SLIST_FOREACH(entry, &cache->entries, next)
    {
        if (entry->cycle == cycle && strcmp(entry->programme, programme) == 0) {
            return entry;
        }
    }
    entry = allocate(sizeof *entry);
    entry->cache = cache;
    size_t bytes = strlen(programme) + 1;
    entry->programme = memcpy(allocate(bytes), programme, bytes);
    entry->cycle = cycle;
    entry->tally.responses = -1;
    entry->asked_ms = INT64_MIN / 2;
    STAILQ_INIT(&entry->waiters);
    SLIST_INSERT_HEAD(&cache->entries, entry, next);
    return entry;
}

static void on_tally(enum base_status status, int64_t responses, void *context)
{
    struct entry *entry = context;
    entry->tally.is_current = status == STATUS_OK;
    if (status == STATUS_OK) {
        entry->tally.responses = responses;
    }
    /* Whoever asks from within a callback waits for the next answer. */
    struct waiters waiters = STAILQ_HEAD_INITIALIZER(waiters);
    STAILQ_CONCAT(&waiters, &entry->waiters);
    struct tally tally = entry->tally;
    while (!STAILQ_EMPTY(&waiters)) {
        struct waiter *waiter = STAILQ_FIRST(&waiters);
        STAILQ_REMOVE_HEAD(&waiters, next);
        waiter->callback(&tally, waiter->context);
        free(waiter);
    }
}

bool tally_cache_find(struct tally_cache *cache, const char *programme, int cycle,
                      struct tally *ret_tally, tally_callback callback, void *context)
{
    struct entry *entry = entry_of(cache, programme, cycle);
    int64_t now = base_clock_monotonic_ms(cache->worker->daemon->clock);
    bool is_asking = !STAILQ_EMPTY(&entry->waiters);
    if (!is_asking && now - entry->asked_ms < FRESH_MS) {
        *ret_tally = entry->tally;
        return true;
    }
    struct waiter *waiter = allocate(sizeof *waiter);
    waiter->callback = callback;
    waiter->context = context;
    STAILQ_INSERT_TAIL(&entry->waiters, waiter, next);
    if (!is_asking) {
        entry->asked_ms = now;
        store_tally_find(cache->worker->pool, entry->programme, cycle, on_tally, entry);
    }
    return false;
}
