#include "store/respondent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "fake_pq.h"
#include "ready_pool.h"

static const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
static const uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES] = {0xaa};

static struct ready_pool ready;
static char told[512]; /* what the callbacks were told, a line each */

static int setup(void **state)
{
    (void)state;
    told[0] = '\0';
    ready_pool_begin(&ready);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    ready_pool_end(&ready);
    return 0;
}

static void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void tell(const char *format, ...)
{
    size_t length = strlen(told);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(told + length, sizeof(told) - length, format, arguments);
    va_end(arguments);
}

static void on_respondent(enum base_status status, const struct store_respondent *found,
                          void *context)
{
    (void)context;
    assert_true((found != NULL) == (status == STATUS_OK));
    tell("%s\n", base_status_name(status));
    if (found == NULL)
        return;
    tell("invited %d response %d [%s] [%s]\n", found->is_invited, found->has_response,
         found->organisation, found->actor_type);
    if (found->has_response)
        tell("revision %d version %d %s %s receipt %d..%d codes %zu %d values %s\n",
             found->revision, found->version, found->language, found->day, found->receipt[0],
             found->receipt[BASE_TOKEN_RECEIPT_BYTES - 1], found->code_count, found->codes[1],
             found->values.data);
}

static void test_a_respondent_with_answers(void **state)
{
    (void)state;
    store_respondent_find(ready.pool, "p", 2, pseudonym, on_respondent, NULL);
    assert_string_equal(ready_pool_sent(&ready),
                        "execute find_respondent p 2 \\xaa000000000000000000000000000000\nsync\n");
    ready_pool_answer(&ready,
                      fake_pq_row("is_invited", "t", "organisation", "acme", "actor_type",
                                  "company", "revision", "3", "version", "2", "language", "sv",
                                  "day", "2026-11-23", "receipt", "\\x0102030405060708090a",
                                  "codes", "{4,-99}", "values", "{\"q\": 1}", NULL));
    assert_string_equal(told, "STATUS_OK\ninvited 1 response 1 [acme] [company]\n"
                              "revision 3 version 2 sv 2026-11-23 receipt 1..10 codes 2 -99 values "
                              "{\"q\": 1}\n");
}

static void on_answered(enum base_status status, const struct store_answered *answered,
                        size_t count, void *context)
{
    (void)context;
    tell("%s %zu\n", base_status_name(status), count);
    for (size_t i = 0; i < count; i++)
        tell("cycle %d revision %d %s\n", answered[i].cycle, answered[i].revision, answered[i].day);
}

static void test_cycles_that_are_answered(void **state)
{
    (void)state;
    store_answered_find(ready.pool, "p", pseudonym, 1, on_answered, NULL);
    assert_string_equal(
        ready_pool_sent(&ready),
        "execute find_answered p {\"\\\\xaa000000000000000000000000000000\"}\nsync\n");
    PGresult *rows = fake_pq_row("cycle", "1", "revision", "2", "day", "2026-11-20", NULL);
    fake_pq_add_row(rows, "3", "1", "2026-11-23", NULL);
    ready_pool_answer(&ready, rows);
    store_answered_find(ready.pool, "p", pseudonym, 1, on_answered, NULL);
    ready_pool_answer(&ready, fake_pq_result(PGRES_TUPLES_OK));
    store_answered_find(ready.pool, "p", pseudonym, 1, on_answered, NULL);
    ready_pool_answer(&ready, fake_pq_error("53300", NULL));
    assert_string_equal(told, "STATUS_OK 2\ncycle 1 revision 2 2026-11-20\n"
                              "cycle 3 revision 1 2026-11-23\nSTATUS_OK 0\nSTATUS_UNAVAILABLE 0\n");
}

static void on_receipt(enum base_status status, const struct store_receipt *found, void *context)
{
    (void)context;
    assert_true((found != NULL) == (status == STATUS_OK));
    tell("%s\n", base_status_name(status));
    if (found != NULL)
        tell("cycle %d withdrawn %d sealed %d personal %d revision %d of %d %s\n", found->cycle,
             found->is_withdrawn, found->is_sealed, found->is_personal, found->revision,
             found->current_revision, found->day);
}

static void find_receipt(const uint8_t *given, size_t count, const char *parameter)
{
    char expected[256];
    snprintf(expected, sizeof(expected),
             "execute find_receipt p \\x0102030405060708090a %s\nsync\n", parameter);
    store_receipt_find(ready.pool, "p", receipt, given, count, on_receipt, NULL);
    assert_string_equal(ready_pool_sent(&ready), expected);
}

static void test_receipts_by_every_link(void **state)
{
    (void)state;
    find_receipt(pseudonym, 1, "{\"\\\\xaa000000000000000000000000000000\"}");
    ready_pool_answer(&ready, fake_pq_row("cycle", "2", "is_withdrawn", "f", "is_sealed", "t",
                                          "is_personal", "t", "revision", "1", "current_revision",
                                          "4", "day", "2026-11-23", NULL));
    find_receipt(NULL, 0, "{}");
    ready_pool_answer(&ready, fake_pq_row("cycle", "1", "is_withdrawn", "t", "is_sealed", "f",
                                          "is_personal", "f", "revision", "0", "current_revision",
                                          "0", "day", "2026-11-22", NULL));
    find_receipt(NULL, STORE_RECEIPT_ANY_LINK, "null");
    ready_pool_answer(&ready, fake_pq_result(PGRES_TUPLES_OK));
    assert_string_equal(
        told, "STATUS_OK\ncycle 2 withdrawn 0 sealed 1 personal 1 revision 1 of 4 2026-11-23\n"
              "STATUS_OK\ncycle 1 withdrawn 1 sealed 0 personal 0 revision 0 of 0 2026-11-22\n"
              "STATUS_NOT_FOUND\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_respondent_with_answers, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cycles_that_are_answered, setup, teardown),
        cmocka_unit_test_setup_teardown(test_receipts_by_every_link, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
