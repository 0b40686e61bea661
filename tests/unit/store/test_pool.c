#include "store/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "fake_loop.h"
#include "fake_pq.h"
#include "pool_internal.h"

#define TIMEOUT_MS 4000

struct fixture {
    struct base_loop *loop;
    struct store_pool *pool;
    bool calling;    /* a function of the pool has not returned: nothing may be called back */
    char told[4096]; /* what came back, a line each */
};

static struct fixture fixture;

static void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void tell(const char *format, ...)
{
    size_t length = strlen(fixture.told);
    va_list arguments;
    assert_false(fixture.calling);
    va_start(arguments, format);
    vsnprintf(fixture.told + length, sizeof(fixture.told) - length, format, arguments);
    va_end(arguments);
}

static void on_rows(enum base_status status, const struct store_result *result, void *context)
{
    assert_true((result != NULL) == (status == STATUS_OK));
    tell("%s %s\n", (const char *)context, base_status_name(status));
}

static void on_stored(enum base_status status, enum store_submission_outcome outcome, int revision,
                      void *context)
{
    if (status == STATUS_OK)
        tell("%s outcome %d revision %d\n", (const char *)context, outcome, revision);
    else
        tell("%s %s\n", (const char *)context, base_status_name(status));
}

static void begin_with(size_t connections, size_t queue, size_t batch)
{
    memset(&fixture, 0, sizeof(fixture));
    fake_pq_begin();
    fixture.loop = fake_loop_new();
    fixture.pool = store_pool_new(&(struct store_pool_options){
        .loop = fixture.loop,
        .connection = "dbname=test",
        .connections = connections,
        .queue = queue,
        .batch = batch,
        .timeout_ms = TIMEOUT_MS,
    });
}

static void end(void)
{
    store_pool_free(fixture.pool);
    fake_loop_free(fixture.loop);
    fake_pq_end();
}

/* Connects every libpq connection that has been started and not yet been set up. */
static void connect_from(size_t index)
{
    for (; index < fake_pq_started(); index++) {
        fake_loop_ready(fixture.loop, PQsocket(fake_pq_at(index)), BASE_LOOP_WRITE);
        fake_pq_push_setup(fake_pq_at(index), true, false);
        fake_loop_ready(fixture.loop, PQsocket(fake_pq_at(index)), BASE_LOOP_READ);
        (void)fake_pq_sent(fake_pq_at(index));
    }
}

static void begin_ready(size_t connections, size_t queue, size_t batch)
{
    begin_with(connections, queue, batch);
    fake_loop_advance(fixture.loop, 0);
    connect_from(0);
    assert_true(store_pool_is_ready(fixture.pool));
}

static void readable(size_t index)
{
    fake_loop_ready(fixture.loop, PQsocket(fake_pq_at(index)), BASE_LOOP_READ);
}

static void lose(size_t index)
{
    fake_pq_break(fake_pq_at(index));
    readable(index);
}

static void run(const char *name, bool is_read)
{
    static const char *const statement = "find_receipt";
    struct store_parameters none = {0};
    fixture.calling = true;
    store_pool_run(fixture.pool, store_statement(statement), &none, is_read, on_rows,
                   (void *)(size_t)name);
    fixture.calling = false;
}

static void put(const char *name)
{
    static const int codes[] = {1, -99, 3};
    struct store_submission submission = {
        .programme = "p",
        .cycle = 2,
        .version = 1,
        .receipt = "receipt--",
        .language = "sv",
        .actor_type = name,
        .codes = codes,
        .code_count = 3,
        .values = "{\"a\":\"b\"}",
    };
    fixture.calling = true;
    store_submission_put(fixture.pool, &submission, on_stored, (void *)(size_t)name);
    fixture.calling = false;
}

/* Rows of submit_responses: every place has the same outcome. */
static PGresult *outcomes(int count, const char *outcome, const char *revision)
{
    PGresult *result = fake_pq_row("place", "1", "outcome", outcome, "revision", revision, NULL);
    for (int place = 2; place <= count; place++) {
        char text[16];
        snprintf(text, sizeof(text), "%d", place);
        fake_pq_add_row(result, text, outcome, revision, NULL);
    }
    return result;
}

/* How many statements of that name are in what was sent. */
static int times_sent(const char *sent, const char *statement)
{
    int count = 0;
    for (const char *at = sent; (at = strstr(at, statement)) != NULL; at++)
        count++;
    return count;
}

static void test_without_connection_the_answer_comes_in_the_next_turn(void **state)
{
    (void)state;
    begin_with(1, 10, 8);
    run("read", true);
    put("put");
    assert_string_equal(fixture.told, "");
    fake_loop_advance(fixture.loop, 0);
    assert_string_equal(fixture.told, "read STATUS_UNAVAILABLE\nput STATUS_UNAVAILABLE\n");
    end();
}

static void test_a_full_queue_refuses(void **state)
{
    (void)state;
    begin_ready(1, 2, 8);
    for (size_t i = 0; i < STORE_CONNECTION_JOBS_MAX; i++)
        run("sent", true);
    run("waits", true);
    put("waits too");
    run("refused", true);
    put("refused put");
    fake_loop_advance(fixture.loop, 0);
    assert_string_equal(fixture.told,
                        "refused STATUS_UNAVAILABLE\nrefused put STATUS_UNAVAILABLE\n");
    assert_int_equal(store_pool_counters(fixture.pool)->queue_length, 2);
    end();
}

static void test_a_read_is_run_again_after_a_loss(void **state)
{
    (void)state;
    begin_ready(1, 10, 8);
    run("read", true);
    lose(0);
    assert_string_equal(fixture.told, "");
    fake_loop_advance(fixture.loop, STORE_CONNECTION_BACKOFF_FIRST_MS);
    fake_loop_ready(fixture.loop, PQsocket(fake_pq_at(1)), BASE_LOOP_WRITE);
    fake_pq_push_setup(fake_pq_at(1), true, false);
    readable(1);
    assert_int_equal(times_sent(fake_pq_sent(fake_pq_at(1)), "execute find_receipt"), 1);
    fake_pq_push_job(fake_pq_at(1), fake_pq_result(PGRES_TUPLES_OK));
    readable(1);
    assert_string_equal(fixture.told, "read STATUS_OK\n");
    assert_int_equal(store_pool_counters(fixture.pool)->reconnects, 1);
    end();
}

static void test_a_write_has_an_unknown_outcome_after_a_loss(void **state)
{
    (void)state;
    begin_ready(1, 10, 8);
    run("write", false);
    lose(0);
    assert_string_equal(fixture.told, "write STATUS_UNKNOWN_OUTCOME\n");
    end();
}

static void test_a_job_that_waits_too_long_times_out(void **state)
{
    (void)state;
    begin_ready(1, 100, 8);
    for (size_t i = 0; i < STORE_CONNECTION_JOBS_MAX; i++)
        run("sent", false);
    fixture.told[0] = '\0';
    run("waits", false);
    fake_loop_advance(fixture.loop, TIMEOUT_MS - 1);
    assert_string_equal(fixture.told, "waits STATUS_TIMEOUT\n");
    end();
}

static void test_submissions_of_a_turn_share_a_statement(void **state)
{
    (void)state;
    begin_ready(2, 100, 8);
    put("one");
    put("two");
    put("three");
    assert_string_equal(fake_pq_sent(fake_pq_at(0)), "");
    fake_loop_advance(fixture.loop, 0);
    assert_string_equal(
        fake_pq_sent(fake_pq_at(0)),
        "execute submit_responses {\"p\",\"p\",\"p\"} {2,2,2} {1,1,1}"
        " {\"\\\\x726563656970742d2d00\",\"\\\\x726563656970742d2d00\","
        "\"\\\\x726563656970742d2d00\"}"
        " {\"\\\\x00000000000000000000000000000000\",\"\\\\x00000000000000000000000000000000\","
        "\"\\\\x00000000000000000000000000000000\"} {NULL,NULL,NULL} {NULL,NULL,NULL}"
        " {\"one\",\"two\",\"three\"} {\"sv\",\"sv\",\"sv\"}"
        " {\"{1,-99,3}\",\"{1,-99,3}\",\"{1,-99,3}\"}"
        " {\"{\\\"a\\\":\\\"b\\\"}\",\"{\\\"a\\\":\\\"b\\\"}\",\"{\\\"a\\\":\\\"b\\\"}\"}"
        " {NULL,NULL,NULL} {NULL,NULL,NULL}\nsync\n");
    fake_pq_push(fake_pq_at(0), outcomes(3, "stored", "1"));
    fake_pq_push(fake_pq_at(0), NULL);
    readable(0);
    assert_string_equal(fixture.told, ""); /* not committed yet */
    fake_pq_push(fake_pq_at(0), fake_pq_result(PGRES_PIPELINE_SYNC));
    readable(0);
    assert_string_equal(fixture.told, "one outcome 0 revision 1\ntwo outcome 0 revision 1\n"
                                      "three outcome 0 revision 1\n");
    assert_int_equal(store_pool_counters(fixture.pool)->submissions_stored, 3);
    assert_int_equal(store_pool_counters(fixture.pool)->batches, 1);
    end();
}

static void test_submissions_gather_while_connections_are_busy(void **state)
{
    (void)state;
    begin_ready(1, 100, 3);
    put("one");
    fake_loop_advance(fixture.loop, 0);
    assert_int_equal(times_sent(fake_pq_sent(fake_pq_at(0)), "execute submit"), 1);
    for (size_t i = 0; i < 5; i++)
        put("later");
    fake_loop_advance(fixture.loop, 0);
    assert_string_equal(fake_pq_sent(fake_pq_at(0)), "");
    fake_pq_push_job(fake_pq_at(0), outcomes(1, "stored", "1"));
    readable(0);
    assert_non_null(strstr(fake_pq_sent(fake_pq_at(0)), " {2,2,2} ")); /* the limit of a batch */
    fake_pq_push_job(fake_pq_at(0), outcomes(3, "replayed", "4"));
    readable(0);
    assert_non_null(strstr(fake_pq_sent(fake_pq_at(0)), " {2,2} "));
    fake_pq_push_job(fake_pq_at(0), outcomes(2, "conflict", "1"));
    readable(0);
    put("last");
    fake_loop_advance(fixture.loop, 0);
    fake_pq_push_job(fake_pq_at(0), outcomes(1, "withdrawn", "0"));
    readable(0);
    assert_int_equal(times_sent(fixture.told, "later outcome 1 revision 4\n"), 3);
    assert_int_equal(times_sent(fixture.told, "later outcome 2 revision 1\n"), 2);
    assert_int_equal(times_sent(fixture.told, "last outcome 4 revision 0\n"), 1);
    assert_int_equal(store_pool_counters(fixture.pool)->submissions_stored, 1);
    end();
}

static void test_a_failed_batch_is_tried_one_by_one(void **state)
{
    (void)state;
    begin_ready(1, 100, 8);
    put("one");
    put("bad");
    put("three");
    fake_loop_advance(fixture.loop, 0);
    (void)fake_pq_sent(fake_pq_at(0));
    fake_pq_push_job(fake_pq_at(0), fake_pq_error("22P02", NULL));
    readable(0);
    assert_string_equal(fixture.told, "");
    assert_non_null(strstr(fake_pq_sent(fake_pq_at(0)), " {\"one\"} "));
    put("newcomer");
    fake_pq_push_job(fake_pq_at(0), outcomes(1, "stored", "1"));
    readable(0);
    assert_non_null(strstr(fake_pq_sent(fake_pq_at(0)), " {\"bad\"} "));
    fake_pq_push_job(fake_pq_at(0), fake_pq_error("22P02", NULL));
    readable(0);
    assert_non_null(strstr(fake_pq_sent(fake_pq_at(0)), " {\"three\"} "));
    fake_pq_push_job(fake_pq_at(0), outcomes(1, "stored", "1"));
    readable(0);
    assert_string_equal(fixture.told, "one outcome 0 revision 1\nbad STATUS_INVALID\n"
                                      "three outcome 0 revision 1\n");
    assert_non_null(strstr(fake_pq_sent(fake_pq_at(0)), " {\"newcomer\"} "));
    end();
}

static void test_a_full_disk_is_not_tried_one_by_one(void **state)
{
    (void)state;
    begin_ready(1, 100, 8);
    put("one");
    put("two");
    fake_loop_advance(fixture.loop, 0);
    (void)fake_pq_sent(fake_pq_at(0));
    fake_pq_push_job(fake_pq_at(0), fake_pq_error("53100", NULL));
    readable(0);
    assert_string_equal(fixture.told, "one STATUS_UNAVAILABLE\ntwo STATUS_UNAVAILABLE\n");
    assert_string_equal(fake_pq_sent(fake_pq_at(0)), "");
    end();
}

static void test_a_deadlock_is_tried_again_as_it_is(void **state)
{
    (void)state;
    begin_ready(1, 100, 8);
    put("one");
    put("two");
    fake_loop_advance(fixture.loop, 0);
    (void)fake_pq_sent(fake_pq_at(0));
    fake_pq_push_job(fake_pq_at(0), fake_pq_error("40P01", NULL));
    readable(0);
    assert_non_null(strstr(fake_pq_sent(fake_pq_at(0)), " {\"one\",\"two\"} "));
    fake_pq_push_job(fake_pq_at(0), outcomes(2, "stored", "1"));
    readable(0);
    assert_string_equal(fixture.told, "one outcome 0 revision 1\ntwo outcome 0 revision 1\n");
    end();
}

static void test_a_lost_batch_is_run_again_with_the_same_receipts(void **state)
{
    (void)state;
    begin_ready(2, 100, 8);
    put("one");
    put("two");
    fake_loop_advance(fixture.loop, 0);
    char first[2048];
    snprintf(first, sizeof(first), "%s", fake_pq_sent(fake_pq_at(0)));
    assert_int_equal(times_sent(first, "execute submit"), 1);
    lose(0);
    assert_string_equal(fixture.told, "");
    assert_string_equal(fake_pq_sent(fake_pq_at(1)), first);
    fake_pq_push_job(fake_pq_at(1), outcomes(2, "replayed", "1"));
    readable(1);
    assert_string_equal(fixture.told, "one outcome 1 revision 1\ntwo outcome 1 revision 1\n");
    end();
}

static void test_the_outcome_is_unknown_when_nobody_comes_back(void **state)
{
    (void)state;
    begin_ready(1, 100, 8);
    put("one");
    fake_loop_advance(fixture.loop, 0);
    fake_pq_refuse(true);
    lose(0);
    fake_loop_advance(fixture.loop, TIMEOUT_MS - 1);
    assert_string_equal(fixture.told, "one STATUS_UNKNOWN_OUTCOME\n");
    end();
}

static void test_a_batch_that_kills_every_connection_is_given_up(void **state)
{
    (void)state;
    begin_ready(6, 100, 8);
    put("one");
    fake_loop_advance(fixture.loop, 0);
    for (size_t i = 0; i < STORE_JOB_ATTEMPTS_MAX; i++) {
        assert_string_equal(fixture.told, "");
        lose(i);
    }
    assert_string_equal(fixture.told, "one STATUS_UNKNOWN_OUTCOME\n");
    end();
}

static void test_one_by_one_remembers_that_it_may_be_stored(void **state)
{
    (void)state;
    begin_ready(2, 100, 8);
    put("one");
    put("two");
    fake_loop_advance(fixture.loop, 0);
    lose(0);
    fake_pq_push_job(fake_pq_at(1), fake_pq_error("22P02", NULL));
    readable(1);
    fake_pq_push_job(fake_pq_at(1), fake_pq_error("53100", NULL));
    readable(1);
    assert_string_equal(fixture.told, "one STATUS_UNKNOWN_OUTCOME\n");
    end();
}

static void test_freeing_answers_everybody_once(void **state)
{
    (void)state;
    begin_ready(1, 100, 8);
    run("read", true);
    run("write", false);
    put("sent");
    fake_loop_advance(fixture.loop, 0);
    put("waits");
    end();
    assert_int_equal(times_sent(fixture.told, "read STATUS_UNAVAILABLE\n"), 1);
    assert_int_equal(times_sent(fixture.told, "write STATUS_UNKNOWN_OUTCOME\n"), 1);
    assert_int_equal(times_sent(fixture.told, "sent STATUS_UNKNOWN_OUTCOME\n"), 1);
    assert_int_equal(times_sent(fixture.told, "waits STATUS_UNAVAILABLE\n"), 1);
}

static void on_rows_run_again(enum base_status status, const struct store_result *result,
                              void *context)
{
    int *left = context;
    struct store_parameters none = {0};
    (void)result;
    tell("%s\n", base_status_name(status));
    if (--*left > 0)
        store_pool_run(fixture.pool, store_statement("find_receipt"), &none, true,
                       on_rows_run_again, left);
}

static void test_a_callback_may_start_the_next_job(void **state)
{
    int left = 3;
    struct store_parameters none = {0};
    (void)state;
    begin_ready(1, 100, 8);
    store_pool_run(fixture.pool, store_statement("find_receipt"), &none, true, on_rows_run_again,
                   &left);
    for (int i = 0; i < 3; i++) {
        fake_pq_push_job(fake_pq_at(0), fake_pq_result(PGRES_TUPLES_OK));
        readable(0);
    }
    assert_string_equal(fixture.told, "STATUS_OK\nSTATUS_OK\nSTATUS_OK\n");
    end();
}

static void test_jobs_are_spread_over_connections(void **state)
{
    (void)state;
    begin_ready(2, 100, 8);
    run("a", true);
    run("b", true);
    assert_int_equal(times_sent(fake_pq_sent(fake_pq_at(0)), "execute"), 1);
    assert_int_equal(times_sent(fake_pq_sent(fake_pq_at(1)), "execute"), 1);
    assert_int_equal(store_pool_counters(fixture.pool)->connections_ready, 2);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_connection_the_answer_comes_in_the_next_turn),
        cmocka_unit_test(test_a_full_queue_refuses),
        cmocka_unit_test(test_a_read_is_run_again_after_a_loss),
        cmocka_unit_test(test_a_write_has_an_unknown_outcome_after_a_loss),
        cmocka_unit_test(test_a_job_that_waits_too_long_times_out),
        cmocka_unit_test(test_submissions_of_a_turn_share_a_statement),
        cmocka_unit_test(test_submissions_gather_while_connections_are_busy),
        cmocka_unit_test(test_a_failed_batch_is_tried_one_by_one),
        cmocka_unit_test(test_a_full_disk_is_not_tried_one_by_one),
        cmocka_unit_test(test_a_deadlock_is_tried_again_as_it_is),
        cmocka_unit_test(test_a_lost_batch_is_run_again_with_the_same_receipts),
        cmocka_unit_test(test_the_outcome_is_unknown_when_nobody_comes_back),
        cmocka_unit_test(test_a_batch_that_kills_every_connection_is_given_up),
        cmocka_unit_test(test_one_by_one_remembers_that_it_may_be_stored),
        cmocka_unit_test(test_freeing_answers_everybody_once),
        cmocka_unit_test(test_a_callback_may_start_the_next_job),
        cmocka_unit_test(test_jobs_are_spread_over_connections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
