#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "html_check.h"

static void test_whole_form_in_every_language_and_state(void **state)
{
    (void)state;
    for (int language = SWEDISH; language <= FINNISH; language++) {
        for (int variant = 0; variant < 4; variant++) {
            BASE_ARENA_SCOPED *arena = base_arena_new();
            const struct survey_programme *programme = fixture_programme(arena, "programme");
            struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
            form.language = language;
            form.respondent.open_link = variant % 2 == 1;
            if (form.respondent.open_link)
                form.respondent.organisation = NULL;
            if (variant >= 2)
                form.answers = fixture_answers(
                    arena, "{\"attended\": false, \"recommend\": 9, \"gain\": [\"ideas\"]}");
            const char *html = fixture_write(arena, &form);
            assert_page_is_well_formed(html);
            assert_page_has(html, "<p>Take <strong>care</strong></p>");
            assert_page_has(html, "Survey &lt;2&gt;");
            assert_page_lacks(html, "<b>");
        }
    }
}

static void test_sends_what_identifies_the_form(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    const char *html = fixture_write(arena, &form);
    assert_page_has(html, "<form id=\"survey\" method=\"post\" action=\"/p/skills/token\" "
                          "novalidate data-revision=\"0\"");
    assert_page_has(html, "name=\"_submission\" value=\"6f1d9a3e-6f63-4a43-9d3c-0d6a7f2b8c11\"");
    assert_page_has(html, "name=\"_cycle\" value=\"2\"");
    assert_page_has(html, "name=\"_version\" value=\"3\"");
    assert_page_has(html, "name=\"_language\" value=\"en\"");
    assert_page_has(html, "<title>Survey &lt;2&gt; – Skills &amp; metal</title>");
    assert_page_has(html, "until 1 December 2026 at 23:59");
    assert_page_lacks(html, "Error:");
    assert_page_lacks(html, "role=\"alert\"");
}

static void test_languages_are_marked(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    const char *html = fixture_write(arena, &form);
    assert_page_has(html, "<html lang=\"en\">");
    assert_page_has(html, "<button type=\"submit\" name=\"_go\" value=\"language-sv\" "
                          "form=\"survey\" formnovalidate lang=\"sv\">Svenska</button>");
    assert_page_has(html, "<span lang=\"en\" aria-current=\"true\">English</span>");
    form.language = SWEDISH;
    html = fixture_write(arena, &form);
    assert_page_has(html, "<html lang=\"sv\">");
    assert_page_has(html, "Skicka svar");
    assert_page_lacks(html, "Send answers");
    form.language = FINNISH;
    html = fixture_write(arena, &form);
    assert_page_has(html, "<html lang=\"fi\">");
    assert_page_has(html, "<span lang=\"en\">Send answers</span>");
    assert_page_has(html, "<option value=\"\" lang=\"en\">Choose</option>");
    assert_page_has(html, "<p class=\"programme\">Osaaminen</p>");
}

static void add_problem(struct survey_problems *problems, const char *item, const char *field,
                        const char *message)
{
    survey_problem_add(problems, (struct survey_problem){.file = "",
                                                         .pointer = "",
                                                         .code = "required",
                                                         .message = message,
                                                         .item = item,
                                                         .field = field});
}

static void test_errors_lead_to_their_fields(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    add_problem(&problems, "consent", "consent", "Select <yes>");
    add_problem(&problems, "view", "view.way", "Say your view");
    add_problem(&problems, "reach", "reach", "Enter a number");
    add_problem(&problems, "learn", NULL, "Fill the grid");
    add_problem(&problems, NULL, "nowhere", "There is no such question");
    form.problems = &problems;
    form.answers = fixture_answers(arena, "{\"reach\": \"many\", \"view\": {\"need\": 3}}");
    const char *html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    assert_page_has(html, "<title>Error: Survey");
    assert_page_has(html, "id=\"error-summary\" role=\"alert\" tabindex=\"-1\"");
    assert_page_has(html, "<li><a href=\"#consent\">Select &lt;yes&gt;</a></li>");
    /* What is on the other page can only be led to by the script. */
    assert_page_has(html, "<li data-field=\"view.way\">Page 2: Say your view</li>");
    assert_page_has(html, "<li data-field=\"learn\">Page 2: Fill the grid</li>");
    assert_page_has(html, "<li>There is no such question</li>");
    assert_page_has(html, "<p class=\"error\" id=\"view.way:error\">");
    assert_page_has(html, "aria-describedby=\"view.way:error\"");
    assert_page_has(html, "aria-describedby=\"reach:hint reach:error\" aria-invalid=\"true\"");
    assert_page_has(html, "value=\"many\"");
    assert_page_has(html, "name=\"view.need\" value=\"3\" checked");
    assert_int_equal(count_in_page(html, "class=\"error\""), 4);
}

static void test_warnings_are_no_errors(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    form.problems = &problems;
    const char *html = fixture_write(arena, &form);
    assert_page_lacks(html, "error-summary");
}

static void test_open_link_asks_who_answers(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    const char *html = fixture_write(arena, &form);
    assert_page_lacks(html, "name=\"actor_type\"");
    assert_page_lacks(html, "name=\"organisation\"");
    form.respondent.open_link = true;
    form.respondent.organisation = NULL;
    form.answers =
        fixture_answers(arena, "{\"actor_type\": \"company\", \"organisation\": \"steel\"}");
    html = fixture_write(arena, &form);
    assert_page_has(html, "id=\"actor_type\" name=\"actor_type\" value=\"municipality\">");
    assert_page_has(html, "name=\"actor_type\" value=\"company\" checked>");
    assert_page_has(html, "<optgroup label=\"Company\">\n<option value=\"steel\" selected>Steel "
                          "&amp; Sons</option>\n</optgroup>");
    assert_page_lacks(html, "Latecomers");
    assert_page_has(html, "cannot be changed once they have been sent");
}

/* Words that would promise what does not hold must not be on the wrong page. */
static void test_privacy_says_which_linkage_holds(void **state)
{
    (void)state;
    static const struct {
        const char *linkage;
        bool open_link;
        const char *says;
        const char *lacks;
    } cases[] = {
        {"programme", false, "the same in every cycle", "in this survey only"},
        {"survey", false, "in this survey only", "the same in every cycle"},
        {"programme", true, "the same for everybody", "secret key"},
        {"survey", true, "the same for everybody", "secret key"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        const struct survey_programme *programme = fixture_programme(arena, cases[i].linkage);
        struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
        form.respondent.open_link = cases[i].open_link;
        if (form.respondent.open_link)
            form.respondent.organisation = NULL;
        const char *html = fixture_write(arena, &form);
        assert_page_has(html, cases[i].says);
        assert_page_lacks(html, cases[i].lacks);
        assert_page_has(html, "the answers of at least 7 people are behind them");
        if (!form.respondent.open_link)
            assert_page_has(html, "your organisation (Gnosjö)");
    }
}

static void test_conditions(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    /* Nothing answered: everything on the page is asked, with a hint. */
    const char *html = fixture_write(arena, &form);
    assert_int_equal(count_in_page(html, "Answer if it applies to you."), 1);
    assert_page_lacks(html, "class=\"left-out\"");
    /* Answered, and they hold: no hint. */
    form.answers = fixture_answers(arena, "{\"attended\": true}");
    html = fixture_write(arena, &form);
    assert_int_equal(count_in_page(html, "Answer if it applies to you."), 0);
    assert_page_lacks(html, "class=\"left-out\"");
    /* Answered, and they do not hold: folded away, yet within reach of a change of mind. */
    form.answers = fixture_answers(arena, "{\"attended\": false}");
    html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    assert_int_equal(count_in_page(html, "<details class=\"left-out\">"), 1);
    assert_page_has(html, "name=\"pace\"");
    /* On another page nothing can change it: the panel is there for the script only. */
    form.page = 1;
    html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    assert_page_has(html, "<template class=\"left-out\">\n<div class=\"panel\"");
    assert_page_lacks(html, "<details class=\"left-out\">");
    /* The page before is done: what was not answered there will not be answered any more. */
    form.answers = NULL;
    html = fixture_write(arena, &form);
    assert_page_has(html, "<template class=\"left-out\">\n<div class=\"panel\"");
    form.answers = fixture_answers(arena, "{\"attended\": true}");
    html = fixture_write(arena, &form);
    assert_page_lacks(html, "class=\"left-out\"");
    assert_page_lacks(html, "Answer if it applies");
}

/* What is dropped on sending must not decide what is asked. */
static void test_conditions_on_hidden_answers(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(
        programme,
        fixture_elements(
            arena, programme,
            "{\"type\": \"boolean\", \"name\": \"a\", \"title\": \"A\"},"
            "{\"type\": \"boolean\", \"name\": \"b\", \"title\": \"B\", \"visibleIf\": \"{a} = "
            "true\"},"
            "{\"type\": \"text\", \"name\": \"c\", \"title\": \"C\", \"visibleIf\": \"{b} = "
            "true\"},"
            "{\"type\": \"text\", \"name\": \"d\", \"title\": \"D\"}"));
    form.answers = fixture_answers(arena, "{\"a\": false, \"b\": true}");
    const char *html = fixture_write(arena, &form);
    const char *folded = strstr(html, "<details class=\"left-out\">");
    assert_non_null(folded);
    assert_true(folded < strstr(html, "name=\"b\""));
    assert_true(strstr(html, "name=\"c\"") < strstr(folded, "</details>"));
    assert_true(strstr(html, "name=\"d\"") > strstr(folded, "</details>"));
    assert_page_lacks(html, "Answer if it applies");
    /* Nothing is settled about c as long as a is open. */
    form.answers = fixture_answers(arena, "{\"b\": true}");
    html = fixture_write(arena, &form);
    assert_page_lacks(html, "class=\"left-out\"");
    assert_int_equal(count_in_page(html, "Answer if it applies to you."), 2);
}

/* On a personal link nobody is asked for it, and conditions find it empty. */
static void test_conditions_on_who_answers(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(
        programme, fixture_elements(arena, programme,
                                    "{\"type\": \"text\", \"name\": \"a\", \"title\": \"A\","
                                    " \"visibleIf\": \"{actor_type} = 'company'\"}"));
    const char *html = fixture_write(arena, &form);
    assert_page_has(html, "class=\"left-out\"");
    form.respondent.open_link = true;
    form.respondent.organisation = NULL;
    html = fixture_write(arena, &form);
    assert_page_lacks(html, "class=\"left-out\"");
    assert_page_has(html, "Answer if it applies");
}

static void test_answered_before(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    form.revision = 2;
    const char *html = fixture_write(arena, &form);
    assert_page_has(html, "You have already answered");
    assert_page_has(html, "Send changed answers");
    assert_page_is_well_formed(html);
}

/* The database is away: said before anything is asked, and nothing is wrong. */
static void test_earlier_answers_unknown(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    assert_page_lacks(fixture_write(arena, &form), "Have you answered before?");
    form.earlier_unknown = true;
    const char *html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    assert_page_has(html, "Have you answered before?");
    assert_page_has(html, "what you send now replaces them");
    assert_page_lacks(html, "role=\"alert\"");
    assert_page_lacks(html, "<title>Error: ");
}

static void test_not_stored(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_everything(arena, programme));
    form.banner = PAGES_BANNER_NOT_STORED;
    form.answers = fixture_answers(arena, "{\"word\": \"kept\"}");
    const char *html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    assert_page_has(html, "<title>Error: ");
    assert_page_has(html, "Your answers have not been stored yet");
    assert_page_has(html, "value=\"kept\"");
    assert_page_has(html, "role=\"alert\"");
}

/* Every text of an author goes through here once with markup in it. */
static void test_author_texts_are_escaped(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
#define EVIL "\\\"'><script>1</script>&"
    struct pages_form form = fixture_form(
        programme,
        fixture_questionnaire(
            arena, programme,
            "{\"title\": \"" EVIL "\", \"description\": \"" EVIL "\", \"pages\": [{\"name\": \"p\","
            " \"title\": \"" EVIL "\", \"description\": \"" EVIL "\", \"elements\": ["
            " {\"type\": \"panel\", \"name\": \"x\", \"title\": \"" EVIL "\","
            "  \"description\": \"" EVIL "\", \"elements\": ["
            " {\"type\": \"radiogroup\", \"name\": \"a\", \"title\": \"" EVIL "\","
            "  \"description\": \"" EVIL "\", \"choices\": [{\"value\": \"" EVIL "\","
            "  \"text\": \"" EVIL "\"}], \"showOtherItem\": true, \"otherText\": \"" EVIL "\","
            "  \"otherPlaceholder\": \"" EVIL "\"},"
            " {\"type\": \"dropdown\", \"name\": \"b\", \"title\": \"B\","
            "  \"choices\": [{\"value\": \"" EVIL "\", \"text\": \"" EVIL "\"}]},"
            " {\"type\": \"rating\", \"name\": \"c\", \"title\": \"C\","
            "  \"minRateDescription\": \"" EVIL "\", \"maxRateDescription\": \"" EVIL "\"},"
            " {\"type\": \"matrix\", \"name\": \"d\", \"title\": \"" EVIL "\","
            "  \"columns\": [{\"value\": \"" EVIL "\", \"text\": \"" EVIL "\"}],"
            "  \"rows\": [{\"value\": \"r\", \"text\": \"" EVIL "\"}]},"
            " {\"type\": \"ranking\", \"name\": \"e\", \"title\": \"E\","
            "  \"choices\": [\"" EVIL "\", \"other one\"]},"
            " {\"type\": \"boolean\", \"name\": \"f\", \"title\": \"F\","
            "  \"labelTrue\": \"" EVIL "\", \"labelFalse\": \"" EVIL "\"}]}]}]}"));
#undef EVIL
    form.answers = fixture_answers(arena, "{\"d\": {\"r\": \"\\\"'><script>1</script>&\"}}");
    const char *html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    assert_page_lacks(html, "<script>");
    assert_page_has(html, "name=\"d.r\" "
                          "value=\"&quot;&#39;&gt;&lt;script&gt;1&lt;/script&gt;&amp;\" checked>");
    assert_int_equal(count_in_page(html, " checked"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_form_in_every_language_and_state),
        cmocka_unit_test(test_sends_what_identifies_the_form),
        cmocka_unit_test(test_languages_are_marked),
        cmocka_unit_test(test_errors_lead_to_their_fields),
        cmocka_unit_test(test_warnings_are_no_errors),
        cmocka_unit_test(test_open_link_asks_who_answers),
        cmocka_unit_test(test_privacy_says_which_linkage_holds),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_conditions_on_hidden_answers),
        cmocka_unit_test(test_conditions_on_who_answers),
        cmocka_unit_test(test_answered_before),
        cmocka_unit_test(test_earlier_answers_unknown), cmocka_unit_test(test_not_stored),
        cmocka_unit_test(test_author_texts_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
