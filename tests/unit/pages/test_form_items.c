#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "html_check.h"

/* The page of a form with the given elements and answers (or NULL), in English. */
static const char *page_of(struct base_arena *arena, const char *elements, const char *answers)
{
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_elements(arena, programme, elements));
    if (answers)
        form.answers = fixture_answers(arena, answers);
    const char *html = fixture_write(arena, &form);
    assert_page_is_well_formed(html);
    return html;
}

#define PACE                                                                                       \
    "{\"type\": \"radiogroup\", \"name\": \"pace\", \"title\": \"Pace\", \"showOtherItem\": true," \
    " \"showNoneItem\": true, \"choices\": [{\"value\": 1, \"text\": \"Slow\"},"                   \
    " {\"value\": \"right\", \"text\": \"Right\"}]}"

static void test_radiogroup(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = page_of(arena, PACE, NULL);
    assert_page_has(html, "<input type=\"radio\" id=\"pace\" name=\"pace\" value=\"1\">");
    assert_page_has(html, "<input type=\"radio\" id=\"pace:2\" name=\"pace\" value=\"right\">");
    assert_page_has(html, "name=\"pace\" value=\"other\">");
    assert_page_has(html, "name=\"pace\" value=\"none\">");
    assert_page_has(html, "name=\"pace-Comment\"");
    assert_page_lacks(html, " checked");
    assert_int_equal(count_in_page(html, "<legend>Pace <span class=\"optional\">"), 1);
}

static void test_radiogroup_keeps_answers(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = page_of(arena, PACE, "{\"pace\": 1}");
    assert_page_has(html, "name=\"pace\" value=\"1\" checked>");
    html = page_of(arena, PACE, "{\"pace\": \"1\"}");
    assert_page_has(html, "name=\"pace\" value=\"1\" checked>");
    html = page_of(arena, PACE, "{\"pace\": \"other\", \"pace-Comment\": \"\\\"x\\\" <i>\"}");
    assert_page_has(html, "value=\"other\" checked>");
    assert_page_has(html, "value=\"&quot;x&quot; &lt;i&gt;\"");
    assert_int_equal(count_in_page(html, " checked"), 1);
    html = page_of(arena, PACE, "{\"pace\": [1]}");
    assert_page_lacks(html, " checked");
}

#define GAIN                                                                                       \
    "{\"type\": \"checkbox\", \"name\": \"gain\", \"title\": \"Gain\", \"isRequired\": true,"      \
    " \"maxSelectedChoices\": 2, \"choices\": [\"ideas\", \"friends\", \"tools\"]}"

static void test_checkbox(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = page_of(arena, GAIN, "{\"gain\": [\"ideas\", \"tools\"]}");
    assert_page_has(html,
                    "<input type=\"checkbox\" id=\"gain\" name=\"gain\" value=\"ideas\" checked>");
    assert_page_has(html, "id=\"gain:2\" name=\"gain\" value=\"friends\">");
    assert_page_has(html, "id=\"gain:3\" name=\"gain\" value=\"tools\" checked>");
    assert_page_has(html, "Select up to 2.");
    assert_page_has(html, "<legend>Gain</legend>");
    assert_page_has(html, "aria-describedby=\"gain:hint\"");
}

static void test_dropdown(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = page_of(arena,
                               "{\"type\": \"dropdown\", \"name\": \"role\", \"title\": \"Role\","
                               " \"choices\": [\"boss\", \"worker\"]}",
                               "{\"role\": \"worker\"}");
    assert_page_has(html, "<label class=\"title\" for=\"role\">Role");
    assert_page_has(html, "<select id=\"role\" name=\"role\">");
    assert_page_has(html, "<option value=\"\">Choose</option>");
    assert_page_has(html, "<option value=\"boss\">");
    assert_page_has(html, "<option value=\"worker\" selected>");
}

static void test_rating(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html =
        page_of(arena,
                "{\"type\": \"rating\", \"name\": \"nps\", \"title\": \"R\","
                " \"rateMin\": 0, \"rateMax\": 10, \"minRateDescription\": \"Never\","
                " \"maxRateDescription\": \"Always\"}",
                "{\"nps\": 0}");
    assert_int_equal(count_in_page(html, "<input type=\"radio\""), 11);
    assert_page_has(html, "id=\"nps\" name=\"nps\" value=\"0\" checked>");
    assert_page_has(html, "id=\"nps:11\" name=\"nps\" value=\"10\">");
    assert_page_has(html, "id=\"nps:ends\"><span>0 = Never</span> <span>10 = Always</span>");
    assert_page_has(html, "aria-describedby=\"nps:ends\"");
    assert_page_has(html, "<div class=\"numbers\">");
}

static void test_matrix_is_one_fieldset_per_row(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = page_of(arena,
                               "{\"type\": \"matrix\", \"name\": \"view\", \"title\": \"View\","
                               " \"columns\": [{\"value\": 1, \"text\": \"No\"},"
                               " {\"value\": 2, \"text\": \"Yes\"},"
                               " {\"value\": \"dont_know\", \"text\": \"No idea\"}],"
                               " \"rows\": [{\"value\": \"a\", \"text\": \"First\"},"
                               " {\"value\": \"b\", \"text\": \"Second\"}]}",
                               "{\"view\": {\"b\": 2}}");
    assert_int_equal(count_in_page(html, "<fieldset"), 3);
    assert_page_has(html, "<fieldset class=\"matrix\" id=\"view\" tabindex=\"-1\">");
    assert_page_has(html, "<legend>First</legend>");
    assert_page_has(html, "id=\"view.a\" name=\"view.a\" value=\"1\">");
    assert_page_has(html, "id=\"view.b:2\" name=\"view.b\" value=\"2\" checked>");
    assert_page_has(html, "name=\"view.b\" value=\"dont_know\">");
    assert_int_equal(count_in_page(html, " checked"), 1);
    assert_page_lacks(html, "<table");
}

static const char roster[] =
    "{\"type\": \"matrix\", \"name\": \"roster\", \"title\": \"Contacts\","
    " \"x-rows\": \"organisations\", \"columns\": [{\"value\": 0, \"text\": \"None\"},"
    " {\"value\": 1, \"text\": \"Rare\"}, {\"value\": 2, \"text\": \"Some\"},"
    " {\"value\": 3, \"text\": \"Much\"}, {\"value\": 4, \"text\": \"Daily\"}]}";

static void test_roster_leaves_out_the_own_organisation(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = page_of(arena, roster, NULL);
    assert_page_has(html, "name=\"roster.steel\" value=\"4\"");
    assert_page_lacks(html, "name=\"roster.gnosjo\"");
    assert_page_lacks(html, "roster.late"); /* takes part from cycle 3 on */
}

static void test_roster_of_an_open_link(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(programme, fixture_elements(arena, programme, roster));
    form.respondent.open_link = true;
    form.respondent.organisation = NULL;
    const char *html = fixture_write(arena, &form);
    assert_page_has(html, "name=\"roster.gnosjo\"");
    assert_page_has(html, "<span class=\"condition\">Skip your own organisation.</span>");
    form.answers = fixture_answers(arena, "{\"organisation\": \"gnosjo\"}");
    html = fixture_write(arena, &form);
    assert_page_lacks(html, "name=\"roster.gnosjo\"");
    assert_page_is_well_formed(html);
}

#define LEARN(more)                                                                                \
    "{\"type\": \"matrixdropdown\", \"name\": \"learn\", \"title\": \"Learn\"," more               \
    " \"columns\": [{\"name\": \"then\", \"title\": \"Before\", \"cellType\": \"rating\","         \
    "   \"rateMin\": 1, \"rateMax\": 3},"                                                          \
    "  {\"name\": \"now\", \"title\": \"Today\", \"cellType\": \"rating\","                        \
    "   \"rateMin\": 1, \"rateMax\": 3}],"                                                         \
    " \"rows\": [{\"value\": \"a\", \"text\": \"First\"}, {\"value\": \"b\", \"text\": "           \
    "\"Last\"}]}"

static void test_then_and_now(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html =
        page_of(arena, LEARN(""), "{\"learn\": {\"a\": {\"then\": 1, \"now\": \"3\"}}}");
    assert_page_has(html, "id=\"learn.a.then\" name=\"learn.a.then\" value=\"1\" checked>");
    assert_page_has(html, "id=\"learn.a.now:3\" name=\"learn.a.now\" value=\"3\" checked>");
    assert_page_has(html, "name=\"learn.b.now\" value=\"2\">");
    assert_int_equal(count_in_page(html, "<legend>Before</legend>"), 2);
    assert_int_equal(count_in_page(html, "<legend>First</legend>"), 1);
}

static void test_then_and_now_in_turn(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = page_of(arena, LEARN("\"x-layout\": \"turn\","), NULL);
    assert_int_equal(count_in_page(html, "<legend>Before</legend>"), 1);
    assert_int_equal(count_in_page(html, "<legend>First</legend>"), 2);
    const char *last_then = strstr(html, "name=\"learn.b.then\"");
    const char *first_now = strstr(html, "name=\"learn.a.now\"");
    assert_true(last_then && first_now && last_then < first_now);
}

static void test_ranking_is_one_list_per_place(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = page_of(arena,
                               "{\"type\": \"ranking\", \"name\": \"order\", \"title\": \"Order\","
                               " \"choices\": [\"x\", \"y\", \"z\"]}",
                               "{\"order\": [\"y\", \"x\"]}");
    assert_int_equal(count_in_page(html, "<select"), 3);
    assert_page_has(html, "<select id=\"order.1\" name=\"order.1\">");
    assert_page_has(html, "<label class=\"title\" for=\"order.3\">Place 3</label>");
    assert_page_has(html, "id=\"order\" tabindex=\"-1\"");
    assert_int_equal(count_in_page(html, "<option value=\"y\" selected>"), 1);
    assert_int_equal(count_in_page(html, " selected"), 2);
}

static void test_texts(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html =
        page_of(arena,
                "{\"type\": \"text\", \"name\": \"word\", \"title\": \"Word\", \"maxLength\": 20},"
                "{\"type\": \"comment\", \"name\": \"more\", \"title\": \"More\","
                " \"maxLength\": 300, \"rows\": 6}",
                "{\"word\": \"a\\\" onfocus=\\\"x\", \"more\": \"</textarea><script>\"}");
    assert_page_has(html, "id=\"word\" name=\"word\" maxlength=\"20\" "
                          "value=\"a&quot; onfocus=&quot;x\">");
    assert_page_has(html, "rows=\"6\" maxlength=\"300\"");
    assert_page_has(html, "\n&lt;/textarea&gt;&lt;script&gt;</textarea>");
    assert_page_has(html, "At most 300 characters.");
}

static void test_numbers_and_dates(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *elements =
        "{\"type\": \"text\", \"inputType\": \"number\", \"name\": \"reach\", \"title\": \"Reach\","
        " \"min\": 0, \"max\": 500, \"step\": 1},"
        "{\"type\": \"text\", \"inputType\": \"date\", \"name\": \"day\", \"title\": \"Day\","
        " \"min\": \"2026-01-05\"}";
    const char *html = page_of(arena, elements, "{\"reach\": 12, \"day\": \"2026-02-03\"}");
    assert_page_has(html, "inputmode=\"numeric\"");
    assert_page_has(html, "value=\"12\">");
    assert_page_has(html, "A number in the range 0–500.");
    assert_page_has(html, "<input type=\"date\"");
    assert_page_has(html, "min=\"2026-01-05\" value=\"2026-02-03\">");
    html = page_of(arena, elements, "{\"reach\": \"a lot\"}");
    assert_page_has(html, "value=\"a lot\">");
}

/* In the decimals of the page's language. */
static void test_decimals(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_form form = fixture_form(
        programme, fixture_elements(arena, programme,
                                    "{\"type\": \"text\", \"inputType\": \"number\", \"name\": "
                                    "\"hours\", \"title\": \"H\", \"min\": 0.5, \"max\": 7.5}"));
    form.answers = fixture_answers(arena, "{\"hours\": 2.5}");
    const char *html = fixture_write(arena, &form);
    assert_page_has(html, "A number in the range 0.5–7.5.");
    assert_page_has(html, "value=\"2.5\">");
    form.language = SWEDISH;
    html = fixture_write(arena, &form);
    assert_page_has(html, "0,5–7,5.");
    assert_page_has(html, "value=\"2,5\">");
}

static void test_other_comes_before_what_stands_apart(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = page_of(arena,
                               "{\"type\": \"radiogroup\", \"name\": \"r\", \"title\": \"R\", "
                               "\"choices\": [\"dont_know\", 1], \"showOtherItem\": true}",
                               "{}");
    const char *plain = strstr(html, "id=\"r\" name=\"r\" value=\"1\"");
    assert_non_null(plain);
    const char *other = strstr(html, "value=\"other\"");
    const char *divider = strstr(html, "class=\"divider\"");
    assert_true(plain < other && other < divider);
    assert_true(divider < strstr(html, "value=\"dont_know\""));
}

static void test_how_many_to_select(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = page_of(arena,
                               "{\"type\": \"checkbox\", \"name\": \"c\", \"title\": \"C\", "
                               "\"choices\": [1, 2, 3, 4], \"minSelectedChoices\": 2, "
                               "\"maxSelectedChoices\": 3}",
                               "{}");
    assert_page_has(html, "Select 2–3.");
}

static void test_boolean(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *element = "{\"type\": \"boolean\", \"name\": \"there\", \"title\": \"There?\","
                          " \"isRequired\": true}";
    const char *html = page_of(arena, element, "{\"there\": false}");
    assert_page_has(html, "id=\"there\" name=\"there\" value=\"true\"><span>Yes</span>");
    assert_page_has(html, "id=\"there:2\" name=\"there\" value=\"false\" checked><span>No</span>");
    html = page_of(arena, element, "{\"there\": \"true\"}");
    assert_page_has(html, "value=\"true\" checked>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_radiogroup),
        cmocka_unit_test(test_radiogroup_keeps_answers),
        cmocka_unit_test(test_checkbox),
        cmocka_unit_test(test_dropdown),
        cmocka_unit_test(test_rating),
        cmocka_unit_test(test_matrix_is_one_fieldset_per_row),
        cmocka_unit_test(test_roster_leaves_out_the_own_organisation),
        cmocka_unit_test(test_roster_of_an_open_link),
        cmocka_unit_test(test_then_and_now),
        cmocka_unit_test(test_then_and_now_in_turn),
        cmocka_unit_test(test_ranking_is_one_list_per_place),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_numbers_and_dates),
        cmocka_unit_test(test_decimals),
        cmocka_unit_test(test_how_many_to_select),
        cmocka_unit_test(test_other_comes_before_what_stands_apart),
        cmocka_unit_test(test_boolean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
