#include "markup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_escapes_what_markup_means(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_buffer out;
    base_buffer_init(&out, arena);
    pages_escape(&out, "<script>alert(\"1\" && '2')</script> åäö");
    assert_string_equal(out.data, "&lt;script&gt;alert(&quot;1&quot; &amp;&amp; "
                                  "&#39;2&#39;)&lt;/script&gt; åäö");
}

static void test_escapes_a_slice_and_nothing_more(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_buffer out;
    base_buffer_init(&out, arena);
    pages_escape_text(&out, (struct base_text){"a<b<c", 3});
    pages_escape_text(&out, (struct base_text){NULL, 0});
    pages_escape(&out, NULL);
    assert_string_equal(out.data, "a&lt;b");
}

static void test_prints_formats(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_buffer out;
    base_buffer_init(&out, arena);
    pages_print(&out, "<p title=\"%s\">%d %zu %.1f %.0f 100%%</p>", "\">", -7, (size_t)12, 2.25,
                3.0);
    assert_string_equal(out.data, "<p title=\"&quot;&gt;\">-7 12 2.2 3 100%</p>");
}

static void test_ids_are_safe_and_distinct(void **state)
{
    (void)state;
    static const struct {
        const char *field, *suffix, *id;
    } cases[] = {
        {"q", "", "q"},
        {"q.row", ":2", "q.row:2"},
        {"q-Comment", ":error", "q-Comment:error"},
        {"q.row:2", "", "q.row~3a2"},
        {"q.a b", "", "q.a~20b"},
        {"q.\"><i>", "", "q.~22~3e~3ci~3e"},
        {"q.å", "", "q.~c3~a5"},
        {"q.~20", "", "q.~7e20"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct base_buffer out;
        base_buffer_init(&out, arena);
        pages_print_id(&out, cases[i].field, cases[i].suffix);
        assert_string_equal(out.data, cases[i].id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escapes_what_markup_means),
        cmocka_unit_test(test_escapes_a_slice_and_nothing_more),
        cmocka_unit_test(test_prints_formats),
        cmocka_unit_test(test_ids_are_safe_and_distinct),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
