/* Networks: a small one by hand, and what holds for every one. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"

#define ORGANISATIONS 8
#define STUDIES 40

/* A study, and what is done to it before it is computed. */
struct study {
    unsigned seed;
    bool is_reversed_order; /* rows come the other way round */
    bool is_renamed;        /* organisations get names that sort otherwise */
    bool has_noise;     /* answers that do not count: none, of oneself, of strangers, lower ones */
    bool has_newcomers; /* two organisations more in the second cycle */
    bool swaps_cycles;
};

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static const char *name_of(struct fixture *fixture, const struct study *study, unsigned number)
{
    return base_arena_format(fixture->arena, "o%02u", study->is_renamed ? 90 - number * 7 : number);
}

struct answer {
    const char *participant, *organisation, *about;
    int cycle;
    double value; /* below 0: none was given */
};

struct answers {
    size_t count;
    struct answer list[2 * 2 * (ORGANISATIONS + 2) * (ORGANISATIONS + 4)];
};

static void add(struct answers *answers, const char *participant, const char *organisation,
                const char *about, int cycle, double value)
{
    assert_true(answers->count < sizeof(answers->list) / sizeof(answers->list[0]));
    answers->list[answers->count++] =
        (struct answer){participant, organisation, about, cycle, value};
}

/* One organisation's answers in a cycle, by one person and sometimes another. */
static void answer(struct fixture *fixture, const struct study *study, unsigned from, int cycle,
                   unsigned *seed, struct answers *answers)
{
    const char *organisation = name_of(fixture, study, from);
    const char *person = base_arena_format(fixture->arena, "p-%s-1", organisation);
    const char *other = base_arena_format(fixture->arena, "p-%s-2", organisation);
    for (unsigned to = 0; to < ORGANISATIONS; to++) {
        double value = next(seed) % 5;
        bool is_given = next(seed) % 6 > 0;
        const char *about = name_of(fixture, study, to);
        if (to != from && is_given)
            add(answers, person, organisation, about, cycle, value);
        if (study->has_noise && (to == from || !is_given))
            add(answers, other, organisation, about, cycle, to == from ? 4 : -1);
        else if (study->has_noise && value > 0)
            add(answers, other, organisation, about, cycle, value - 1);
    }
    if (study->has_noise)
        add(answers, base_arena_format(fixture->arena, "s%u", from), "nobody we know",
            name_of(fixture, study, from), cycle, 4);
}

static void write_rows(struct fixture *fixture, const struct study *study,
                       const struct answers *answers)
{
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    for (size_t i = 0; i < answers->count; i++) {
        const struct answer *each =
            &answers->list[study->is_reversed_order ? answers->count - 1 - i : i];
        struct evaluation_row row = {
            .participant = base_text_of(each->participant),
            .organisation = base_text_of(each->organisation),
            .cycle = study->swaps_cycles ? 3 - each->cycle : each->cycle,
            .question = base_text_of(base_arena_format(fixture->arena, "q0:%s", each->about)),
        };
        if (each->value < 0)
            evaluation_builder_add(builder, &row);
        else
            evaluation_builder_add_number(builder, &row, each->value);
    }
    fixture_finish(fixture, builder);
}

static void make(struct fixture *fixture, const struct study *study)
{
    static const char *const types[] = {"a", "b", "c"};
    struct answers *answers = base_arena_object(fixture->arena, struct answers);
    unsigned count = ORGANISATIONS + (study->has_newcomers ? 2 : 0), seed = study->seed;
    struct evaluation_node *nodes =
        base_arena_array(fixture->arena, struct evaluation_node, ORGANISATIONS + 2);
    struct evaluation_roster *roster = base_arena_object(fixture->arena, struct evaluation_roster);
    for (unsigned i = 0; i < count; i++)
        nodes[i] = (struct evaluation_node){.id = name_of(fixture, study, i),
                                            .type = types[i % 3],
                                            .from_cycle = i < ORGANISATIONS ? 1 : 2};
    *roster = (struct evaluation_roster){.id = "q0", .node_count = count, .nodes = nodes};
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 0, 4);
    fixture->plan.rosters = roster;
    fixture->plan.roster_count = 1;
    for (int cycle = 1; cycle <= 2; cycle++)
        for (unsigned i = 0; i < ORGANISATIONS; i++)
            if (next(&seed) % 5 > 0)
                answer(fixture, study, i, cycle, &seed, answers);
    for (unsigned i = ORGANISATIONS; i < count; i++) {
        const char *name = name_of(fixture, study, i);
        add(answers, base_arena_format(fixture->arena, "p-%s", name), name,
            name_of(fixture, study, 0), 2, 4);
    }
    write_rows(fixture, study, answers);
}

static struct evaluation_result structure(struct fixture *fixture, double threshold, bool strict)
{
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.roster = 0;
    analysis.threshold = threshold;
    analysis.strict = strict;
    return fixture_compute(fixture, "network.structure", analysis);
}

static struct evaluation_result change(struct fixture *fixture, int from, int to)
{
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.roster = 0;
    analysis.threshold = 2;
    analysis.from = from;
    analysis.to = to;
    return fixture_compute(fixture, "network.change", analysis);
}

static double number(const struct evaluation_result *result, const char *field)
{
    return evaluation_record_number(result->values, field);
}

static void assert_same(const struct evaluation_result *one, const struct evaluation_result *other,
                        const char *const *but)
{
    assert_int_equal(one->reason, other->reason);
    assert_int_equal(one->values->count, other->values->count);
    for (size_t i = 0; i < one->values->count; i++) {
        const char *field = one->values->fields[i].name;
        bool may_differ = false;
        for (size_t j = 0; but != NULL && but[j] != NULL; j++)
            may_differ = may_differ || strcmp(but[j], field) == 0;
        if (!may_differ)
            fixture_assert_number(other, field, number(one, field));
    }
}

/* x works much with y (3), y says it does not (0); x and z: only x answered, not at all. Of six
   arcs three are observed, of three pairs two; reconstructed, x and y have a tie across types. */
static void test_by_hand(void **state)
{
    struct fixture *fixture = *state;
    static const struct evaluation_node nodes[] = {{.id = "x", .type = "a", .from_cycle = 1},
                                                   {.id = "y", .type = "b", .from_cycle = 1},
                                                   {.id = "z", .type = "a", .from_cycle = 1}};
    static const struct evaluation_roster roster = {.id = "q0", .node_count = 3, .nodes = nodes};
    static const struct fixture_row rows[] = {{"p1", "x", "a", 1, "q0:y", "3"},
                                              {"p1", "x", "a", 1, "q0:z", "0"},
                                              {"p2", "y", "b", 1, "q0:x", "0"},
                                              {"p3", "z", "a", 1, "q0:x", ""}};
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 0, 4);
    fixture->plan.rosters = &roster;
    fixture->plan.roster_count = 1;
    fixture_rows(fixture, rows, sizeof(rows) / sizeof(rows[0]));
    struct evaluation_result result = structure(fixture, 1, false);
    static const struct {
        const char *field;
        double value;
    } expected[] = {
        {"respondents", 2},
        {"coverage", 0.5},
        {"arcs", 1},
        {"density_directed", 1.0 / 3},
        {"dyads_both_observed", 1},
        {"asymmetric", 1},
        {"reciprocity", 0},
        {"dyads_observed", 2},
        {"edges", 1},
        {"density", 0.5},
        {"average_degree", 1},
        {"isolates", 1},
        {"components", 2},
        {"largest_component", 2.0 / 3},
        {"external", 1},
        {"ei_index", 1},
        {"ei_expected", 0},
        {"mean_strength", 3},
    };
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
        fixture_assert_number(&result, expected[i].field, expected[i].value);
    result = structure(fixture, 1, true);
    fixture_assert_number(&result, "dyads_observed", 1);
    fixture_assert_number(&result, "isolates", 0);
}

/* Order, names, and answers that do not count leave no trace. */
static void test_what_leaves_no_trace(void **state)
{
    struct fixture *fixture = *state;
    static const char *const people[] = {"respondents", NULL};
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = {.seed = seed};
        make(fixture, &study);
        struct evaluation_result loose = structure(fixture, 2, false);
        struct evaluation_result strict = structure(fixture, 2, true);
        struct evaluation_result changed = change(fixture, 1, 2);
        for (unsigned way = 0; way < 3; way++) {
            study = (struct study){.seed = seed,
                                   .is_reversed_order = way == 0,
                                   .is_renamed = way == 1,
                                   .has_noise = way == 2};
            make(fixture, &study);
            struct evaluation_result other = structure(fixture, 2, false);
            assert_same(&loose, &other, way == 2 ? people : NULL);
            other = structure(fixture, 2, true);
            assert_same(&strict, &other, way == 2 ? people : NULL);
            other = change(fixture, 1, 2);
            assert_same(&changed, &other, NULL);
        }
    }
}

static void assert_between(const struct evaluation_result *result, const char *field, double low,
                           double high)
{
    double value = number(result, field);
    if (!isnan(value) && !(value >= low && value <= high))
        fail_msg("%s.%s = %.17g", result->metric, field, value);
}

static void test_bounds(void **state)
{
    struct fixture *fixture = *state;
    static const char *const shares[] = {
        "coverage",    "density_directed",  "reciprocity", "density",     "dyadic_reciprocity",
        "cross_share", "largest_component", "jaccard",     "density_from"};
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = {.seed = seed};
        make(fixture, &study);
        double arcs = INFINITY;
        for (int threshold = 0; threshold <= 5; threshold++) {
            struct evaluation_result loose = structure(fixture, threshold, false);
            struct evaluation_result strict = structure(fixture, threshold, true);
            for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++)
                assert_between(&loose, shares[i], 0, 1);
            assert_between(&loose, "ei_index", -1, 1);
            assert_between(&loose, "mean_strength", threshold, 4);
            assert_between(&loose, "components", 1, ORGANISATIONS);
            assert_between(&loose, "isolates", 0, number(&loose, "components"));
            assert_true(number(&loose, "external") + number(&loose, "internal") ==
                        number(&loose, "edges"));
            assert_true(number(&loose, "mutual") * 2 + number(&loose, "asymmetric") <=
                        number(&loose, "arcs"));
            /* Who insists on both sides sees those pairs, and no tie that the others do not. */
            assert_true(number(&strict, "dyads_observed") ==
                        number(&strict, "dyads_both_observed"));
            assert_true(number(&strict, "edges") <= number(&loose, "edges"));
            assert_true(number(&strict, "components") >= number(&loose, "components"));
            assert_true(number(&loose, "arcs") <= arcs);
            arcs = number(&loose, "arcs");
        }
        assert_true(arcs == 0);
    }
}

/* Turning time around makes new ties lost ones. */
static void test_change_turns_around(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = {.seed = seed};
        make(fixture, &study);
        struct evaluation_result there = change(fixture, 1, 2), back = change(fixture, 2, 1);
        study.swaps_cycles = true;
        make(fixture, &study);
        struct evaluation_result swapped = change(fixture, 1, 2), same = change(fixture, 1, 1);
        assert_same(&back, &swapped, NULL);
        fixture_assert_number(&back, "new", number(&there, "lost"));
        fixture_assert_number(&back, "lost", number(&there, "new"));
        fixture_assert_number(&back, "maintained", number(&there, "maintained"));
        fixture_assert_number(&back, "jaccard", number(&there, "jaccard"));
        fixture_assert_number(&back, "density_to", number(&there, "density_from"));
        fixture_assert_number(&same, "new", 0);
        fixture_assert_number(&same, "lost", 0);
        fixture_assert_number(&same, "jaccard", number(&same, "maintained") > 0 ? 1 : NAN);
    }
}

/* Newcomers change nothing of the pairs of those who were there before. */
static void test_change_keeps_to_its_pairs(void **state)
{
    struct fixture *fixture = *state;
    static const char *const newcomers[] = {"nodes_new", "new_with_new_nodes", NULL};
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = {.seed = seed};
        make(fixture, &study);
        struct evaluation_result without = change(fixture, 1, 2);
        study.has_newcomers = true;
        make(fixture, &study);
        struct evaluation_result with = change(fixture, 1, 2);
        assert_same(&without, &with, newcomers);
        fixture_assert_number(&with, "nodes_new", 2);
        fixture_assert_number(&with, "new_with_new_nodes", 2);
    }
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_by_hand),
        TEST(test_what_leaves_no_trace),
        TEST(test_bounds),
        TEST(test_change_turns_around),
        TEST(test_change_keeps_to_its_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
