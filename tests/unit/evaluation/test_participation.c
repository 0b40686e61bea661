#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"

#define ROWS(rows) (rows), sizeof(rows) / sizeof((rows)[0])

/* Five required questions, so that the limits 50 % and 80 % fall on 3 and 4 of 5. */
static void use_questionnaire(struct fixture *fixture)
{
    static const size_t required[] = {0, 1, 2, 3, 4};
    static const struct evaluation_questionnaire questionnaire = {1, 5, required};
    static const int cycles[] = {1, 2, 3};
    static const char *const types[] = {"b", "a", "c"};
    fixture_questions(fixture, 5, EVALUATION_LIKERT, 1, 5);
    fixture->plan.questionnaires = &questionnaire;
    fixture->plan.questionnaire_count = 1;
    fixture->plan.cycles = cycles;
    fixture->plan.cycle_count = 3;
    fixture->plan.actor_types = types;
    fixture->plan.actor_type_count = 3;
}

static void add(struct evaluation_builder *builder, const char *participant, const char *type,
                int cycle, const char *question, const char *value)
{
    evaluation_builder_add(builder, &(struct evaluation_row){
                                        .participant = base_text_of(participant),
                                        .organisation = base_text_of(type),
                                        .actor_type = base_text_of(type),
                                        .cycle = cycle,
                                        .question = base_text_of(question),
                                        .value = base_text_of(value),
                                    });
}

/* Invites somebody who answers the first `answered` questions. */
static void invite(struct evaluation_builder *builder, const char *participant, int answered,
                   const char *delivery)
{
    static const char *const questions[] = {"q0", "q1", "q2", "q3", "q4"};
    add(builder, participant, "a", 1, EVALUATION_INVITED, "1");
    if (delivery != NULL)
        add(builder, participant, "a", 1, EVALUATION_DELIVERY, delivery);
    for (int i = 0; i < answered; i++)
        add(builder, participant, "a", 1, questions[i], "3");
}

static void test_dispositions_at_their_limits(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    use_questionnaire(fixture);
    invite(builder, "all", 5, NULL);
    invite(builder, "four", 4, NULL);  /* exactly 80 %: partial */
    invite(builder, "three", 3, NULL); /* 60 % */
    invite(builder, "two", 2, NULL);   /* 40 %: broke off */
    invite(builder, "none", 0, NULL);
    invite(builder, "no", 0, "declined");
    invite(builder, "lost", 0, "undeliverable");
    invite(builder, "other", 0, "other");
    invite(builder, "gone", 5, "ineligible");
    invite(builder, "opened", 0, NULL);
    add(builder, "opened", "a", 1, EVALUATION_STARTED, "1");
    add(builder, "uninvited", "a", 1, "q0", "3");
    fixture_finish(fixture, builder);
    struct evaluation_result result =
        fixture_compute(fixture, "participation.flow", fixture_analysis());
    static const struct {
        const char *field;
        double value;
    } expected[] = {{"invited", 10},
                    {"complete", 1},
                    {"partial", 2},
                    {"refusal_breakoff", 3},
                    {"non_contact", 1},
                    {"other", 1},
                    {"unknown", 1},
                    {"not_eligible", 1},
                    {"eligible", 9},
                    {"started", 5},
                    {"rr1", 1.0 / 9},
                    {"rr2", 3.0 / 9},
                    {"rr5", 1.0 / 8},
                    {"rr6", 3.0 / 8},
                    {"coop2", 3.0 / 7},
                    {"ref1", 3.0 / 9},
                    {"con1", 7.0 / 9},
                    {"start_rate", 5.0 / 9},
                    {"completion_rate", 1.0 / 5},
                    {"breakoff_rate", 2.0 / 5}};
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
        fixture_assert_number(&result, expected[i].field, expected[i].value);
    fixture_assert_reason(&result, NULL);
}

static void test_nobody_invited(void **state)
{
    struct fixture *fixture = *state;
    use_questionnaire(fixture);
    fixture_rows(fixture, NULL, 0);
    struct evaluation_result result =
        fixture_compute(fixture, "participation.flow", fixture_analysis());
    fixture_assert_reason(&result, "no_data");
    fixture_assert_number(&result, "rr2", NAN);
    result = fixture_compute(fixture, "participation.turnover", fixture_analysis());
    fixture_assert_reason(&result, "no_data");
    result = fixture_compute(fixture, "participation.diversity", fixture_analysis());
    fixture_assert_reason(&result, "no_data");
    fixture_assert_number(&result, "blau", NAN);
}

/* anna: 1, 2, 3; bert: 1, 3 (returns); carl: 2; dora: 3. */
static void attend(struct fixture *fixture)
{
    static const struct {
        const char *who, *type;
        int cycle;
    } list[] = {{"anna", "a", 1}, {"anna", "a", 2}, {"anna", "a", 3}, {"bert", "b", 1},
                {"bert", "b", 3}, {"carl", "a", 2}, {"dora", "x", 3}};
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    use_questionnaire(fixture);
    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
        add(builder, list[i].who, list[i].type, list[i].cycle, EVALUATION_ATTENDED, "1");
    add(builder, "emil", "a", 1, EVALUATION_ATTENDED, "0");
    fixture_finish(fixture, builder);
}

static void test_retention(void **state)
{
    struct fixture *fixture = *state;
    attend(fixture);
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.from = 1;
    analysis.to = 3;
    struct evaluation_result result = fixture_compute(fixture, "participation.retention", analysis);
    fixture_assert_number(&result, "present_from", 2);
    fixture_assert_number(&result, "present_to", 3);
    fixture_assert_number(&result, "retained", 2);
    fixture_assert_number(&result, "retention", 1);
    fixture_assert_number(&result, "new_share", 1.0 / 3);
    analysis.unit = EVALUATION_UNIT_ORGANISATION;
    analysis.to = 2;
    result = fixture_compute(fixture, "participation.retention", analysis);
    fixture_assert_number(&result, "left", 1);
    fixture_assert_number(&result, "joined", 0);
}

static void test_turnover(void **state)
{
    struct fixture *fixture = *state;
    attend(fixture);
    struct evaluation_result result =
        fixture_compute(fixture, "participation.turnover", fixture_analysis());
    const struct evaluation_list *cycles = evaluation_record_find(result.values, "cycles")->list;
    static const double expected[3][4] = {{2, 2, 0, 0}, {2, 1, 1, 0}, {3, 1, 1, 1}};
    static const char *const fields[] = {"present", "new", "continuing", "reentrant"};
    assert_int_equal(cycles->count, 3);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 4; j++)
            assert_true(evaluation_record_number(cycles->items[i].record, fields[j]) ==
                        expected[i][j]);
    assert_true(evaluation_record_number(cycles->items[1].record, "last_seen") == 1);
    assert_true(isnan(evaluation_record_number(cycles->items[2].record, "last_seen")));
    fixture_assert_number(&result, "ever_present", 4);
    fixture_assert_number(&result, "mean_cycles", 7.0 / 4);
    fixture_assert_number(&result, "present_in_all", 1);
}

/* Cycle 3: one of type a, one of b, one undeclared. */
static void test_diversity(void **state)
{
    struct fixture *fixture = *state;
    attend(fixture);
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.cycle = 3;
    struct evaluation_result result = fixture_compute(fixture, "participation.diversity", analysis);
    fixture_assert_number(&result, "n", 2);
    fixture_assert_number(&result, "k_observed", 2);
    fixture_assert_number(&result, "k_declared", 3);
    fixture_assert_number(&result, "blau", 0.5);
    fixture_assert_number(&result, "blau_normalised", 0.75);
    fixture_assert_number(&result, "gini_simpson", 1);
    fixture_assert_number(&result, "shannon", log(2));
    fixture_assert_number(&result, "effective_types", 2);
    fixture_assert_number(&result, "inverse_simpson", 2);
    const struct evaluation_record *counts =
        evaluation_record_find(result.values, "counts")->record;
    assert_string_equal(counts->fields[0].name, "a");
    assert_string_equal(counts->fields[2].name, "c");
    analysis.cycle = 2;
    result = fixture_compute(fixture, "participation.diversity", analysis);
    fixture_assert_number(&result, "blau", 0);
    fixture_assert_number(&result, "shannon", 0);
}

/* Those present by the other rule are those who answered enough. */
static void test_presence_by_response(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    use_questionnaire(fixture);
    fixture->plan.presence = EVALUATION_PRESENCE_RESPONDED;
    invite(builder, "all", 5, NULL);
    invite(builder, "two", 2, NULL);
    add(builder, "two", "a", 1, EVALUATION_ATTENDED, "1");
    fixture_finish(fixture, builder);
    struct evaluation_result result =
        fixture_compute(fixture, "participation.diversity", fixture_analysis());
    fixture_assert_number(&result, "n", 1);
    fixture_assert_number(&result, "gini_simpson", NAN);
}

static void test_filter_takes_the_row_as_it_is(void **state)
{
    struct fixture *fixture = *state;
    static const struct fixture_row rows[] = {
        {"p", "o1", "a", 1, "@invited", "1"}, {"p", "o2", "a", 1, "@attended", "1"},
        {"q", "o1", "a", 1, "@invited", "1"}, {"q", "o1", "a", 1, "@attended", "1"},
        {"r", "", "", 1, "@invited", "1"},
    };
    static const char *const organisations[] = {"o1", "unheard of"};
    use_questionnaire(fixture);
    fixture_rows(fixture, ROWS(rows));
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.filter.organisation.given = true;
    analysis.filter.organisation.count = 2;
    analysis.filter.organisation.list = organisations;
    struct evaluation_result result =
        fixture_compute(fixture, "participation.attendance", analysis);
    fixture_assert_number(&result, "invited", 2);
    fixture_assert_number(&result, "attended", 1);
    fixture_assert_number(&result, "rate", 0.5);
}

static void test_filter_selects_the_unknown(void **state)
{
    struct fixture *fixture = *state;
    static const struct fixture_row rows[] = {
        {"p", "o1", "a", 1, "@invited", "1"},
        {"q", "", "a", 1, "@invited", "1"},
        {"r", "", "", 1, "@invited", "1"},
    };
    static const char *const unknown[] = {""};
    use_questionnaire(fixture);
    fixture_rows(fixture, ROWS(rows));
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.filter.organisation.given = true;
    analysis.filter.organisation.count = 1;
    analysis.filter.organisation.list = unknown;
    struct evaluation_result result =
        fixture_compute(fixture, "participation.attendance", analysis);
    fixture_assert_number(&result, "invited", 2);
    analysis.filter.actor_type.given = true;
    analysis.filter.actor_type.count = 1;
    analysis.filter.actor_type.list = unknown;
    result = fixture_compute(fixture, "participation.attendance", analysis);
    fixture_assert_number(&result, "invited", 1);
}

/* Two types answer by 1 of 2 and 2 of 2: R = 3, N = 4. */
static void test_representation(void **state)
{
    struct fixture *fixture = *state;
    static const struct fixture_row rows[] = {
        {"p1", "", "a", 1, "@invited", "1"}, {"p2", "", "a", 1, "@invited", "1"},
        {"p3", "", "b", 1, "@invited", "1"}, {"p4", "", "b", 1, "@invited", "1"},
        {"p5", "", "x", 1, "@invited", "1"}, {"p1", "", "a", 1, "q0", "1"},
        {"p3", "", "b", 1, "q0", "1"},       {"p4", "", "b", 1, "q0", "1"},
    };
    static const size_t required[] = {0};
    static const struct evaluation_questionnaire questionnaire = {1, 1, required};
    use_questionnaire(fixture);
    fixture->plan.questionnaires = &questionnaire;
    fixture_rows(fixture, ROWS(rows));
    struct evaluation_result result =
        fixture_compute(fixture, "participation.representation", fixture_analysis());
    fixture_assert_number(&result, "eligible", 4);
    fixture_assert_number(&result, "responded", 3);
    fixture_assert_number(&result, "dissimilarity", 1.0 / 6);
    double spread = sqrt((2 * 0.0625 + 2 * 0.0625) / 3);
    fixture_assert_number(&result, "r_indicator", 1 - 2 * spread);
    fixture_assert_number(&result, "cv", spread / 0.75);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_dispositions_at_their_limits),
        TEST(test_nobody_invited),
        TEST(test_retention),
        TEST(test_turnover),
        TEST(test_diversity),
        TEST(test_presence_by_response),
        TEST(test_filter_takes_the_row_as_it_is),
        TEST(test_filter_selects_the_unknown),
        TEST(test_representation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
