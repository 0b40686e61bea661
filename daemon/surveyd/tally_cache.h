/*
 * How many answers each cycle has, as the pages for projectors show it.
 *
 * The database is asked once for all projectors that ask at the same time, and not again for two
 * seconds. One per worker; one thread only.
 */
#ifndef SURVEYD_DAEMON_TALLY_CACHE_H
#define SURVEYD_DAEMON_TALLY_CACHE_H

#include <stdbool.h>
#include <stdint.h>

struct tally_cache;
struct worker;

struct tally {
    int64_t responses; /* -1: never known */
    bool is_current;   /* false: the database is away, and this is what was known last */
};

struct tally_cache *tally_cache_new(struct worker *worker);
/* Only when nobody waits any more: after the worker's pool was freed. NULL is allowed. */
void tally_cache_free(struct tally_cache *cache);

typedef void (*tally_callback)(const struct tally *tally, void *context);

/* True, with the number, if it is known well enough. Otherwise asks the database: the callback
   runs later. */
bool tally_cache_find(struct tally_cache *cache, const char *programme, int cycle,
                      struct tally *ret_tally, tally_callback callback, void *context);

#endif
