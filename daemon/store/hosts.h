/*
 * The hosts of a connection string with several.
 *
 * libpq tries them in their order and has no deadline for each when asynchronous, so one that does
 * not answer at all would use up the time of every attempt and the others would never be tried.
 * Therefore the next attempt begins with another one.
 */
#ifndef SURVEYD_STORE_HOSTS_H
#define SURVEYD_STORE_HOSTS_H

#include "base/arena.h"

/* Parameters that go before those of the connection string; NULL: the connection string's own. */
struct store_hosts {
    const char *host, *hostaddr, *port;
};

/* The hosts of the connection string, beginning with number `first` (counted round and round). All
   NULL if it names no more than one, or cannot be understood. On the arena. */
struct store_hosts store_hosts_from(struct base_arena *arena, const char *connection,
                                    unsigned first);

#endif
