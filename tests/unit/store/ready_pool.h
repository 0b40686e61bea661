/*
 * A pool of one connection that is ready, on the scripted libpq and a loop that the test moves: for
 * the modules that turn rows into structs.
 */
#ifndef SURVEYD_TESTS_READY_POOL_H
#define SURVEYD_TESTS_READY_POOL_H

#include <libpq-fe.h>

#include "store/pool.h"

struct ready_pool {
    struct base_loop *loop;
    struct store_pool *pool;
};

void ready_pool_begin(struct ready_pool *ready);
void ready_pool_end(struct ready_pool *ready);

/* What has been sent since the last call. */
const char *ready_pool_sent(struct ready_pool *ready);

/* The server answers the oldest job. */
void ready_pool_answer(struct ready_pool *ready, PGresult *result);

/* The connection is lost, and another one is made. */
void ready_pool_lose(struct ready_pool *ready);

#endif
