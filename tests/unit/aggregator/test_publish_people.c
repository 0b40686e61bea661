/* What is published of who was there: as it is where all saw it, and where they did not, nothing
   from which a small count follows. */
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

#define LEAST 3
#define TYPES 3
#define CYCLES 3

static const char *const types[TYPES] = {"x", "y", "z"};
static const struct survey_cycle cycles[CYCLES] = {{.cycle = 1}, {.cycle = 2}, {.cycle = 3}};
static const int cycle_numbers[CYCLES] = {1, 2, 3};
static const struct evaluation_question questions[] = {
    {.id = "q", .type = EVALUATION_LIKERT, .minimum = 1, .maximum = 5}};
static const size_t required[] = {0};
static const struct evaluation_questionnaire questionnaires[] = {
    {1, 1, required}, {2, 1, required}, {3, 1, required}};
static const char *const names[] = {"q"};

struct group {
    struct base_arena *arena;
    struct survey_programme programme;
    struct evaluation_plan plan;
    bool is_over[CYCLES];
    bool sensitive[1];
    struct stored_fixture stored;
};

static struct group *group_new(enum evaluation_presence presence)
{
    struct base_arena *arena = base_arena_new();
    struct group *group = base_arena_object(arena, struct group);
    *group = (struct group){
        .arena = arena,
        .programme = {.minimum_group_size = LEAST, .cycle_count = CYCLES, .cycles = cycles},
        .plan = {.confidence = 0.95,
                 .presence = presence,
                 .cycle_count = CYCLES,
                 .cycles = cycle_numbers,
                 .actor_type_count = TYPES,
                 .actor_types = types,
                 .question_count = 1,
                 .questions = questions,
                 .questionnaire_count = CYCLES,
                 .questionnaires = questionnaires},
        .is_over = {true, true, true},
    };
    stored_fixture_init(&group->stored, arena, &group->programme, names, 1);
    stored_fixture_begin(&group->stored);
    return group;
}

static void group_free(struct group *group)
{
    base_arena_free(group->arena);
}

/* `count` people of a type (past the last: of none), from two organisations, answer in a cycle
   (index) and attended it; numbered from `first`. */
static void come(struct group *group, size_t cycle, size_t type, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        const char *of = type < TYPES ? types[type] : "";
        const char *who = base_arena_format(group->arena, "%s-%zu", of, i);
        const char *from = base_arena_format(group->arena, "%s%zu", of, i % 2);
        stored_fixture_invite(&group->stored, cycle, who, from, of);
        stored_fixture_respond_for(&group->stored, cycle, who, from, of);
        stored_fixture_answer(&group->stored, cycle, who, "q", 3);
        stored_fixture_attend(&group->stored, cycle, who);
    }
}

static struct json_object *published_of(struct group *group, const char *metric,
                                        enum evaluation_unit unit, int cycle)
{
    struct evaluation_analysis analysis;
    evaluation_analysis_init(&analysis);
    analysis.id = metric;
    analysis.metric = evaluation_catalogue_find(metric);
    analysis.unit = unit;
    bool is_of_two = strcmp(metric, "participation.retention") == 0;
    analysis.cycle = is_of_two ? 0 : cycle;
    analysis.from = is_of_two ? cycle - 1 : 0;
    analysis.to = is_of_two ? cycle : 0;
    const struct publisher_change *changes = NULL;
    struct publisher publisher = {.arena = group->arena,
                                  .programme = &group->programme,
                                  .plan = &group->plan,
                                  .data = group->stored.data,
                                  .ledger = &group->stored.ledger,
                                  .cycle_is_over = group->is_over,
                                  .sensitive = group->sensitive,
                                  .changes = &changes};
    struct evaluation_result result = evaluation_compute(
        group->arena, &group->plan, group->stored.data->table, &analysis, NULL, 0);
    return publish(&publisher, &analysis, &result);
}

static double number(struct json_object *object, const char *name)
{
    assert_non_null(base_json_get(object, name));
    return json_object_get_double(base_json_get(object, name));
}

static struct json_object *cycle_at(struct json_object *turnover, size_t place)
{
    return json_object_array_get_idx(base_json_get(turnover, "cycles"), place);
}

/* Two of x, four of y, one of z attended, and everybody saw them. */
static void test_attendance_is_published_as_it_is(void **state)
{
    (void)state;
    static const size_t people[] = {2, 4, 1};
    struct group *group = group_new(EVALUATION_PRESENCE_ATTENDED);
    for (size_t i = 0; i < TYPES; i++)
        come(group, 0, i, 0, people[i]);
    stored_fixture_settle(&group->stored);
    struct json_object *mix =
        published_of(group, "participation.diversity", EVALUATION_UNIT_PARTICIPANT, 1);
    for (size_t i = 0; i < TYPES; i++)
        assert_true(number(base_json_get(mix, "counts"), types[i]) == (double)people[i]);
    assert_true(number(mix, "k_observed") == 3);
    mix = published_of(group, "participation.diversity", EVALUATION_UNIT_ORGANISATION, 1);
    assert_true(number(base_json_get(mix, "counts"), "x") == 2);
    assert_true(number(base_json_get(mix, "counts"), "z") == 1);
    assert_non_null(base_json_get(mix, "effective_types"));
    group_free(group);
}

/* A way in which so many people of each type, and of none, can have answered a cycle. */
#define CELLS (TYPES + 1)
#define PEOPLE_MOST 8
struct way {
    size_t people[CELLS];
    const char *published; /* all that is published of it */
};

static const char *everything_of(struct base_arena *arena, const size_t *people)
{
    static const struct {
        const char *metric;
        enum evaluation_unit unit;
    } asked[] = {{"participation.diversity", EVALUATION_UNIT_PARTICIPANT},
                 {"participation.diversity", EVALUATION_UNIT_ORGANISATION},
                 {"participation.turnover", EVALUATION_UNIT_PARTICIPANT},
                 {"participation.turnover", EVALUATION_UNIT_ORGANISATION},
                 {"participation.turnover", EVALUATION_UNIT_ACTOR_TYPE},
                 {"spread.referral", EVALUATION_UNIT_PARTICIPANT}};
    struct group *group = group_new(EVALUATION_PRESENCE_RESPONDED);
    struct base_buffer all;
    base_buffer_init(&all, arena);
    for (size_t i = 0; i < CELLS; i++)
        come(group, 0, i, 0, people[i]);
    stored_fixture_settle(&group->stored);
    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        struct json_object *published = published_of(group, asked[i].metric, asked[i].unit, 1);
        base_buffer_string(&all, json_object_to_json_string(published));
    }
    group_free(group);
    return base_arena_copy(arena, base_buffer_view(&all).data, base_buffer_view(&all).length);
}

static size_t make_ways(struct base_arena *arena, struct way *ways)
{
    size_t count = 0, people[CELLS];
    for (people[0] = 0; people[0] <= PEOPLE_MOST; people[0]++)
        for (people[1] = 0; people[1] <= PEOPLE_MOST - people[0]; people[1]++)
            for (people[2] = 0; people[2] <= PEOPLE_MOST - people[0] - people[1]; people[2]++)
                for (people[3] = 0; people[3] <= PEOPLE_MOST - people[0] - people[1] - people[2];
                     people[3]++) {
                    struct way *way = &ways[count++];
                    memcpy(way->people, people, sizeof(people));
                    way->published = everything_of(arena, people);
                }
    return count;
}

/* Whether every way with the same publications has as many people in the cell. */
static bool is_told(const struct way *ways, size_t count, const struct way *way, size_t cell)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(ways[i].published, way->published) == 0 &&
            ways[i].people[cell] != way->people[cell])
            return false;
    return true;
}

/* Nobody saw who answered: of all ways in which up to eight people can have, none tells how many
   of a type have if these are fewer than three; and some tell it where they are not. */
static void test_no_small_count_follows_from_who_answered(void **state)
{
    (void)state;
    struct base_arena *arena = base_arena_new();
    struct way *ways = base_arena_array(arena, struct way, 1000);
    size_t count = make_ways(arena, ways), told = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t cell = 0; cell < CELLS; cell++) {
            size_t people = ways[i].people[cell];
            bool is_known = is_told(ways, count, &ways[i], cell);
            told += is_known && people > 0;
            if (is_known && people > 0 && people < LEAST)
                fail_msg("%zu, %zu, %zu and %zu without a type: cell %zu follows from %s",
                         ways[i].people[0], ways[i].people[1], ways[i].people[2], ways[i].people[3],
                         cell, ways[i].published);
        }
    assert_true(told > 0);
    base_arena_free(arena);
}

/* Three of x in both cycles, one of y new in the second: of types nothing, of the whole turnover.
 */
static void test_a_small_type_that_answered_later(void **state)
{
    (void)state;
    struct group *group = group_new(EVALUATION_PRESENCE_RESPONDED);
    come(group, 0, 0, 0, 3);
    come(group, 1, 0, 0, 3);
    come(group, 1, 1, 0, 1);
    stored_fixture_settle(&group->stored);
    struct json_object *types_over_time =
        published_of(group, "participation.turnover", EVALUATION_UNIT_ACTOR_TYPE, 0);
    assert_true(number(cycle_at(types_over_time, 0), "present") == 1);
    assert_null(base_json_get(cycle_at(types_over_time, 1), "present"));
    assert_null(published_of(group, "participation.retention", EVALUATION_UNIT_ACTOR_TYPE, 2));
    struct json_object *organisations =
        published_of(group, "participation.turnover", EVALUATION_UNIT_ORGANISATION, 0);
    assert_true(number(cycle_at(organisations, 0), "present") == 2);
    assert_null(base_json_get(cycle_at(organisations, 1), "new"));
    struct json_object *people =
        published_of(group, "participation.turnover", EVALUATION_UNIT_PARTICIPANT, 0);
    assert_true(number(cycle_at(people, 1), "new") == 1);
    group_free(group);
}

/* Five came to the first two cycles; the third has begun, and one of them is back. */
static struct group *group_with_an_open_cycle(size_t in_third)
{
    struct group *group = group_new(EVALUATION_PRESENCE_ATTENDED);
    come(group, 0, 0, 0, 6);
    come(group, 1, 0, 0, 5);
    come(group, 2, 0, 0, in_third);
    stored_fixture_settle(&group->stored);
    group->is_over[2] = false;
    return group;
}

static void test_who_has_gone_waits_for_the_end_of_the_next_cycle(void **state)
{
    (void)state;
    struct group *group = group_with_an_open_cycle(4);
    struct json_object *turnover =
        published_of(group, "participation.turnover", EVALUATION_UNIT_PARTICIPANT, 0);
    assert_true(number(cycle_at(turnover, 0), "last_seen") == 1);
    assert_null(base_json_get(cycle_at(turnover, 1), "last_seen"));
    assert_string_equal(
        json_object_get_string(base_json_get(cycle_at(turnover, 1), "last_seen_reason")),
        "next_cycle_not_over");
    assert_true(number(cycle_at(turnover, 2), "continuing") == 4);
    assert_true(number(turnover, "present_in_all") == 5);
    assert_null(published_of(group, "participation.retention", EVALUATION_UNIT_PARTICIPANT, 3));
    group->is_over[2] = true;
    turnover = published_of(group, "participation.turnover", EVALUATION_UNIT_PARTICIPANT, 0);
    assert_true(number(cycle_at(turnover, 1), "last_seen") == 1);
    assert_null(base_json_get(cycle_at(turnover, 2), "last_seen_reason"));
    assert_true(number(turnover, "present_in_all") == 4);
    assert_non_null(published_of(group, "participation.retention", EVALUATION_UNIT_PARTICIPANT, 3));
    group_free(group);
}

/* Whether a cycle of too few is over or not: nothing that is published tells of those who came. */
static void test_nothing_tells_of_a_cycle_of_few(void **state)
{
    (void)state;
    for (size_t over = 0; over < 2; over++) {
        const char *seen[LEAST] = {NULL};
        struct base_arena *arena = base_arena_new();
        for (size_t in_third = 0; in_third < LEAST; in_third++) {
            struct group *group = group_with_an_open_cycle(in_third);
            group->is_over[2] = over == 1;
            struct json_object *turnover =
                published_of(group, "participation.turnover", EVALUATION_UNIT_PARTICIPANT, 0);
            assert_true(number(turnover, "ever_present") == 6);
            seen[in_third] = base_arena_string(arena, json_object_to_json_string(turnover));
            assert_string_equal(seen[in_third], seen[0]);
            group_free(group);
        }
        base_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attendance_is_published_as_it_is),
        cmocka_unit_test(test_no_small_count_follows_from_who_answered),
        cmocka_unit_test(test_a_small_type_that_answered_later),
        cmocka_unit_test(test_who_has_gone_waits_for_the_end_of_the_next_cycle),
        cmocka_unit_test(test_nothing_tells_of_a_cycle_of_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
