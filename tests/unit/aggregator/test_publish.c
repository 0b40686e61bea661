#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "publish.h"
#include "stored_fixture.h"

/* Somebody each time answers question q of cycle 1 on a scale of 1 to 5. */
struct fixture {
    struct base_arena *arena;
    struct survey_programme programme;
    struct evaluation_question question;
    struct evaluation_plan plan;
    struct evaluation_analysis analysis;
    struct stored_fixture stored;
    bool is_sensitive;
};

static int setup(void **state)
{
    static const struct survey_cycle cycles[] = {{.cycle = 1}};
    struct base_arena *arena = base_arena_new();
    static const char *const names[] = {"q"};
    struct fixture *fixture = base_arena_object(arena, struct fixture);
    fixture->arena = arena;
    fixture->programme =
        (struct survey_programme){.minimum_group_size = 5, .cycle_count = 1, .cycles = cycles};
    fixture->question = (struct evaluation_question){
        .id = "q", .type = EVALUATION_LIKERT, .minimum = 1, .maximum = 5};
    fixture->plan = (struct evaluation_plan){
        .confidence = 0.95, .question_count = 1, .questions = &fixture->question};
    evaluation_analysis_init(&fixture->analysis);
    fixture->analysis.id = "item:c1:q";
    fixture->analysis.metric = evaluation_catalogue_find("reaction.item");
    fixture->analysis.question = 0;
    fixture->analysis.cycle = 1;
    stored_fixture_init(&fixture->stored, arena, &fixture->programme, names, 1);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    base_arena_free(((struct fixture *)*state)->arena);
    return 0;
}

/* One run over these answers, a character each ("." skipped it, " " is not there); `revised` is the
   place of the one who changed an answer, or -1. What it publishes, or "nothing". */
static const char *run(struct fixture *fixture, const char *answers, int revised)
{
    struct stored_fixture *stored = &fixture->stored;
    stored_fixture_begin(stored);
    for (size_t i = 0; answers[i] != '\0'; i++) {
        const char *who = base_arena_format(fixture->arena, "p%02zu", i);
        if (answers[i] == ' ')
            continue;
        stored_fixture_respond(stored, 0, who, (int)i == revised ? 2 : 1);
        stored_fixture_answer(stored, 0, who, "q",
                              answers[i] == '.' ? EVALUATION_MISSING : answers[i] - '0');
    }
    stored_fixture_settle(stored);
    const struct publisher_change *changes = NULL;
    struct publisher publisher = {.arena = fixture->arena,
                                  .programme = &fixture->programme,
                                  .plan = &fixture->plan,
                                  .data = stored->data,
                                  .ledger = &stored->ledger,
                                  .sensitive = &fixture->is_sensitive,
                                  .changes = &changes};
    struct evaluation_result result = evaluation_compute(
        fixture->arena, &fixture->plan, stored->data->table, &fixture->analysis, NULL, 0);
    struct json_object *published = publish(&publisher, &fixture->analysis, &result);
    if (published == NULL)
        return "nothing";
    json_object_object_add(stored->ledger.published, fixture->analysis.id,
                           json_object_get(published));
    return base_json_write(fixture->arena, published).data;
}

static void test_an_item(void **state)
{
    assert_string_equal(run(*state, "12345555", -1),
                        "{\"n\":8,\"first\":1,\"percent\":[13,13,13,13,50],\"mean\":3.8,"
                        "\"ci_low\":2.4,\"ci_high\":5.1}");
}

static void test_few_answers_are_not_published(void **state)
{
    assert_string_equal(run(*state, "1234", -1), "nothing");
    assert_string_equal(run(*state, "1234..", -1), "nothing");
    /* It was seen that one of the first six had not answered, so the seventh would show. */
    assert_string_equal(run(*state, "1234..5", -1), "nothing");
    assert_string_not_equal(run(*state, "1234..55555", -1), "nothing");
}

static void test_later_answers_wait_until_they_are_enough(void **state)
{
    const char *first = run(*state, "12345", -1);
    assert_string_equal(run(*state, "123455", -1), first);
    assert_string_equal(run(*state, "123455555", -1), first);
    const char *second = run(*state, "1234555555", -1);
    assert_non_null(strstr(second, "\"n\":10"));
    assert_string_equal(run(*state, "1234555555", -1), second);
    /* New people who skipped the question change nothing in it. */
    assert_string_equal(run(*state, "1234555555......", -1), second);
}

static void test_a_changed_answer_does_not_show(void **state)
{
    const char *first = run(*state, "123451", -1);
    assert_string_equal(run(*state, "523451", 0), first);
    assert_string_equal(run(*state, "5234511111", 0), first);
    assert_non_null(strstr(run(*state, "52345111111", 0), "\"n\":11"));
}

/* Nobody new says 1, so that the one who has gone must have. */
static void test_who_withdraws_does_not_show(void **state)
{
    const char *first = run(*state, "122225", -1);
    assert_string_equal(run(*state, " 2222555555", -1), first);
    assert_string_equal(run(*state, "    2555555", -1), first);
    assert_non_null(strstr(run(*state, "     555555", -1), "\"n\":6"));
}

/* The two who come later are told apart from six of whom it is known that they said nearly the
   same. */
static void test_sensitive_questions(void **state)
{
    ((struct fixture *)*state)->is_sensitive = true;
    assert_string_equal(run(*state, "555555", -1), "nothing");
    assert_string_equal(run(*state, "5555551", -1), "nothing");
    assert_string_equal(run(*state, "55555511", -1), "nothing");
    assert_string_not_equal(run(*state, "55555511222", -1), "nothing");
}

/* Those who have come all said the same, which the two publications together would tell. */
static void test_sensitive_answers_that_come_alike(void **state)
{
    ((struct fixture *)*state)->is_sensitive = true;
    const char *first = run(*state, "11122", -1);
    assert_string_not_equal(first, "nothing");
    assert_string_equal(run(*state, "1112211111", -1), first);
    assert_non_null(strstr(run(*state, "111221111122", -1), "\"n\":12"));
}

static void test_what_an_analysis_is_about(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(publish_subject(&fixture->plan, &fixture->analysis), "q");
    assert_int_equal(publish_cycle(&fixture->analysis), 1);
    struct evaluation_analysis analysis;
    evaluation_analysis_init(&analysis);
    assert_null(publish_subject(&fixture->plan, &analysis));
    assert_int_equal(publish_cycle(&analysis), 0);
    analysis.post = (struct evaluation_variable){.given = true, .cycle = 2};
    assert_string_equal(publish_subject(&fixture->plan, &analysis), "q");
    assert_int_equal(publish_cycle(&analysis), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_item, setup, teardown),
        cmocka_unit_test_setup_teardown(test_few_answers_are_not_published, setup, teardown),
        cmocka_unit_test_setup_teardown(test_later_answers_wait_until_they_are_enough, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_a_changed_answer_does_not_show, setup, teardown),
        cmocka_unit_test_setup_teardown(test_who_withdraws_does_not_show, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sensitive_questions, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sensitive_answers_that_come_alike, setup, teardown),
        cmocka_unit_test_setup_teardown(test_what_an_analysis_is_about, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
