#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <float.h>
#include <string.h>

static struct json_object *parse(struct base_arena *arena, const char *document)
{
    struct json_object *root = NULL;
    struct base_json_error error;
    enum base_status status =
        base_json_parse(arena, base_text_of(document), &base_json_limits_submission, &root, &error);
    if (status != STATUS_OK) {
        fail_msg("%s: %s", document, error.message);
    }
    return root;
}

static void test_parse(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct json_object *root = parse(arena, " {\"a\": [1, \"x\", null], \"b\": null} ");
    assert_int_equal(json_object_array_length(base_json_get(root, "a")), 3);
    assert_null(base_json_get(root, "b"));
    assert_null(base_json_get(root, "c"));
    assert_null(base_json_get(base_json_get(root, "a"), "0"));
    assert_null(base_json_get(NULL, "a"));
    struct json_object *text = json_object_array_get_idx(base_json_get(root, "a"), 1);
    assert_true(base_text_equal_string(base_json_text(text), "x"));
    assert_null(base_json_text(root).data);
    assert_null(base_json_text(NULL).data);
    assert_int_equal(json_object_get_int64(parse(arena, "-12")), -12);
    assert_null(parse(arena, "null"));
}

static void test_parse_refuses_what_the_library_takes(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *const bad[] = {
        "{\"a\":1,\"a\":2}", "NaN", "[1.]", "[Infinity]", "99999999999999999999",
        "\"\xed\xa0\x80\""};
    struct json_object *untouched = (struct json_object *)arena;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct base_json_error error;
        struct json_object *root = untouched;
        assert_int_equal(base_json_parse(arena, base_text_of(bad[i]), &base_json_limits_submission,
                                         &root, &error),
                         STATUS_MALFORMED);
        assert_ptr_equal(root, untouched);
    }
}

static void test_parse_at_the_deepest(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    parse(arena, "[[[[[[[[[[[[[[[[\"x\"]]]]]]]]]]]]]]]]");
    parse(arena, "[[[[[[[[[[[[[[[{\"x\":null}]]]]]]]]]]]]]]]");
}

static void check_canonical(const char *document, const char *expected)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text canonical = base_json_canonical(arena, parse(arena, document));
    assert_string_equal(canonical.data, expected);
    assert_int_equal(canonical.length, strlen(expected));
    struct base_text again = base_json_canonical(arena, parse(arena, canonical.data));
    assert_string_equal(again.data, expected);
}

static void test_canonical(void **state)
{
    (void)state;
    check_canonical("{\"b\":1,\"a\":{\"d\":[],\"c\":{}}}", "{\"a\":{\"c\":{},\"d\":[]},\"b\":1}");
    check_canonical("{\"\xc3\xa5\":1,\"z\":2,\"B\":3,\"\":4}",
                    "{\"\":4,\"B\":3,\"z\":2,\"\xc3\xa5\":1}");
    check_canonical("[ 1.0 , -0 , -0.0 , 1e2 , 2.50 ]", "[1,0,0,100,2.5]");
    check_canonical("[1e18,1000000000000000000,1e19,1e-7]",
                    "[1000000000000000000,1000000000000000000,1e19,1e-7]");
    check_canonical("[9223372036854775807,-9223372036854775808,-9223372036854775808.0]",
                    "[9223372036854775807,-9223372036854775808,-9223372036854775808]");
    check_canonical("[9223372036854775808.0]", "[9.223372036854776e18]");
    check_canonical("\"a\\/b\\u00e5\\n\\u001f\\\"\\\\\"", "\"a/b\xc3\xa5\\n\\u001f\\\"\\\\\"");
    check_canonical("[true,false,null]", "[true,false,null]");
    check_canonical("null", "null");
}

static void test_write_keeps_the_order(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct json_object *root = parse(arena, "{\"b\": 1.50, \"a\": [ \"x/y\", null ]}");
    assert_string_equal(base_json_write(arena, root).data, "{\"b\":1.5,\"a\":[\"x/y\",null]}");
    assert_string_equal(base_json_write(arena, NULL).data, "null");
}

static void test_numbers_from_code(void **state)
{
    (void)state;
    const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},
                 {-0.0, "0"},
                 {3, "3"},
                 {-2.5, "-2.5"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {9007199254740991.0, "9007199254740991"},
                 {1e300, "1e300"},
                 {DBL_MAX, "1.7976931348623157e308"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct json_object *number = base_json_own(arena, base_json_number(cases[i].value));
        assert_true(json_object_get_double(number) == cases[i].value);
        assert_string_equal(base_json_write(arena, number).data, cases[i].text);
        assert_string_equal(json_object_to_json_string(number), cases[i].text);
    }
}

static void test_large_unsigned_from_code(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct json_object *number = base_json_own(arena, json_object_new_uint64(UINT64_MAX));
    assert_string_equal(base_json_write(arena, number).data, "18446744073709551615");
}

static void test_text_with_nul_from_code(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct json_object *text = base_json_own(arena, json_object_new_string_len("a\0b", 3));
    assert_string_equal(base_json_write(arena, text).data, "\"a\\u0000b\"");
}

static void test_pointers(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *pointer = base_json_pointer(arena, "", "pages");
    pointer = base_json_pointer_index(arena, pointer, 0);
    assert_string_equal(pointer, "/pages/0");
    assert_string_equal(base_json_pointer(arena, pointer, "a/b~c"), "/pages/0/a~1b~0c");
    assert_string_equal(base_json_pointer(arena, "/x", ""), "/x/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_parse_refuses_what_the_library_takes),
        cmocka_unit_test(test_parse_at_the_deepest),
        cmocka_unit_test(test_canonical),
        cmocka_unit_test(test_write_keeps_the_order),
        cmocka_unit_test(test_numbers_from_code),
        cmocka_unit_test(test_large_unsigned_from_code),
        cmocka_unit_test(test_text_with_nul_from_code),
        cmocka_unit_test(test_pointers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
