#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "html_check.h"

static const struct pages_overview *overview(struct base_arena *arena,
                                             const struct survey_programme *programme, int language)
{
    struct pages_overview_cycle *cycles = base_arena_array(arena, struct pages_overview_cycle, 3);
    cycles[0] = (struct pages_overview_cycle){.cycle = &programme->cycles[0],
                                              .state = PAGES_CYCLE_CLOSED,
                                              .is_answered = true,
                                              .day = "2026-11-05",
                                              .revision = 1,
                                              .answers = "/p/skills/token/cycle/1",
                                              .results = "/p/skills/token/results/1"};
    cycles[1] = (struct pages_overview_cycle){
        .cycle = &programme->cycles[1], .state = PAGES_CYCLE_OPEN, .form = "/p/skills/token"};
    cycles[2] = (struct pages_overview_cycle){.cycle = &programme->cycles[2],
                                              .state = PAGES_CYCLE_UPCOMING};
    struct pages_overview *list = base_arena_object(arena, struct pages_overview);
    *list = (struct pages_overview){
        .programme = programme, .language = language, .count = 3, .cycles = cycles};
    return list;
}

static void test_on_the_form(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    assert_page_lacks(fixture_write(arena, &form), "Your surveys");
    form.overview = overview(arena, programme, ENGLISH);
    const char *html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    assert_true(strstr(html, "</form>") < strstr(html, "Your surveys"));
    assert_page_has(html, "Closed. You answered on 5 November 2026.");
    assert_page_has(html, "<a href=\"/p/skills/token/cycle/1?lang=en\">See what you answered"
                          "<span class=\"unseen\"> (Cycle 1)</span></a>");
    assert_page_has(html, "<a href=\"/p/skills/token/results/1?lang=en\">See the group’s results");
    assert_page_has(html, "Open until 1 December 2026 at 23:59. You have not answered.");
    assert_page_has(html, "<a href=\"/p/skills/token?lang=en\">Answer<span");
    assert_page_has(html, "<p class=\"state\">Opens on 20 January 2027 at 12:00.</p>");
}

/* The database is away: neither "answered" nor "not answered". */
static void test_answers_unknown(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    struct pages_overview_cycle open = {
        .cycle = &programme->cycles[1], .state = PAGES_CYCLE_OPEN, .form = "/p/skills/token"};
    form.overview = &(struct pages_overview){.programme = programme,
                                             .language = ENGLISH,
                                             .answers_unknown = true,
                                             .count = 1,
                                             .cycles = &open};
    const char *html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    assert_page_has(html, "Which of them you have answered cannot be shown right now.");
    assert_page_has(html, "Open until 1 December 2026 at 23:59.</p>");
    assert_page_lacks(html, "ou have not answered");
}

/* A sealed cycle does not say "not answered": nobody knows. */
static void test_sealed(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "survey");
    struct pages_overview_cycle sealed = {.cycle = &programme->cycles[0],
                                          .state = PAGES_CYCLE_SEALED};
    struct pages_overview list = {
        .programme = programme, .language = ENGLISH, .count = 1, .cycles = &sealed};
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    form.overview = &list;
    const char *html = fixture_write(arena, &form);
    assert_page_has(html, "Sealed: nobody can tell any longer who answered what.</p>");
    assert_page_lacks(html, "You have not answered");
}

/* A notice is in English where the programme's language is a third one; its titles are not. */
static void test_on_a_notice(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_notice notice = {.kind = PAGES_NOTICE_NOTHING_OPEN,
                                  .language = "fi",
                                  .title = "Osaaminen",
                                  .overview = overview(arena, programme, FINNISH)};
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_notice_write(&fixture_site, &notice, &page);
    const char *html = base_buffer_view(&page).data;
    assert_page_is_well_formed(html);
    assert_page_has(html, "<html lang=\"en\">");
    assert_page_has(html, "<p class=\"programme\" lang=\"fi\">Osaaminen</p>");
    assert_page_has(html, "<strong>Cycle 1</strong> <span lang=\"fi\">First</span>");
    assert_page_has(html, "/cycle/1?lang=fi\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_on_the_form),
        cmocka_unit_test(test_answers_unknown), cmocka_unit_test(test_sealed),
        cmocka_unit_test(test_on_a_notice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
