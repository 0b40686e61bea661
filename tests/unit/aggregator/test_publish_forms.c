/* Forms of more than figures: what they show, and what they leave out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "publish_forms.h"
#include "publish_guard.h"
#include "stored_fixture.h"

enum { THEN, NOW, TIE, QUESTIONS };

static const struct evaluation_question questions[QUESTIONS] = {
    [THEN] = {.id = "then", .type = EVALUATION_LIKERT, .minimum = 1, .maximum = 5},
    [NOW] = {.id = "now", .type = EVALUATION_LIKERT, .minimum = 1, .maximum = 5},
    [TIE] = {.id = "tie", .type = EVALUATION_LIKERT, .minimum = 0, .maximum = 3},
};
static const size_t scale_items[] = {NOW};
static const struct evaluation_scale scale = {
    .id = "view", .item_count = 1, .items = scale_items, .minimum_answered = 0.5};
static const char *const types[] = {"x", "y", "z"};
static const struct survey_cycle cycles[] = {{.cycle = 1}, {.cycle = 2}};
static const int cycle_numbers[] = {1, 2};

/* Two organisations of each type; the last is new in cycle 2. */
static const struct evaluation_node nodes[] = {
    {"x1", "x", 1}, {"x2", "x", 1}, {"y1", "y", 1}, {"y2", "y", 1}, {"z1", "z", 1}, {"z2", "z", 2},
};
#define NODES (sizeof(nodes) / sizeof(nodes[0]))
static const struct evaluation_roster roster = {
    .id = "tie", .question = TIE, .node_count = NODES, .nodes = nodes};
static const char *const names[] = {"then",   "now",    "tie:x1", "tie:x2",
                                    "tie:y1", "tie:y2", "tie:z1", "tie:z2"};
#define NAMES (sizeof(names) / sizeof(names[0]))

struct fixture {
    struct base_arena *arena;
    struct survey_programme programme;
    struct evaluation_plan plan;
    bool sensitive[QUESTIONS];
    struct evaluation_analysis analysis;
    const char *reason; /* of what was published last */
    struct stored_fixture stored;
};

static int setup(void **state)
{
    struct base_arena *arena = base_arena_new();
    struct fixture *fixture = base_arena_object(arena, struct fixture);
    fixture->arena = arena;
    fixture->programme =
        (struct survey_programme){.minimum_group_size = 5, .cycle_count = 2, .cycles = cycles};
    fixture->plan = (struct evaluation_plan){.confidence = 0.95,
                                             .presence = EVALUATION_PRESENCE_ATTENDED,
                                             .cycle_count = 2,
                                             .cycles = cycle_numbers,
                                             .actor_type_count = 3,
                                             .actor_types = types,
                                             .question_count = QUESTIONS,
                                             .questions = questions,
                                             .scale_count = 1,
                                             .scales = &scale,
                                             .roster_count = 1,
                                             .rosters = &roster};
    stored_fixture_init(&fixture->stored, arena, &fixture->programme, names, NAMES);
    stored_fixture_begin(&fixture->stored);
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
    return &fixture->analysis;
}

/* What is published of the analysis, as JSON; NULL: nothing. */
static struct json_object *finish(struct fixture *fixture)
{
    struct stored_fixture *stored = &fixture->stored;
    stored_fixture_settle(stored);
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
    fixture->reason = publish_reason(&publisher, &result, published);
    if (published != NULL)
        json_object_object_add(stored->ledger.published, fixture->analysis.id,
                               json_object_get(published));
    return published;
}

/* People p0, p1, ... answer a question in a cycle (index); " " was not there. */
static void answer(struct fixture *fixture, size_t cycle, const char *question, const char *answers)
{
    for (size_t i = 0; answers[i] != '\0'; i++) {
        const char *who = base_arena_format(fixture->arena, "p%02zu", i);
        if (answers[i] != ' ')
            stored_fixture_answer(&fixture->stored, cycle, who, question, answers[i] - '0');
    }
}

static void come(struct fixture *fixture, size_t cycle, const char *who_is_there)
{
    for (size_t i = 0; who_is_there[i] != '\0'; i++) {
        const char *who = base_arena_format(fixture->arena, "p%02zu", i);
        if (who_is_there[i] != ' ') {
            stored_fixture_respond(&fixture->stored, cycle, who, 1);
            stored_fixture_attend(&fixture->stored, cycle, who);
        }
    }
}

static struct evaluation_variable variable(size_t question, int cycle)
{
    return (struct evaluation_variable){.given = true, .index = question, .cycle = cycle};
}

static void compare(struct fixture *fixture, const char *metric)
{
    struct evaluation_analysis *change = analysis(fixture, "change", metric);
    change->pre = variable(NOW, 1);
    if (strcmp(metric, "learning.retrospective") == 0)
        change->then = variable(THEN, 2);
    change->post = variable(NOW, 2);
}

static void test_spread_on_both_sides(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "********");
    come(fixture, 1, "********");
    answer(fixture, 0, "now", "12345123");
    answer(fixture, 1, "now", "23343233");
    compare(fixture, "understanding.change");
    struct json_object *published = finish(fixture);
    assert_int_equal(json_object_get_int(base_json_get(published, "n")), 8);
    assert_non_null(base_json_get(published, "ad_median_pre"));
    assert_non_null(base_json_get(published, "ad_change"));
}

/* Three came and three went: beside the answers of all, those of the others would tell theirs. */
static void test_spread_where_a_few_came_and_went(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "********   ");
    come(fixture, 1, "*****   ***");
    answer(fixture, 0, "now", "12345123   ");
    answer(fixture, 1, "now", "23343   111");
    compare(fixture, "understanding.change");
    assert_null(finish(fixture));
    compare(fixture, "learning.signed_rank");
    assert_null(finish(fixture));
}

static void test_spread_where_enough_came_and_went(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "**********     ");
    come(fixture, 1, "*****     *****");
    answer(fixture, 0, "now", "1234512345     ");
    answer(fixture, 1, "now", "23343     12111");
    compare(fixture, "understanding.change");
    assert_non_null(base_json_get(finish(fixture), "ad_median_pre"));
}

static struct json_object *compare_scales(struct fixture *fixture, const char *metric)
{
    compare(fixture, metric);
    fixture->analysis.pre =
        (struct evaluation_variable){.given = true, .is_scale = true, .cycle = 1};
    fixture->analysis.post =
        (struct evaluation_variable){.given = true, .is_scale = true, .cycle = 2};
    return finish(fixture);
}

/* The questions of a scale are published to the answer, so its change is as telling as theirs. */
static void test_scales_where_one_went(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "******");
    come(fixture, 1, "***** ");
    answer(fixture, 0, "now", "123455");
    answer(fixture, 1, "now", "23343 ");
    assert_null(compare_scales(fixture, "learning.paired"));
    struct json_object *course = compare_scales(fixture, "trajectory.overlap");
    assert_non_null(base_json_get(course, "diff"));
    assert_null(base_json_get(course, "p"));
    assert_null(base_json_get(course, "ci_low"));
    assert_null(base_json_get(course, "composition"));
}

static void test_scales_of_the_same_people(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "******");
    come(fixture, 1, "******");
    answer(fixture, 0, "now", "123455");
    answer(fixture, 1, "now", "233432");
    assert_non_null(base_json_get(compare_scales(fixture, "learning.paired"), "mean_pre"));
    assert_non_null(base_json_get(compare_scales(fixture, "trajectory.overlap"), "p"));
}

static struct json_object *course_of(struct fixture *fixture)
{
    struct evaluation_analysis *slope = analysis(fixture, "slope:view", "trajectory.slope");
    slope->variable = (struct evaluation_variable){.given = true, .is_scale = true};
    slope->cycles = cycle_numbers;
    slope->cycle_count = 2;
    slope->min_points = 2;
    return finish(fixture);
}

static void test_a_course_that_leaves_out_one(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "******");
    come(fixture, 1, "***** ");
    answer(fixture, 0, "now", "123455");
    answer(fixture, 1, "now", "23343 ");
    assert_null(course_of(fixture));
}

static void test_a_course_of_all(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "*****");
    come(fixture, 1, "*****");
    answer(fixture, 0, "now", "12345");
    answer(fixture, 1, "now", "23343");
    assert_non_null(base_json_get(course_of(fixture), "mean_slope"));
}

/* Why there was no figure is as old as what is published: it would tell of who came later. */
static void test_the_reason_of_an_older_publication(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "*****");
    come(fixture, 1, "*****");
    answer(fixture, 0, "now", "11111");
    answer(fixture, 1, "now", "11111");
    compare(fixture, "learning.paired");
    struct json_object *first = finish(fixture);
    assert_string_equal(fixture->reason, "zero_variance");
    stored_fixture_begin(&fixture->stored);
    come(fixture, 0, "******");
    come(fixture, 1, "******");
    answer(fixture, 0, "now", "111111");
    answer(fixture, 1, "now", "111115");
    assert_ptr_equal(finish(fixture), first);
    assert_string_equal(fixture->reason, "zero_variance");
}

static void test_spread_where_one_went(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "*********");
    come(fixture, 1, "******** ");
    answer(fixture, 0, "now", "123451235");
    answer(fixture, 1, "now", "23343233 ");
    compare(fixture, "understanding.change");
    assert_null(finish(fixture));
}

/* What is published of the question alone is of the eight who answered first, so figures of ten
   would tell on the two. */
static void test_pairs_beside_an_older_item(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "********  ");
    answer(fixture, 0, "now", "12345123");
    struct evaluation_analysis *item = analysis(fixture, "item:c1:now", "reaction.item");
    item->question = NOW;
    item->cycle = 1;
    assert_non_null(finish(fixture));
    stored_fixture_begin(&fixture->stored);
    come(fixture, 0, "**********");
    come(fixture, 1, "**********");
    answer(fixture, 0, "now", "1234512355");
    answer(fixture, 1, "now", "2334323355");
    compare(fixture, "learning.paired");
    assert_null(finish(fixture));
    compare(fixture, "understanding.change");
    assert_null(finish(fixture));
}

static void test_change_in_retrospect(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "******");
    come(fixture, 1, "******");
    answer(fixture, 0, "now", "123412");
    answer(fixture, 1, "then", "112311");
    answer(fixture, 1, "now", "345545");
    compare(fixture, "learning.retrospective");
    struct json_object *published = finish(fixture);
    struct json_object *shift = base_json_get(published, "response_shift");
    assert_int_equal(json_object_get_int(base_json_get(shift, "n")), 6);
    assert_non_null(base_json_get(base_json_get(published, "conventional"), "mean_change"));
    assert_non_null(base_json_get(base_json_get(published, "retrospective"), "p"));
}

/* The newcomer gave two of the three: what she said before the programme is not there to compare.
 */
static void test_change_in_retrospect_with_a_newcomer(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, "****** ");
    come(fixture, 1, "*******");
    answer(fixture, 0, "now", "123412 ");
    answer(fixture, 1, "then", "1123115");
    answer(fixture, 1, "now", "3455455");
    struct json_object *published = compare_scales(fixture, "learning.retrospective");
    assert_null(base_json_get(published, "response_shift"));
    assert_null(base_json_get(published, "conventional"));
    assert_non_null(base_json_get(published, "retrospective"));
}

/* Answers of people who belong: "x1" is of organisation x1 and of type x. */
static void answer_as(struct fixture *fixture, size_t cycle, const char *organisation, size_t count,
                      size_t first, const char *question, int value)
{
    const char type[] = {organisation[0], '\0'};
    for (size_t i = first; i < first + count; i++) {
        const char *who = base_arena_format(fixture->arena, "%s-%zu", organisation, i);
        stored_fixture_respond_for(&fixture->stored, cycle, who, organisation, type);
        for (size_t n = 0; n < NAMES; n++)
            if (strncmp(names[n], question, strlen(question)) == 0)
                stored_fixture_answer(&fixture->stored, cycle, who, names[n], value);
    }
}

static struct json_object *group(struct json_object *published, size_t place)
{
    return json_object_array_get_idx(base_json_get(published, "groups"), place);
}

static void test_a_scale_by_type(void **state)
{
    struct fixture *fixture = *state;
    answer_as(fixture, 0, "x1", 4, 0, "now", 2);
    answer_as(fixture, 0, "x2", 4, 0, "now", 4);
    answer_as(fixture, 0, "y1", 3, 0, "now", 5);
    answer_as(fixture, 0, "y2", 3, 0, "now", 3);
    struct evaluation_analysis *table = analysis(fixture, "breakdown", "disclosure.breakdown");
    table->scale = 0;
    table->cycle = 1;
    table->by = EVALUATION_UNIT_ACTOR_TYPE;
    table->k = 5;
    table->min_organisations = 2;
    struct json_object *published = finish(fixture);
    assert_int_equal(json_object_get_int(base_json_get(group(published, 0), "n")), 8);
    assert_true(json_object_get_double(base_json_get(group(published, 0), "mean")) == 3.0);
    assert_string_equal(json_object_get_string(base_json_get(group(published, 1), "status")),
                        "published");
    assert_string_equal(json_object_get_string(base_json_get(group(published, 2), "status")),
                        "empty");
}

/* One organisation stands for type y, so y is hidden, and x with it: or the rest would be y's. */
static void test_a_type_of_one_organisation(void **state)
{
    struct fixture *fixture = *state;
    answer_as(fixture, 0, "x1", 4, 0, "now", 2);
    answer_as(fixture, 0, "x2", 4, 0, "now", 4);
    answer_as(fixture, 0, "y1", 6, 0, "now", 5);
    struct evaluation_analysis *table = analysis(fixture, "breakdown", "disclosure.breakdown");
    table->scale = 0;
    table->cycle = 1;
    table->by = EVALUATION_UNIT_ACTOR_TYPE;
    table->k = 5;
    table->min_organisations = 2;
    struct json_object *published = finish(fixture);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(json_object_get_string(base_json_get(group(published, i), "status")),
                            "suppressed");
        assert_null(base_json_get(group(published, i), "n"));
        assert_null(base_json_get(group(published, i), "mean"));
    }
}

static struct json_object *cell(struct json_object *published, size_t row, size_t column)
{
    struct json_object *cells = base_json_get(published, "types");
    return json_object_array_get_idx(json_object_array_get_idx(cells, row), column);
}

static void network(struct fixture *fixture)
{
    struct evaluation_analysis *structure = analysis(fixture, "network:c1", "network.structure");
    structure->roster = 0;
    structure->cycle = 1;
    structure->threshold = 2;
}

static void test_ties_by_type(void **state)
{
    struct fixture *fixture = *state;
    const char *const organisations[] = {"x1", "x2", "y1", "y2"};
    for (size_t i = 0; i < 4; i++)
        answer_as(fixture, 0, organisations[i], 3, 0, "tie:x", 3);
    network(fixture);
    struct json_object *published = finish(fixture);
    /* Type z has nobody who answered: x and y, y the smaller by order, would tell it. */
    assert_int_equal(json_object_get_int(base_json_get(published, "respondents")), 12);
    assert_null(cell(published, 2, 2));
    assert_null(cell(published, 2, 0));
    struct json_object *shown =
        cell(published, 0, 0) ? cell(published, 0, 0) : cell(published, 1, 1);
    assert_non_null(shown);
    assert_null(cell(published, 0, 1));
}

static void test_no_ties_of_types_with_few_people(void **state)
{
    struct fixture *fixture = *state;
    answer_as(fixture, 0, "x1", 2, 0, "tie:", 3);
    answer_as(fixture, 0, "y1", 2, 0, "tie:", 3);
    answer_as(fixture, 0, "z1", 2, 0, "tie:", 3);
    network(fixture);
    struct json_object *published = finish(fixture);
    assert_non_null(base_json_get(published, "density"));
    assert_null(base_json_get(published, "types"));
}

/* What one new organisation brought would be the difference of the two. */
static void test_network_change_with_one_new_organisation(void **state)
{
    struct fixture *fixture = *state;
    const char *const organisations[] = {"x1", "x2", "y1", "y2", "z1"};
    for (size_t c = 0; c < 2; c++)
        for (size_t i = 0; i < 5; i++)
            answer_as(fixture, c, organisations[i], 2, 0, "tie:", (int)(i + c) % 4);
    struct evaluation_analysis *change = analysis(fixture, "change", "network.change");
    change->roster = 0;
    change->from = 1;
    change->to = 2;
    change->threshold = 2;
    assert_null(finish(fixture));
}

static void test_agreement_of_the_whole_group_only(void **state)
{
    struct fixture *fixture = *state;
    static const size_t both[] = {THEN, NOW};
    come(fixture, 0, "*******");
    answer(fixture, 0, "then", "1234512");
    answer(fixture, 0, "now", "123451 ");
    struct evaluation_analysis *agreement =
        analysis(fixture, "agreement", "understanding.agreement");
    agreement->question_count = 2;
    agreement->questions = both;
    agreement->cycle = 1;
    agreement->group = EVALUATION_UNIT_ALL;
    /* One left out a question: the spread of the others beside the answers of all tells hers. */
    assert_null(finish(fixture));
    agreement->question_count = 1;
    assert_non_null(base_json_get(finish(fixture), "ad_median_mean"));
    agreement->group = EVALUATION_UNIT_ACTOR_TYPE;
    agreement->id = "agreement:actor_type";
    assert_null(finish(fixture));
}

/* What would be rounded to nothing is not nothing: it has a bound above it. */
static void test_small_chances(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_record values = {.arena = fixture->arena};
    struct json_object *object = base_json_own(fixture->arena, json_object_new_object());
    evaluation_put_number(&values, "p", 0.0000004);
    evaluation_put_number(&values, "ad_p", 0.0006);
    evaluation_put_number(&values, "rate", 0.003);
    publish_add(object, &values, "p", PUBLISH_CHANCE);
    publish_add(object, &values, "ad_p", PUBLISH_CHANCE);
    publish_add(object, &values, "rate", 2);
    publish_add(object, &values, "none", PUBLISH_CHANCE);
    assert_string_equal(base_json_write(fixture->arena, object).data,
                        "{\"p\":0.0005,\"ad_p\":0.001,\"rate\":0,\"none\":null}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_small_chances, setup, teardown),
        cmocka_unit_test_setup_teardown(test_spread_on_both_sides, setup, teardown),
        cmocka_unit_test_setup_teardown(test_spread_where_a_few_came_and_went, setup, teardown),
        cmocka_unit_test_setup_teardown(test_spread_where_one_went, setup, teardown),
        cmocka_unit_test_setup_teardown(test_spread_where_enough_came_and_went, setup, teardown),
        cmocka_unit_test_setup_teardown(test_scales_where_one_went, setup, teardown),
        cmocka_unit_test_setup_teardown(test_scales_of_the_same_people, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_course_that_leaves_out_one, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_course_of_all, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_reason_of_an_older_publication, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pairs_beside_an_older_item, setup, teardown),
        cmocka_unit_test_setup_teardown(test_change_in_retrospect, setup, teardown),
        cmocka_unit_test_setup_teardown(test_change_in_retrospect_with_a_newcomer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_scale_by_type, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_type_of_one_organisation, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ties_by_type, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_ties_of_types_with_few_people, setup, teardown),
        cmocka_unit_test_setup_teardown(test_network_change_with_one_new_organisation, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_agreement_of_the_whole_group_only, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
