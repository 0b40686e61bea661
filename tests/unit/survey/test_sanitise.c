#include "fixture.h"

#include <string.h>

#include "sanitise.h"

static void test_what_is_allowed(void **state)
{
    static const struct {
        const char *source, *html;
    } cases[] = {
        {"plain", "plain"},
        {"<p>a</p>", "<p>a</p>"},
        {"<P >a</P >", "<p>a</p>"},
        {"a<br>b<br/>c<BR />d", "a<br>b<br>c<br>d"},
        {"<h3>t</h3><p><strong>b</strong> <em>i</em></p>",
         "<h3>t</h3><p><strong>b</strong> <em>i</em></p>"},
        {"<ul> <li>a</li>\n<li><p>b</p></li></ul>", "<ul> <li>a</li>\n<li><p>b</p></li></ul>"},
        {"<ol><li>a<ul><li>b</li></ul></li></ol>", "<ol><li>a<ul><li>b</li></ul></li></ol>"},
        {"<a href=\"https://x.se/?a=1&b=2\">x</a>",
         "<a href=\"https://x.se/?a=1&amp;b=2\" rel=\"noopener noreferrer\">x</a>"},
        {"<a href='mailto:a@b.se'>x</a>",
         "<a href=\"mailto:a@b.se\" rel=\"noopener noreferrer\">x</a>"},
        {"<a href=\"https://x.se/?a=1&amp;b=2\">x</a>",
         "<a href=\"https://x.se/?a=1&amp;b=2\" rel=\"noopener noreferrer\">x</a>"},
        {"a & b > c \" d", "a &amp; b &gt; c &quot; d"},
        {"&lt;script&gt; &amp; &nbsp;&#8211;", "&lt;script&gt; &amp; &nbsp;&#8211;"},
        {"&bogus; &#x; &#;", "&amp;bogus; &amp;#x; &amp;#;"},
        {"Gnosjö – är", "Gnosjö – är"},
        {"a\x01"
         "b",
         "ab"},
    };
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const char *message = NULL;
        const char *html = survey_sanitise_html(arena, base_text_of(cases[i].source), &message);
        if (html == NULL) {
            fail_msg("%s: %s", cases[i].source, message);
        }
        assert_string_equal(html, cases[i].html);
    }
}

static void test_what_is_refused(void **state)
{
    static const struct {
        const char *source, *word; /* that the message has */
    } cases[] = {
        {"<script>alert(1)</script>", "<script>"},
        {"<img src=x onerror=alert(1)>", "<img>"},
        {"<p onclick=\"x\">a</p>", "attributes"},
        {"<p style='x'>a</p>", "attributes"},
        {"<a>x</a>", "address"},
        {"<a href=\"javascript:alert(1)\">x</a>", "https://"},
        {"<a href=\"http://x.se\">x</a>", "https://"},
        {"<a href=\"//x.se\">x</a>", "https://"},
        {"<a href=\" https://x.se\">x</a>", "https://"},
        {"<a href=\"https://x.se/\" target=\"_blank\">x</a>", "attributes"},
        {"<a href=\"https://x.se/\" href=\"https://y.se/\">x</a>", "attributes"},
        {"<a href=https://x.se>x</a>", "quotes"},
        {"<a href=\"https://x.se", "never closed"},
        {"<a href=\"https://x.se/\"><a href=\"https://y.se/\">x</a></a>", "inside a link"},
        {"<p>a", "never closed"},
        {"a</p>", "closes nothing"},
        {"<p><strong>a</p></strong>", "closes nothing"},
        {"<p><p>a</p></p>", "<p>"},
        {"<li>a</li>", "<li>"},
        {"<ul>a</ul>", "outside of any <li>"},
        {"<ul><p>a</p></ul>", "<li>"},
        {"a < b", "&lt;"},
        {"<", "&lt;"},
        {"<!-- c -->", "&lt;"},
        {"<p", "attributes"},
        {"</p", "not closed"},
        {"<strong><p>a</p></strong>", "inside <strong>"},
        {"<svg/onload=alert(1)>", "<svg>"},
        {"<ul><li><ul><li><ul><li><ul><li><ul><li>x</li></ul></li></ul></li></ul></li></ul></li>"
         "</ul>",
         "deep"},
    };
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const char *message = NULL;
        const char *html = survey_sanitise_html(arena, base_text_of(cases[i].source), &message);
        if (html != NULL) {
            fail_msg("%s was let through as %s", cases[i].source, html);
        }
        if (strstr(message, cases[i].word) == NULL) {
            fail_msg("%s: the message does not have \"%s\": %s", cases[i].source, cases[i].word,
                     message);
        }
    }
}

/* Whatever comes out must come out again unchanged. */
static void test_idempotent(void **state)
{
    static const char *const sources[] = {"<p>a & b</p>", "<ul><li>x &lt; y</li></ul>",
                                          "&amp;amp; \"quoted\" 'single'", "a<br/>b"};
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < LENGTH(sources); i++) {
        const char *message = NULL;
        const char *once = survey_sanitise_html(arena, base_text_of(sources[i]), &message);
        assert_non_null(once);
        const char *twice = survey_sanitise_html(arena, base_text_of(once), &message);
        assert_non_null(twice);
        assert_string_equal(once, twice);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_allowed),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_idempotent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
