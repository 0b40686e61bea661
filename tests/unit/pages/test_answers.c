#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "html_check.h"
#include "pages/answers.h"

static struct pages_answers answers_of(struct base_arena *arena, const char *json)
{
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    return (struct pages_answers){
        .kind = PAGES_ANSWERS_SENT,
        .programme = programme,
        .cycle = &programme->cycles[1],
        .questionnaire = fixture_everything(arena, programme),
        .language = ENGLISH,
        .respondent = {.organisation = &programme->organisations[0]},
        .answers = json ? fixture_answers(arena, json) : NULL,
        .day = "2026-11-20",
        .revision = 1,
        .path = "/p/skills/token/cycle/2",
    };
}

static const char *write(struct base_arena *arena, const struct pages_answers *answers)
{
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_answers_write(&fixture_site, answers, &page);
    const char *html = base_buffer_view(&page).data;
    assert_page_is_well_formed(html);
    return html;
}

static const char everything[] =
    "{\"consent\": true, \"attended\": true, \"pace\": \"other\", \"pace-Comment\": \"<fast>\","
    " \"role\": \"worker\", \"gain\": [\"ideas\", \"friends\"], \"recommend\": 9,"
    " \"word\": \"Steel & iron\", \"reach\": 12, \"since\": \"2026-03-14\","
    " \"thoughts\": \"One\\nTwo\", \"view\": {\"need\": 3}, \"roster\": {\"steel\": 4},"
    " \"learn\": {\"goal\": {\"then\": 2, \"now\": 4}}, \"order\": [\"second\", \"first\"]}";

static void test_every_kind(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_answers answers = answers_of(arena, everything);
    const char *html = write(arena, &answers);
    assert_page_has(html, "<h1>What you answered</h1>");
    assert_page_has(html, "Stored on 20 November 2026.");
    assert_page_has(html, "<dt>Were you there?</dt>\n<dd>I was</dd>");
    assert_page_has(html, "<dd>Other: &lt;fast&gt;</dd>");
    assert_page_has(html, "<dd>worker</dd>");
    assert_page_has(html, "<li>Ideas &amp; &quot;plans&quot;</li>\n<li>friends</li>");
    assert_page_has(html, "<dd>9 (0 = Never, 10 = Always)</dd>");
    assert_page_has(html, "<dd>Steel &amp; iron</dd>");
    assert_page_has(html, "<dd>12</dd>");
    assert_page_has(html, "<dd>14 March 2026</dd>");
    assert_page_has(html, "<dd>One\nTwo</dd>");
    assert_page_has(html, "<li><span>We need it</span> <strong>Yes</strong></li>");
    assert_page_has(html, "<li><span>We know the way</span> <strong><span class=\"nothing\">No "
                          "answer</span></strong></li>");
    assert_page_has(html, "<span>Steel &amp; Sons</span> <strong>All the time</strong>");
    assert_page_lacks(html, "Gnosjö"); /* the own organisation is not asked about */
    assert_page_has(html, "<strong>Before: 2, Today: 4</strong>");
    assert_page_has(html, "<ol>\n<li>second</li>\n<li>first</li>\n</ol>");
    assert_page_has(html, "<h3>A panel</h3>");
    assert_page_lacks(html, "Take <strong>care"); /* a note is no question */
    assert_page_lacks(html, "<textarea");
    assert_page_has(html, "href=\"/p/skills/token/cycle/2?lang=sv\"");
}

/* What was not asked is not there; what was asked and not answered says so. */
static void test_not_asked_and_not_answered(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_answers answers = answers_of(arena, "{\"attended\": false, \"pace\": 1}");
    const char *html = write(arena, &answers);
    assert_page_lacks(html, "Pace");
    assert_page_lacks(html, "A panel");
    assert_page_has(html, "<dt>One word</dt>\n<dd><span class=\"nothing\">No answer</span></dd>");
    assert_page_has(html, "<dt>Your view</dt>\n<dd><span class=\"nothing\">No answer</span></dd>");
    answers.answers = NULL;
    write(arena, &answers);
}

/* What is not stored is there to be copied, all of it. */
static void test_everything_that_was_written(void **state)
{
    (void)state;
    static const enum pages_answers_kind kinds[] = {PAGES_ANSWERS_TOO_LATE, PAGES_ANSWERS_NOT_OPEN,
                                                    PAGES_ANSWERS_SENT_BEFORE,
                                                    PAGES_ANSWERS_WITHDRAWN};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct pages_answers answers = answers_of(
            arena, "{\"attended\": false, \"pace\": 1, \"pace-Comment\": \"my own words\"}");
        answers.kind = kinds[i];
        answers.day = NULL;
        const char *html = write(arena, &answers);
        assert_page_has(html, "<dt>Pace &lt;b&gt;?</dt>\n<dd><ul>\n<li>");
        assert_page_has(html, "<li>my own words</li>\n</ul></dd>");
        assert_page_has(html, "- my own words\n");
        /* Nobody learns the questions of a survey that is not open by sending to it. */
        assert_int_equal(strstr(html, "One word") != NULL, kinds[i] != PAGES_ANSWERS_NOT_OPEN);
        assert_page_lacks(html, "A panel");
    }
}

static void test_links(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_answers answers = answers_of(arena, everything);
    const char *html = write(arena, &answers);
    assert_page_has(html, "the answers can no longer be changed");
    assert_page_lacks(html, "class=\"ways\"");
    answers.form = "/p/skills/token";
    answers.withdraw = "/p/skills/token/receipt/x/withdraw";
    answers.results = "/p/skills/token/results/2";
    answers.revision = 3;
    html = write(arena, &answers);
    assert_page_lacks(html, "can no longer be changed");
    assert_page_has(html, "This is version 3 of your answers.");
    assert_page_has(html, "href=\"/p/skills/token?lang=en\">Change your answers</a>");
    assert_page_has(html, "/withdraw?lang=en\">Take back your answers</a>");
    assert_page_has(html, "/results/2?lang=en\">See the group’s results</a>");
}

/* Nothing of it is stored: it stands there once more, to be copied. */
static void test_to_be_copied(void **state)
{
    (void)state;
    static const struct {
        enum pages_answers_kind kind;
        const char *says;
    } cases[] = {
        {PAGES_ANSWERS_TOO_LATE, "The survey closed on 1 December 2026 at 23:59, and nothing"},
        {PAGES_ANSWERS_NOT_OPEN, "The survey is not open, and nothing"},
        {PAGES_ANSWERS_SENT_BEFORE, "The answers that were sent first are stored"},
        {PAGES_ANSWERS_WITHDRAWN, "have been taken back and deleted"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct pages_answers answers = answers_of(arena, everything);
        answers.kind = cases[i].kind;
        answers.path = NULL;
        const char *html = write(arena, &answers);
        assert_page_has(html, cases[i].says);
        assert_page_lacks(html, "<nav");
        const char *copy = strstr(html, "<textarea id=\"copy\"");
        assert_non_null(copy);
        assert_page_has(copy, "Were you there?\nI was\n\n");
        assert_page_has(copy, "- Ideas &amp; &quot;plans&quot;\n- friends\n");
        assert_page_has(copy, "- We need it: Yes\n- We know the way: No answer\n");
        assert_page_has(copy, "1. second\n2. first\n");
    }
}

/* Not valid, perhaps, but theirs. */
static void test_what_is_not_valid_is_shown_as_typed(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_answers answers =
        answers_of(arena, "{\"role\": \"king\", \"reach\": \"a lot\", \"since\": \"soon\","
                          " \"gain\": \"gold\", \"view\": {\"need\": \"so so\"},"
                          " \"attended\": \"perhaps\"}");
    answers.kind = PAGES_ANSWERS_TOO_LATE;
    const char *html = write(arena, &answers);
    assert_page_has(html, "<dd>king</dd>");
    assert_page_has(html, "<dd>a lot</dd>");
    assert_page_has(html, "<dd>soon</dd>");
    assert_page_has(html, "<dd>gold</dd>");
    assert_page_has(html, "<strong>so so</strong>");
    assert_page_has(html, "<dd>perhaps</dd>");
}

static void test_open_link_and_third_language(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_answers answers =
        answers_of(arena, "{\"actor_type\": \"company\", \"organisation\": \"steel\","
                          " \"consent\": true}");
    answers.kind = PAGES_ANSWERS_SENT_BEFORE;
    answers.respondent = (struct survey_respondent){.open_link = true};
    answers.form = "/o/skills/code";
    answers.language = FINNISH;
    const char *html = write(arena, &answers);
    assert_page_has(html, "<html lang=\"fi\">");
    assert_page_has(html, "<dd>Company</dd>");
    assert_page_has(html, "<dd>Steel &amp; Sons</dd>");
    assert_page_has(html, "<dd><span lang=\"en\">Yes</span></dd>");
    assert_page_has(html, "<span lang=\"en\">No answer</span>");
    assert_page_has(html, "Answer for another person on this device");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind),
        cmocka_unit_test(test_not_asked_and_not_answered),
        cmocka_unit_test(test_everything_that_was_written),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_to_be_copied),
        cmocka_unit_test(test_what_is_not_valid_is_shown_as_typed),
        cmocka_unit_test(test_open_link_and_third_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
