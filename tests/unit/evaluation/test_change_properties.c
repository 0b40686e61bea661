/* What holds for reaction and learning whatever the answers are, beside what test_properties.c
   tells of every metric: ranges that move with the answers, questions that are turned round, and
   how the parts of a comparison add up. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"

#define PEOPLE 25
#define STUDIES 60

struct study {
    unsigned seed;
    double factor, shift; /* every answer, and the ends of the range, become factor * x + shift */
    bool is_turned;       /* answers count from the other end */
    bool is_reversed;     /* and so do the questions */
    bool is_swapped;      /* before and after change places */
    bool is_complete;     /* nobody skips anything */
};

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

/* q0 and q1 make the scale; answers 1..5 (0..1 for yes and no) in cycles 1, 2 and 3. */
static void make(struct fixture *fixture, const struct study *study,
                 enum evaluation_question_type type)
{
    static const size_t items[] = {0, 1};
    static const struct evaluation_scale scale = {"s", 2, items, 0.5};
    unsigned seed = study->seed;
    unsigned least = type == EVALUATION_BINARY ? 0 : 1, most = type == EVALUATION_BINARY ? 1 : 5;
    double low = study->factor * least + study->shift, high = study->factor * most + study->shift;
    fixture_questions(fixture, 2, type, low, high);
    ((struct evaluation_question *)fixture->plan.questions)[0].reverse = study->is_reversed;
    ((struct evaluation_question *)fixture->plan.questions)[1].reverse = study->is_reversed;
    fixture->plan.scales = &scale;
    fixture->plan.scale_count = 1;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    for (unsigned person = 0; person < PEOPLE; person++)
        for (int cycle = 1; cycle <= 3; cycle++)
            for (size_t question = 0; question < 2; question++) {
                double answer =
                    study->factor * (least + next(&seed) % (most - least + 1)) + study->shift;
                bool is_missing = next(&seed) % 6 == 0 && !study->is_complete;
                struct evaluation_row row = {
                    .participant = base_text_of(base_arena_format(fixture->arena, "p%u", person)),
                    .cycle = study->is_swapped && cycle < 3 ? 3 - cycle : cycle,
                    .question = base_text_of(fixture->plan.questions[question].id),
                };
                if (is_missing)
                    evaluation_builder_add(builder, &row);
                else
                    evaluation_builder_add_number(builder, &row,
                                                  study->is_turned ? low + high - answer : answer);
            }
    fixture_finish(fixture, builder);
}

static struct evaluation_result compute(struct fixture *fixture, const char *metric, bool of_scale)
{
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.question = analysis.scale = 0;
    analysis.pre = (struct evaluation_variable){.given = true, .is_scale = of_scale, .cycle = 1};
    analysis.post = analysis.then = analysis.pre;
    analysis.post.cycle = 2;
    analysis.then.cycle = 3;
    analysis.reliability = 0.8;
    return fixture_compute(fixture, metric, analysis);
}

static double number(const struct evaluation_result *result, const char *field)
{
    return evaluation_record_number(result->values, field);
}

static void assert_close(double actual, double expected, const char *what)
{
    if (!(isnan(actual) && isnan(expected)) &&
        !(fabs(actual - expected) <= 1e-9 * fmax(1, fabs(expected))))
        fail_msg("%s: %.17g, not %.17g", what, actual, expected);
}

static void assert_alike(const struct evaluation_result *result,
                         const struct evaluation_result *other, const char *const *fields,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_close(number(other, fields[i]), number(result, fields[i]), fields[i]);
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const gain_fields[] = {
    "n",        "class_gain",       "n_gain",         "mean_gain",
    "n_change", "mean_change_norm", "sd_change_norm", "ci_low"};
static const char *const change_fields[] = {"n",           "n_improved",   "n_deteriorated",
                                            "n_unchanged", "improved_low", "improved"};

/* A gain is a share of the range: it does not depend on where that lies or how wide it is. */
static void test_gain_moves_with_the_range(void **state)
{
    static const double factors[] = {2, 0.25, 16}, shifts[] = {-3, 0, 1024};
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = {.seed = seed, .factor = 1};
        make(fixture, &study, EVALUATION_NUMERIC);
        struct evaluation_result gain = compute(fixture, "learning.gain", seed % 2 == 0);
        struct evaluation_result reliable =
            compute(fixture, "learning.reliable_change", seed % 2 == 0);
        study.factor = factors[seed % 3];
        study.shift = shifts[seed / 3 % 3];
        make(fixture, &study, EVALUATION_NUMERIC);
        struct evaluation_result other = compute(fixture, "learning.gain", seed % 2 == 0);
        assert_alike(&gain, &other, gain_fields, COUNT(gain_fields));
        other = compute(fixture, "learning.reliable_change", seed % 2 == 0);
        assert_alike(&reliable, &other, change_fields, COUNT(change_fields));
        assert_close(number(&other, "criterion"), study.factor * number(&reliable, "criterion"),
                     "criterion");
    }
}

/* Losses count as gains do: seen from the other end they are gains. */
static void test_losses_mirror_gains(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = {.seed = seed, .factor = 1};
        make(fixture, &study, EVALUATION_LIKERT);
        struct evaluation_result gain = compute(fixture, "learning.gain", seed % 2 == 0);
        study.is_turned = true;
        make(fixture, &study, EVALUATION_LIKERT);
        struct evaluation_result loss = compute(fixture, "learning.gain", seed % 2 == 0);
        assert_close(number(&loss, "n_change"), number(&gain, "n_change"), "n_change");
        assert_close(number(&loss, "mean_change_norm"), -number(&gain, "mean_change_norm"),
                     "mean_change_norm");
        assert_close(number(&loss, "ci_low"), -number(&gain, "ci_high"), "ci_low");
    }
}

/* A question that is turned round, and whose answers are, is the same variable. */
static void test_reversed_questions_are_the_same(void **state)
{
    static const char *const scale_fields[] = {"n",  "n_too_few_items", "mean",    "sd",
                                               "se", "ci_low",          "ci_high", "median"};
    static const char *const paired_fields[] = {"n",      "mean_pre", "mean_post",  "mean_change",
                                                "t",      "p",        "g_av",       "d_z",
                                                "sd_pre", "r",        "n_improved", "n_worsened"};
    static const char *const rank_fields[] = {"n_nonzero", "v_plus", "v_minus", "p"};
    static const char *const alpha_fields[] = {"n", "k", "alpha", "ci_low", "mean_inter_item_r"};
    static const struct {
        const char *metric;
        const char *const *fields;
        size_t count;
    } metrics[] = {
        {"reaction.scale", scale_fields, COUNT(scale_fields)},
        {"reaction.reliability", alpha_fields, COUNT(alpha_fields)},
        {"learning.paired", paired_fields, COUNT(paired_fields)},
        {"learning.signed_rank", rank_fields, COUNT(rank_fields)},
        {"learning.gain", gain_fields, COUNT(gain_fields)},
        {"learning.reliable_change", change_fields, COUNT(change_fields)},
    };
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = {.seed = seed, .factor = 1};
        struct evaluation_result expected[COUNT(metrics)];
        make(fixture, &study, EVALUATION_LIKERT);
        for (size_t i = 0; i < COUNT(metrics); i++)
            expected[i] = compute(fixture, metrics[i].metric, seed % 2 == 0);
        study.is_turned = study.is_reversed = true;
        make(fixture, &study, EVALUATION_LIKERT);
        for (size_t i = 0; i < COUNT(metrics); i++) {
            struct evaluation_result other = compute(fixture, metrics[i].metric, seed % 2 == 0);
            assert_alike(&expected[i], &other, metrics[i].fields, metrics[i].count);
        }
    }
}

/* An item is told as it was answered, so turning the answers turns its distribution. */
static void test_an_item_turns_round(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = {.seed = seed, .factor = 1};
        make(fixture, &study, EVALUATION_LIKERT);
        struct evaluation_result result = compute(fixture, "reaction.item", false);
        study.is_turned = study.is_reversed = true;
        make(fixture, &study, EVALUATION_LIKERT);
        struct evaluation_result other = compute(fixture, "reaction.item", false);
        static const char *const turned[][2] = {{"mean", "mean"},
                                                {"median", "median"},
                                                {"min", "max"},
                                                {"q1", "q3"},
                                                {"ci_low", "ci_high"}};
        for (size_t i = 0; i < COUNT(turned); i++)
            assert_close(number(&other, turned[i][0]), 6 - number(&result, turned[i][1]),
                         turned[i][0]);
        assert_close(number(&other, "sd"), number(&result, "sd"), "sd");
        assert_close(number(&other, "top2"), number(&result, "bottom2"), "top2");
        assert_close(number(&other, "top2_low"), number(&result, "bottom2_low"), "top2_low");
        const struct evaluation_list *counts =
            evaluation_record_find(result.values, "counts")->list;
        const struct evaluation_list *back = evaluation_record_find(other.values, "counts")->list;
        double sum = 0;
        assert_int_equal(counts->count, 5);
        for (size_t i = 0; i < 5; i++) {
            assert_true(counts->items[i].integer == back->items[4 - i].integer);
            sum += (double)counts->items[i].integer;
        }
        assert_true(sum == number(&result, "n"));
    }
}

/* Before to after is before to then and then to after, for people who answered all three. */
static void test_parts_of_a_change_add_up(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        const struct study study = {.seed = seed, .factor = 1, .is_complete = true};
        make(fixture, &study, EVALUATION_LIKERT);
        struct evaluation_result parts = compute(fixture, "learning.retrospective", true);
        struct evaluation_result paired = compute(fixture, "learning.paired", true);
        double sum = 0;
        static const char *const names[] = {"retrospective", "response_shift"};
        for (size_t i = 0; i < 2; i++)
            sum += evaluation_record_number(evaluation_record_find(parts.values, names[i])->record,
                                            "mean_change");
        const struct evaluation_record *conventional =
            evaluation_record_find(parts.values, "conventional")->record;
        assert_close(evaluation_record_number(conventional, "mean_change"), sum, "change");
        assert_close(evaluation_record_number(conventional, "p"), number(&paired, "p"), "p");
        assert_close(evaluation_record_number(conventional, "ci_low"), number(&paired, "ci_low"),
                     "ci_low");
        assert_close(number(&paired, "n_improved") + number(&paired, "n_unchanged") +
                         number(&paired, "n_worsened"),
                     number(&paired, "n"), "n");
    }
}

/* Rank sums are those of all ranks, whatever the ties. */
static void test_ranks_add_up(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        const struct study study = {.seed = seed, .factor = 1};
        make(fixture, &study, EVALUATION_LIKERT);
        struct evaluation_result ranks = compute(fixture, "learning.signed_rank", true);
        double count = number(&ranks, "n_nonzero");
        assert_close(number(&ranks, "n_zero") + count, number(&ranks, "n"), "n");
        assert_close(number(&ranks, "v_plus") + number(&ranks, "v_minus"), count * (count + 1) / 2,
                     "ranks");
    }
}

/* Yes and no: the table adds up, and turns with time. */
static void test_a_table_turns_with_time(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = {.seed = seed, .factor = 1};
        make(fixture, &study, EVALUATION_BINARY);
        struct evaluation_result table = compute(fixture, "learning.mcnemar", false);
        assert_true(number(&table, "n11") + number(&table, "n10") + number(&table, "n01") +
                        number(&table, "n00") ==
                    number(&table, "n"));
        assert_close(number(&table, "share_post") - number(&table, "share_pre"),
                     number(&table, "diff"), "diff");
        study.is_swapped = true;
        make(fixture, &study, EVALUATION_BINARY);
        struct evaluation_result back = compute(fixture, "learning.mcnemar", false);
        assert_close(number(&back, "n10"), number(&table, "n01"), "n10");
        assert_close(number(&back, "diff"), -number(&table, "diff"), "diff");
        assert_close(number(&back, "p"), number(&table, "p"), "p");
    }
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_gain_moves_with_the_range),       TEST(test_losses_mirror_gains),
        TEST(test_reversed_questions_are_the_same), TEST(test_an_item_turns_round),
        TEST(test_parts_of_a_change_add_up),        TEST(test_ranks_add_up),
        TEST(test_a_table_turns_with_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
