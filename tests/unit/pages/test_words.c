#include "words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "survey/programme.h"

static const struct pages_words english = {.swedish = false};
static const struct pages_words swedish = {.swedish = true};

static void test_every_word_is_there_in_both_languages(void **state)
{
    (void)state;
    for (int id = 0; id < PAGES_WORD_COUNT; id++) {
        const char *first = pages_word(english, (enum pages_word)id);
        const char *second = pages_word(swedish, (enum pages_word)id);
        assert_true(first && *first && second && *second);
        for (int place = 0; place < 10; place++) {
            char braces[4] = {'{', (char)('0' + place), '}', '\0'};
            if ((strstr(first, braces) == NULL) != (strstr(second, braces) == NULL))
                fail_msg("%s is in one language only: %s", braces, first);
            /* Sentences of the report are filled in with as many arguments as they need. */
            if (place > 1 && id >= (int)REPORT_REPORT && strstr(first, braces))
                fail_msg("%s has no argument: %s", braces, first);
        }
    }
}

static void test_chooses_the_language(void **state)
{
    (void)state;
    assert_true(pages_words_for("sv").swedish);
    assert_true(pages_words_for("sv-SE").swedish);
    assert_true(pages_words_for("SV").swedish);
    assert_false(pages_words_for("svx").swedish);
    assert_false(pages_words_for("en-GB").marked);
    assert_true(pages_words_for("fi").marked);
    assert_false(pages_words_for(NULL).swedish);
    assert_string_equal(pages_words_language(pages_words_for("fi")), "en");
}

/* Whoever writes a programme is warned of exactly the languages that the pages do not speak. */
static void test_other_languages_are_warned_of(void **state)
{
    static const char *const languages[] = {"sv", "en", "sv-FI", "en-GB", "fi", "nb", "de-AT"};
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        const char *text = base_arena_format(arena, "{\"languages\": [\"%s\"]}", languages[i]);
        struct json_object *root = NULL;
        struct base_json_error error;
        assert_int_equal(
            base_json_parse(arena, base_text_of(text), &base_json_limits_file, &root, &error),
            STATUS_OK);
        struct survey_problems problems;
        survey_problems_init(&problems, arena);
        const struct survey_programme *programme = NULL;
        assert_int_equal(
            survey_programme_parse(arena, "programme.json", root, &problems, &programme),
            STATUS_INVALID);
        bool is_warned = false;
        for (size_t j = 0; j < problems.count; j++) {
            const struct survey_problem *problem = &problems.list[j];
            if (strcmp(problem->code, "interface_language") == 0) {
                is_warned = true;
                assert_true(problem->warning);
                assert_string_equal(problem->pointer, "/languages/0");
            }
        }
        if (is_warned != pages_words_for(languages[i]).marked)
            fail_msg("%s: the warning and the pages differ", languages[i]);
    }
}

static void test_fills_in_and_escapes(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_buffer out;
    base_buffer_init(&out, arena);
    PAGES_SAY(&out, english, REPORT_RATE_OF, "<1>", "2 & 3");
    assert_string_equal(out.data, "&lt;1&gt; of 2 &amp; 3");
    base_buffer_init(&out, arena);
    PAGES_SAY(&out, pages_words_for("fi"), WORD_YES, NULL);
    assert_string_equal(out.data, "<span lang=\"en\">Yes</span>");
}

static void test_days_and_moments(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_string_equal(pages_day(arena, english, "2026-11-03"), "3 November 2026");
    assert_string_equal(pages_day(arena, swedish, "2026-05-20"), "20 maj 2026");
    assert_string_equal(pages_moment(arena, english, "2026-11-20T12:00"),
                        "20 November 2026 at 12:00");
    assert_string_equal(pages_moment(arena, swedish, "2026-11-20T12:00"),
                        "20 november 2026 kl. 12.00");
    assert_string_equal(pages_moment(arena, swedish, "2026-11-20T09:05:30"),
                        "20 november 2026 kl. 09.05");
    assert_string_equal(pages_day(arena, english, "soon"), "soon");
    assert_string_equal(pages_day(arena, english, "2026-13-01"), "2026-13-01");
    assert_string_equal(pages_moment(arena, english, "2026-11-20"), "2026-11-20");
}

static void test_numbers(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_string_equal(pages_decimal(arena, english, 3.875, 1), "3.9");
    assert_string_equal(pages_decimal(arena, swedish, 3.25, 2), "3,25");
    assert_string_equal(pages_decimal(arena, swedish, -0.04, 1), "0,0");
    assert_string_equal(pages_decimal(arena, english, -1.5, 1), "-1.5");
    assert_string_equal(pages_percent(arena, english, 80), "80%");
    assert_string_equal(pages_percent(arena, swedish, 80), "80\u00a0%");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_word_is_there_in_both_languages),
        cmocka_unit_test(test_chooses_the_language),
        cmocka_unit_test(test_other_languages_are_warned_of),
        cmocka_unit_test(test_fills_in_and_escapes),
        cmocka_unit_test(test_days_and_moments),
        cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
