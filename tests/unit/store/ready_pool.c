#include "ready_pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_loop.h"
#include "fake_pq.h"
#include "pool_internal.h"

static void connect_last(struct ready_pool *ready)
{
    fake_loop_ready(ready->loop, PQsocket(fake_pq_last()), BASE_LOOP_WRITE);
    fake_pq_push_setup(fake_pq_last(), true, false);
    fake_loop_ready(ready->loop, PQsocket(fake_pq_last()), BASE_LOOP_READ);
}

void ready_pool_begin(struct ready_pool *ready)
{
    fake_pq_begin();
    ready->loop = fake_loop_new();
    ready->pool = store_pool_new(&(struct store_pool_options){
        .loop = ready->loop,
        .connection = "dbname=test",
        .connections = 1,
        .queue = 10,
        .batch = 1,
        .timeout_ms = 4000,
    });
    fake_loop_advance(ready->loop, 0);
    connect_last(ready);
    (void)ready_pool_sent(ready);
    assert_true(store_pool_is_ready(ready->pool));
}

void ready_pool_end(struct ready_pool *ready)
{
    store_pool_free(ready->pool);
    fake_loop_free(ready->loop);
    fake_pq_end();
}

const char *ready_pool_sent(struct ready_pool *ready)
{
    (void)ready;
    return fake_pq_sent(fake_pq_last());
}

void ready_pool_answer(struct ready_pool *ready, PGresult *result)
{
    fake_pq_push_job(fake_pq_last(), result);
    fake_loop_ready(ready->loop, PQsocket(fake_pq_last()), BASE_LOOP_READ);
}

void ready_pool_lose(struct ready_pool *ready)
{
    fake_pq_break(fake_pq_last());
    fake_loop_ready(ready->loop, PQsocket(fake_pq_last()), BASE_LOOP_READ);
    fake_loop_advance(ready->loop, STORE_CONNECTION_BACKOFF_FIRST_MS);
    connect_last(ready);
}
