#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "nearest.h"

static void test_what_was_meant(void **state)
{
    (void)state;
    static const struct {
        const char *wanted, *found;
    } cases[] = {
        {"questoins", "questions"},  /* two exchanged */
        {"question", "questions"},   /* one left out */
        {"queestions", "questions"}, /* one too many */
        {"scalez", "scales"},        /* one other */
        {"SCALES", "scales"},        /* capitals */
        {"goal", "goals"},
        {"colour", NULL},
        {"x", NULL},
        {"", NULL},
        {"a word of more than sixty-four characters is never compared with anything", NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct nearest nearest = {.wanted = base_text_of(cases[i].wanted)};
        nearest_try_list(&nearest, "questions scales goals", ' ');
        const char *question = nearest_question(&nearest, arena);
        if (cases[i].found == NULL)
            assert_string_equal(question, "");
        else
            assert_string_equal(question,
                                base_arena_format(arena, "; did you mean \"%s\"?", cases[i].found));
    }
}

static void test_the_nearest_of_several(void **state)
{
    (void)state;
    struct nearest nearest = {.wanted = BASE_TEXT("reaction.itm")};
    nearest_try_list(&nearest, "reaction.nps|reaction.item|reaction.items", '|');
    assert_true(base_text_equal_string(nearest.found, "reaction.item"));
    assert_int_equal(nearest.distance, 1);
    /* The first of those that are equally near. */
    nearest = (struct nearest){.wanted = BASE_TEXT("q15")};
    nearest_try_list(&nearest, "q14|q16|q99", '|');
    assert_true(base_text_equal_string(nearest.found, "q14"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_meant),
        cmocka_unit_test(test_the_nearest_of_several),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
