#include "connection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "embedded_sql.h"
#include "fake_loop.h"
#include "fake_pq.h"

/* One connection and what it tells. */
struct fixture {
    struct base_loop *loop;
    struct store_connection *connection;
    char told[4096]; /* "done NAME SQLSTATE", "lost NAME", "changed STATE", "event KIND ..." */
};

static void tell(struct fixture *fixture, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void tell(struct fixture *fixture, const char *format, ...)
{
    size_t length = strlen(fixture->told);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fixture->told + length, sizeof(fixture->told) - length, format, arguments);
    va_end(arguments);
}

static void on_done(struct store_connection *connection, struct store_job *job, void *context)
{
    (void)connection;
    tell(context, "done %s%s%s\n", job->statement->name, job->has_failed ? " failed " : "",
         job->sqlstate);
    store_job_free(job);
}

static void on_lost(struct store_connection *connection, struct store_job *job, void *context)
{
    (void)connection;
    tell(context, "lost %s\n", job->statement->name);
    store_job_free(job);
}

static void on_changed(struct store_connection *connection, void *context)
{
    tell(context, "changed %s\n", store_connection_state_name(store_connection_state(connection)));
}

static void on_event(const struct store_event *event, void *context)
{
    static const char *const kinds[] = {"connected",        "lost",  "connect-failed", "notice",
                                        "statement-failed", "unsafe"};
    /* The server's words about a statement with parameters could hold an answer. */
    if (event->kind == STORE_EVENT_STATEMENT_FAILED)
        assert_null(strstr(event->text, "secret"));
    tell(context, "event %s %s %s\n", kinds[event->kind], event->sqlstate, event->text);
}

static void begin_with(struct fixture *fixture, bool allow_unsafe)
{
    memset(fixture, 0, sizeof(*fixture));
    fake_pq_begin();
    fixture->loop = fake_loop_new();
    fixture->connection = store_connection_new(&(struct store_connection_options){
        .loop = fixture->loop,
        .connection = "dbname=test",
        .timeout_ms = 4000,
        .allow_unsafe_durability = allow_unsafe,
        .owner = {on_done, on_lost, on_changed, on_event, fixture},
    });
}

static void end(struct fixture *fixture)
{
    store_connection_free(fixture->connection);
    fake_loop_free(fixture->loop);
    fake_pq_end();
}

static void readable(struct fixture *fixture)
{
    fake_loop_ready(fixture->loop, PQsocket(fake_pq_last()), BASE_LOOP_READ);
}

/* From a new connection to a ready one. */
static void make_ready(struct fixture *fixture)
{
    fake_loop_advance(fixture->loop, 0);
    fake_loop_ready(fixture->loop, PQsocket(fake_pq_last()), BASE_LOOP_WRITE);
    fake_pq_push_setup(fake_pq_last(), true, false);
    readable(fixture);
    assert_int_equal(store_connection_state(fixture->connection), STORE_CONNECTION_READY);
    (void)fake_pq_sent(fake_pq_last());
    fixture->told[0] = '\0';
}

static void send(struct fixture *fixture, const char *statement)
{
    struct store_job *job = store_job_new(sizeof(*job), statement);
    job->deadline_ms = base_loop_now_ms(fixture->loop) + 4000;
    store_connection_send(fixture->connection, job);
}

static void test_prepares_everything_before_it_is_ready(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    assert_int_equal(fake_pq_started(), 0);
    fake_loop_advance(fixture.loop, 0);
    assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_CONNECTING);
    fake_loop_ready(fixture.loop, PQsocket(fake_pq_last()), BASE_LOOP_WRITE);
    assert_true(fake_pq_is_pipeline(fake_pq_last()));
    assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_PREPARING);

    char expected[1024] = "query 3500\n";
    for (size_t i = 0; i < store_daemon_queries_count; i++) {
        size_t length = strlen(expected);
        snprintf(expected + length, sizeof(expected) - length, "prepare %s\n",
                 store_daemon_queries[i].name);
    }
    strcat(expected, "sync\n");
    assert_string_equal(fake_pq_sent(fake_pq_last()), expected);

    fake_pq_push(fake_pq_last(), fake_pq_row("durable", "t", "standby", "f", NULL));
    fake_pq_push(fake_pq_last(), NULL);
    readable(&fixture);
    assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_PREPARING);
    assert_false(store_connection_has_room(fixture.connection));
    for (size_t i = 0; i < store_daemon_queries_count; i++) {
        fake_pq_push(fake_pq_last(), fake_pq_result(PGRES_COMMAND_OK));
        fake_pq_push(fake_pq_last(), NULL);
    }
    readable(&fixture);
    assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_PREPARING);
    fake_pq_push(fake_pq_last(), fake_pq_result(PGRES_PIPELINE_SYNC));
    readable(&fixture);
    assert_string_equal(fixture.told, "changed ready\n");
    assert_true(store_connection_has_room(fixture.connection));
    end(&fixture);
}

static void test_follows_the_socket_while_connecting(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    fake_pq_poll(PGRES_POLLING_READING);
    fake_pq_poll(PGRES_POLLING_WRITING);
    fake_loop_advance(fixture.loop, 0);
    int first = PQsocket(fake_pq_last());
    assert_int_equal(fake_loop_interest(fixture.loop, first), BASE_LOOP_WRITE);
    fake_loop_ready(fixture.loop, first, BASE_LOOP_WRITE);
    int second = PQsocket(fake_pq_last());
    assert_int_not_equal(first, second);
    assert_int_equal(fake_loop_interest(fixture.loop, first), 0);
    assert_int_equal(fake_loop_interest(fixture.loop, second), BASE_LOOP_READ);
    fake_loop_ready(fixture.loop, second, BASE_LOOP_READ);
    assert_int_equal(fake_loop_interest(fixture.loop, second), 0);
    assert_int_equal(fake_loop_interest(fixture.loop, PQsocket(fake_pq_last())), BASE_LOOP_WRITE);
    end(&fixture);
}

static void test_gives_up_connecting_by_its_own_clock(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    fake_loop_advance(fixture.loop, 0);
    fake_loop_advance(fixture.loop, STORE_CONNECTION_CONNECT_TIMEOUT_MS - 1);
    assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_CONNECTING);
    int descriptor = PQsocket(fake_pq_last());
    fake_loop_advance(fixture.loop, 1);
    assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_WAITING);
    assert_true(fake_pq_is_finished(0));
    assert_int_equal(fake_loop_interest(fixture.loop, descriptor), 0);
    assert_string_equal(fixture.told,
                        "event connect-failed  PostgreSQL did not answer in time while connecting\n"
                        "changed waiting\n");
    end(&fixture);
}

static void test_waits_longer_after_each_failure(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    fake_pq_refuse(true);
    fake_loop_advance(fixture.loop, 0);
    int64_t longest = STORE_CONNECTION_BACKOFF_FIRST_MS;
    for (size_t failures = 1; failures < 12; failures++) {
        assert_int_equal(fake_pq_started(), failures);
        int64_t wait = fake_loop_next_timer(fixture.loop);
        assert_in_range(wait, longest / 2, longest);
        longest *= 2;
        if (longest > STORE_CONNECTION_BACKOFF_LAST_MS)
            longest = STORE_CONNECTION_BACKOFF_LAST_MS;
        fake_loop_advance(fixture.loop, wait);
    }
    fake_pq_refuse(false);
    fake_loop_advance(fixture.loop, fake_loop_next_timer(fixture.loop));
    fake_loop_ready(fixture.loop, PQsocket(fake_pq_last()), BASE_LOOP_WRITE);
    fake_pq_push_setup(fake_pq_last(), true, false);
    readable(&fixture);
    fake_pq_break(fake_pq_last());
    readable(&fixture);
    assert_in_range(fake_loop_next_timer(fixture.loop), 0, STORE_CONNECTION_BACKOFF_FIRST_MS);
    end(&fixture);
}

static void test_command_ok_is_not_committed(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    send(&fixture, "submit_responses");
    assert_string_equal(fake_pq_sent(fake_pq_last()), "execute submit_responses\nsync\n");
    fake_pq_push(fake_pq_last(), fake_pq_result(PGRES_COMMAND_OK));
    readable(&fixture);
    fake_pq_push(fake_pq_last(), NULL);
    readable(&fixture);
    assert_null(strstr(fixture.told, "done"));
    fake_pq_push(fake_pq_last(), fake_pq_result(PGRES_PIPELINE_SYNC));
    readable(&fixture);
    assert_non_null(strstr(fixture.told, "done submit_responses\n"));
    end(&fixture);
}

static void test_backend_killed_between_result_and_sync_is_a_loss(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    send(&fixture, "submit_responses");
    send(&fixture, "find_receipt");
    fake_pq_push(fake_pq_last(), fake_pq_result(PGRES_TUPLES_OK));
    fake_pq_push(fake_pq_last(), NULL);
    fake_pq_break(fake_pq_last());
    readable(&fixture);
    assert_string_equal(fixture.told, "event lost  the scripted server is gone\n"
                                      "lost submit_responses\nlost find_receipt\n"
                                      "changed waiting\n");
    assert_true(fake_pq_is_finished(0));
    end(&fixture);
}

static void test_what_was_confirmed_before_the_loss_is_done(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    send(&fixture, "submit_responses");
    send(&fixture, "find_receipt");
    fake_pq_push_job(fake_pq_last(), fake_pq_result(PGRES_TUPLES_OK));
    fake_pq_break(fake_pq_last());
    readable(&fixture);
    assert_string_equal(fixture.told, "done submit_responses\n"
                                      "event lost  the scripted server is gone\n"
                                      "lost find_receipt\nchanged waiting\n");
    end(&fixture);
}

static void test_a_failed_commit_is_a_failure(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    send(&fixture, "submit_responses");
    fake_pq_push(fake_pq_last(), fake_pq_result(PGRES_TUPLES_OK));
    fake_pq_push(fake_pq_last(), NULL);
    fake_pq_push_job(fake_pq_last(), fake_pq_error("23505", "response_pkey"));
    readable(&fixture);
    assert_string_equal(fixture.told, "event statement-failed 23505 submit_responses: "
                                      "constraint response_pkey\n"
                                      "done submit_responses failed 23505\nchanged ready\n");
    end(&fixture);
}

static void test_a_failure_leaves_its_neighbours_alone(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    send(&fixture, "find_receipt");
    send(&fixture, "find_respondent");
    send(&fixture, "check_access");
    fake_pq_push_job(fake_pq_last(), fake_pq_result(PGRES_TUPLES_OK));
    fake_pq_push_job(fake_pq_last(), fake_pq_error("57014", NULL));
    fake_pq_push_job(fake_pq_last(), fake_pq_result(PGRES_TUPLES_OK));
    readable(&fixture);
    assert_non_null(strstr(fixture.told, "done find_receipt\n"));
    assert_non_null(strstr(fixture.told, "done find_respondent failed 57014\n"));
    assert_non_null(strstr(fixture.told, "done check_access\n"));
    assert_int_equal(store_connection_in_flight(fixture.connection), 0);
    end(&fixture);
}

static void test_an_aborted_pipeline_is_a_failure(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    send(&fixture, "find_receipt");
    fake_pq_push_job(fake_pq_last(), fake_pq_result(PGRES_PIPELINE_ABORTED));
    readable(&fixture);
    assert_string_equal(fixture.told, "done find_receipt failed \nchanged ready\n");
    end(&fixture);
}

/* libpq without memory says in place of a result, or of a Sync, that it failed. Which answer
   belongs to which job cannot be told any more then. */
static void test_a_failure_of_libpq_is_a_loss(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    send(&fixture, "submit_responses");
    send(&fixture, "find_receipt");
    fake_pq_push(fake_pq_last(), fake_pq_result(PGRES_TUPLES_OK));
    fake_pq_push(fake_pq_last(), NULL);
    fake_pq_push(fake_pq_last(), fake_pq_error(NULL, NULL)); /* the Sync of the first */
    fake_pq_push_job(fake_pq_last(), fake_pq_result(PGRES_TUPLES_OK));
    readable(&fixture);
    assert_string_equal(fixture.told, "event lost  PostgreSQL sent what was not expected\n"
                                      "lost submit_responses\nlost find_receipt\n"
                                      "changed waiting\n");
    end(&fixture);
}

static void test_a_second_result_is_a_loss(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    send(&fixture, "submit_responses");
    send(&fixture, "find_receipt");
    fake_pq_push(fake_pq_last(), fake_pq_result(PGRES_TUPLES_OK));
    fake_pq_push(fake_pq_last(), NULL);
    fake_pq_push_job(fake_pq_last(), fake_pq_result(PGRES_TUPLES_OK));
    readable(&fixture);
    assert_string_equal(fixture.told, "event lost  PostgreSQL sent what was not expected\n"
                                      "lost submit_responses\nlost find_receipt\n"
                                      "changed waiting\n");
    end(&fixture);
}

static void test_goes_on_reading_while_it_wants_to_write(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    int descriptor = PQsocket(fake_pq_last());
    assert_int_equal(fake_loop_interest(fixture.loop, descriptor), BASE_LOOP_READ);
    fake_pq_set_flush(fake_pq_last(), 1);
    send(&fixture, "find_receipt");
    assert_int_equal(fake_loop_interest(fixture.loop, descriptor),
                     BASE_LOOP_READ | BASE_LOOP_WRITE);
    fake_loop_ready(fixture.loop, descriptor, BASE_LOOP_READ);
    assert_int_equal(fake_loop_interest(fixture.loop, descriptor),
                     BASE_LOOP_READ | BASE_LOOP_WRITE);
    fake_pq_set_flush(fake_pq_last(), 0);
    fake_loop_ready(fixture.loop, descriptor, BASE_LOOP_WRITE);
    assert_int_equal(fake_loop_interest(fixture.loop, descriptor), BASE_LOOP_READ);
    end(&fixture);
}

static void test_tells_a_failed_send_from_the_loop(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    fake_pq_fail_send(fake_pq_last());
    send(&fixture, "find_receipt");
    assert_string_equal(fixture.told, "");
    assert_false(store_connection_has_room(fixture.connection));
    fake_loop_advance(fixture.loop, 0);
    assert_non_null(strstr(fixture.told, "lost find_receipt\nchanged waiting\n"));
    end(&fixture);
}

static void test_replaces_a_connection_that_lost_its_statements(void **state)
{
    static const char *const sqlstates[] = {"26000", "0A000", "25006"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture;
        begin_with(&fixture, false);
        make_ready(&fixture);
        send(&fixture, "find_receipt");
        send(&fixture, "find_respondent");
        fake_pq_push_job(fake_pq_last(), fake_pq_error(sqlstates[i], NULL));
        readable(&fixture);
        assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_DRAINING);
        assert_false(store_connection_has_room(fixture.connection));
        fake_pq_push_job(fake_pq_last(), fake_pq_result(PGRES_TUPLES_OK));
        readable(&fixture);
        assert_non_null(strstr(fixture.told, "done find_respondent\n"));
        assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_WAITING);
        assert_true(fake_pq_is_finished(0));
        fake_loop_advance(fixture.loop, STORE_CONNECTION_BACKOFF_FIRST_MS);
        assert_int_equal(fake_pq_started(), 2);
        end(&fixture);
    }
}

static void test_drops_a_server_that_does_not_answer(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    send(&fixture, "find_receipt");
    fake_loop_advance(fixture.loop, 3999);
    assert_string_equal(fixture.told, "");
    fake_loop_advance(fixture.loop, 1);
    assert_string_equal(fixture.told, "event lost  PostgreSQL did not answer a statement in time\n"
                                      "lost find_receipt\nchanged waiting\n");
    end(&fixture);
}

static void test_an_idle_connection_has_no_deadline(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    send(&fixture, "find_receipt");
    fake_pq_push_job(fake_pq_last(), fake_pq_result(PGRES_TUPLES_OK));
    readable(&fixture);
    assert_int_equal(fake_loop_next_timer(fixture.loop), -1);
    end(&fixture);
}

static void setup_answer(struct fixture *fixture, bool durable, bool standby)
{
    fake_loop_advance(fixture->loop, 0);
    fake_loop_ready(fixture->loop, PQsocket(fake_pq_last()), BASE_LOOP_WRITE);
    fake_pq_push_setup(fake_pq_last(), durable, standby);
    readable(fixture);
}

static void test_refuses_a_server_that_may_lose_answers(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    setup_answer(&fixture, false, false);
    assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_WAITING);
    assert_non_null(strstr(fixture.told, "event unsafe"));
    end(&fixture);
    begin_with(&fixture, true);
    setup_answer(&fixture, false, false);
    assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_READY);
    assert_non_null(strstr(fixture.told, "event unsafe"));
    end(&fixture);
}

static void test_refuses_a_standby(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, true);
    setup_answer(&fixture, true, true);
    assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_WAITING);
    assert_non_null(strstr(fixture.told, "event connect-failed 25006"));
    end(&fixture);
}

static void test_is_not_ready_when_a_statement_cannot_be_prepared(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    fake_loop_advance(fixture.loop, 0);
    fake_loop_ready(fixture.loop, PQsocket(fake_pq_last()), BASE_LOOP_WRITE);
    fake_pq_push(fake_pq_last(), fake_pq_row("durable", "t", "standby", "f", NULL));
    fake_pq_push(fake_pq_last(), NULL);
    for (size_t i = 0; i < store_daemon_queries_count; i++) {
        fake_pq_push(fake_pq_last(), i == 0 ? fake_pq_error("42883", NULL)
                                            : fake_pq_result(PGRES_PIPELINE_ABORTED));
        fake_pq_push(fake_pq_last(), NULL);
    }
    fake_pq_push(fake_pq_last(), fake_pq_result(PGRES_PIPELINE_SYNC));
    readable(&fixture);
    assert_int_equal(store_connection_state(fixture.connection), STORE_CONNECTION_WAITING);
    assert_non_null(strstr(fixture.told, "event connect-failed 42883"));
    assert_null(strstr(fixture.told, "ready"));
    end(&fixture);
}

static void test_drops_a_connection_that_copies(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    send(&fixture, "find_receipt");
    fake_pq_push(fake_pq_last(), fake_pq_result(PGRES_COPY_OUT));
    readable(&fixture);
    assert_non_null(strstr(fixture.told, "lost find_receipt\nchanged waiting\n"));
    end(&fixture);
}

static void test_has_room_for_so_many_jobs(void **state)
{
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, false);
    make_ready(&fixture);
    for (size_t i = 0; i < STORE_CONNECTION_JOBS_MAX; i++) {
        assert_true(store_connection_has_room(fixture.connection));
        send(&fixture, "find_receipt");
    }
    assert_false(store_connection_has_room(fixture.connection));
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prepares_everything_before_it_is_ready),
        cmocka_unit_test(test_follows_the_socket_while_connecting),
        cmocka_unit_test(test_gives_up_connecting_by_its_own_clock),
        cmocka_unit_test(test_waits_longer_after_each_failure),
        cmocka_unit_test(test_command_ok_is_not_committed),
        cmocka_unit_test(test_backend_killed_between_result_and_sync_is_a_loss),
        cmocka_unit_test(test_what_was_confirmed_before_the_loss_is_done),
        cmocka_unit_test(test_a_failed_commit_is_a_failure),
        cmocka_unit_test(test_a_failure_leaves_its_neighbours_alone),
        cmocka_unit_test(test_an_aborted_pipeline_is_a_failure),
        cmocka_unit_test(test_a_failure_of_libpq_is_a_loss),
        cmocka_unit_test(test_a_second_result_is_a_loss),
        cmocka_unit_test(test_goes_on_reading_while_it_wants_to_write),
        cmocka_unit_test(test_tells_a_failed_send_from_the_loop),
        cmocka_unit_test(test_replaces_a_connection_that_lost_its_statements),
        cmocka_unit_test(test_drops_a_server_that_does_not_answer),
        cmocka_unit_test(test_an_idle_connection_has_no_deadline),
        cmocka_unit_test(test_refuses_a_server_that_may_lose_answers),
        cmocka_unit_test(test_refuses_a_standby),
        cmocka_unit_test(test_is_not_ready_when_a_statement_cannot_be_prepared),
        cmocka_unit_test(test_drops_a_connection_that_copies),
        cmocka_unit_test(test_has_room_for_so_many_jobs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
