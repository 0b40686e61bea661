/* A submission comes back from the spool's text as it went in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "spool_record.h"

static const int codes[] = {1, -9, 0, 2147483647};

static struct store_submission personal(void)
{
    struct store_submission row = {
        .programme = "competence-provision",
        .cycle = 3,
        .version = 2,
        .has_respondent = true,
        .language = "sv",
        .codes = codes,
        .code_count = sizeof codes / sizeof *codes,
        .values = "{\"word\":\"R\xc3\xa4ksm\xc3\xb6rg\xc3\xa5s \\\"och\\\" mer\",\"years\":2.5}",
        .accepted_ms = 1790000000123,
        .order = INT64_C(4611686018427387903),
    };
    memset(row.receipt, 0xa5, sizeof row.receipt);
    memset(row.digest, 0x5a, sizeof row.digest);
    memset(row.respondent, 0xff, sizeof row.respondent);
    return row;
}

static void assert_same(const struct store_submission *a, const struct store_submission *b)
{
    assert_string_equal(a->programme, b->programme);
    assert_int_equal(a->cycle, b->cycle);
    assert_int_equal(a->version, b->version);
    assert_memory_equal(a->receipt, b->receipt, sizeof a->receipt);
    assert_memory_equal(a->digest, b->digest, sizeof a->digest);
    assert_int_equal(a->has_respondent, b->has_respondent);
    if (a->has_respondent) {
        assert_memory_equal(a->respondent, b->respondent, sizeof a->respondent);
    }
    assert_int_equal(a->order, b->order);
    assert_string_equal(a->language, b->language);
    assert_int_equal(a->code_count, b->code_count);
    assert_memory_equal(a->codes, b->codes, a->code_count * sizeof *a->codes);
    assert_string_equal(a->values, b->values);
    assert_int_equal(a->accepted_ms, b->accepted_ms);
}

static void test_a_personal_link(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_submission row = personal(), back;
    struct spool_record record = spool_record_encode(arena, &row);
    assert_int_equal(record.accepted_ms, row.accepted_ms);
    assert_memory_equal(record.digest, row.digest, sizeof record.digest);
    assert_int_equal(spool_record_decode(arena, &record, &back), STATUS_OK);
    assert_same(&row, &back);
    assert_null(back.organisation);
    assert_null(back.actor_type);
}

static void test_an_open_link(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_submission row = personal(), back;
    row.has_respondent = false;
    row.order = 0;
    row.organisation = "gnosjo";
    row.actor_type = "municipality";
    row.code_count = 0;
    row.values = "{}";
    struct spool_record record = spool_record_encode(arena, &row);
    assert_int_equal(spool_record_decode(arena, &record, &back), STATUS_OK);
    assert_same(&row, &back);
    assert_string_equal(back.organisation, "gnosjo");
    assert_string_equal(back.actor_type, "municipality");
}

static void test_programmes_are_told_apart(void **state)
{
    (void)state;
    struct store_submission row = personal();
    uint8_t one[SPOOL_ID_BYTES], other[SPOOL_ID_BYTES];
    spool_record_id("one", row.receipt, one);
    spool_record_id("other", row.receipt, other);
    assert_memory_equal(one, row.receipt, sizeof row.receipt);
    assert_memory_not_equal(one, other, sizeof one);
}

/* Every text that is cut off, and some that mean something else, are refused. */
static void test_what_is_no_record(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_submission row = personal(), back;
    struct spool_record record = spool_record_encode(arena, &row);
    struct base_text whole = record.text;
    for (size_t length = 0; length < whole.length; length++) {
        record.text.length = length;
        assert_int_equal(spool_record_decode(arena, &record, &back), STATUS_MALFORMED);
    }
    static const char *const others[] = {
        "[]",
        "{}",
        "null",
        "{\"form\":1}",
        "{\"form\":2,\"programme\":\"a\",\"cycle\":1,\"version\":1,\"language\":\"en\","
        "\"values\":\"{}\",\"codes\":[]}",
        "{\"form\":1,\"programme\":\"a\",\"cycle\":1,\"version\":1,\"language\":\"en\","
        "\"receipt\":\"00\",\"digest\":\"00\",\"values\":\"{}\",\"codes\":[]}",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        record.text = base_text_of(others[i]);
        assert_int_equal(spool_record_decode(arena, &record, &back), STATUS_MALFORMED);
    }
    record.text = whole;
    record.accepted_ms = 0;
    assert_int_equal(spool_record_decode(arena, &record, &back), STATUS_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_personal_link),
        cmocka_unit_test(test_an_open_link),
        cmocka_unit_test(test_programmes_are_told_apart),
        cmocka_unit_test(test_what_is_no_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
