#include "pages/results.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "html_check.h"

static const char *const steps[] = {"Never <1>", "Seldom", "Sometimes", "Often", "Always"};
static const int percent[] = {4, 8, 20, 40, 28};

static const struct pages_report_point shown = {2,    true,  24,    percent, 3.8125, true, 3.375,
                                                4.25, false, false, 0,       0,      0};
/* The figures of what is suppressed must never show, even if they are handed over. */
static const struct pages_report_point suppressed = {
    2, false, 4177, percent, 2.718, true, 2.111, 3.333, false, false, 0, 0, 0};

static const struct pages_report_response response = {
    2, "Second", true, 30, 24, 0.8, 1, PAGES_RESPONSE_CLOSED, false};
static const struct pages_report_response hidden = {
    2, "Second", false, 7317, 4177, 0.57, 6199, PAGES_RESPONSE_CLOSED, false};

static const struct pages_report_question questions[] = {
    {"a", "We <agree>", "Shared \"view\"", 5, steps, 1, true, 1, &shown, 1, 5, false, false},
    {"b", "How often?", NULL, 5, steps, 1, false, 1, &shown, 1, 5, false, false},
    {"c", "Only a mean", NULL, 0, NULL, 0, false, 1, &shown, 0, 10, false, false},
    {"d", "Too few", NULL, 0, NULL, 0, false, 1, &suppressed, 0, 10, false, false},
    {"e", "Never asked", NULL, 0, NULL, 0, false, 0, &suppressed, 0, 10, false, false},
};

static struct pages_report whole(void)
{
    return (struct pages_report){
        .language = "en",
        .title = "Skills",
        .minimum_group_size = 7,
        .computed = "2026-11-23T17:32:05Z",
        .response_count = 1,
        .responses = &response,
        .question_count = sizeof(questions) / sizeof(questions[0]),
        .questions = questions,
    };
}

static const char *write(struct base_arena *arena, enum pages_results_state state,
                         const struct pages_report *report, int language)
{
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_results results = {
        .programme = programme,
        .cycle = state == PAGES_RESULTS_NOT_SHARED ? NULL : &programme->cycles[1],
        .language = language,
        .state = state,
        .report = report,
        .is_early = report && report->response_count == 0,
        .shown_from = "2026-12-02T00:09",
        .path = "/p/skills/token/results/2",
        .back = "/p/skills/token",
    };
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_results_write(&fixture_site, &results, &page);
    const char *html = base_buffer_view(&page).data;
    assert_page_is_well_formed(html);
    assert_page_lacks(html, "4177");
    assert_page_lacks(html, "2.7");
    return html;
}

static void test_shown(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = whole();
    const char *html = write(arena, PAGES_RESULTS_SHOWN, &report, ENGLISH);
    assert_page_has(html, "<h1>What we answered together</h1>");
    assert_page_has(html, "Cycle 2: Second");
    assert_page_has(html, "24 of 30 answered (80%)");
    assert_page_has(html, "1 answer came by the link");
    assert_page_has(html, "We &lt;agree&gt;");
    assert_page_has(html, "<h2>Shared &quot;view&quot;</h2>");
    assert_int_equal(count_in_page(html, "<figure"), 4);
    assert_int_equal(count_in_page(html, "<svg"), 2);
    assert_int_equal(count_in_page(html, "class=\"left-out\""), 1);
    assert_page_has(html, "only where the answers of at least 7 people are behind them; who");
    assert_page_has(html, "would reveal the answers of fewer than 7 people.</p>");
    assert_page_has(html, "Computed on 23 November 2026 at 17:32 UTC.");
    assert_page_lacks(html, "may be missing");
    assert_page_lacks(html, "Never asked");
    assert_page_has(html, "href=\"/p/skills/token/results/2?lang=sv\"");
    assert_page_has(html, "href=\"/p/skills/token?lang=en\"");
}

static void test_too_few(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = whole();
    report.responses = &hidden;
    report.questions = &questions[3];
    report.question_count = 2;
    const char *html = write(arena, PAGES_RESULTS_SHOWN, &report, ENGLISH);
    assert_page_has(html, "There are not enough answers to show results");
    assert_page_lacks(html, "<table");
    assert_page_lacks(html, "<svg");
    assert_page_lacks(html, "invited");
    report.question_count = 0;
    assert_page_has(write(arena, PAGES_RESULTS_SHOWN, &report, ENGLISH),
                    "None of the questions of this cycle");
}

static void test_computed_before_the_closing(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = whole();
    report.response_count = 0;
    assert_page_has(write(arena, PAGES_RESULTS_SHOWN, &report, ENGLISH), "may be missing");
}

static void test_nothing_to_show(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = write(arena, PAGES_RESULTS_NOT_CLOSED, NULL, SWEDISH);
    assert_page_has(html, "<h1>Resultaten kommer när enkäten har stängt</h1>");
    assert_page_has(html, "De visas från den 2 december 2026 kl. 00.09, tio minuter");
    html = write(arena, PAGES_RESULTS_NOT_COMPUTED, NULL, ENGLISH);
    assert_page_has(html, "<h1>The results are not ready yet</h1>");
    assert_page_lacks(html, "They are shown from");
    html = write(arena, PAGES_RESULTS_NOT_SHARED, NULL, FINNISH);
    assert_page_has(html, "<h1><span lang=\"en\">There are no results at this address</span></h1>");
    assert_page_lacks(html, "class=\"caption\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shown),
        cmocka_unit_test(test_too_few),
        cmocka_unit_test(test_computed_before_the_closing),
        cmocka_unit_test(test_nothing_to_show),
    };
    return cmocka_run_group_tests_name("pages.results", tests, NULL, NULL);
}
