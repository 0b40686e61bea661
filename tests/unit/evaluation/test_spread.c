/* Assignments, application, goals and spread: what holds whatever is answered. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"

#define STUDIES 60

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static double number(const struct evaluation_result *result, const char *field)
{
    return evaluation_record_number(result->values, field);
}

/* A class: q0 binary, q1 a count (times `factor`), q2 from 0 to 4; about a sixth do not answer. */
struct class
{
    unsigned seed;
    bool is_opposite; /* 0 for 1 in q0 */
    bool is_reversed_order;
    unsigned silent; /* people more, who answer nothing */
    unsigned factor;
};

static void add(struct evaluation_builder *builder, unsigned person, int cycle,
                const char *question, int value)
{
    char participant[16], text[16];
    snprintf(participant, sizeof(participant), "p%02u", person);
    snprintf(text, sizeof(text), "%d", value);
    evaluation_builder_add(builder, &(struct evaluation_row){
                                        .participant = base_text_of(participant),
                                        .organisation = base_text_of("o"),
                                        .actor_type = base_text_of("t"),
                                        .cycle = cycle,
                                        .question = base_text_of(question),
                                        .value = base_text_of(value < 0 ? "" : text),
                                    });
}

static void make(struct fixture *fixture, const struct class *class)
{
    static const struct evaluation_question questions[] = {
        {.id = "q0", .type = EVALUATION_BINARY, .minimum = 0, .maximum = 1},
        {.id = "q1", .type = EVALUATION_COUNT, .minimum = 0, .maximum = INFINITY},
        {.id = "q2", .type = EVALUATION_LIKERT, .minimum = 0, .maximum = 4},
    };
    static const int cycles[] = {1, 2, 3};
    fixture->plan.questions = questions;
    fixture->plan.question_count = 3;
    fixture->plan.cycles = cycles;
    fixture->plan.cycle_count = 3;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    unsigned seed = class->seed, count = 12 + next(&seed) % 10;
    for (unsigned place = 0; place < count + class->silent; place++) {
        unsigned person = class->is_reversed_order ? count + class->silent - 1 - place : place;
        unsigned own = class->seed * 31 + person * 7;
        for (int cycle = 1; cycle <= 3; cycle++) {
            bool is_silent = person >= count, is_there = next(&own) % 3 > 0 || is_silent;
            bool done = next(&own) % 2 > 0, skips = next(&own) % 6 == 0 || is_silent;
            unsigned reach = next(&own) % 9, level = next(&own) % 5;
            add(builder, person, cycle, "@attended", is_there);
            add(builder, person, cycle, "@assigned", 1);
            if (!is_there)
                continue;
            add(builder, person, cycle, "q0", skips ? -1 : (int)(done != class->is_opposite));
            add(builder, person, cycle, "q1", skips ? -1 : (int)(reach * class->factor));
            add(builder, person, cycle, "q2", skips ? -1 : (int)level);
        }
    }
    fixture_finish(fixture, builder);
}

static struct evaluation_analysis analysis_of(int cycle)
{
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.cycle = cycle;
    analysis.question = 0;
    analysis.quality = 2;
    analysis.told = 0;
    analysis.reach = 1;
    analysis.x = (struct evaluation_variable){.given = true, .index = 0, .cycle = cycle};
    analysis.y = (struct evaluation_variable){.given = true, .index = 2, .cycle = cycle};
    analysis.x_threshold = 1;
    analysis.y_threshold = 3;
    return analysis;
}

static void assert_ordered(const struct evaluation_result *result, const char *const *fields,
                           size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (number(result, fields[i - 1]) > number(result, fields[i]) + 1e-12)
            fail_msg("%s: %s > %s", result->metric, fields[i - 1], fields[i]);
}

static void test_rates_lie_between_their_limits(void **state)
{
    struct fixture *fixture = *state;
    static const char *const wilson[] = {"rate_low", "rate", "rate_high"};
    static const char *const bounds[] = {"bound_low", "rate", "bound_high"};
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        make(fixture, &(struct class){.seed = seed, .factor = 1});
        struct evaluation_analysis analysis = analysis_of(2);
        struct evaluation_result result = fixture_compute(fixture, "transfer.assignment", analysis);
        assert_ordered(&result, wilson, 3);
        assert_ordered(&result, bounds, 3);
        double eligible = number(&result, "eligible"), reported = number(&result, "reported");
        fixture_assert_number(&result, "bound_high",
                              number(&result, "bound_low") + (eligible - reported) / eligible);
        assert_true(number(&result, "quality_n") <= number(&result, "done"));
        double before = INFINITY;
        analysis.question = 2;
        analysis.base = EVALUATION_BASE_ALL;
        for (int threshold = 0; threshold <= 5; threshold++) {
            analysis.threshold = threshold;
            result = fixture_compute(fixture, "transfer.application", analysis);
            assert_ordered(&result, wilson, 3);
            assert_ordered(&result, bounds, 3);
            assert_true(number(&result, "rate") <= before);
            before = number(&result, "rate");
        }
        assert_true(before == 0);
    }
}

/* Those who say nothing leave the rate as it is, and widen the bounds. */
static void test_silence_widens_the_bounds(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct class class = {.seed = seed, .factor = 1};
        make(fixture, &class);
        struct evaluation_result few =
            fixture_compute(fixture, "transfer.assignment", analysis_of(1));
        struct evaluation_result reach = fixture_compute(fixture, "spread.reach", analysis_of(1));
        class.silent = 4;
        class.is_reversed_order = true;
        make(fixture, &class);
        struct evaluation_result many =
            fixture_compute(fixture, "transfer.assignment", analysis_of(1));
        fixture_assert_number(&many, "eligible", number(&few, "eligible") + 4);
        static const char *const kept[] = {"reported", "rate", "rate_low", "quality_mean",
                                           "quality_ci_low"};
        for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
            fixture_assert_number(&many, kept[i], number(&few, kept[i]));
        assert_true(number(&many, "bound_low") <= number(&few, "bound_low"));
        assert_true(number(&many, "bound_high") >= number(&few, "bound_high"));
        struct evaluation_result other = fixture_compute(fixture, "spread.reach", analysis_of(1));
        for (size_t i = 0; i < reach.values->count; i++) {
            const char *field = reach.values->fields[i].name;
            fixture_assert_number(&other, field, number(&reach, field));
        }
    }
}

/* Asked the other way round, shares are what was left of 1, and differences turn their sign. */
static void test_opposite_question(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct class class = {.seed = seed, .factor = 1};
        make(fixture, &class);
        struct evaluation_result rate =
            fixture_compute(fixture, "transfer.assignment", analysis_of(3));
        struct evaluation_result link = fixture_compute(fixture, "transfer.link", analysis_of(3));
        class.is_opposite = true;
        make(fixture, &class);
        struct evaluation_result other =
            fixture_compute(fixture, "transfer.assignment", analysis_of(3));
        fixture_assert_number(&other, "rate", 1 - number(&rate, "rate"));
        fixture_assert_number(&other, "rate_low", 1 - number(&rate, "rate_high"));
        fixture_assert_number(&other, "rate_high", 1 - number(&rate, "rate_low"));
        fixture_assert_number(&other, "bound_low", 1 - number(&rate, "bound_high"));
        other = fixture_compute(fixture, "transfer.link", analysis_of(3));
        assert_int_equal(other.reason, link.reason);
        fixture_assert_number(&other, "n", number(&link, "n"));
        fixture_assert_number(&other, "hits_with", number(&link, "hits_without"));
        fixture_assert_number(&other, "diff", -number(&link, "diff"));
        fixture_assert_number(&other, "ci_low", -number(&link, "ci_high"));
        assert_false(fabs(number(&link, "diff")) > 1);
        assert_false(number(&link, "ci_low") < -1 || number(&link, "ci_high") > 1);
    }
}

/* Who was there in the previous cycle was there earlier, and who was there earlier was there. */
static void test_bases_hold_each_other(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        make(fixture, &(struct class){.seed = seed, .factor = 1});
        struct evaluation_analysis analysis = analysis_of(3);
        double eligible[3];
        for (int base = EVALUATION_BASE_PREVIOUS; base <= EVALUATION_BASE_ALL; base++) {
            analysis.base = (enum evaluation_base)base;
            struct evaluation_result result =
                fixture_compute(fixture, "transfer.application", analysis);
            eligible[base] = number(&result, "eligible");
        }
        assert_true(eligible[EVALUATION_BASE_PREVIOUS] <= eligible[EVALUATION_BASE_EARLIER]);
        assert_true(eligible[EVALUATION_BASE_EARLIER] <= eligible[EVALUATION_BASE_ALL]);
        struct evaluation_result result = fixture_compute(fixture, "spread.referral", analysis);
        fixture_assert_number(&result, "present", eligible[EVALUATION_BASE_ALL]);
        fixture_assert_number(&result, "newcomers",
                              eligible[EVALUATION_BASE_ALL] - eligible[EVALUATION_BASE_EARLIER]);
        result = fixture_compute(fixture, "spread.referral", analysis_of(1));
        fixture_assert_number(&result, "newcomer_share", 1);
        fixture_assert_number(&result, "referral_ratio", NAN);
    }
}

static void test_reach_scales(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        make(fixture, &(struct class){.seed = seed, .factor = 1});
        struct evaluation_result one = fixture_compute(fixture, "spread.reach", analysis_of(2));
        make(fixture, &(struct class){.seed = seed, .factor = 7});
        struct evaluation_result seven = fixture_compute(fixture, "spread.reach", analysis_of(2));
        static const char *const scaled[] = {"reach_total", "reach_median", "reach_q3"};
        for (size_t i = 0; i < sizeof(scaled) / sizeof(scaled[0]); i++)
            fixture_assert_number(&seven, scaled[i], 7 * number(&one, scaled[i]));
        fixture_assert_number(&seven, "reach_max_share", number(&one, "reach_max_share"));
        assert_true(number(&one, "reach_median") <= number(&one, "reach_q3"));
        if (number(&one, "reach_total") > 0)
            assert_true(number(&one, "reach_max_share") * number(&one, "reach_n") >= 1 - 1e-12);
    }
}

static struct evaluation_result reach_goals(struct fixture *fixture, double factor, double shift,
                                            double weight)
{
    struct evaluation_goal *goals = base_arena_array(fixture->arena, struct evaluation_goal, 4);
    const struct evaluation_goal plain[] = {
        {.id = "d", .baseline = 4, .target = 12, .actual = 10, .weight = 2, .score = 1},
        {.id = "c", .baseline = 30, .target = 20, .actual = 18, .weight = 1, .score = 2},
        {.id = "b", .baseline = 3, .target = 3, .actual = 3, .weight = 5, .score = NAN},
        {.id = "a", .baseline = 0, .target = 1, .actual = NAN, .weight = 4, .score = -1},
    };
    for (size_t i = 0; i < 4; i++) {
        goals[i] = plain[i];
        goals[i].baseline = plain[i].baseline * factor + shift;
        goals[i].target = plain[i].target * factor + shift;
        goals[i].actual = plain[i].actual * factor + shift;
        goals[i].weight = plain[i].weight * weight;
    }
    fixture->plan.goals = goals;
    fixture->plan.goal_count = 4;
    fixture_rows(fixture, NULL, 0);
    return fixture_compute(fixture, "results.goals", fixture_analysis());
}

/* Attainments 0.75 and 1.2 of weight 2 and 1; scores 1, 2 and -1 of weight 2, 1 and 4. Neither the
   unit of a goal, nor what it counts from, nor that less is better, nor the unit of weights. */
static void test_goals(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        double factor, shift, weight;
    } ways[] = {{1, 0, 1}, {-1, 0, 1}, {8, 100, 1}, {1, -3, 16}, {0.25, 0, 0.5}};
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        struct evaluation_result result =
            reach_goals(fixture, ways[i].factor, ways[i].shift, ways[i].weight);
        fixture_assert_reason(&result, NULL);
        fixture_assert_number(&result, "n", 4);
        fixture_assert_number(&result, "n_measured", 2);
        fixture_assert_number(&result, "n_met", 1);
        fixture_assert_number(&result, "weighted_attainment", (2 * 0.75 + 1.2) / 3);
        fixture_assert_number(&result, "gas_n", 3);
        fixture_assert_number(&result, "gas_t", 50); /* 2 + 2 - 4 */
        const struct evaluation_list *list = evaluation_record_find(result.values, "goals")->list;
        assert_string_equal(evaluation_record_find(list->items[0].record, "id")->text, "a");
        assert_true(isnan(evaluation_record_number(list->items[1].record, "attainment")));
    }
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_rates_lie_between_their_limits),
        TEST(test_silence_widens_the_bounds),
        TEST(test_opposite_question),
        TEST(test_bases_hold_each_other),
        TEST(test_reach_scales),
        TEST(test_goals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
