#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "fixture.h"
#include "html_check.h"

/* Three pages; the second is asked only of some. */
static const char three_pages[] =
    "{\"title\": \"Survey\", \"pages\": ["
    " {\"name\": \"one\", \"title\": \"One\", \"elements\": ["
    "  {\"type\": \"boolean\", \"name\": \"a\", \"title\": \"A\", \"isRequired\": true},"
    "  {\"type\": \"checkbox\", \"name\": \"b\", \"title\": \"B\", \"choices\": [1, 2, 3],"
    "   \"minSelectedChoices\": 1, \"maxSelectedChoices\": 2}]},"
    " {\"name\": \"two\", \"title\": \"Two\", \"visibleIf\": \"{a} = true\", \"elements\": ["
    "  {\"type\": \"text\", \"name\": \"c\", \"title\": \"C\", \"requiredIf\": \"{b} notempty\"},"
    "  {\"type\": \"text\", \"inputType\": \"number\", \"name\": \"d\", \"title\": \"D\","
    "   \"min\": 0, \"max\": 9, \"step\": 1, \"visibleIf\": \"{c} notempty\"}]},"
    " {\"name\": \"three\", \"title\": \"Three\", \"elements\": ["
    "  {\"type\": \"comment\", \"name\": \"e\", \"title\": \"E\"}]}]}";

static struct pages_form form_of_three(struct base_arena *arena)
{
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form =
        fixture_form(programme, fixture_questionnaire(arena, programme, three_pages));
    form.state = "c2VhbGVk";
    form.draft = "ZHJhZnQ";
    form.respondent.actor_type = &programme->actor_types[0];
    return form;
}

static const char *part_after(const char *html, const char *text)
{
    const char *found = strstr(html, text);
    assert_non_null(found);
    return found;
}

static void test_one_page_is_shown(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_form form = form_of_three(arena);
    form.page = 1;
    form.answers = fixture_answers(arena, "{\"a\": true}");
    const char *html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    assert_int_equal(count_in_page(html, "<template class=\"other-page\">\n<section"), 2);
    assert_int_equal(count_in_page(html, "<section class=\"page\" data-page=\""), 3);
    assert_page_has(html, "</template>\n<section class=\"page\" data-page=\"2\" id=\"page-2\" "
                          "tabindex=\"-1\" data-visible=\"[&quot;=&quot;,[&quot;a&quot;],true]\"");
    assert_page_has(html, "name=\"_page\" value=\"2\"");
    assert_page_has(html, "name=\"_state\" value=\"c2VhbGVk\"");
    assert_page_has(html, "data-revision=\"0\" data-draft=\"ZHJhZnQ\" "
                          "data-actor-type=\"municipality\" data-organisation=\"gnosjo\">");
    assert_page_has(html, "data-text=\"Page {0} of {1}\">Page 2 of 3</p>");
    assert_page_has(html, "max=\"3\" value=\"2\"");
}

/* Enter must go on, not change the language. */
static void test_buttons(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_form form = form_of_three(arena);
    static const char back[] = "name=\"_go\" value=\"back\" class=\"quiet\"";
    static const char next[] = "name=\"_go\" value=\"next\"";
    static const char send[] = "name=\"_go\" value=\"send\" id=\"send-button\"";
    const char *html = fixture_write(arena, &form);
    const char *first = part_after(html, "<button");
    assert_memory_equal(first,
                        "<button class=\"unseen\" type=\"submit\" name=\"_go\" value=\"next\" "
                        "form=\"survey\"",
                        60);
    assert_true(first < strstr(html, "value=\"language-sv\""));
    const char *shown = part_after(html, "<div class=\"send\">");
    assert_memory_equal(part_after(shown, back) + strlen(back), " hidden>", 8);
    assert_memory_equal(part_after(shown, next) + strlen(next), ">", 1);
    assert_memory_equal(part_after(shown, send) + strlen(send), " hidden>", 8);
    form.page = 2;
    html = fixture_write(arena, &form);
    shown = part_after(html, "<div class=\"send\">");
    assert_memory_equal(part_after(shown, back) + strlen(back), ">", 1);
    assert_memory_equal(part_after(shown, next) + strlen(next), " hidden>", 8);
    assert_memory_equal(part_after(shown, send) + strlen(send), ">", 1);
    assert_page_has(html, "<button class=\"unseen\" type=\"submit\" name=\"_go\" value=\"send\"");
}

/* A page that will not be asked is not counted; one that may be asked is. */
static void test_progress(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_form form = form_of_three(arena);
    assert_page_has(fixture_write(arena, &form), ">Page 1 of 3</p>");
    form.answers = fixture_answers(arena, "{\"a\": false}");
    assert_page_has(fixture_write(arena, &form), ">Page 1 of 3</p>"); /* it can still be changed */
    form.page = 2;
    assert_page_has(fixture_write(arena, &form), ">Page 2 of 2</p>");
}

static void test_nothing_of_this_on_one_page(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(
        programme, fixture_elements(arena, programme,
                                    "{\"type\": \"text\", \"name\": \"a\", \"title\": \"A\"}"));
    const char *html = fixture_write(arena, &form);
    assert_page_lacks(html, "_page");
    assert_page_lacks(html, "_state");
    assert_page_lacks(html, "template");
    assert_page_lacks(html, "progress");
    assert_page_lacks(html, "value=\"back\"");
    assert_page_has(html, "class=\"unseen\" type=\"submit\" name=\"_go\" value=\"send\"");
}

static void test_what_the_script_must_know(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_form form = form_of_three(arena);
    const char *html = fixture_write(arena, &form);
    assert_page_has(html, "<div class=\"item\" data-item=\"a\" data-kind=\"boolean\" "
                          "data-required=\"true\">");
    assert_page_has(html, "data-item=\"b\" data-kind=\"checkbox\" data-minimum=\"1\" "
                          "data-maximum=\"2\">");
    assert_page_has(html, "data-item=\"c\" data-kind=\"text\" "
                          "data-required=\"[&quot;notempty&quot;,[&quot;b&quot;]]\">");
    assert_page_has(html, "data-kind=\"number\" data-visible=\"[&quot;notempty&quot;,"
                          "[&quot;c&quot;]]\" data-minimum=\"0\" data-maximum=\"9\" "
                          "data-whole=\"true\">");
    form.questionnaire = fixture_everything(arena, form.programme);
    html = fixture_write(arena, &form);
    assert_page_has(html, "data-item=\"consent\" data-kind=\"boolean\" data-required=\"true\" "
                          "data-consent=\"true\">");
    assert_page_has(html, "data-item=\"view\" data-kind=\"matrix\" data-each-row=\"\">");
    assert_page_has(html, "data-item=\"roster\" data-kind=\"matrix\" data-roster=\"true\">");
}

static void test_words_are_data(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_form form = form_of_three(arena);
    const char *html = fixture_write_whole(arena, &form);
    assert_page_is_well_formed(html);
    const char *words = part_after(html, FIXTURE_WORDS) + strlen(FIXTURE_WORDS);
    struct base_text json = {words, (size_t)(strstr(words, "</script>") - words)};
    struct json_object *root = NULL;
    struct base_json_error error;
    assert_int_equal(base_json_parse(arena, json, &base_json_limits_file, &root, &error),
                     STATUS_OK);
    assert_true(base_text_equal_string(base_json_text(base_json_get(root, "language")), "en"));
}

static void test_banners(void **state)
{
    (void)state;
    static const struct {
        enum pages_form_banner banner;
        bool open_link;
        const char *says;
    } cases[] = {
        {PAGES_BANNER_NOT_STORED, false, "Your answers have not been stored yet"},
        {PAGES_BANNER_SENT_BEFORE, false, "send it to replace the earlier answers"},
        {PAGES_BANNER_SENT_BEFORE, true, "Send it only if you answer for another person"},
        {PAGES_BANNER_STATE_LOST, false, "could not be read"},
        {PAGES_BANNER_LAST_PAGE, false, "That was the last page"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct pages_form form = form_of_three(arena);
        form.banner = cases[i].banner;
        form.respondent.open_link = cases[i].open_link;
        const char *html = fixture_write(arena, &form);
        assert_page_is_well_formed(html);
        assert_page_has(html, cases[i].says);
        assert_int_equal(count_in_page(html, "role=\"alert\""), 1);
    }
}

/* How the answers are handled is never further away than the end of the page. */
static void test_privacy_on_every_page(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_form form = form_of_three(arena);
    assert_int_equal(count_in_page(fixture_write(arena, &form), "id=\"privacy-title\""), 1);
    for (form.page = 0; form.page < 3; form.page++)
        assert_page_has(fixture_write(arena, &form), "<details class=\"privacy\">");
    form.page = 1;
    assert_page_lacks(fixture_write(arena, &form), "id=\"privacy-title\"");
}

/* What is asked on the first page of an open link is settled on the others. */
static void test_open_link(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_form form = form_of_three(arena);
    form.respondent = (struct survey_respondent){.open_link = true};
    const char *html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    assert_page_has(html, " data-open-link=\"true\">");
    assert_page_lacks(html, "data-actor-type");
    const char *first = part_after(html, "data-page=\"1\"");
    assert_true(strstr(first, "data-item=\"actor_type\"") < strstr(first, "data-item=\"a\""));
    form.page = 1;
    html = fixture_write(arena, &form);
    assert_page_has(html,
                    "<template class=\"other-page\">\n<section class=\"page\" data-page=\"1\"");
}

/* Interface words and messages are English on a page in a third language; an author's are not. */
static void test_language_of_messages(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(
        programme,
        fixture_elements(arena, programme,
                         "{\"type\": \"text\", \"name\": \"a\", \"title\": \"A\", \"validators\": "
                         "[{\"type\": \"regex\", \"regex\": \"^x$\", \"text\": \"Kirjoita x\"}]},"
                         "{\"type\": \"text\", \"name\": \"b\", \"title\": \"B\"}"));
    form.language = FINNISH;
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    survey_problem_add(&problems, (struct survey_problem){.file = "",
                                                          .pointer = "/a",
                                                          .code = "pattern",
                                                          .message = "Kirjoita x",
                                                          .item = "a",
                                                          .field = "a"});
    survey_problem_add(&problems, (struct survey_problem){.file = "",
                                                          .pointer = "/b",
                                                          .code = "required",
                                                          .message = "Enter b",
                                                          .item = "b",
                                                          .field = "b"});
    form.problems = &problems;
    const char *html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    assert_page_has(html, "<a href=\"#a\">Kirjoita x</a>");
    assert_page_has(html, "<a href=\"#b\"><span lang=\"en\">Enter b</span></a>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_page_is_shown),
        cmocka_unit_test(test_buttons),
        cmocka_unit_test(test_progress),
        cmocka_unit_test(test_nothing_of_this_on_one_page),
        cmocka_unit_test(test_what_the_script_must_know),
        cmocka_unit_test(test_words_are_data),
        cmocka_unit_test(test_banners),
        cmocka_unit_test(test_privacy_on_every_page),
        cmocka_unit_test(test_open_link),
        cmocka_unit_test(test_language_of_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
