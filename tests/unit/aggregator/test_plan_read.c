#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "evaluation/catalogue.h"
#include "plan_read.h"

#define QUESTIONS                                                                                  \
    "\"questions\": {\"q\": {\"type\": \"likert\", \"min\": 1, \"max\": 5, \"reverse\": true},"    \
    " \"n\": {\"type\": \"numeric\"}, \"b\": {\"type\": \"binary\"}},"                             \
    "\"scales\": {\"s\": {\"items\": [\"q\"]}}, \"cycles\": [1, 2]"

struct reading {
    struct aggregator_problems problems;
    const struct evaluation_plan *plan;
};

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

static struct reading *read_text(void **state, const char *text)
{
    struct reading *reading = base_arena_object((struct base_arena *)*state, struct reading);
    aggregator_problems_init(&reading->problems, *state);
    reading->plan =
        aggregator_plan_read(*state, "plan.json", base_text_of(text), &reading->problems);
    return reading;
}

/* Reads a plan of one analysis with these members. */
static struct reading *read_analysis(void **state, const char *members)
{
    return read_text(
        state,
        base_arena_format(*state, "{" QUESTIONS ", \"analyses\": [{\"id\": \"a\", %s}]}", members));
}

static void test_a_plan(void **state)
{
    struct reading *reading = read_text(
        state,
        "{\"title\": \"t\", \"confidence\": 0.9, \"presence\": \"responded\","
        "\"actor_types\": [\"x\"], " QUESTIONS ", \"questionnaire\": {\"1\": [\"q\", \"b\"]},"
        "\"rosters\": {\"q\": {\"nodes\": [{\"id\": \"o\", \"type\": \"x\", \"from\": 2}]}},"
        "\"goals\": [{\"id\": \"g\", \"baseline\": 1, \"target\": 2, \"actual\": null}],"
        "\"analyses\": [{\"id\": \"a\", \"metric\": \"learning.gain\","
        "\"pre\": {\"scale\": \"s\", \"cycle\": 1}, \"post\": {\"question\": \"q\","
        "\"cycle\": 2}, \"filter\": {\"organisation\": []}}]}");
    assert_int_equal(reading->problems.count, 0);
    const struct evaluation_plan *plan = reading->plan;
    assert_true(plan->confidence == 0.9);
    assert_int_equal(plan->presence, EVALUATION_PRESENCE_RESPONDED);
    assert_true(plan->questions[0].reverse && plan->questions[0].maximum == 5);
    assert_true(isinf(plan->questions[1].maximum) && plan->questions[2].maximum == 1);
    assert_true(plan->scales[0].minimum_answered == 0.5);
    assert_int_equal(plan->questionnaires[0].required_count, 2);
    assert_int_equal(plan->rosters[0].nodes[0].from_cycle, 2);
    assert_true(isnan(plan->goals[0].actual) && plan->goals[0].weight == 1);
    const struct evaluation_analysis *analysis = &plan->analyses[0];
    assert_string_equal(analysis->metric->id, "learning.gain");
    assert_true(analysis->pre.is_scale && analysis->pre.cycle == 1 && !analysis->post.is_scale);
    assert_true(analysis->filter.organisation.given && analysis->filter.organisation.count == 0);
    assert_int_equal(analysis->cycle, 0);
}

/* Every request may carry a filter, and the empty text selects rows without the attribute. */
static void test_filters(void **state)
{
    static const char *const requests[] = {
        "\"metric\": \"participation.retention\", \"from\": 1, \"to\": 2",
        "\"metric\": \"participation.turnover\"",
        "\"metric\": \"participation.diversity\", \"cycle\": 1",
        "\"metric\": \"participation.representation\", \"cycle\": 1",
        "\"metric\": \"results.goals\"",
        "\"metric\": \"multiplicity.holm\", \"family\": []",
        "\"metric\": \"disclosure.breakdown\", \"question\": \"q\", \"cycle\": 1, \"k\": 5,"
        "\"by\": \"actor_type\"",
        "\"metric\": \"disclosure.releases\", \"question\": \"q\", \"cycle\": 1, \"k\": 5,"
        "\"releases\": []",
    };
    for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
        const char *members = base_arena_format(
            *state, "%s, \"filter\": {\"actor_type\": [\"x\", \"\"]}", requests[i]);
        struct reading *reading = read_analysis(state, members);
        if (reading->plan == NULL)
            fail_msg("%s", reading->problems.lines[0]);
        const struct evaluation_filter *filter = &reading->plan->analyses[0].filter;
        assert_true(filter->actor_type.given && !filter->organisation.given);
        assert_int_equal(filter->actor_type.count, 2);
        assert_string_equal(filter->actor_type.list[1], "");
    }
}

/* Questions that a metric cannot be computed of are answered by a reason, not refused. */
static void test_questions_that_cannot_bear_it(void **state)
{
    static const char *const requests[] = {
        "\"metric\": \"learning.gain\", \"pre\": {\"question\": \"n\", \"cycle\": 1},"
        "\"post\": {\"question\": \"n\", \"cycle\": 2}",
        "\"metric\": \"learning.mcnemar\", \"pre\": {\"question\": \"q\", \"cycle\": 1},"
        "\"post\": {\"question\": \"b\", \"cycle\": 2}",
        "\"metric\": \"understanding.agreement\", \"questions\": [\"n\"], \"cycle\": 1,"
        "\"group\": \"all\"",
    };
    for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
        const struct reading *reading = read_analysis(state, requests[i]);
        if (reading->plan == NULL)
            fail_msg("%s", reading->problems.lines[0]);
    }
}

/* Limits that say what the type says anyway; and cycles too few for more than a reason. */
static void test_what_goes_without_saying(void **state)
{
    struct reading *reading = read_text(
        state, "{\"questions\": {\"n\": {\"type\": \"nps\", \"min\": 0, \"max\": 10},"
               "\"b\": {\"type\": \"binary\", \"max\": 1},"
               "\"c\": {\"type\": \"count\", \"min\": 0}}, \"analyses\": [{\"id\": \"a\","
               "\"metric\": \"trajectory.friedman\", \"variable\": {\"question\": \"n\"},"
               "\"cycles\": [1]}]}");
    assert_int_equal(reading->problems.count, 0);
    assert_true(reading->plan->questions[0].maximum == 10);
    assert_true(reading->plan->questions[1].minimum == 0);
    assert_int_equal(reading->plan->analyses[0].cycle_count, 1);
}

static void test_needs_of_a_plan(void **state)
{
    struct reading *reading = read_text(
        state,
        "{" QUESTIONS ", \"rosters\": {\"q\": {\"nodes\": [{\"id\": \"o\"}]}}, \"analyses\": ["
        "{\"id\": \"a\", \"metric\": \"reaction.item\", \"question\": \"n\", \"cycle\": 1},"
        "{\"id\": \"b\", \"metric\": \"network.structure\", \"roster\": \"q\", \"cycle\": 1,"
        "\"threshold\": 2}]}");
    assert_non_null(reading->plan);
    size_t count;
    const char *const *needs = evaluation_plan_needs(reading->plan, *state, &count);
    assert_int_equal(count, 2);
    assert_string_equal(needs[0], "n");
    assert_string_equal(needs[1], "q:o");
}

/* Each is refused, at this pointer. */
static const struct {
    const char *members, *begin;
} wrong_analyses[] = {
    {"\"metric\": \"reaction.mood\"",
     "plan.json: /analyses/0/metric: \"reaction.mood\" is no metric"},
    {"\"metric\": \"reaction.item\", \"cycle\": 1",
     "plan.json: /analyses/0: reaction.item needs \"question\""},
    {"\"metric\": \"reaction.item\", \"cycle\": 1, \"question\": \"x\"",
     "plan.json: /analyses/0/question: \"x\" is not among"},
    {"\"metric\": \"reaction.item\", \"cycle\": \"1\", \"question\": \"q\"",
     "plan.json: /analyses/0/cycle: must be a whole number"},
    {"\"metric\": \"reaction.item\", \"cycle\": 1, \"question\": \"q\", \"unit\": \"all\"",
     "plan.json: /analyses/0/unit: is not known here"},
    {"\"metric\": \"learning.paired\", \"pre\": {\"question\": \"q\"},"
     "\"post\": {\"question\": \"q\", \"scale\": \"s\", \"cycle\": 2}",
     "plan.json: /analyses/0/pre: needs a cycle"},
    {"\"metric\": \"disclosure.breakdown\", \"cycle\": 1, \"by\": \"organisation\", \"k\": 5",
     "plan.json: /analyses/0: disclosure.breakdown needs either"},
    {"\"metric\": \"disclosure.breakdown\", \"cycle\": 1, \"by\": \"organisation\", \"k\": 0,"
     "\"question\": \"q\"",
     "plan.json: /analyses/0/k: must be a whole number from 1"},
    {"\"metric\": \"disclosure.display\", \"cycle\": 1, \"question\": \"q\", \"count_base\": 2",
     "plan.json: /analyses/0/count_base: must be 1, 3 or 5"},
    {"\"metric\": \"multiplicity.holm\", \"family\": [{\"id\": \"later\", \"field\": \"p\"}]",
     "plan.json: /analyses/0/family/0/id: \"later\" is no earlier analysis"},
    {"\"metric\": \"trajectory.page\", \"variable\": {\"question\": \"q\"}, \"cycles\": []",
     "plan.json: /analyses/0/cycles: must name at least one cycle"},
    {"\"metric\": \"participation.flow\", \"cycle\": 1, \"filter\": {\"type\": []}",
     "plan.json: /analyses/0/filter/type: is not known here"},
};

static void test_wrong_analyses(void **state)
{
    for (size_t i = 0; i < sizeof(wrong_analyses) / sizeof(wrong_analyses[0]); i++) {
        const struct reading *reading = read_analysis(state, wrong_analyses[i].members);
        assert_null(reading->plan);
        assert_true(reading->problems.count >= 1);
        const char *begin = wrong_analyses[i].begin;
        if (strncmp(reading->problems.lines[0], begin, strlen(begin)) != 0)
            fail_msg("\"%s\" does not begin with \"%s\"", reading->problems.lines[0], begin);
    }
}

static const struct {
    const char *text, *begin;
} wrong_plans[] = {
    {"{\"questions\": {}, }", "plan.json:1: "},
    {"[]", "plan.json: /: must be an object"},
    {"{\"color\": 1}", "plan.json: /color: is not known here"},
    {"{\"confidence\": 1}", "plan.json: /confidence: must be a number from 0.5"},
    {"{\"cycles\": [2, 1]}", "plan.json: /cycles/1: cycles must ascend"},
    {"{\"presence\": \"there\"}", "plan.json: /presence: must be one of attended|responded"},
    {"{\"questions\": {\"q\": {\"type\": \"likert\"}}}",
     "plan.json: /questions/q: a likert question needs whole numbers"},
    {"{\"questions\": {\"q\": {\"type\": \"likert\", \"min\": 1, \"max\": 1e6}}}",
     "plan.json: /questions/q: a likert question has at most"},
    {"{\"questions\": {\"q\": {\"type\": \"nps\", \"max\": 9}}}",
     "plan.json: /questions/q: goes from 0 to 10"},
    {"{\"questions\": {\"q\": {\"type\": \"count\", \"min\": -1}}}",
     "plan.json: /questions/q: counts from 0"},
    {"{\"questions\": {\"@q\": {\"type\": \"nps\"}}}",
     "plan.json: /questions/@q: a question's name"},
    {"{\"scales\": {\"s\": {\"items\": []}}}", "plan.json: /scales/s: needs items"},
    {"{\"questionnaire\": {\"first\": []}}", "plan.json: /questionnaire/first: must be named"},
    {"{\"rosters\": {\"r\": {\"nodes\": []}}}", "plan.json: /rosters/r: needs a question"},
    {"{\"analyses\": [{\"id\": \"a\", \"metric\": \"participation.turnover\"},"
     "{\"id\": \"a\", \"metric\": \"participation.turnover\"}]}",
     "plan.json: /analyses/1: the id \"a\" is taken"},
};

static void test_wrong_plans(void **state)
{
    for (size_t i = 0; i < sizeof(wrong_plans) / sizeof(wrong_plans[0]); i++) {
        const struct reading *reading = read_text(state, wrong_plans[i].text);
        assert_null(reading->plan);
        const char *begin = wrong_plans[i].begin;
        if (strncmp(reading->problems.lines[0], begin, strlen(begin)) != 0)
            fail_msg("\"%s\" does not begin with \"%s\"", reading->problems.lines[0], begin);
    }
}

static void test_all_errors_at_once(void **state)
{
    const struct reading *reading = read_text(
        state,
        "{\"cycles\": 3, \"questions\": {\"q\": {}}, \"analyses\": [{}, {\"id\": \"x\"}, 5]}");
    assert_int_equal(reading->problems.count, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_plan, setup, teardown),
        cmocka_unit_test_setup_teardown(test_filters, setup, teardown),
        cmocka_unit_test_setup_teardown(test_questions_that_cannot_bear_it, setup, teardown),
        cmocka_unit_test_setup_teardown(test_what_goes_without_saying, setup, teardown),
        cmocka_unit_test_setup_teardown(test_needs_of_a_plan, setup, teardown),
        cmocka_unit_test_setup_teardown(test_wrong_analyses, setup, teardown),
        cmocka_unit_test_setup_teardown(test_wrong_plans, setup, teardown),
        cmocka_unit_test_setup_teardown(test_all_errors_at_once, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
