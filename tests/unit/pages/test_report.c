#include "pages/report.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "chart.h"
#include "html_check.h"

static const struct pages_site site = {.report_css = "/assets/report.1.css"};
static const char *const languages[] = {"sv", "en"};
static const char *const steps[] = {"Never <1>", "Seldom", "Sometimes", "Often", "Always"};
static const int percent[] = {4, 8, 20, 40, 28};

static const struct pages_report_response responses[] = {
    {1, "First & best", true, 30, 24, 0.8, 3, PAGES_RESPONSE_CLOSED, false},
    /* The figures of what is suppressed must never show, even if they are handed over. */
    {2, "Second", false, 7317, 4177, 0.5713, 6199, PAGES_RESPONSE_CLOSED, false},
    {3, "Third", true, 0, 0, NAN, 12, PAGES_RESPONSE_CLOSED, false},
};

static const struct pages_report_point points[] = {
    {1, true, 24, percent, 3.8125, true, 3.375, 4.25, false, false, 0, 0, 0},
    {2, false, 4177, percent, 2.718, true, 2.111, 3.333, false, false, 0, 0, 0},
    {3, true, 0, NULL, NAN, false, NAN, NAN, false, false, 0, 0, 0},
};

static const struct pages_report_question questions[] = {
    {"a", "We <agree>", "Shared \"view\"", 5, steps, 1, true, 3, points, 1, 5, false, false},
    {"b", "How often?", NULL, 5, steps, 1, false, 3, points, 1, 5, false, false},
    {"c", "Only a mean", NULL, 0, NULL, 0, false, 3, points, 0, 10, false, false},
};

static struct pages_report whole(void)
{
    return (struct pages_report){
        .language = "en",
        .programme = "skills",
        .title = "Skills <b>",
        .minimum_group_size = 5,
        .computed = "2026-11-23T17:32:05Z",
        .provenance = "Definitions 1, program 0.1.0, 24 answers",
        .languages = languages,
        .language_count = 2,
        .response_count = 3,
        .responses = responses,
        .question_count = 3,
        .questions = questions,
    };
}

static const char *write(struct base_arena *arena, const struct pages_report *report)
{
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_report_write(&site, report, &page);
    const char *html = base_buffer_view(&page).data;
    assert_page_is_well_formed(html);
    return html;
}

static void test_shows_figures(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = whole();
    const char *html = write(arena, &report);
    assert_page_has(html, "Figures of 23 November 2026 at 17:32 UTC");
    assert_page_has(html, "80% (24 of 30) and 3 by open link");
    assert_page_has(html, "Cycle 1: First &amp; best");
    assert_page_has(html, "nobody invited and 12 by open link");
    assert_page_has(html, "24 answers, mean 3.8");
    assert_page_has(html, "<td>3.8</td><td>3.4–4.2</td>");
    assert_page_has(html, "<title>Often: 40%</title>");
    assert_page_has(html, "Definitions 1, program 0.1.0, 24 answers");
    assert_page_has(html, "No answers");
    static const char *const no_numbers[] = {">nan", " nan", "\"nan", ">inf", "\"inf", "-nan"};
    for (size_t i = 0; i < sizeof(no_numbers) / sizeof(no_numbers[0]); i++)
        assert_page_lacks(html, no_numbers[i]);
    assert_page_lacks(html, "<script");
    assert_page_lacks(html, "<b>");
}

static void test_pictures_have_words_too(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = whole();
    const char *html = write(arena, &report);
    int pictures = count_in_page(html, "<svg");
    assert_int_equal(pictures, 1 + 3 + 2); /* rates, trends, distributions */
    assert_int_equal(count_in_page(html, "role=\"img\""), pictures);
    assert_int_equal(count_in_page(html, "<desc id="), pictures);
    assert_int_equal(count_in_page(html, "<table>"), 1 + 3);
    assert_page_has(html, "Distribution of the answers: We &lt;agree&gt;</title>");
}

static void test_suppressed_points_show_no_figure(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = whole();
    static const char *const spoken[] = {"en", "sv"};
    for (size_t i = 0; i < 2; i++) {
        report.language = spoken[i];
        const char *html = write(arena, &report);
        static const char *const secrets[] = {"7317", "4177", "6199", "57%",  "57\u00a0%", "2.71",
                                              "2,71", "2.7<", "2.11", "2,11", "3.33",      "3,33"};
        for (size_t j = 0; j < sizeof(secrets) / sizeof(secrets[0]); j++)
            assert_page_lacks(html, secrets[j]);
    }
    const char *html = write(arena, &report);
    assert_page_has(html, "Visas inte: kunde röja färre än 5 svar");
    assert_page_has(html, ">utelämnat</text>");
}

/* Why there is no response rate is told as it is. */
static void test_says_why_there_is_no_rate(void **state)
{
    (void)state;
    static const struct {
        enum pages_response_state state;
        bool is_empty;
        const char *english, *swedish;
    } cases[] = {
        {PAGES_RESPONSE_NOT_OPENED, true, "Not opened yet", "Har inte öppnat än"},
        {PAGES_RESPONSE_OPEN, true, "No answers yet", "Inga svar än"},
        {PAGES_RESPONSE_OPEN, false, "Still open: shown when at least 5 people have answered",
         "Öppen än: visas när minst 5 personer har svarat"},
        {PAGES_RESPONSE_CLOSED, true, "No answers", "Inga svar"},
        {PAGES_RESPONSE_CLOSED, false, "Not shown: could reveal fewer than 5 answers",
         "Visas inte: kunde röja färre än 5 svar"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct pages_report report = whole();
        const struct pages_report_response response = {
            .cycle = 2, .title = "Two", .state = cases[i].state, .is_empty = cases[i].is_empty};
        report.responses = &response;
        report.response_count = 1;
        report.question_count = 0;
        const char *html = write(arena, &report);
        assert_page_has(html, base_arena_format(arena, ">%s</text>", cases[i].english));
        assert_page_has(html, base_arena_format(arena, ">%s</td>", cases[i].english));
        report.language = "sv";
        assert_page_has(write(arena, &report), cases[i].swedish);
    }
}

/* Of a sensitive question more is left out than of others, and which of the two it was is not told.
 */
static void test_says_why_a_sensitive_question_is_left_out(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = whole();
    struct pages_report_question question = questions[0];
    question.is_sensitive = true;
    report.questions = &question;
    report.question_count = 1;
    assert_page_has(write(arena, &report),
                    "Sensitive: fewer than 5 answers, or nearly all alike</text>");
    report.language = "sv";
    assert_page_has(write(arena, &report),
                    "Känslig fråga: färre än 5 svar, eller nästan alla lika</td>");
}

static void test_says_when_there_was_nothing_new(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = whole();
    report.checked = "2026-11-23T17:32:50Z";
    assert_page_lacks(write(arena, &report), "checked");
    report.checked = "2026-11-24T06:00:00Z";
    assert_page_has(write(arena, &report), "Figures of 23 November 2026 at 17:32 UTC, checked 24 "
                                           "November 2026 at 06:00 UTC: nothing new");
    report.language = "sv";
    assert_page_has(write(arena, &report), "kontrollerade den 24 november 2026 kl. 06.00 UTC");
}

/* The geometry must not give away what the words hide: with other hidden figures, same bytes. */
static void test_suppressed_figures_do_not_change_the_page(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static const int other_percent[] = {90, 10, 0, 0, 0};
    struct pages_report_point other_points[3];
    memcpy(other_points, points, sizeof(points));
    other_points[1] = (struct pages_report_point){.cycle = 2, .percent = other_percent, .n = 3};
    struct pages_report_question other_questions[3];
    memcpy(other_questions, questions, sizeof(questions));
    for (size_t i = 0; i < 3; i++)
        other_questions[i].points = other_points;
    struct pages_report report = whole();
    const char *html = write(arena, &report);
    report.questions = other_questions;
    assert_string_equal(write(arena, &report), html);
}

static void test_never_computed(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = {.language = "sv", .title = "X", .minimum_group_size = 5};
    const char *html = write(arena, &report);
    assert_page_has(html, "Inga siffror än");
    assert_page_lacks(html, "<svg");
}

static void test_one_cycle_has_no_trend(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = whole();
    struct pages_report_question question = questions[0];
    question.point_count = 1;
    report.questions = &question;
    report.question_count = 1;
    report.response_count = 1;
    const char *html = write(arena, &report);
    assert_page_lacks(html, "id=\"trend\"");
    assert_page_has(html, "id=\"questions\"");
}

static void test_halves(void **state)
{
    (void)state;
    double left = 0;
    double right = 0;
    pages_chart_halves(&questions[0], &points[0], &left, &right);
    assert_true(fabs(left - 22) < 1e-9);
    assert_true(fabs(right - 78) < 1e-9);
    pages_chart_halves(&questions[0], &points[1], &left, &right);
    assert_true(left == 0 && right == 0);
}

static double luminance(const char *fill)
{
    unsigned red, green, blue;
    assert_int_equal(sscanf(fill, "#%2x%2x%2x", &red, &green, &blue), 3);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/* Colour is not the only cue: each half of a scale gets lighter step by step. */
static void test_colours_differ_in_lightness(void **state)
{
    (void)state;
    for (size_t count = 2; count <= 11; count++) {
        for (size_t i = 1; i < count; i++) {
            double before = luminance(pages_chart_colour(i - 1, count, false).fill);
            double after = luminance(pages_chart_colour(i, count, false).fill);
            assert_true(after < before);
            before = luminance(pages_chart_colour(i - 1, count, true).fill);
            after = luminance(pages_chart_colour(i, count, true).fill);
            if (i < count / 2)
                assert_true(after > before);
            else if (i - 1 >= (count + 1) / 2)
                assert_true(after < before);
        }
    }
}

/* What a picture says of a change has room for all of it. */
static void test_long_words_of_a_change_fit(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct pages_pair pair = {.id = "x",
                                    .text = "X",
                                    .from = 10,
                                    .to = 12,
                                    .maximum = 2,
                                    .before = 0.92,
                                    .after = 0.55,
                                    .then = NAN,
                                    .change = {true, 126, -0.37, true, -0.59, -0.15, NAN},
                                    .effect = NAN};
    struct pages_report report = {.language = "sv",
                                  .title = "Skills",
                                  .minimum_group_size = 5,
                                  .computed = "2026-11-23T17:32:05Z",
                                  .convergence_count = 1,
                                  .convergences = &pair};
    const char *html = write(arena, &report);
    const char *words = strstr(html, "−0,15), n = 126</text>");
    assert_non_null(words);
    while (*words != '<')
        words--;
    double size = 0;
    assert_int_equal(sscanf(strstr(words, "font-size="), "font-size=\"%lf", &size), 1);
    assert_true(size < 11 && size > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shows_figures),
        cmocka_unit_test(test_pictures_have_words_too),
        cmocka_unit_test(test_says_why_there_is_no_rate),
        cmocka_unit_test(test_says_why_a_sensitive_question_is_left_out),
        cmocka_unit_test(test_says_when_there_was_nothing_new),
        cmocka_unit_test(test_suppressed_points_show_no_figure),
        cmocka_unit_test(test_suppressed_figures_do_not_change_the_page),
        cmocka_unit_test(test_never_computed),
        cmocka_unit_test(test_one_cycle_has_no_trend),
        cmocka_unit_test(test_long_words_of_a_change_fit),
        cmocka_unit_test(test_halves),
        cmocka_unit_test(test_colours_differ_in_lightness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
