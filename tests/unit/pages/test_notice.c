#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "html_check.h"

static const char *write(struct base_arena *arena, const struct pages_notice *notice)
{
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_notice_write(&fixture_site, notice, &page);
    const char *html = base_buffer_view(&page).data;
    assert_page_is_well_formed(html);
    return html;
}

static void test_every_kind_in_both_languages(void **state)
{
    (void)state;
    for (int kind = PAGES_NOTICE_BAD_LINK; kind <= PAGES_NOTICE_ERROR; kind++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct pages_notice notice = {.kind = (enum pages_notice_kind)kind, .language = "sv"};
        const char *swedish = write(arena, &notice);
        assert_page_has(swedish, "<html lang=\"sv\">");
        assert_page_lacks(swedish, "{0}");
        notice.language = "en";
        const char *english = write(arena, &notice);
        assert_page_has(english, "<html lang=\"en\">");
        assert_string_not_equal(strstr(swedish, "<h1>"), strstr(english, "<h1>"));
        notice.language = "fi";
        assert_string_equal(write(arena, &notice), english);
    }
}

static void test_when(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_notice notice = {.kind = PAGES_NOTICE_NOT_OPEN_YET,
                                  .language = "sv-SE",
                                  .title = "A & B",
                                  .when = "2026-11-20T12:00"};
    const char *html = write(arena, &notice);
    assert_page_has(html, "Den öppnar den 20 november 2026 kl. 12.00.");
    assert_page_has(html, "<p class=\"programme\">A &amp; B</p>");
    notice.language = "en";
    assert_page_has(write(arena, &notice), "It opens on 20 November 2026 at 12:00.");
    notice.kind = PAGES_NOTICE_NOTHING_OPEN;
    assert_page_has(write(arena, &notice), "The next survey opens on 20 November 2026 at 12:00.");
}

static void test_brings_a_form_back(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_field fields[] = {
        {BASE_TEXT("_go"), BASE_TEXT("send")},
        {BASE_TEXT("a\"><b>"), BASE_TEXT("<script>&\"'\r\nR\u00e4ka")},
    };
    struct pages_notice notice = {.kind = PAGES_NOTICE_UNAVAILABLE,
                                  .language = "en",
                                  .resend = "/p/x/\"y",
                                  .field_count = 2,
                                  .fields = fields};
    const char *html = write(arena, &notice);
    assert_page_has(html, "<form method=\"post\" action=\"/p/x/&quot;y\">");
    assert_page_has(html, "<input type=\"hidden\" name=\"_go\" value=\"send\">");
    assert_page_has(html, "name=\"a&quot;&gt;&lt;b&gt;\" value=\"&lt;script&gt;&amp;&quot;");
    assert_page_has(html, "Everything you have filled in is still here.");
    assert_page_lacks(html, "<b>");
    notice.resend = NULL;
    assert_page_lacks(write(arena, &notice), "<form");
}

static void test_bad_link_reveals_nothing(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_notice notice = {.kind = PAGES_NOTICE_BAD_LINK, .language = "en"};
    const char *html = write(arena, &notice);
    assert_page_lacks(html, "class=\"programme\"");
    assert_page_has(html, "This link does not work");
}

static void test_retry(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_notice notice = {
        .kind = PAGES_NOTICE_UNAVAILABLE, .language = "en", .retry_url = "/p/x/\"y"};
    assert_page_has(write(arena, &notice), "href=\"/p/x/&quot;y\">Try again</a>");
}

static const char draft_place[] =
    "<div id=\"unsent\">\n<template data-draft=\"abc-1\"><p class=\"caption\">Cycle 1: %s</p>"
    "</template>\n<template data-draft=\"abc-2\">";

/* What may be on the device and unsent: the script knows where to look and what to say; before the
   heading, in the language of the titles. */
static void test_names_what_may_be_unsent(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    const struct pages_unsent_cycle cycles[] = {{&programme->cycles[0], "abc-1"},
                                                {&programme->cycles[1], "abc-2"}};
    struct pages_unsent unsent = {
        .programme = programme, .language = ENGLISH, .count = 2, .cycles = cycles};
    struct pages_notice notice = {.kind = PAGES_NOTICE_CLOSED, .language = "en"};
    const char *html = write(arena, &notice);
    assert_page_lacks(html, "unsent");
    assert_page_lacks(html, "<script");
    notice.unsent = &unsent;
    html = write(arena, &notice);
    assert_page_has(html, base_arena_format(arena, draft_place, "First"));
    assert_true(strstr(html, "id=\"unsent\"") < strstr(html, "<h1>"));
    assert_page_has(html, "<script src=\"/assets/survey.1.js\" defer></script>");
    assert_page_has(html, "<script type=\"application/json\" id=\"words\">");
    notice.language = "fi";
    unsent.language = FINNISH;
    assert_page_has(write(arena, &notice),
                    base_arena_format(arena, draft_place, "<span lang=\"fi\">First</span>"));
}

/* The form of another cycle; the words of a third language's page say that they are English. */
static void test_names_what_may_be_unsent_on_a_form(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    const struct pages_unsent_cycle cycle = {&programme->cycles[0], "abc-1"};
    struct pages_unsent unsent = {
        .programme = programme, .language = FINNISH, .count = 1, .cycles = &cycle};
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    assert_page_lacks(fixture_write(arena, &form), "unsent");
    form.language = FINNISH;
    form.unsent = &unsent;
    const char *html = fixture_write_whole(arena, &form);
    assert_page_is_well_formed(html);
    assert_page_has(html, "<template data-draft=\"abc-1\"><p class=\"caption\">"
                          "<span lang=\"en\">Cycle 1</span>: First</p></template>");
    assert_true(strstr(html, "id=\"unsent\"") < strstr(html, "<form"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_in_both_languages),
        cmocka_unit_test(test_when),
        cmocka_unit_test(test_brings_a_form_back),
        cmocka_unit_test(test_bad_link_reveals_nothing),
        cmocka_unit_test(test_retry),
        cmocka_unit_test(test_names_what_may_be_unsent),
        cmocka_unit_test(test_names_what_may_be_unsent_on_a_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
