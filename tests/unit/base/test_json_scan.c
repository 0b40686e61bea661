#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

struct scan_case {
    struct base_text document;
    enum base_status status;
};

#define GOOD(literal)                                                                              \
    {                                                                                              \
        BASE_TEXT(literal), STATUS_OK                                                              \
    }
#define BAD(literal)                                                                               \
    {                                                                                              \
        BASE_TEXT(literal), STATUS_MALFORMED                                                       \
    }

static const struct scan_case scan_cases[] = {
    /* Values alone */
    GOOD("null"),
    GOOD("true"),
    GOOD("false"),
    GOOD("0"),
    GOOD("-0"),
    GOOD("\"\""),
    GOOD("[]"),
    GOOD("{}"),
    GOOD(" \t\r\n1 \n"),
    BAD(""),
    BAD(" "),
    BAD("nul"),
    BAD("nulll"),
    BAD("NULL"),
    BAD("True"),
    BAD("undefined"),
    BAD("\0"),
    BAD("1\0"),
    BAD("1 2"),
    BAD("{}{}"),
    BAD("[] x"),
    BAD("\xef\xbb\xbf{}"),
    BAD("\f1"),
    BAD("\v1"),
    BAD("1\xc2\xa0"),
    BAD("// a\n1"),
    BAD("/* a */1"),
    BAD("1 # a"),
    BAD("'a'"),
    BAD("a"),
    /* Numbers */
    GOOD("10"),
    GOOD("-1"),
    GOOD("1.5"),
    GOOD("-0.0"),
    GOOD("1e5"),
    GOOD("1E+5"),
    GOOD("1e-400"),
    GOOD("0e0"),
    GOOD("0.1e1"),
    GOOD("9223372036854775807"),
    GOOD("-9223372036854775808"),
    GOOD("9223372036854775808.0"),
    GOOD("1e308"),
    BAD("01"),
    BAD("-01"),
    BAD("00"),
    BAD("1."),
    BAD("-"),
    BAD(".5"),
    BAD("-.5"),
    BAD("+1"),
    BAD("1e"),
    BAD("1e+"),
    BAD("1.e5"),
    BAD("1.5."),
    BAD("1e999"),
    BAD("-1e309"),
    BAD("9223372036854775808"),
    BAD("-9223372036854775809"),
    BAD("18446744073709551616"),
    BAD("0x10"),
    BAD("NaN"),
    BAD("-NaN"),
    BAD("Infinity"),
    BAD("-Infinity"),
    BAD("inf"),
    BAD("1_000"),
    BAD("1,5"),
    BAD("--1"),
    BAD("1e5.5"),
    /* Strings */
    GOOD("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""),
    GOOD("\"\\u00e5\\uD83D\\uDE00\""),
    GOOD("\"\x7f\""),
    GOOD("\"Gn\xc3\xb6sj\xc3\xb6\""),
    GOOD("\"\\uFFFF\""),
    GOOD("\"\xf4\x8f\xbf\xbf\""),
    BAD("\""),
    BAD("\"a"),
    BAD("\"\\\""),
    BAD("\"\\"),
    BAD("\"\\x41\""),
    BAD("\"\\a\""),
    BAD("\"\\u12\""),
    BAD("\"\\u12g4\""),
    BAD("\"\\u"),
    BAD("\"\\U0041\""),
    BAD("\"\\0\""),
    BAD("\"\\u0000\""),
    BAD("\"a\\u0000b\""),
    BAD("\"\0\""),
    BAD("\"\\\0\""),
    BAD("\"\n\""),
    BAD("\"\t\""),
    BAD("\"\x1f\""),
    BAD("\"\\ud83d\""),
    BAD("\"\\ude00\""),
    BAD("\"\\ud83dx\""),
    BAD("\"\\ud83d\\n\""),
    BAD("\"\\ud83d\\ud83d\""),
    BAD("\"\\ude00\\ud83d\""),
    BAD("\"\\ud83d\\u0041\""),
    BAD("\"\\ud83d\\u"),
    BAD("\"\xff\""),
    BAD("\"\xc0\x80\""),
    BAD("\"\xed\xa0\x80\""),
    BAD("\"\xed\xa0\xbd\xed\xb8\x80\""),
    BAD("\"\xc3\""),
    BAD("\"\xe2\x82\""),
    BAD("\"\xf5\x80\x80\x80\""),
    BAD("\"\xf0\x8f\xbf\xbf\""),
    /* Arrays */
    GOOD("[1,2 , 3]"),
    GOOD("[[],[[]],{}]"),
    GOOD("[ ]"),
    BAD("["),
    BAD("[1"),
    BAD("[1,"),
    BAD("[1,]"),
    BAD("[,1]"),
    BAD("[,]"),
    BAD("[1 2]"),
    BAD("]"),
    BAD("[1}"),
    BAD("[1,,2]"),
    BAD("[\"a\":1]"),
    BAD("[1;2]"),
    /* Objects */
    GOOD("{\"a\":1}"),
    GOOD("{ \"a\" : 1 , \"b\" : {} }"),
    GOOD("{\"\":0}"),
    GOOD("{\"a\":{\"a\":{\"a\":1}}}"),
    GOOD("{\"a\":1,\"A\":2}"),
    GOOD("{\"a\":1,\"a \":2}"),
    GOOD("[{\"a\":1},{\"a\":1}]"),
    BAD("{"),
    BAD("{\"a\""),
    BAD("{\"a\":"),
    BAD("{\"a\":1"),
    BAD("{\"a\":1,}"),
    BAD("{,}"),
    BAD("{a:1}"),
    BAD("{'a':1}"),
    BAD("{1:1}"),
    BAD("{\"a\" 1}"),
    BAD("{\"a\":1 \"b\":2}"),
    BAD("{\"a\":1]"),
    BAD("{\"a\":}"),
    BAD("{\"a\"::1}"),
    BAD("}"),
    BAD("{null:1}"),
    BAD("{\"a\\u0000b\":1}"),
    BAD("{\"a\0b\":1}"),
    /* Doubled keys, whatever way they are written */
    BAD("{\"a\":1,\"a\":2}"),
    BAD("{\"a\":1,\"a\":1}"),
    BAD("{\"a\":1,\"b\":2,\"a\":3}"),
    BAD("{\"a\":1,\"\\u0061\":2}"),
    BAD("{\"\\/\":1,\"/\":2}"),
    BAD("{\"\":1,\"\":2}"),
    BAD("{\"\\u00e5\":1,\"\xc3\xa5\":2}"),
    BAD("{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}"),
    BAD("{\"\\n\":1,\"\\u000a\":2}"),
    BAD("{\"x\":{\"b\":0},\"y\":[{\"a\":1,\"a\":2}]}"),
    BAD("{\"a\":{\"z\":1,\"y\":2},\"a\":3}"),
    BAD("{\"\\u000A\":1,\"\\u000a\":2}"),
};

/* A copy that ends where the document ends, so that the sanitizer sees a read past it. */
static struct base_text exact_copy(struct base_arena *arena, struct base_text text)
{
    char *copy = base_arena_alloc(arena, text.length);
    if (text.length > 0) {
        memcpy(copy, text.data, text.length);
    }
    return (struct base_text){copy, text.length};
}

static void test_documents(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(scan_cases) / sizeof(scan_cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct base_text document = exact_copy(arena, scan_cases[i].document);
        struct base_json_error error = {.message = NULL};
        enum base_status status = base_json_scan(document, &base_json_limits_submission, &error);
        if (status != scan_cases[i].status) {
            fail_msg("case %zu, \"%s\": %s", i, scan_cases[i].document.data,
                     base_status_name(status));
        }
        if (status == STATUS_OK) {
            assert_null(error.message);
        } else {
            assert_non_null(error.message);
            assert_in_range(error.offset, 0, document.length);
        }
        assert_int_equal(base_json_scan(document, &base_json_limits_submission, NULL), status);
    }
}

/* Every prefix of a valid object is refused, without a read past its end. */
static void test_every_prefix_is_refused(void **state)
{
    (void)state;
    struct base_text whole = BASE_TEXT("{\"a\":[1.5e3,true,null,\"\\u00e5\\ud83d\\ude00\xc3\xa5\"],"
                                       "\"b\":{\"\\u0062\":-0.5}}");
    assert_int_equal(base_json_scan(whole, &base_json_limits_submission, NULL), STATUS_OK);
    for (size_t length = 0; length < whole.length; length++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct base_text prefix = exact_copy(arena, (struct base_text){whole.data, length});
        assert_int_equal(base_json_scan(prefix, &base_json_limits_submission, NULL),
                         STATUS_MALFORMED);
    }
}

static void test_place_of_an_error(void **state)
{
    (void)state;
    struct base_json_error error;
    assert_int_equal(base_json_scan(BASE_TEXT("{\n  \"a\": 1,\n  \"b\": oops\n}"),
                                    &base_json_limits_submission, &error),
                     STATUS_MALFORMED);
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 8);
    assert_int_equal(error.offset, 19);
    /* Of two doubled keys the one that stands first in the text. */
    assert_int_equal(base_json_scan(BASE_TEXT("{\"z\":1,\"a\":1,\"z\":1,\"a\":1}"),
                                    &base_json_limits_submission, &error),
                     STATUS_MALFORMED);
    assert_int_equal(error.offset, 13);
    assert_non_null(strstr(error.message, "already"));
    assert_int_equal(base_json_scan(BASE_TEXT("[1"), &base_json_limits_submission, &error),
                     STATUS_MALFORMED);
    assert_int_equal(error.offset, 2);
}

static struct base_text nested(struct base_arena *arena, size_t depth, const char *open,
                               const char *close)
{
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    for (size_t i = 0; i < depth; i++) {
        base_buffer_string(&buffer, open);
    }
    base_buffer_string(&buffer, "1");
    for (size_t i = 0; i < depth; i++) {
        base_buffer_string(&buffer, close);
    }
    return base_buffer_view(&buffer);
}

static void test_depth(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct base_json_limits *limits = &base_json_limits_submission;
    assert_int_equal(limits->depth, 16);
    assert_int_equal(base_json_scan(nested(arena, 16, "[", "]"), limits, NULL), STATUS_OK);
    assert_int_equal(base_json_scan(nested(arena, 17, "[", "]"), limits, NULL), STATUS_TOO_LARGE);
    assert_int_equal(base_json_scan(nested(arena, 16, "{\"a\":", "}"), limits, NULL), STATUS_OK);
    assert_int_equal(base_json_scan(nested(arena, 17, "{\"a\":", "}"), limits, NULL),
                     STATUS_TOO_LARGE);
    assert_int_equal(base_json_scan(nested(arena, 100000, "[", ""), limits, NULL),
                     STATUS_TOO_LARGE);
    /* Depth is not the number of brackets. */
    assert_int_equal(base_json_scan(nested(arena, 200, "[],[", "]"), limits, NULL),
                     STATUS_MALFORMED);
    assert_int_equal(
        base_json_scan(BASE_TEXT("[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]"), limits,
                       NULL),
        STATUS_OK);
    assert_int_equal(base_json_scan(nested(arena, 64, "[", "]"), &base_json_limits_file, NULL),
                     STATUS_OK);
}

static struct base_text wide(struct base_arena *arena, size_t members, bool object)
{
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    for (size_t i = 0; i < members; i++) {
        base_buffer_string(&buffer, i > 0 ? "," : object ? "{" : "[");
        if (object) {
            base_buffer_format(&buffer, "\"key%zu\":", i);
        }
        base_buffer_string(&buffer, "0");
    }
    base_buffer_string(&buffer, object ? "}" : "]");
    return base_buffer_view(&buffer);
}

static void test_members(void **state)
{
    (void)state;
    for (int object = 0; object < 2; object++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        assert_int_equal(
            base_json_scan(wide(arena, 512, object), &base_json_limits_submission, NULL),
            STATUS_OK);
        assert_int_equal(
            base_json_scan(wide(arena, 513, object), &base_json_limits_submission, NULL),
            STATUS_TOO_LARGE);
        assert_int_equal(base_json_scan(wide(arena, 65536, object), &base_json_limits_file, NULL),
                         STATUS_OK);
    }
}

static void test_doubled_key_among_many(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text document = wide(arena, 65000, true);
    char *text = base_arena_copy(arena, document.data, document.length);
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    base_buffer_add(&buffer, text, document.length - 1);
    size_t offset = buffer.length + 1;
    base_buffer_string(&buffer, ",\"key\\u0033\\u0032\":1}");
    struct base_json_error error;
    assert_int_equal(base_json_scan(base_buffer_view(&buffer), &base_json_limits_file, &error),
                     STATUS_MALFORMED);
    assert_int_equal(error.offset, offset);
}

static void test_length(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    size_t limit = base_json_limits_submission.bytes;
    assert_int_equal(limit, 262144);
    char *text = base_arena_alloc(arena, limit + 1);
    memset(text, ' ', limit + 1);
    text[0] = '1';
    assert_int_equal(
        base_json_scan((struct base_text){text, limit}, &base_json_limits_submission, NULL),
        STATUS_OK);
    struct base_json_error error;
    assert_int_equal(
        base_json_scan((struct base_text){text, limit + 1}, &base_json_limits_submission, &error),
        STATUS_TOO_LARGE);
    assert_int_equal(error.offset, limit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_every_prefix_is_refused),
        cmocka_unit_test(test_place_of_an_error),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_doubled_key_among_many),
        cmocka_unit_test(test_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
