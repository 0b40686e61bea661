/* What holds for every metric of a family, whatever the answers are: random studies of a few dozen
   people, some of whom skip questions. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"

#define PEOPLE 40
#define QUESTIONS 4
#define CYCLES 3
#define STUDIES 40

/* A study, and what is done to it before it is computed. */
struct study {
    unsigned seed;
    double factor, shift;   /* every answer becomes factor * answer + shift */
    bool is_reversed_order; /* rows come the other way round */
    bool is_renamed;        /* people get names that sort otherwise */
    bool has_silent_people; /* some more who skip everything */
    bool swaps_cycles;      /* 1 and 2 change places */
};

static const struct study plain = {.factor = 1};

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static void add_row(struct fixture *fixture, struct evaluation_builder *builder,
                    const struct study *study, unsigned person, int cycle, unsigned question,
                    double value, bool is_missing)
{
    static const char *const types[] = {"a", "b", "c"};
    unsigned name = study->is_renamed ? 997 - person * 7 : person;
    if (study->swaps_cycles && cycle < 3)
        cycle = 3 - cycle;
    struct evaluation_row row = {
        .participant = base_text_of(base_arena_format(fixture->arena, "p%03u", name)),
        .organisation = base_text_of(base_arena_format(fixture->arena, "o%u", person % 7)),
        .actor_type = base_text_of(types[person % 3]),
        .cycle = cycle,
        .question = base_text_of(base_arena_format(fixture->arena, "q%u", question)),
    };
    if (is_missing)
        evaluation_builder_add(builder, &row);
    else
        evaluation_builder_add_number(builder, &row, value * study->factor + study->shift);
}

static void make(struct fixture *fixture, const struct study *study)
{
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    struct {
        double value;
        bool is_there, is_missing;
    } cells[PEOPLE][CYCLES][QUESTIONS];
    unsigned seed = study->seed;
    for (unsigned person = 0; person < PEOPLE; person++)
        for (unsigned cycle = 0; cycle < CYCLES; cycle++) {
            bool is_there = next(&seed) % 5 > 0;
            for (unsigned question = 0; question < QUESTIONS; question++) {
                cells[person][cycle][question].value = 1 + next(&seed) % 5;
                cells[person][cycle][question].is_there = is_there;
                cells[person][cycle][question].is_missing = next(&seed) % 10 == 0;
            }
        }
    unsigned count = PEOPLE * CYCLES * QUESTIONS;
    for (unsigned i = 0; i < count; i++) {
        unsigned place = study->is_reversed_order ? count - 1 - i : i;
        unsigned person = place / (CYCLES * QUESTIONS), cycle = place / QUESTIONS % CYCLES;
        unsigned question = place % QUESTIONS;
        if (cells[person][cycle][question].is_there)
            add_row(fixture, builder, study, person, (int)cycle + 1, question,
                    cells[person][cycle][question].value,
                    cells[person][cycle][question].is_missing);
    }
    for (unsigned person = PEOPLE; study->has_silent_people && person < PEOPLE + 5; person++)
        for (unsigned question = 0; question < QUESTIONS; question++)
            add_row(fixture, builder, study, person, 1, question, 0, true);
    fixture_finish(fixture, builder);
}

/* The plan: questions q0..q3, their scale, and nobody reversed. */
static void make_plan(struct fixture *fixture, enum evaluation_question_type type, double minimum,
                      double maximum)
{
    static const int cycles[] = {1, 2, 3};
    static const size_t items[] = {0, 1, 2, 3};
    static const struct evaluation_scale scale = {
        .id = "s", .item_count = QUESTIONS, .items = items, .minimum_answered = 0.5};
    static const char *const types[] = {"a", "b", "c"};
    fixture_questions(fixture, QUESTIONS, type, minimum, maximum);
    fixture->plan.scales = &scale;
    fixture->plan.scale_count = 1;
    fixture->plan.cycles = cycles;
    fixture->plan.cycle_count = CYCLES;
    fixture->plan.actor_types = types;
    fixture->plan.actor_type_count = 3;
}

static struct evaluation_analysis analysis(enum evaluation_unit group)
{
    static const size_t questions[] = {0, 1, 2, 3};
    static const int cycles[] = {1, 2, 3};
    struct evaluation_analysis made = fixture_analysis();
    made.question = 1;
    made.scale = 0;
    made.questions = questions;
    made.question_count = QUESTIONS;
    made.cycles = cycles;
    made.cycle_count = CYCLES;
    made.group = group;
    made.first = "a";
    made.second = "b";
    made.min_points = 2;
    made.k = 5;
    made.by = EVALUATION_UNIT_ACTOR_TYPE;
    made.variable = (struct evaluation_variable){.given = true, .index = 2, .cycle = 1};
    made.pre = (struct evaluation_variable){.given = true, .is_scale = true, .cycle = 1};
    made.post = (struct evaluation_variable){.given = true, .is_scale = true, .cycle = 2};
    made.then = (struct evaluation_variable){.given = true, .index = 3, .cycle = 2};
    made.x = made.pre;
    made.y = made.post;
    made.x_threshold = made.y_threshold = 3;
    return made;
}

static const char *const metrics[] = {
    "reaction.item",           "reaction.scale",         "reaction.reliability",
    "reaction.omega",          "learning.paired",        "learning.signed_rank",
    "understanding.icc",       "understanding.change",   "understanding.ranking",
    "understanding.agreement", "trajectory.slope",       "trajectory.friedman",
    "trajectory.page",         "trajectory.overlap",     "compare.groups",
    "disclosure.breakdown",    "learning.retrospective", "transfer.link",
};
#define METRICS (sizeof(metrics) / sizeof(metrics[0]))

static struct evaluation_result compute(struct fixture *fixture, const char *metric)
{
    return fixture_compute(fixture, metric, analysis(EVALUATION_UNIT_ACTOR_TYPE));
}

static void write_value(struct base_buffer *out, const struct evaluation_value *value)
{
    switch (value->kind) {
    case EVALUATION_NULL:
        base_buffer_string(out, "null");
        break;
    case EVALUATION_INTEGER:
        base_buffer_format(out, "%lld", (long long)value->integer);
        break;
    case EVALUATION_NUMBER:
        base_buffer_format(out, "%.12g", fabs(value->number) < 1e-12 ? 0 : value->number);
        break;
    case EVALUATION_TEXT:
        base_buffer_string(out, value->text);
        break;
    case EVALUATION_LIST:
        for (size_t i = 0; i < value->list->count; i++) {
            base_buffer_string(out, ",");
            write_value(out, &value->list->items[i]);
        }
        break;
    case EVALUATION_RECORD:
        for (size_t i = 0; i < value->record->count; i++) {
            base_buffer_format(out, " %s=", value->record->fields[i].name);
            write_value(out, &value->record->fields[i].value);
        }
        break;
    }
}

static const char *text_of(struct fixture *fixture, const struct evaluation_result *result)
{
    struct base_buffer out;
    const struct evaluation_value whole = {.kind = EVALUATION_RECORD, .record = result->values};
    base_buffer_init(&out, fixture->arena);
    write_value(&out, &whole);
    return base_buffer_view(&out).data;
}

static double number(const struct evaluation_result *result, const char *field)
{
    return evaluation_record_number(result->values, field);
}

static void assert_close(double actual, double expected, const char *what)
{
    if (isnan(actual) && isnan(expected))
        return;
    if (!(fabs(actual - expected) <= 1e-9 * fmax(1, fabs(expected))))
        fail_msg("%s: %.17g, not %.17g", what, actual, expected);
}

/* Neither the order of rows nor the names of people leave a trace. */
static void test_permutation(void **state)
{
    struct fixture *fixture = *state;
    make_plan(fixture, EVALUATION_LIKERT, 1, 5);
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        const char *expected[METRICS];
        struct study study = plain;
        study.seed = seed;
        make(fixture, &study);
        for (size_t i = 0; i < METRICS; i++) {
            struct evaluation_result result = compute(fixture, metrics[i]);
            expected[i] = text_of(fixture, &result);
        }
        study.is_reversed_order = true;
        study.is_renamed = true;
        make(fixture, &study);
        for (size_t i = 0; i < METRICS; i++) {
            struct evaluation_result result = compute(fixture, metrics[i]);
            assert_string_equal(text_of(fixture, &result), expected[i]);
        }
    }
}

/* People who were asked and skipped everything change no estimate. */
static void test_missing_data(void **state)
{
    struct fixture *fixture = *state;
    static const char *const estimates[] = {
        "n",    "mean", "sd",   "alpha",       "omega", "w",
        "icc1", "t",    "p",    "mean_change", "diff",  "rwg_mean",
        "g_av", "l",    "chi2", "mean_slope",  "r",     "ad_change"};
    make_plan(fixture, EVALUATION_LIKERT, 1, 5);
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = plain;
        struct evaluation_result expected[METRICS];
        study.seed = seed;
        make(fixture, &study);
        for (size_t i = 0; i < METRICS; i++)
            expected[i] = compute(fixture, metrics[i]);
        study.has_silent_people = true;
        make(fixture, &study);
        for (size_t i = 0; i < METRICS; i++) {
            struct evaluation_result result = compute(fixture, metrics[i]);
            for (size_t j = 0; j < sizeof(estimates) / sizeof(estimates[0]); j++)
                assert_close(number(&result, estimates[j]), number(&expected[i], estimates[j]),
                             metrics[i]);
        }
    }
}

/* Fields by how they follow when every answer becomes factor * answer + shift. */
struct field {
    const char *metric, *name;
    int power;     /* of the factor */
    bool is_moved; /* the shift is added */
};
static const struct field fields[] = {
    {"reaction.item", "mean", 1, true},
    {"reaction.item", "sd", 1, false},
    {"reaction.item", "median", 1, true},
    {"reaction.item", "ci_low", 1, true},
    {"reaction.scale", "mean", 1, true},
    {"reaction.scale", "se", 1, false},
    {"reaction.reliability", "alpha", 0, false},
    {"reaction.reliability", "mean_inter_item_r", 0, false},
    {"reaction.reliability", "ci_high", 0, false},
    {"reaction.omega", "omega", 0, false},
    {"learning.paired", "mean_change", 1, false},
    {"learning.paired", "sd_change", 1, false},
    {"learning.paired", "r", 0, false},
    {"learning.paired", "t", 0, false},
    {"learning.paired", "p", 0, false},
    {"learning.paired", "d_av", 0, false},
    {"learning.paired", "d_z_low", 0, false},
    {"learning.signed_rank", "v_plus", 0, false},
    {"learning.signed_rank", "p", 0, false},
    {"understanding.icc", "icc1", 0, false},
    {"understanding.icc", "f", 0, false},
    {"understanding.icc", "msb", 2, false},
    {"understanding.icc", "eta2", 0, false},
    {"understanding.change", "ad_change", 1, false},
    {"understanding.change", "pm_r", 0, false},
    {"understanding.change", "ad_p", 0, false},
    {"understanding.ranking", "w", 0, false},
    {"understanding.ranking", "chi2", 0, false},
    {"trajectory.slope", "mean_slope", 1, false},
    {"trajectory.slope", "p", 0, false},
    {"trajectory.friedman", "w", 0, false},
    {"trajectory.page", "l", 0, false},
    {"trajectory.page", "z", 0, false},
    {"trajectory.overlap", "diff", 1, false},
    {"trajectory.overlap", "t", 0, false},
    {"trajectory.overlap", "df", 0, false},
    {"compare.groups", "diff", 1, false},
    {"compare.groups", "g_s", 0, false},
    {"compare.groups", "p", 0, false},
};

static void test_shift_and_scale(void **state)
{
    struct fixture *fixture = *state;
    static const double factors[] = {2, 0.5, 3, 1000}, shifts[] = {0, 7, -12.5, 1e5};
    make_plan(fixture, EVALUATION_NUMERIC, -INFINITY, INFINITY);
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = plain;
        study.seed = seed;
        make(fixture, &study);
        const size_t count = sizeof(fields) / sizeof(fields[0]);
        double expected[sizeof(fields) / sizeof(fields[0])];
        for (size_t i = 0; i < count; i++) {
            struct evaluation_result result = compute(fixture, fields[i].metric);
            expected[i] = number(&result, fields[i].name);
        }
        study.factor = factors[seed % 4];
        study.shift = shifts[seed / 4 % 4];
        make(fixture, &study);
        for (size_t i = 0; i < count; i++) {
            struct evaluation_result result = compute(fixture, fields[i].metric);
            double wanted = expected[i] * pow(study.factor, fields[i].power) +
                            (fields[i].is_moved ? study.shift : 0);
            double actual = number(&result, fields[i].name);
            /* What is left of a difference of large numbers has fewer digits. */
            double slack = strcmp(fields[i].name, "omega") == 0 ? 1e-6 : 1e-8;
            if (!(isnan(wanted) && isnan(actual)) &&
                !(fabs(actual - wanted) <= slack * fmax(1, fabs(wanted))))
                fail_msg("seed %u, %s.%s: %.17g, not %.17g", seed, fields[i].metric, fields[i].name,
                         actual, wanted);
        }
    }
}

/* Who comes first only turns the sign. */
static void test_symmetry(void **state)
{
    struct fixture *fixture = *state;
    make_plan(fixture, EVALUATION_LIKERT, 1, 5);
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = plain;
        study.seed = seed;
        make(fixture, &study);
        struct evaluation_result paired = compute(fixture, "learning.paired");
        struct evaluation_result ranks = compute(fixture, "learning.signed_rank");
        struct evaluation_result change = compute(fixture, "understanding.change");
        struct evaluation_result overlap = compute(fixture, "trajectory.overlap");
        study.swaps_cycles = true;
        make(fixture, &study);
        struct evaluation_result other = compute(fixture, "learning.paired");
        assert_close(number(&other, "mean_change"), -number(&paired, "mean_change"), "change");
        assert_close(number(&other, "ci_low"), -number(&paired, "ci_high"), "limit");
        assert_close(number(&other, "p"), number(&paired, "p"), "p");
        assert_close(number(&other, "n_pre_only"), number(&paired, "n_post_only"), "only");
        other = compute(fixture, "learning.signed_rank");
        assert_close(number(&other, "v_plus"), number(&ranks, "v_minus"), "ranks");
        assert_close(number(&other, "p"), number(&ranks, "p"), "p of ranks");
        other = compute(fixture, "understanding.change");
        assert_close(number(&other, "ad_change"), -number(&change, "ad_change"), "convergence");
        assert_close(number(&other, "awg_pre"), number(&change, "awg_post"), "agreement");
        other = compute(fixture, "trajectory.overlap");
        assert_close(number(&other, "diff"), -number(&overlap, "diff"), "difference");
        assert_close(number(&other, "p"), number(&overlap, "p"), "p of the difference");
        assert_close(number(&other, "df"), number(&overlap, "df"), "degrees");
    }
}

static void assert_between(const struct evaluation_result *result, const char *field, double low,
                           double high)
{
    double value = number(result, field);
    if (!isnan(value) && !(value >= low - 1e-12 && value <= high + 1e-12))
        fail_msg("%s.%s = %.17g", result->metric, field, value);
}

static void test_bounds(void **state)
{
    struct fixture *fixture = *state;
    make_plan(fixture, EVALUATION_LIKERT, 1, 5);
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = plain;
        study.seed = seed;
        make(fixture, &study);
        for (size_t i = 0; i < METRICS; i++) {
            struct evaluation_result result = compute(fixture, metrics[i]);
            static const char *const shares[] = {"p",       "top2",     "bottom2",     "improved",
                                                 "w",       "rwg_mean", "rwg_j_mean",  "omega",
                                                 "eta2",    "top2_low", "top2_high",   "positive",
                                                 "rwg_pre", "rwg_post", "p_increasing"};
            for (size_t j = 0; j < sizeof(shares) / sizeof(shares[0]); j++)
                assert_between(&result, shares[j], 0, 1);
            assert_between(&result, "r", -1, 1);
            assert_between(&result, "alpha", -INFINITY, 1);
            assert_between(&result, "icc1", -INFINITY, 1);
            assert_between(&result, "rank_biserial", -1, 1);
            double low = number(&result, "ci_low"), high = number(&result, "ci_high");
            assert_true(isnan(low) || low <= high);
        }
    }
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_permutation), TEST(test_missing_data), TEST(test_shift_and_scale),
        TEST(test_symmetry),    TEST(test_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
