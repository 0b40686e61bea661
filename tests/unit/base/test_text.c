#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void test_comparing(void **state)
{
    (void)state;
    struct base_text empty = base_text_of(NULL);
    assert_null(empty.data);
    assert_int_equal(empty.length, 0);
    assert_true(base_text_equal(empty, BASE_TEXT("")));
    assert_true(base_text_equal_secret(empty, BASE_TEXT("")));
    assert_true(base_text_equal(BASE_TEXT("ab"), base_text_of("ab")));
    assert_false(base_text_equal(BASE_TEXT("ab"), BASE_TEXT("abc")));
    assert_false(base_text_equal_string(BASE_TEXT("a\0b"), "a"));
    assert_true(
        base_text_equal_ignoring_case(BASE_TEXT("Content-TYPE"), BASE_TEXT("content-type")));
    assert_false(base_text_equal_ignoring_case(BASE_TEXT("a["), BASE_TEXT("a{")));
    assert_false(base_text_equal_ignoring_case(BASE_TEXT("\xc3\x84"), BASE_TEXT("\xc3\xa4")));
    assert_true(base_text_starts_with(BASE_TEXT("abc"), BASE_TEXT("ab")));
    assert_true(base_text_starts_with(empty, empty));
    assert_false(base_text_starts_with(BASE_TEXT("a"), BASE_TEXT("ab")));
    assert_true(base_text_equal_secret(BASE_TEXT("secret"), BASE_TEXT("secret")));
    assert_false(base_text_equal_secret(BASE_TEXT("secret"), BASE_TEXT("secreT")));
    assert_false(base_text_equal_secret(BASE_TEXT("secret"), BASE_TEXT("secrets")));
}

static void test_trimming_and_splitting(void **state)
{
    (void)state;
    assert_true(base_text_equal_string(base_text_trim(BASE_TEXT(" \t a b\r\n")), "a b"));
    assert_int_equal(base_text_trim(BASE_TEXT(" \n ")).length, 0);
    struct base_text head;
    struct base_text rest = base_text_split(BASE_TEXT("a,b,"), ',', &head);
    assert_true(base_text_equal_string(head, "a"));
    rest = base_text_split(rest, ',', &head);
    assert_true(base_text_equal_string(head, "b"));
    assert_non_null(rest.data);
    assert_int_equal(rest.length, 0);
    rest = base_text_split(rest, ',', &head);
    assert_int_equal(head.length, 0);
    assert_null(rest.data);
    rest = base_text_split((struct base_text){NULL, 0}, ',', &head);
    assert_null(rest.data);
    assert_int_equal(head.length, 0);
}

struct utf8_case {
    struct base_text text;
    size_t characters; /* 0: not well-formed */
};

static void test_utf8_borders(void **state)
{
    (void)state;
    static const struct utf8_case cases[] = {
        {BASE_TEXT("\0"), 1},
        {BASE_TEXT("\x7f"), 1},
        {BASE_TEXT("\x80"), 0},
        {BASE_TEXT("\xbf"), 0},
        {BASE_TEXT("\xc0\x80"), 0},
        {BASE_TEXT("\xc1\xbf"), 0},
        {BASE_TEXT("\xc2\x80"), 1},
        {BASE_TEXT("\xc2"), 0},
        {BASE_TEXT("\xc2\x7f"), 0},
        {BASE_TEXT("\xc2\xc0"), 0},
        {BASE_TEXT("\xdf\xbf"), 1},
        {BASE_TEXT("\xe0\x9f\xbf"), 0},
        {BASE_TEXT("\xe0\xa0\x80"), 1},
        {BASE_TEXT("\xe0\xa0"), 0},
        {BASE_TEXT("\xe1\x80"), 0},
        {BASE_TEXT("\xe1\x80\x7f"), 0},
        {BASE_TEXT("\xed\x9f\xbf"), 1},
        {BASE_TEXT("\xed\xa0\x80"), 0},
        {BASE_TEXT("\xed\xbf\xbf"), 0},
        {BASE_TEXT("\xee\x80\x80"), 1},
        {BASE_TEXT("\xef\xbf\xbf"), 1},
        {BASE_TEXT("\xf0\x8f\xbf\xbf"), 0},
        {BASE_TEXT("\xf0\x90\x80\x80"), 1},
        {BASE_TEXT("\xf0\x90\x80"), 0},
        {BASE_TEXT("\xf0\x90\x80\xc0"), 0},
        {BASE_TEXT("\xf4\x8f\xbf\xbf"), 1},
        {BASE_TEXT("\xf4\x90\x80\x80"), 0},
        {BASE_TEXT("\xf5\x80\x80\x80"), 0},
        {BASE_TEXT("\xf8\x88\x80\x80\x80"), 0},
        {BASE_TEXT("\xfe"), 0},
        {BASE_TEXT("\xff"), 0},
        {BASE_TEXT("a\xc3\xa5\xe2\x82\xac\xf0\x9f\x98\x80"), 4},
        {BASE_TEXT("ok\xc3"), 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool good = cases[i].characters > 0;
        /* A copy of its own, so that the sanitizer sees a read past the end. */
        BASE_ARENA_SCOPED *arena = base_arena_new();
        char *exact = base_arena_alloc(arena, cases[i].text.length);
        memcpy(exact, cases[i].text.data, cases[i].text.length);
        struct base_text text = {exact, cases[i].text.length};
        assert_int_equal(base_text_is_utf8(text), good);
        if (good) {
            assert_int_equal(base_text_characters(text), cases[i].characters);
        }
    }
    assert_true(base_text_is_utf8((struct base_text){NULL, 0}));
    assert_int_equal(base_text_utf8_sequence((struct base_text){NULL, 0}), 0);
    assert_int_equal(base_text_utf8_sequence(BASE_TEXT("\xe2\x82\xacx")), 3);
}

static void test_cutting(void **state)
{
    (void)state;
    struct base_text text = BASE_TEXT("a\xe2\x82\xac\xf0\x9f\x98\x80");
    const size_t expected[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 8};
    for (size_t limit = 0; limit < sizeof(expected) / sizeof(expected[0]); limit++) {
        assert_int_equal(base_text_cut(text, limit).length, expected[limit]);
    }
}

static void test_names(void **state)
{
    (void)state;
    const char *const names[] = {"a", "q1", "a_b_", "a2345678901234567890123456789012"};
    const char *const no_names[] = {
        "", "1a", "_a", "A", "a-b", "aB", "\xc3\xa5", "a b", "a23456789012345678901234567890123"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_true(base_text_is_name(base_text_of(names[i])));
    }
    for (size_t i = 0; i < sizeof(no_names) / sizeof(no_names[0]); i++) {
        assert_false(base_text_is_name(base_text_of(no_names[i])));
    }
    assert_false(base_text_is_name(BASE_TEXT("a\0")));
}

static void test_identifiers(void **state)
{
    (void)state;
    char longest[65];
    memset(longest, 'x', sizeof(longest));
    const char *const good[] = {"a", "7", "competence-provision", "a--b", "2024"};
    const char *const bad[] = {"", "-", "-a", "a-", "A", "a_b", "..", ".", "a/b", "a.b", "a b"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(base_text_is_identifier(base_text_of(good[i])));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(base_text_is_identifier(base_text_of(bad[i])));
    }
    assert_true(base_text_is_identifier((struct base_text){longest, 64}));
    assert_false(base_text_is_identifier((struct base_text){longest, 65}));
}

static void test_buffer_grows(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    assert_string_equal(buffer.data, "");
    for (int i = 0; i < 2000; i++) {
        base_buffer_format(&buffer, "%04d", i);
        base_buffer_add(&buffer, "\0", 1);
        base_buffer_string(&buffer, "s");
        base_buffer_text(&buffer, BASE_TEXT("t"));
        base_buffer_text(&buffer, (struct base_text){NULL, 0});
        assert_int_equal(buffer.data[buffer.length], '\0');
    }
    struct base_text view = base_buffer_view(&buffer);
    assert_int_equal(view.length, 2000 * 7);
    assert_memory_equal(view.data + 7 * 1234, "1234\0st", 7);
    char large[5000];
    memset(large, 'L', sizeof(large) - 1);
    large[sizeof(large) - 1] = '\0';
    base_buffer_format(&buffer, "<%s>", large);
    assert_int_equal(buffer.length, 2000 * 7 + 5001);
    assert_int_equal(buffer.data[buffer.length - 1], '>');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comparing),    cmocka_unit_test(test_trimming_and_splitting),
        cmocka_unit_test(test_utf8_borders), cmocka_unit_test(test_cutting),
        cmocka_unit_test(test_names),        cmocka_unit_test(test_identifiers),
        cmocka_unit_test(test_buffer_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
