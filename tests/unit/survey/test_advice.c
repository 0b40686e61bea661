#include "fixture.h"

#include <string.h>

#include "questionnaire_build.h"

#define T(english) "{'en': '" english "', 'sv': '" english " (sv)'}"
#define HEAD(type, name) "{'type': '" type "', 'name': '" name "', 'title': " T("Title")
#define WORDS "{'value': 'a', 'text': " T("A word") "}, {'value': 'b', 'text': " T("B word") "}"
#define DONT_KNOW ", 'dont_know'"
#define LOW "{'value': 1, 'text': " T("Low") "}"
#define HIGH(value) "{'value': " value ", 'text': " T("High") "}"
#define ENDS ", 'minRateDescription': " T("Low") ", 'maxRateDescription': " T("High")
#define MUST ", 'isRequired': true}"
#define ROWS ", 'rows': [{'value': 'r', 'text': " T("Row") "}]"
#define EACH ", 'eachRowRequired': true}"
#define PARTS(more)                                                                                \
    ", 'columns': [{'name': 'then', 'title': " T(                                                  \
        "Then") ", 'cellType': 'rating', 'rateMax': 4" more                                        \
                "}, {'name': 'now', 'title': " T("Now") ", 'cellType': 'rating', 'rateMax': 4}]"

/* A question, and what is said of it; NULL if there is nothing to say. */
static const struct {
    const char *element;
    const char *code;
} cases[] = {
    /* a way out for somebody who cannot tell */
    {HEAD("radiogroup", "q") ", 'choices': [" WORDS "]" MUST, "no_dont_know"},
    {HEAD("radiogroup", "q") ", 'choices': [" WORDS "], 'requiredIf': '{organisation} empty'}",
     "no_dont_know"},
    {HEAD("radiogroup", "q") ", 'choices': [" WORDS "]}", NULL},
    {HEAD("radiogroup", "q") ", 'choices': [" WORDS DONT_KNOW "]" MUST, NULL},
    {HEAD("dropdown", "q") ", 'choices': [" WORDS "], 'showOtherItem': true" MUST, NULL},
    {HEAD("dropdown", "q") ", 'choices': [" WORDS "], 'showNoneItem': true" MUST, NULL},
    {HEAD("dropdown", "q") ", 'choices': [" WORDS "]" MUST, "no_dont_know"},
    {HEAD("checkbox", "q") ", 'choices': [" WORDS "]" MUST, "no_dont_know"},
    {HEAD("checkbox", "q") ", 'choices': [" WORDS "], 'showNoneItem': true" MUST, NULL},
    /* a scale with a middle is one */
    {HEAD("radiogroup", "q") ", 'choices': [" LOW ", 2, " HIGH("3") "]" MUST, NULL},
    {HEAD("radiogroup", "q") ", 'choices': [" LOW ", 2, 3, " HIGH("4") "]" MUST, "no_dont_know"},
    {HEAD("rating", "q") ENDS MUST, NULL},
    {HEAD("rating", "q") ENDS ", 'rateMax': 4" MUST, "no_dont_know"},
    {HEAD("rating", "q") ENDS ", 'rateMax': 4}", NULL},
    {HEAD("rating", "q") ENDS ", 'rateMin': 0, 'rateMax': 10" MUST, NULL},
    {HEAD("matrix", "q") ROWS ", 'columns': [" LOW ", 2, " HIGH("3") "]" EACH, NULL},
    {HEAD("matrix", "q") ROWS ", 'columns': [" LOW ", " HIGH("2") "]" EACH, "no_dont_know"},
    {HEAD("matrix", "q") ROWS ", 'columns': [" LOW ", " HIGH("2") DONT_KNOW "]" EACH, NULL},
    {HEAD("matrix", "q") ROWS ", 'columns': [" LOW ", " HIGH("2") "]" MUST, NULL},
    {HEAD("matrixdropdown", "q") ROWS PARTS(", 'isRequired': true" ENDS) "}", "no_dont_know"},
    {HEAD("matrixdropdown", "q") ROWS PARTS(ENDS) "}", NULL},
    /* but nobody knows all other organisations */
    {HEAD("matrix", "q") ", 'x-rows': 'organisations', 'columns': [" LOW ", 2, " HIGH("3") "]" EACH,
     "no_dont_know"},
    {HEAD("matrix", "q") ", 'x-rows': 'organisations', 'columns': [" LOW ", " HIGH("2") DONT_KNOW
     "]" EACH,
     NULL},
    {HEAD("matrix", "q") ", 'x-rows': 'organisations', 'columns': [" LOW ", 2, " HIGH("3") "]}",
     NULL},
    /* words at the ends */
    {HEAD("rating", "q") "}", "no_end_labels"},
    {HEAD("rating", "q") ", 'minRateDescription': " T("Low") "}", "no_end_labels"},
    {HEAD("matrix", "q") ROWS ", 'columns': [1, 2, " HIGH("3") "]}", "no_end_labels"},
    {HEAD("matrix", "q") ROWS ", 'columns': [" LOW ", 2, " HIGH("3") ", 'dont_know']}", NULL},
    {HEAD("radiogroup", "q") ", 'choices': [1, 2, 3]}", "no_end_labels"},
    {HEAD("dropdown", "q") ", 'choices': [1, 2, 3]}", NULL},
    {HEAD("matrixdropdown", "q") ROWS PARTS("") "}", "no_end_labels"},
    /* effort */
    {HEAD("comment", "q") MUST, "required_text"},
    {HEAD("text", "q") MUST, "required_text"},
    {HEAD("text", "q") ", 'inputType': 'number'" MUST, NULL},
    {HEAD("comment", "q") ", 'requiredIf': '{organisation} empty'}", NULL},
    {HEAD("matrix", "q") ", 'columns': [" LOW ", " HIGH("2") "], 'rows': [1,2,3,4,5,6,7,8,9,10]}",
     NULL},
    {HEAD("matrix", "q") ", 'columns': [" LOW
                         ", " HIGH("2") "], 'rows': [1,2,3,4,5,6,7,8,9,10,11]}",
     "long_matrix"},
    /* one text for all languages */
    {"{'type': 'text', 'name': 'q', 'title': 'One'}", "one_language"},
    {"{'type': 'text', 'name': 'q', 'title': '2026?'}", NULL},
    {HEAD("text", "q") ", 'description': 'åäö'}", "one_language"},
    {HEAD("radiogroup", "q") ", 'choices': [" WORDS ", 'Bare']}", "one_language"},
    {HEAD("radiogroup", "q") ", 'choices': [" WORDS "], 'showOtherItem': true}", NULL},
    {HEAD("boolean", "q") ", 'labelTrue': 'Ja'}", "one_language"},
    {HEAD("text", "q") ", 'validators': [{'type': 'regex', 'regex': 'x', 'text': 'No'}]}",
     "one_language"},
};

static void test_what_is_said_of_a_question(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        fixture_questionnaire(arena, fixture_programme(arena), cases[i].element, &problems);
        bool right = cases[i].code == NULL
                         ? problems.count == 0
                         : problems.count == 1 && problems.list[0].warning &&
                               strcmp(problems.list[0].code, cases[i].code) == 0 &&
                               strncmp(problems.list[0].pointer, "/pages/0/elements/0", 19) == 0;
        if (!right) {
            fixture_print(&problems);
            fail_msg("case %zu: %s", i, cases[i].element);
        }
    }
}

/* A translation that is missing is an error, whatever text it is of. */
static void test_every_text_needs_its_translation(void **state)
{
#define HALF "{'sv': 'Halv'}"
    static const struct {
        const char *element;
        const char *pointer; /* within the element */
    } texts[] = {
        {"{'type': 'text', 'name': 'q', 'title': " HALF "}", "/title"},
        {HEAD("text", "q") ", 'description': " HALF "}", "/description"},
        {HEAD("radiogroup", "q") ", 'choices': [{'value': 1, 'text': " HALF "}]}",
         "/choices/0/text"},
        {HEAD("radiogroup", "q") ", 'choices': [1], 'showOtherItem': true, 'otherText': " HALF "}",
         "/otherText"},
        {HEAD("radiogroup",
              "q") ", 'choices': [1], 'showOtherItem': true, 'otherPlaceholder': " HALF "}",
         "/otherPlaceholder"},
        {HEAD("dropdown", "q") ", 'choices': [1], 'showNoneItem': true, 'noneText': " HALF "}",
         "/noneText"},
        {HEAD("rating", "q") ", 'minRateDescription': " HALF "}", "/minRateDescription"},
        {HEAD("rating", "q") ", 'maxRateDescription': " HALF "}", "/maxRateDescription"},
        {HEAD("matrix", "q") ROWS ", 'columns': [1, {'value': 2, 'text': " HALF "}]}",
         "/columns/1/text"},
        {HEAD("matrix", "q") ", 'columns': [1], 'rows': [{'value': 'r', 'text': " HALF "}]}",
         "/rows/0/text"},
        {HEAD("matrixdropdown", "q") ROWS ", 'columns': [{'name': 'then', 'title': " HALF
                                          ", 'cellType': 'rating'}, {'name': 'now', "
                                          "'title': " T("Now") ", 'cellType': 'rating'}]}",
         "/columns/0/title"},
        {HEAD("boolean", "q") ", 'labelTrue': " HALF "}", "/labelTrue"},
        {HEAD("boolean", "q") ", 'labelFalse': " HALF "}", "/labelFalse"},
        {HEAD("text", "q") ", 'validators': [{'type': 'regex', 'regex': 'x', 'text': " HALF "}]}",
         "/validators/0/text"},
        {"{'type': 'html', 'name': 'q', 'html': {'sv': '<p>Halv</p>'}}", "/html"},
        {"{'type': 'panel', 'title': " HALF ", 'elements': [" HEAD("text", "q") "}]}", "/title"},
        {"{'type': 'panel', 'description': " HALF ", 'elements': [" HEAD("text", "q") "}]}",
         "/description"},
    };
#undef HALF
    (void)state;
    for (size_t i = 0; i < LENGTH(texts); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        fixture_questionnaire(arena, fixture_programme(arena), texts[i].element, &problems);
        const char *pointer = base_arena_format(arena, "/pages/0/elements/0%s", texts[i].pointer);
        if (problems.error_count != 1 || !fixture_has(&problems, pointer, "missing_translation")) {
            fixture_print(&problems);
            fail_msg("case %zu: %s", i, texts[i].element);
        }
    }
}

/* What one person can be asked: ways that exclude each other are not added. */
static void test_the_load_of_one_person(void **state)
{
#define Q(name, condition) HEAD("text", name) ", 'visibleIf': '" condition "'}"
#define GRID(name, condition)                                                                      \
    HEAD("matrix", name) ", 'columns': [1, 2], 'rows': [1, 2, 3], 'visibleIf': '" condition "'}"
    static const struct {
        const char *elements;
        size_t questions, answers;
    } loads[] = {
        {HEAD("text", "a") "}, {'type': 'html', 'name': 'h', 'html': 'x'}", 1, 1},
        {HEAD("boolean", "a") "}, " Q("b", "{a} = true") ", " Q("c", "{a} = false"), 2, 2},
        {HEAD("boolean", "a") "}, " Q("b", "{a} = true") ", " GRID("c", "{a} = false"), 2, 4},
        {HEAD("radiogroup", "a") ", 'choices': ['x', 'y', 'z']}, " GRID(
             "b", "{a} = \\'z\\'") ", " Q("c", "{b.1} notempty") ", " Q("d", "{a} = \\'x\\'"),
         3, 5},
        {HEAD("text", "a") ", 'inputType': 'number'}, " Q("b", "{a} > 4") ", " Q("c", "{a} < 1"), 2,
         2},
        {HEAD("checkbox",
              "a") ", 'choices': [1, 2]}, " Q("b", "{a} contains 2") ", " Q("c", "{a} empty"),
         2, 2},
        {HEAD("text", "a") "}, {'type': 'panel', 'visibleIf': '{a} notempty', 'elements': [" Q(
             "b", "{a} notempty") "]}",
         2, 2},
        {HEAD("matrixdropdown", "a") ROWS PARTS("") "}, " Q("b", "{a.r.now} = 1"), 2, 3},
    };
#undef Q
#undef GRID
    (void)state;
    for (size_t i = 0; i < LENGTH(loads); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        const struct survey_questionnaire *questionnaire =
            fixture_good_questionnaire(arena, fixture_programme(arena), loads[i].elements);
        size_t questions, answers;
        survey_build_load(arena, questionnaire, &questions, &answers);
        if (questions != loads[i].questions || answers != loads[i].answers) {
            fail_msg("case %zu: %zu questions, %zu answers", i, questions, answers);
        }
    }
}

static void test_too_long(void **state)
{
    (void)state;
    for (int count = 25; count <= 26; count++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        struct base_buffer elements;
        base_buffer_init(&elements, arena);
        for (int i = 0; i < count; i++) {
            base_buffer_format(&elements, "%s" HEAD("text", "q%d") "}", i > 0 ? "," : "", i);
        }
        fixture_questionnaire(arena, fixture_programme(arena), base_buffer_view(&elements).data,
                              &problems);
        assert_int_equal(problems.count, count > 25);
        assert_int_equal(fixture_has(&problems, "/pages", "long"), count > 25);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_said_of_a_question),
        cmocka_unit_test(test_every_text_needs_its_translation),
        cmocka_unit_test(test_the_load_of_one_person),
        cmocka_unit_test(test_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
