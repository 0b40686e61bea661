#include "fixture.h"

#include <string.h>

#include "pattern.h"

static void test_matches(void **state)
{
    static const struct {
        const char *regex, *text;
        bool matches;
    } cases[] = {
        {"^\\d{3}$", "123", true},      {"^\\d{3}$", "12a", false},
        {"\\d", "room 5", true},        {"^\\w+$", "abc_9", true},
        {"^\\w+$", "a b", false},       {"^\\S+\\s\\S+$", "a b", true},
        {"^\\S+\\s\\S+$", "ab", false}, {"^\\D+$", "abc", true},
        {"^\\D+$", "ab1", false},       {"^[\\d.-]+$", "1.2-3", true},
        {"^[\\w-]+$", "a-b", true},     {"^[^\\d]+$", "abc", true},
        {"^[^\\d]+$", "a1c", false},    {"^[\\]a]+$", "]a]", true},
        {"^[a\\-z]+$", "a-z", true},    {"^[a\\-z]+$", "b", false},
        {"^(?:ab|cd)+$", "abcd", true}, {"^(ab)?c*$", "abcc", true},
        {"a\\.b", "a.b", true},         {"a\\.b", "axb", false},
        {"^a/b\\/c$", "a/b/c", true},   {"^.{5}$", "åäöéü", true},
        {"^[åäö]+$", "äöå", true},      {"^[a-zåäö ]{2,20}$", "gnosjö kommun", true},
        {"^.+$", "a\nb", false},        {"^[^b]+$", "a\nc", true},
        {"^\\$\\d+$", "$5", true},      {"^a{2,}$", "aaa", true},
    };
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const char *message = NULL;
        const char *regex = survey_pattern_translate(arena, base_text_of(cases[i].regex), &message);
        if (regex == NULL) {
            fail_msg("%s: %s", cases[i].regex, message);
        }
        if (survey_pattern_matches(regex, false, cases[i].text) != cases[i].matches) {
            fail_msg("%s (%s) on %s", cases[i].regex, regex, cases[i].text);
        }
    }
    const char *message = NULL;
    const char *regex = survey_pattern_translate(arena, BASE_TEXT("^abc$"), &message);
    assert_true(survey_pattern_matches(regex, true, "ABC"));
    assert_false(survey_pattern_matches(regex, false, "ABC"));
}

static void test_refused(void **state)
{
    static const char *const cases[] = {
        "(?=a)",   "(?<n>a)", "a*?",   "a+?",   "a{2}?",   "\\bword",
        "(a)\\1",  "\\u00e5", "\\x41", "[a",    "[]",      "[^]",
        "(a",      "a{",      "a{x}",  "a{1",   "a{2000}", "(a{100}){100}",
        "[[a]]",   "\\",      "[\\b]", "[\\D]", "[\\^a]",  "[ä-Ö]",
        "[+-\\d]", "[\\w-z]",
    };
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const char *message = NULL;
        if (survey_pattern_translate(arena, base_text_of(cases[i]), &message) != NULL) {
            fail_msg("%s should be refused", cases[i]);
        }
        assert_non_null(message);
    }
    char *long_one = base_arena_alloc(arena, 300);
    memset(long_one, 'a', 299);
    long_one[299] = '\0';
    const char *message = NULL;
    assert_null(survey_pattern_translate(arena, base_text_of(long_one), &message));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
