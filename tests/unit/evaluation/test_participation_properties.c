/* What holds for participation whoever comes, answers or stays away: random programmes of a few
   dozen people who change organisation and type between cycles. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"

#define PEOPLE 30
#define CYCLES 4
#define QUESTIONS 5
#define STUDIES 60

struct study {
    unsigned seed;
    bool is_reversed_order;
    bool is_renamed; /* people get names that sort otherwise */
    bool
        has_more_skipped; /* every question is put to everybody, and skipped where it was not put */
};

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

struct rows {
    size_t count;
    struct fixture_row list[PEOPLE * CYCLES * (QUESTIONS + 4)];
};

static void add(struct rows *rows, struct fixture_row row, const char *question, const char *value)
{
    row.question = question;
    row.value = value;
    rows->list[rows->count++] = row;
}

static void add_person(struct rows *rows, const struct study *study, unsigned *seed,
                       struct fixture_row row)
{
    static const char *const questions[] = {"q0", "q1", "q2", "q3", "q4"};
    static const char *const deliveries[] = {"delivered",     "delivered", "",          "declined",
                                             "undeliverable", "other",     "ineligible"};
    static const char *const answers[] = {"1", "2", "3", "4", "5", "", " ", "six", "9"};
    unsigned answered = next(seed) % (QUESTIONS + 1);
    const char *delivery = deliveries[next(seed) % 7];
    if (next(seed) % 8 > 0)
        add(rows, row, "@invited", "1");
    if (next(seed) % 2 == 0)
        add(rows, row, "@delivery", delivery);
    if (next(seed) % 2 == 0)
        add(rows, row, "@started", next(seed) % 3 > 0 ? "1" : "0");
    if (next(seed) % 4 > 0)
        add(rows, row, "@attended", next(seed) % 3 > 0 ? "1" : "0");
    for (unsigned i = 0; i < QUESTIONS; i++) {
        const char *answer = answers[next(seed) % 9];
        if (i < answered || study->has_more_skipped)
            add(rows, row, questions[i], i < answered ? answer : "");
    }
}

static void make(struct fixture *fixture, const struct study *study)
{
    static const char *const organisations[] = {"o1", "o2", "o3", "o4", ""};
    static const char *const types[] = {"a", "b", "c", "undeclared", ""};
    struct rows *rows = base_arena_object(fixture->arena, struct rows);
    unsigned seed = study->seed;
    for (unsigned person = 0; person < PEOPLE; person++) {
        unsigned home = next(&seed);
        unsigned name = study->is_renamed ? 997 - person * 7 : person;
        for (unsigned cycle = 1; cycle <= CYCLES; cycle++) {
            unsigned moved = next(&seed) % 5 == 0 ? next(&seed) : home;
            struct fixture_row row = {
                .participant = base_arena_format(fixture->arena, "p%03u", name),
                .organisation = organisations[moved % 5],
                .actor_type = types[moved / 5 % 5],
                .cycle = (int)cycle,
            };
            if (next(&seed) % 4 > 0)
                add_person(rows, study, &seed, row);
        }
    }
    for (size_t i = 0; study->is_reversed_order && i < rows->count / 2; i++) {
        struct fixture_row kept = rows->list[i];
        rows->list[i] = rows->list[rows->count - 1 - i];
        rows->list[rows->count - 1 - i] = kept;
    }
    fixture_rows(fixture, rows->list, rows->count);
}

static void make_plan(struct fixture *fixture, enum evaluation_presence presence)
{
    static const int cycles[] = {1, 2, 3, 4};
    static const size_t required[] = {0, 1, 2, 3, 4};
    static const char *const types[] = {"c", "a", "b", "nobody"};
    static const struct evaluation_questionnaire questionnaires[] = {
        {1, 5, required}, {2, 4, required}, {3, 1, required}, {4, 0, required}};
    fixture_questions(fixture, QUESTIONS, EVALUATION_LIKERT, 1, 5);
    fixture->plan.cycles = cycles;
    fixture->plan.cycle_count = CYCLES;
    fixture->plan.questionnaires = questionnaires;
    fixture->plan.questionnaire_count = CYCLES;
    fixture->plan.actor_types = types;
    fixture->plan.actor_type_count = 4;
    fixture->plan.presence = presence;
}

static struct evaluation_result compute(struct fixture *fixture, const char *metric, int cycle,
                                        enum evaluation_unit unit)
{
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.cycle = analysis.from = cycle;
    analysis.to = cycle % CYCLES + 1;
    analysis.unit = unit;
    return fixture_compute(fixture, metric, analysis);
}

static double number(const struct evaluation_record *record, const char *field)
{
    return evaluation_record_number(record, field);
}

static void assert_share(double value, const char *field)
{
    if (!isnan(value) && !(value >= -1e-12 && value <= 1 + 1e-12))
        fail_msg("%s is %.17g", field, value);
}

/* Runs `check` for both rules of presence, random programmes and every cycle. */
static void for_each_study(struct fixture *fixture, void (*check)(struct fixture *, int cycle))
{
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        const struct study study = {.seed = seed};
        make_plan(fixture,
                  seed % 2 == 0 ? EVALUATION_PRESENCE_ATTENDED : EVALUATION_PRESENCE_RESPONDED);
        make(fixture, &study);
        for (int cycle = 1; cycle <= CYCLES; cycle++)
            check(fixture, cycle);
    }
}

/* Everybody who was invited has one disposition, and every rate is a share of some of them. */
static void check_flow(struct fixture *fixture, int cycle)
{
    static const char *const rates[] = {"rr1",          "rr2",        "rr5",
                                        "rr6",          "coop2",      "ref1",
                                        "con1",         "start_rate", "completion_rate",
                                        "breakoff_rate"};
    struct evaluation_result result =
        compute(fixture, "participation.flow", cycle, EVALUATION_UNIT_PARTICIPANT);
    const struct evaluation_record *flow = result.values;
    double all = number(flow, "complete") + number(flow, "partial") +
                 number(flow, "refusal_breakoff") + number(flow, "non_contact") +
                 number(flow, "other") + number(flow, "unknown");
    assert_true(all == number(flow, "eligible"));
    assert_true(all + number(flow, "not_eligible") == number(flow, "invited"));
    assert_true(number(flow, "started") <= number(flow, "eligible"));
    assert_true(number(flow, "complete") + number(flow, "partial") <= number(flow, "started"));
    for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
        assert_share(number(flow, rates[i]), rates[i]);
        assert_true(all > 0 || isnan(number(flow, rates[i])));
    }
    assert_false(number(flow, "rr1") > number(flow, "rr2"));
    assert_false(number(flow, "rr1") > number(flow, "rr5"));
    assert_false(number(flow, "rr2") > number(flow, "rr6"));
    fixture_assert_reason(&result, all == 0 ? "no_data" : NULL);
}

static void test_flow_adds_up(void **state)
{
    for_each_study(*state, check_flow);
}

static void check_attendance(struct fixture *fixture, int cycle)
{
    struct evaluation_result result =
        compute(fixture, "participation.attendance", cycle, EVALUATION_UNIT_PARTICIPANT);
    const struct evaluation_record *there = result.values;
    assert_true(number(there, "attended_invited") + number(there, "attended_uninvited") ==
                number(there, "attended"));
    assert_true(number(there, "attended_invited") <= number(there, "invited"));
    assert_share(number(there, "rate"), "rate");
}

static void test_attendance_adds_up(void **state)
{
    for_each_study(*state, check_attendance);
}

/* Retention from one cycle to the next says what turnover says of the two. */
static void check_retention(struct fixture *fixture, int cycle)
{
    static const enum evaluation_unit units[] = {
        EVALUATION_UNIT_PARTICIPANT, EVALUATION_UNIT_ORGANISATION, EVALUATION_UNIT_ACTOR_TYPE};
    for (size_t i = 0; i < 3; i++) {
        struct evaluation_result kept =
            compute(fixture, "participation.retention", cycle, units[i]);
        struct evaluation_result turnover =
            compute(fixture, "participation.turnover", cycle, units[i]);
        const struct evaluation_list *cycles =
            evaluation_record_find(turnover.values, "cycles")->list;
        double retained = number(kept.values, "retained");
        assert_true(retained + number(kept.values, "left") == number(kept.values, "present_from"));
        assert_true(retained + number(kept.values, "joined") == number(kept.values, "present_to"));
        assert_share(number(kept.values, "retention"), "retention");
        assert_share(number(kept.values, "new_share"), "new_share");
        assert_true(number(cycles->items[cycle - 1].record, "present") ==
                    number(kept.values, "present_from"));
        if (cycle < CYCLES)
            assert_true(number(cycles->items[cycle].record, "continuing") == retained);
    }
}

static void test_retention_agrees_with_turnover(void **state)
{
    for_each_study(*state, check_retention);
}

static void check_turnover(struct fixture *fixture, int cycle)
{
    enum evaluation_unit unit = cycle == 1   ? EVALUATION_UNIT_PARTICIPANT
                                : cycle == 2 ? EVALUATION_UNIT_ORGANISATION
                                             : EVALUATION_UNIT_ACTOR_TYPE;
    struct evaluation_result result = compute(fixture, "participation.turnover", cycle, unit);
    const struct evaluation_list *cycles = evaluation_record_find(result.values, "cycles")->list;
    const struct evaluation_list *counts =
        evaluation_record_find(result.values, "cycles_attended")->list;
    double ever = number(result.values, "ever_present"), fresh = 0, there = 0, units = 0, sum = 0;
    assert_int_equal(cycles->count, CYCLES);
    assert_int_equal(counts->count, CYCLES);
    for (size_t i = 0; i < CYCLES; i++) {
        const struct evaluation_record *one = cycles->items[i].record;
        assert_true(number(one, "new") + number(one, "continuing") + number(one, "reentrant") ==
                    number(one, "present"));
        assert_true(i < CYCLES - 1 || isnan(number(one, "last_seen")));
        assert_false(number(one, "last_seen") > number(one, "present"));
        assert_share(number(one, "dropout_rate"), "dropout_rate");
        fresh += number(one, "new");
        there += number(one, "present");
        units += (double)counts->items[i].integer;
        sum += (double)counts->items[i].integer * (double)(i + 1);
    }
    assert_true(fresh == ever && units == ever && sum == there);
    assert_true((double)counts->items[CYCLES - 1].integer ==
                number(result.values, "present_in_all"));
    if (ever > 0)
        assert_true(fabs(number(result.values, "mean_cycles") - there / ever) < 1e-12);
    fixture_assert_reason(&result, ever == 0 ? "no_data" : NULL);
}

static void test_turnover_adds_up(void **state)
{
    for_each_study(*state, check_turnover);
}

/* The measures of diversity lie between those of one type and of all types alike. */
static void check_diversity(struct fixture *fixture, int cycle)
{
    static const enum evaluation_unit units[] = {EVALUATION_UNIT_PARTICIPANT,
                                                 EVALUATION_UNIT_ORGANISATION};
    for (size_t i = 0; i < 2; i++) {
        struct evaluation_result result =
            compute(fixture, "participation.diversity", cycle, units[i]);
        const struct evaluation_record *types = result.values;
        const struct evaluation_record *counts = evaluation_record_find(types, "counts")->record;
        double sum = 0, observed = 0, effective = number(types, "effective_types");
        for (size_t j = 0; j < counts->count; j++) {
            sum += (double)counts->fields[j].value.integer;
            observed += counts->fields[j].value.integer > 0;
        }
        assert_int_equal(counts->count, 4);
        assert_true(sum == number(types, "n") && observed == number(types, "k_observed"));
        assert_share(number(types, "blau"), "blau");
        assert_share(number(types, "blau_normalised"), "blau_normalised");
        assert_share(number(types, "gini_simpson"), "gini_simpson");
        assert_share(number(types, "evenness"), "evenness");
        assert_false(effective < 1 - 1e-12 || effective > observed + 1e-12);
        assert_false(number(types, "inverse_simpson") > effective + 1e-12);
        assert_true(observed != 1 || (number(types, "blau") == 0 && effective == 1));
        fixture_assert_reason(&result, sum == 0 ? "no_data" : NULL);
    }
}

static void test_diversity_is_bounded(void **state)
{
    for_each_study(*state, check_diversity);
}

static void check_representation(struct fixture *fixture, int cycle)
{
    struct evaluation_result result =
        compute(fixture, "participation.representation", cycle, EVALUATION_UNIT_PARTICIPANT);
    struct evaluation_result flow =
        compute(fixture, "participation.flow", cycle, EVALUATION_UNIT_PARTICIPANT);
    const struct evaluation_list *groups = evaluation_record_find(result.values, "groups")->list;
    double eligible = 0, responded = 0, expected = 0;
    for (size_t i = 0; i < groups->count; i++) {
        const struct evaluation_record *group = groups->items[i].record;
        eligible += number(group, "eligible");
        responded += number(group, "responded");
        assert_share(number(group, "rate"), "rate");
        if (number(group, "eligible") > 0 && !isnan(number(group, "ratio")))
            expected += number(group, "ratio") * number(group, "eligible");
        assert_true(i == 0 ||
                    strcmp(evaluation_record_find(groups->items[i - 1].record, "id")->text,
                           evaluation_record_find(group, "id")->text) < 0);
    }
    assert_true(eligible == number(result.values, "eligible"));
    assert_true(responded == number(result.values, "responded"));
    assert_true(eligible <= number(flow.values, "eligible"));
    /* The shares of those who responded add up to 1, as do those of the eligible. */
    assert_true(responded == 0 || fabs(expected - eligible) < 1e-9);
    assert_share(number(result.values, "dissimilarity"), "dissimilarity");
    assert_false(number(result.values, "r_indicator") > 1);
    assert_false(number(result.values, "cv") < 0);
}

static void test_representation_adds_up(void **state)
{
    for_each_study(*state, check_representation);
}

static void write_value(struct base_buffer *out, const struct evaluation_value *value)
{
    switch (value->kind) {
    case EVALUATION_NULL:
        base_buffer_string(out, "null ");
        break;
    case EVALUATION_INTEGER:
        base_buffer_format(out, "%lld ", (long long)value->integer);
        break;
    case EVALUATION_NUMBER:
        base_buffer_format(out, "%.17g ", value->number);
        break;
    case EVALUATION_TEXT:
        base_buffer_string(out, value->text);
        break;
    case EVALUATION_LIST:
        for (size_t i = 0; i < value->list->count; i++)
            write_value(out, &value->list->items[i]);
        break;
    case EVALUATION_RECORD:
        for (size_t i = 0; i < value->record->count; i++) {
            base_buffer_format(out, "%s=", value->record->fields[i].name);
            write_value(out, &value->record->fields[i].value);
        }
        break;
    }
}

/* All of participation, as one text. */
static const char *everything(struct fixture *fixture)
{
    static const char *const metrics[] = {
        "participation.flow",     "participation.attendance", "participation.retention",
        "participation.turnover", "participation.diversity",  "participation.representation"};
    struct base_buffer out;
    base_buffer_init(&out, fixture->arena);
    for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
        for (int cycle = 1; cycle <= CYCLES; cycle++)
            for (int unit = 0; unit < 2; unit++) {
                struct evaluation_result result =
                    compute(fixture, metrics[i], cycle,
                            unit == 0 ? EVALUATION_UNIT_PARTICIPANT : EVALUATION_UNIT_ORGANISATION);
                const struct evaluation_value whole = {.kind = EVALUATION_RECORD,
                                                       .record = result.values};
                write_value(&out, &whole);
            }
    return base_buffer_view(&out).data;
}

/* Neither the order of rows, nor names, nor questions that were skipped leave a trace: who skips
   has answered as little as who was not asked. */
static void test_what_leaves_no_trace(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned seed = 1; seed <= STUDIES; seed++) {
        struct study study = {.seed = seed};
        make_plan(fixture,
                  seed % 2 == 0 ? EVALUATION_PRESENCE_ATTENDED : EVALUATION_PRESENCE_RESPONDED);
        make(fixture, &study);
        const char *expected = everything(fixture);
        study.is_reversed_order = study.is_renamed = true;
        make(fixture, &study);
        assert_string_equal(everything(fixture), expected);
        study.has_more_skipped = true;
        make(fixture, &study);
        assert_string_equal(everything(fixture), expected);
    }
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_flow_adds_up),
        TEST(test_attendance_adds_up),
        TEST(test_retention_agrees_with_turnover),
        TEST(test_turnover_adds_up),
        TEST(test_diversity_is_bounded),
        TEST(test_representation_adds_up),
        TEST(test_what_leaves_no_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
