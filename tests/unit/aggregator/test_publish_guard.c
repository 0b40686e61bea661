#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "publish_guard.h"
#include "stored_fixture.h"

enum { TOLD, REACH, APPLIED, RECOMMEND, QUESTIONS };

/* Two cycles, four questions, at least five people. */
struct fixture {
    struct base_arena *arena;
    struct survey_programme programme;
    struct evaluation_plan plan;
    bool sensitive[QUESTIONS];
    struct evaluation_analysis analysis;
    struct stored_fixture stored;
    bool is_settled;
};

static const struct evaluation_question questions[QUESTIONS] = {
    [TOLD] = {.id = "told", .type = EVALUATION_BINARY, .minimum = 0, .maximum = 1},
    [REACH] = {.id = "reach", .type = EVALUATION_COUNT, .minimum = 0, .maximum = 1e300},
    [APPLIED] = {.id = "applied", .type = EVALUATION_LIKERT, .minimum = 1, .maximum = 4},
    [RECOMMEND] = {.id = "recommend", .type = EVALUATION_NPS, .minimum = 0, .maximum = 10},
};

static int setup(void **state)
{
    static const struct survey_cycle cycles[] = {{.cycle = 1}, {.cycle = 2}};
    static const int numbers[] = {1, 2};
    struct base_arena *arena = base_arena_new();
    static const char *const names[] = {"told", "reach", "applied", "recommend"};
    struct fixture *fixture = base_arena_object(arena, struct fixture);
    fixture->arena = arena;
    fixture->programme =
        (struct survey_programme){.minimum_group_size = 5, .cycle_count = 2, .cycles = cycles};
    fixture->plan = (struct evaluation_plan){.confidence = 0.95,
                                             .presence = EVALUATION_PRESENCE_ATTENDED,
                                             .cycle_count = 2,
                                             .cycles = numbers,
                                             .question_count = QUESTIONS,
                                             .questions = questions};
    stored_fixture_init(&fixture->stored, arena, &fixture->programme, names, QUESTIONS);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    base_arena_free(((struct fixture *)*state)->arena);
    return 0;
}

static struct evaluation_analysis *analysis(struct fixture *fixture, const char *id,
                                            const char *metric)
{
    evaluation_analysis_init(&fixture->analysis);
    fixture->analysis.id = id;
    fixture->analysis.metric = evaluation_catalogue_find(metric);
    fixture->analysis.cycle = 2;
    return &fixture->analysis;
}

static void add(struct fixture *fixture, const char *who, int cycle, const char *question,
                char value)
{
    stored_fixture_answer(&fixture->stored, (size_t)cycle - 1, who, question, value - '0');
}

/* The answers of both cycles, a character each for one question; "." skips it, " " was not there.
   Whoever is there attends. */
static void store(struct fixture *fixture, const char *question, const char *first,
                  const char *second)
{
    const char *const answers[] = {first, second};
    stored_fixture_begin(&fixture->stored);
    fixture->is_settled = false;
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; answers[i][j] != '\0'; j++) {
            if (answers[i][j] == ' ')
                continue;
            const char *who = base_arena_format(fixture->arena, "p%02zu", j);
            stored_fixture_respond(&fixture->stored, i, who, 1);
            stored_fixture_attend(&fixture->stored, i, who);
            if (answers[i][j] != '.')
                add(fixture, who, (int)i + 1, question, answers[i][j]);
        }
    }
}

static const char *finish(struct fixture *fixture)
{
    struct stored_fixture *stored = &fixture->stored;
    if (!fixture->is_settled)
        stored_fixture_settle(stored);
    fixture->is_settled = true;
    const struct publisher_change *changes = NULL;
    struct publisher publisher = {.arena = fixture->arena,
                                  .programme = &fixture->programme,
                                  .plan = &fixture->plan,
                                  .data = stored->data,
                                  .ledger = &stored->ledger,
                                  .sensitive = fixture->sensitive,
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

/* Who told nobody is not asked how many; all the same that answer must not show. */
static void test_a_figure_with_two_counts(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_analysis *reach = analysis(fixture, "reach:c2", "spread.reach");
    reach->told = TOLD;
    reach->reach = REACH;
    store(fixture, "told", "", "11111");
    for (size_t i = 0; i < 5; i++)
        add(fixture, base_arena_format(fixture->arena, "p%02zu", i), 2, "reach", '3');
    const char *first = finish(fixture);
    assert_non_null(strstr(first, "\"told_n\":5"));
    store(fixture, "told", "", "111110");
    for (size_t i = 0; i < 5; i++)
        add(fixture, base_arena_format(fixture->arena, "p%02zu", i), 2, "reach", '3');
    assert_string_equal(finish(fixture), first);
    store(fixture, "told", "", "1111100000");
    for (size_t i = 0; i < 5; i++)
        add(fixture, base_arena_format(fixture->arena, "p%02zu", i), 2, "reach", '3');
    assert_non_null(strstr(finish(fixture), "\"told_n\":10"));
}

static struct evaluation_analysis *application(struct fixture *fixture)
{
    struct evaluation_analysis *applied =
        analysis(fixture, "application:c2", "transfer.application");
    applied->question = APPLIED;
    applied->threshold = 3;
    applied->base = EVALUATION_BASE_PREVIOUS;
    return applied;
}

static void item(struct fixture *fixture, size_t question)
{
    analysis(fixture, base_arena_format(fixture->arena, "item:c2:%s", questions[question].id),
             "reaction.item")
        ->question = question;
}

/* What everybody answered, less what those answered who were there before, is what the few who are
   new answered. */
static void test_some_of_those_who_answered(void **state)
{
    struct fixture *fixture = *state;
    store(fixture, "applied", "111111", "3344123");
    item(fixture, APPLIED);
    assert_non_null(strstr(finish(fixture), "\"n\":7"));
    application(fixture);
    assert_string_equal(finish(fixture), "nothing");
}

static void test_some_who_are_all_or_leave_out_enough(void **state)
{
    struct fixture *fixture = *state;
    store(fixture, "applied", "1111111", "3344123");
    item(fixture, APPLIED);
    finish(fixture);
    application(fixture);
    assert_non_null(strstr(finish(fixture), "\"answered\":7"));
    store(fixture, "applied", "1111111", "334412344444");
    item(fixture, APPLIED);
    assert_non_null(strstr(finish(fixture), "\"n\":12"));
    application(fixture);
    assert_non_null(strstr(finish(fixture), "\"answered\":7"));
}

/* The sums of both distributions, less the sum of the changes, is what the one answered who was
   there only once. */
static void test_pairs_beside_their_items(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_analysis *paired = analysis(fixture, "paired:c1-c2", "learning.paired");
    paired->cycle = 0;
    paired->pre = (struct evaluation_variable){.given = true, .index = APPLIED, .cycle = 1};
    paired->post = (struct evaluation_variable){.given = true, .index = APPLIED, .cycle = 2};
    store(fixture, "applied", "112233", "2233144");
    assert_string_equal(finish(fixture), "nothing");
    store(fixture, "applied", "1122334 ", "223314 1");
    assert_string_equal(finish(fixture), "nothing");
    store(fixture, "applied", "1122334   ", "2233144   ");
    assert_non_null(strstr(finish(fixture), "\"n\":7"));
    store(fixture, "applied", "1122334", "223314412341");
    assert_non_null(strstr(finish(fixture), "\"n\":7"));
}

/* The item stays as it was, so the part is compared with that. */
static void test_some_beside_an_older_publication(void **state)
{
    struct fixture *fixture = *state;
    store(fixture, "applied", "11111", "334413");
    item(fixture, APPLIED);
    assert_non_null(strstr(finish(fixture), "\"n\":6"));
    application(fixture);
    assert_string_equal(finish(fixture), "nothing");
    store(fixture, "applied", "11111", "3344134444");
    item(fixture, APPLIED);
    assert_non_null(strstr(finish(fixture), "\"n\":6"));
    application(fixture);
    assert_string_equal(finish(fixture), "nothing");
}

/* That somebody was there before may come to be known later than the answer. */
static void test_who_turns_out_to_have_been_there(void **state)
{
    struct fixture *fixture = *state;
    store(fixture, "applied", "11111     ", "3344133441");
    application(fixture);
    const char *first = finish(fixture);
    assert_non_null(strstr(first, "\"answered\":5"));
    store(fixture, "applied", "111111    ", "3344133441");
    assert_string_equal(finish(fixture), first);
    store(fixture, "applied", "1111111111", "3344133441");
    assert_non_null(strstr(finish(fixture), "\"answered\":10"));
}

static void test_sensitive_questions_of_every_metric(void **state)
{
    struct fixture *fixture = *state;
    fixture->sensitive[RECOMMEND] = true;
    store(fixture, "recommend", "", "999999");
    analysis(fixture, "nps", "reaction.nps")->question = RECOMMEND;
    assert_string_equal(finish(fixture), "nothing");
    store(fixture, "recommend", "", "9999994");
    assert_string_equal(finish(fixture), "nothing");
    store(fixture, "recommend", "", "99999944111");
    assert_string_not_equal(finish(fixture), "nothing");
    fixture->sensitive[TOLD] = true;
    store(fixture, "told", "", "0000000");
    for (size_t i = 0; i < 7; i++)
        add(fixture, base_arena_format(fixture->arena, "p%02zu", i), 2, "reach", '3');
    struct evaluation_analysis *reach = analysis(fixture, "reach:c2", "spread.reach");
    reach->told = TOLD;
    reach->reach = REACH;
    assert_string_equal(finish(fixture), "nothing");
}

static void test_a_raised_minimum(void **state)
{
    struct fixture *fixture = *state;
    store(fixture, "applied", "", "123412");
    item(fixture, APPLIED);
    const char *first = finish(fixture);
    fixture->programme.minimum_group_size = 8;
    store(fixture, "applied", "", "12341234");
    assert_non_null(strstr(first, "\"n\":6"));
    assert_string_equal(finish(fixture), "nothing");
}

/* A question of several columns is named as a whole. */
static void test_sensitive_columns(void **state)
{
    struct fixture *fixture = *state;
    static const char *const names[] = {"matrix"};
    struct survey_item items[] = {{.name = "matrix"}, {.name = "other"}};
    struct survey_column columns[] = {{.name = "told", .item = 0}, {.name = "reach", .item = 1}};
    struct survey_questionnaire questionnaire = {
        .items = items, .item_count = 2, .columns = columns, .column_count = 2};
    struct source_questionnaire list[] = {{.cycle = 1, .questionnaire = &questionnaire}};
    struct source source = {.programme = &fixture->programme, .questionnaires = list, .count = 1};
    fixture->programme.evaluation.sensitive = names;
    fixture->programme.evaluation.sensitive_count = 1;
    const bool *marked = publish_sensitive_questions(fixture->arena, &source, &fixture->plan);
    assert_true(marked[TOLD]);
    assert_false(marked[REACH]);
    assert_false(marked[RECOMMEND]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_figure_with_two_counts),
        TEST(test_some_of_those_who_answered),
        TEST(test_some_who_are_all_or_leave_out_enough),
        TEST(test_pairs_beside_their_items),
        TEST(test_some_beside_an_older_publication),
        TEST(test_who_turns_out_to_have_been_there),
        TEST(test_sensitive_questions_of_every_metric),
        TEST(test_a_raised_minimum),
        TEST(test_sensitive_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
