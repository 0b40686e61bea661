#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "answers_read.h"
#include "plan_read.h"

#define HEADER "participant,organisation,actor_type,cycle,question,value\n"

static const char plan_text[] =
    "{\"cycles\": [1, 2, 3], \"actor_types\": [\"school\", \"company\"],"
    "\"questions\": {\"useful\": {\"type\": \"nps\"}, \"tie\": {\"type\": \"count\"}},"
    "\"rosters\": {\"tie\": {\"nodes\": [{\"id\": \"north\"}]}},"
    "\"analyses\": [{\"id\": \"a\", \"metric\": \"reaction.item\", \"question\": \"useful\","
    "\"cycle\": 1}, {\"id\": \"b\", \"metric\": \"reaction.item\", \"question\": \"useful\","
    "\"cycle\": 1, \"filter\": {\"organisation\": [\"north\", \"nrth\", \"\"],"
    "\"actor_type\": [\"company\"]}}, {\"id\": \"c\", \"metric\": \"compare.groups\","
    "\"variable\": {\"question\": \"useful\", \"cycle\": 1}, \"group\": \"actor_type\","
    "\"first\": \"school\", \"second\": \"scool\"}]}";

struct watched {
    struct aggregator_problems warnings;
    const struct evaluation_data *data;
};

static struct watched watch(void **state, const char *rows)
{
    struct base_arena *arena = *state;
    struct aggregator_problems problems;
    struct watched watched;
    aggregator_problems_init(&problems, arena);
    aggregator_problems_init(&watched.warnings, arena);
    const struct evaluation_plan *plan =
        aggregator_plan_read(arena, "plan.json", base_text_of(plan_text), &problems);
    if (plan == NULL)
        fail_msg("%s", problems.lines[0]);
    struct answers_watch *watch = answers_watch_new(arena, plan);
    const char *text = base_arena_format(arena, "%s%s", HEADER, rows);
    watched.data =
        aggregator_answers_read(arena, "data.csv", base_text_of(text), NULL, 0, watch, &problems);
    assert_non_null(watched.data);
    answers_watch_tell(watch, "plan.json", "data.csv", &watched.warnings);
    return watched;
}

/* Rows that use everything the plan names but "nrth" and "scool". */
#define RIGHT                                                                                      \
    "p1,north,school,1,useful,4\np2,,company,2,useful,word\np2,,,3,tie:north,1\n"                  \
    "p1,north,school,1,@delivery,\np1,north,school,1,@attended,0\np1,north,school,1,@invited,1\n"  \
    "p2,,company,1,@referrer,p1\np2,,company,1,@delivery, ineligible \n"

static void assert_warnings(const struct watched *watched, const char *const *expected,
                            size_t count)
{
    for (size_t i = 0; i < count && i < watched->warnings.count; i++)
        assert_string_equal(watched->warnings.lines[i], expected[i]);
    assert_int_equal(watched->warnings.count, count);
}

static void test_names_that_nobody_has(void **state)
{
    static const char *const expected[] = {
        "plan.json: /analyses/1: warning: \"nrth\" occurs in no row of the data; 2 such names"};
    struct watched watched = watch(state, RIGHT);
    assert_warnings(&watched, expected, 1);
}

static void test_every_kind_once(void **state)
{
    static const char *const expected[] = {
        "plan.json: /analyses/1: warning: \"nrth\" occurs in no row of the data; 2 such names",
        "data.csv:10: warning: \"banana\" is no value of @delivery (delivered, declined, "
        "undeliverable, other or ineligible); 3 such rows",
        "data.csv:13: warning: \"@atended\" is no question that is known; with @ there are "
        "invited, delivery, started, attended, assigned and referrer",
        "data.csv:14: warning: the plan has no question \"usefull\"; 2 such rows; did you mean "
        "\"useful\"?",
        "data.csv:15: warning: \"shool\" is none of the plan's actor_types",
        "data.csv:16: warning: 7 is none of the plan's cycles",
        "data.csv:17: warning: \"south\" is the participant's second organisation in this cycle, "
        "after \"north\"; of that kind: 1",
    };
    struct watched watched =
        watch(state, RIGHT "p1,north,school,2,@delivery,banana\np1,north,school,2,@attended,2\n"
                           "p1,north,school,2,@started,yes\np1,north,school,2,@atended,1\n"
                           "p1,north,school,2,usefull,1\np3,,shool,1,tie:nrth,1\n"
                           "p1,north,school,7,useful,1\np1,south,school,2,useful,1\n"
                           "p1,,school,2,tie:north,1\np1,south,school,3,useful,1\n");
    assert_warnings(&watched, expected, sizeof(expected) / sizeof(expected[0]));
}

static void test_cycles_and_types_without_rows(void **state)
{
    static const char *const expected[] = {
        "plan.json: /cycles/1: warning: no row of the data is of cycle 2; 2 such cycles",
        "plan.json: /analyses/1: warning: \"nrth\" occurs in no row of the data; 3 such names",
    };
    struct watched watched = watch(state, "p1,north,school,1,useful,4\n");
    assert_warnings(&watched, expected, 2);
}

/* More people than there is room for at first. */
static void test_many_people(void **state)
{
    struct base_buffer rows;
    base_buffer_init(&rows, *state);
    for (int i = 0; i < 1000; i++)
        base_buffer_format(&rows, "p%d,o%d,school,1,useful,4\n", i, i);
    for (int i = 0; i < 1000; i++)
        base_buffer_format(&rows, "p%d,%s,school,1,tie,4\n", i, i % 2 == 0 ? "other" : "");
    struct watched watched = watch(state, rows.data);
    const char *last = watched.warnings.lines[watched.warnings.count - 1];
    assert_string_equal(last, "data.csv:1002: warning: \"other\" is the participant's second "
                              "organisation in this cycle, after \"o0\"; of that kind: 500");
}

static int setup(void **state)
{
    *state = base_arena_new();
    return 0;
}

static int teardown(void **state)
{
    base_arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_names_that_nobody_has, setup, teardown),
        cmocka_unit_test_setup_teardown(test_every_kind_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cycles_and_types_without_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many_people, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
