#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fixture.h"
#include "tally.h"

/* What is counted must be what reading one person after the other finds, whatever the answers are:
   random ones, of which some are empty, out of range, no number, or not there. */

#define PEOPLE 3000
#define QUESTIONS 4

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static const char *random_value(struct base_arena *arena, uint64_t *state, const char *fraction)
{
    uint64_t kind = next_random(state) % 12;
    if (kind == 0)
        return "";
    if (kind == 1)
        return "many";
    return base_arena_format(arena, "%d%s", (int)(next_random(state) % 9) - 2, fraction);
}

static void add(struct evaluation_builder *builder, struct base_arena *arena, uint64_t *state,
                unsigned person, const char *fraction, bool moves)
{
    static const char *const places[] = {"", "oa", "ob", "oc"};
    uint64_t home = next_random(state);
    for (unsigned question = 0; question < QUESTIONS; question++) {
        if (next_random(state) % 6 == 0)
            continue;
        home = moves ? next_random(state) : home;
        evaluation_builder_add(
            builder, &(struct evaluation_row){
                         .participant = base_text_of(base_arena_format(arena, "p%u", person)),
                         .organisation = base_text_of(places[home % 4]),
                         .actor_type = base_text_of(home / 4 % 3 == 0 ? "" : "t"),
                         .cycle = 1,
                         .question = base_text_of(base_arena_format(arena, "q%u", question)),
                         .value = base_text_of(random_value(arena, state, fraction)),
                     });
    }
}

/* `fraction` comes after every number; `moves`: people have several organisations. */
static void make_table(struct fixture *fixture, const char *fraction, bool moves)
{
    static const size_t items[QUESTIONS] = {0, 1, 2, 3};
    static const struct evaluation_scale scale = {
        .id = "s", .item_count = QUESTIONS, .items = items, .minimum_answered = 0.5};
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    uint64_t state = 20261124;
    for (unsigned i = 0; i < PEOPLE; i++)
        add(builder, fixture->arena, &state, i, fraction, moves);
    fixture_finish(fixture, builder);
    fixture_questions(fixture, QUESTIONS,
                      fraction[0] == '\0' ? EVALUATION_LIKERT : EVALUATION_NUMERIC, -1, 5);
    ((struct evaluation_question *)fixture->plan.questions)[1].reverse = true;
    fixture->plan.scale_count = 1;
    fixture->plan.scales = &scale;
}

/* Checks the tally of one affiliation against its values among those of the series. */
static void check_affiliation(const struct evaluation_request *request,
                              const struct evaluation_series *series,
                              const struct evaluation_tally *tally, uint32_t affiliation)
{
    double *values = base_arena_array(request->scratch, double, series->count);
    size_t count = 0;
    for (size_t i = 0; i < series->count; i++)
        if (request->data->affiliation_of[series->members[i]] == affiliation)
            values[count++] = series->values[i];
    struct evaluation_distribution expected =
        evaluation_distribution_of(request->scratch, values, count);
    const struct evaluation_distribution *found = &tally->values[affiliation];
    assert_int_equal(found->count, count);
    assert_int_equal(found->kinds, expected.kinds);
    for (size_t i = 0; i < expected.kinds; i++) {
        assert_true(found->values[i] == expected.values[i]);
        assert_int_equal(found->weights[i], expected.weights[i]);
    }
}

static void check(struct fixture *fixture, struct evaluation_analysis analysis, bool is_counted)
{
    for (size_t place = 0; place <= QUESTIONS; place++) {
        BASE_ARENA_SCOPED *scratch = base_arena_new();
        const struct evaluation_variable variable = {.given = true,
                                                     .is_scale = place == QUESTIONS,
                                                     .index = place == QUESTIONS ? 0 : place,
                                                     .cycle = 1};
        const struct evaluation_request request = {
            .arena = scratch,
            .scratch = scratch,
            .plan = &fixture->plan,
            .data = fixture->data,
            .analysis = &analysis,
            .selected = evaluation_filter_select(&analysis.filter, fixture->data, scratch)};
        struct evaluation_series series = evaluation_series_variable(&request, &variable);
        struct evaluation_tally tally;
        assert_true(evaluation_tally_count(&request, &variable, &tally) == is_counted);
        tally = evaluation_tally_of(&request, &variable);
        size_t missing = 0;
        for (uint32_t i = 0; i < fixture->data->affiliation_count; i++) {
            check_affiliation(&request, &series, &tally, i);
            missing += is_counted ? tally.missing[i] : 0;
        }
        assert_true(!is_counted ||
                    missing == series.missing + (variable.is_scale ? 0 : series.invalid));
        struct evaluation_distribution all = evaluation_tally_merge(&request, &tally, NULL);
        assert_int_equal(all.count, series.count);
        assert_true(series.count > 0 && tally.magnitude >= 4);
    }
}

static void check_all(struct fixture *fixture, bool is_counted)
{
    static const char *const types[] = {"t"}, *const unknown[] = {"", "ob"};
    const char **people = base_arena_array(fixture->arena, const char *, PEOPLE);
    struct evaluation_analysis analysis = fixture_analysis();
    check(fixture, analysis, is_counted);
    analysis.filter.actor_type.given = true;
    analysis.filter.actor_type.count = 1;
    analysis.filter.actor_type.list = types;
    check(fixture, analysis, is_counted);
    analysis.filter.organisation.given = true;
    analysis.filter.organisation.count = 2;
    analysis.filter.organisation.list = unknown;
    check(fixture, analysis, is_counted);
    for (unsigned i = 0; i < PEOPLE / 2; i++)
        people[i] = base_arena_format(fixture->arena, "p%u", 2 * i);
    analysis.filter.participant.given = true;
    analysis.filter.participant.count = PEOPLE / 2;
    analysis.filter.participant.list = people;
    check(fixture, analysis, is_counted);
    /* What a filter left out has not changed what was kept of all. */
    check(fixture, fixture_analysis(), is_counted);
}

static void test_whole_answers_are_counted(void **state)
{
    struct fixture *fixture = *state;
    make_table(fixture, "", false);
    assert_int_equal(fixture->data->affiliation_count, 8);
    check_all(fixture, true);
}

static void test_fractions_are_sorted(void **state)
{
    struct fixture *fixture = *state;
    make_table(fixture, ".25", false);
    check_all(fixture, false);
}

/* With several rows of a person it matters which one holds the answer. */
static void test_people_of_several_affiliations(void **state)
{
    struct fixture *fixture = *state;
    make_table(fixture, "", true);
    check_all(fixture, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whole_answers_are_counted, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(test_fractions_are_sorted, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_people_of_several_affiliations, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
