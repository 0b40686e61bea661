#include "store/withdrawal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "fake_pq.h"
#include "ready_pool.h"
#include "store/respondent.h"
#include "store/tally.h"

static const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
static const uint8_t pseudonyms[2 * BASE_TOKEN_PSEUDONYM_BYTES] = {
    [0] = 0xaa, [BASE_TOKEN_PSEUDONYM_BYTES] = 0xbb};

/* What the last callback was told. */
static struct {
    int calls;
    enum base_status status;
    enum store_withdrawal_outcome outcome;
    int64_t responses;
} told;

static struct ready_pool ready;

static int setup(void **state)
{
    (void)state;
    memset(&told, 0, sizeof(told));
    ready_pool_begin(&ready);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    ready_pool_end(&ready);
    return 0;
}

static void on_withdrawn(enum base_status status, enum store_withdrawal_outcome outcome,
                         void *context)
{
    assert_ptr_equal(context, &ready);
    told.calls++;
    told.status = status;
    told.outcome = outcome;
}

static void withdraw(const uint8_t *given, size_t count)
{
    store_withdrawal_put(ready.pool, "p", receipt, given, count, on_withdrawn, &ready);
}

static void test_the_link_is_a_parameter(void **state)
{
    (void)state;
    withdraw(pseudonyms, 2);
    assert_string_equal(ready_pool_sent(&ready),
                        "execute withdraw_response p \\x0102030405060708090a "
                        "{\"\\\\xaa000000000000000000000000000000\","
                        "\"\\\\xbb000000000000000000000000000000\"}\nsync\n");
    ready_pool_answer(&ready, fake_pq_row("outcome", "done", "cycle", "1", NULL));
    withdraw(NULL, 0);
    assert_string_equal(ready_pool_sent(&ready),
                        "execute withdraw_response p \\x0102030405060708090a {}\nsync\n");
    ready_pool_answer(&ready, fake_pq_row("outcome", "done", "cycle", "1", NULL));
    withdraw(NULL, STORE_RECEIPT_ANY_LINK);
    assert_string_equal(ready_pool_sent(&ready),
                        "execute withdraw_response p \\x0102030405060708090a null\nsync\n");
    ready_pool_answer(&ready, fake_pq_row("outcome", "done", "cycle", "1", NULL));
    assert_int_equal(told.calls, 3);
}

static void test_outcomes(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum store_withdrawal_outcome outcome;
    } outcomes[] = {{"done", STORE_WITHDRAWAL_DONE},
                    {"sealed", STORE_WITHDRAWAL_SEALED},
                    {"unknown", STORE_WITHDRAWAL_UNKNOWN}};
    for (size_t i = 0; i < 3; i++) {
        withdraw(NULL, 0);
        ready_pool_answer(&ready, fake_pq_row("outcome", outcomes[i].name, "cycle", "1", NULL));
        assert_int_equal(told.calls, i + 1);
        assert_int_equal(told.status, STATUS_OK);
        assert_int_equal(told.outcome, outcomes[i].outcome);
    }
}

static void test_it_is_run_again_after_a_loss(void **state)
{
    (void)state;
    withdraw(NULL, 0);
    ready_pool_lose(&ready);
    assert_int_equal(told.calls, 0);
    assert_non_null(strstr(ready_pool_sent(&ready), "execute withdraw_response p "));
    ready_pool_answer(&ready, fake_pq_row("outcome", "done", "cycle", "1", NULL));
    assert_int_equal(told.calls, 1);
    assert_int_equal(told.outcome, STORE_WITHDRAWAL_DONE);
}

static void test_a_failure_is_no_withdrawal(void **state)
{
    (void)state;
    withdraw(NULL, 0);
    ready_pool_answer(&ready, fake_pq_error("53100", NULL));
    assert_int_equal(told.calls, 1);
    assert_int_equal(told.status, STATUS_UNAVAILABLE);
    assert_int_not_equal(told.outcome, STORE_WITHDRAWAL_DONE);
}

static void on_tally(enum base_status status, int64_t responses, void *context)
{
    assert_ptr_equal(context, &ready);
    told.calls++;
    told.status = status;
    told.responses = responses;
}

static void test_the_count_of_answers(void **state)
{
    (void)state;
    store_tally_find(ready.pool, "p", 3, on_tally, &ready);
    assert_string_equal(ready_pool_sent(&ready), "execute count_responses p 3\nsync\n");
    ready_pool_answer(&ready, fake_pq_row("responses", "12345678901", NULL));
    assert_int_equal(told.status, STATUS_OK);
    assert_true(told.responses == 12345678901);
    store_tally_find(ready.pool, "p", 3, on_tally, &ready);
    ready_pool_answer(&ready, fake_pq_error("57014", NULL));
    assert_int_equal(told.status, STATUS_TIMEOUT);
    assert_int_equal(told.calls, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_link_is_a_parameter, setup, teardown),
        cmocka_unit_test_setup_teardown(test_outcomes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_it_is_run_again_after_a_loss, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_failure_is_no_withdrawal, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_count_of_answers, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
