#include "fixture.h"

#include "names.h"

static void test_slug(void **state)
{
    static const struct {
        const char *value, *slug;
    } cases[] = {
        {"gnosjo", "gnosjo"},
        {"Gnosjö", "gnosjo"},
        {"north-forge", "north_forge"},
        {"Åre & Ängelholm AB", "are_angelholm_ab"},
        {"  two  blanks ", "two_blanks"},
        {"1", "1"},
        {"2.5", "2_5"},
        {"-3", "3"},
        {"___", ""},
        {"日本", ""},
        {"a日b", "a_b"},
        {"ÉÜß", "eus"},
        {"x×y", "x_y"},
        {"", ""},
    };
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < LENGTH(cases); i++) {
        assert_string_equal(survey_names_slug(arena, cases[i].value), cases[i].slug);
    }
}

static void check_forms(bool (*is)(struct base_text), const char *const *good, size_t good_count,
                        const char *const *bad, size_t bad_count)
{
    for (size_t i = 0; i < good_count; i++) {
        if (!is(base_text_of(good[i]))) {
            fail_msg("%s should be right", good[i]);
        }
    }
    for (size_t i = 0; i < bad_count; i++) {
        if (is(base_text_of(bad[i]))) {
            fail_msg("%s should be wrong", bad[i]);
        }
    }
}

static void test_forms(void **state)
{
    static const char *const languages[] = {"sv",         "en",     "en-GB", "zh-Hant",
                                            "zh-Hant-TW", "es-419", "fin"};
    static const char *const no_languages[] = {"",        "s",       "SV",     "svenska",
                                               "sv-",     "sv_SE",   "sv-se",  "en-GBR",
                                               "default", "sv-SE-x", "zh-hant"};
    static const char *const zones[] = {"UTC", "Europe/Stockholm", "America/Argentina/Buenos_Aires",
                                        "Etc/GMT+3", "America/Port-au-Prince"};
    static const char *const no_zones[] = {
        "",        "/Europe", "Europe/",          "Europe//Stockholm",
        "../../x", "+02:00",  "Europe Stockholm", "Europe/1",
        "a;b"};
    static const char *const durations[] = {"P5Y", "P18M", "P1Y6M", "P2W", "P90D", "P1Y2M3W4D"};
    static const char *const no_durations[] = {"",    "P",     "5Y",   "P5",    "PT5H",    "P0Y",
                                               "P5y", "P6M1Y", "P-1Y", "P1.5Y", "P12345Y", "P5YY"};
    static const char *const files[] = {"cycle-1.json", "a.json", "Enkät.json"};
    static const char *const no_files[] = {"",        ".json",   "../a.json", "a/b.json",
                                           "a.jsonx", ".a.json", "a b.json",  "a\\b.json",
                                           "cycle",   "a.json\n"};
    static const char *const reserved[] = {"and", "with", "if", "str12", "using", "while"};
    static const char *const free_words[] = {"wit", "strong", "str", "then", "now", "answer"};
    (void)state;
    check_forms(survey_names_is_language, languages, LENGTH(languages), no_languages,
                LENGTH(no_languages));
    check_forms(survey_names_is_timezone, zones, LENGTH(zones), no_zones, LENGTH(no_zones));
    check_forms(survey_names_is_duration, durations, LENGTH(durations), no_durations,
                LENGTH(no_durations));
    check_forms(survey_names_is_file, files, LENGTH(files), no_files, LENGTH(no_files));
    check_forms(survey_names_is_reserved, reserved, LENGTH(reserved), free_words,
                LENGTH(free_words));
}

static void test_nearest(void **state)
{
    static const char *const names[] = {"isRequired", "requiredIf",    "visibleIf",
                                        "choices",    "showOtherItem", "title"};
    (void)state;
    assert_string_equal(survey_names_nearest("requried", names, LENGTH(names)), "isRequired");
    assert_string_equal(survey_names_nearest("isrequired", names, LENGTH(names)), "isRequired");
    assert_string_equal(survey_names_nearest("hasOther", names, LENGTH(names)), "showOtherItem");
    assert_string_equal(survey_names_nearest("visbleIf", names, LENGTH(names)), "visibleIf");
    assert_string_equal(survey_names_nearest("tilte", names, LENGTH(names)), "title");
    assert_null(survey_names_nearest("colCount", names, LENGTH(names)));
    assert_null(survey_names_nearest("x", names, LENGTH(names)));
    assert_null(survey_names_nearest("a_very_long_word_that_nobody_could_have_meant_to_write_here",
                                     names, LENGTH(names)));
    assert_null(survey_names_nearest("title", names, 0));
}

static void test_list(void **state)
{
    static const char *const names[] = {"a", "b", "c"};
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_string_equal(survey_names_list(arena, names, 0), "nothing");
    assert_string_equal(survey_names_list(arena, names, 1), "\"a\"");
    assert_string_equal(survey_names_list(arena, names, 3), "\"a\", \"b\" and \"c\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slug),
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_nearest),
        cmocka_unit_test(test_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
