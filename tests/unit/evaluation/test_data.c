#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"

static void add(struct evaluation_builder *builder, const char *participant, const char *question,
                const char *value, uint32_t line)
{
    evaluation_builder_add(builder, &(struct evaluation_row){
                                        .participant = base_text_of(participant),
                                        .organisation = base_text_of(" org "),
                                        .cycle = 1,
                                        .question = base_text_of(question),
                                        .value = base_text_of(value),
                                        .line = line,
                                    });
}

static void test_states_of_an_answer(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    static const char *const values[] = {"3", " 4.5e0 ", "", " \t", "three", "1e999", "0x3", "nan"};
    for (size_t i = 0; i < 8; i++)
        add(builder, base_arena_format(fixture->arena, "p%zu", i), "q", values[i], 0);
    fixture_finish(fixture, builder);
    const struct evaluation_column *column = evaluation_data_column(fixture->data, 1, "q");
    assert_int_equal(column->count, 8);
    assert_true(column->cells[0].value == 3 && column->cells[1].value == 4.5);
    assert_true(isnan(column->cells[2].value) && isnan(column->cells[3].value));
    for (size_t i = 4; i < 8; i++)
        assert_true(isinf(column->cells[i].value));
}

static void test_sorted_whatever_the_order(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    add(builder, "\xc3\xa5sa", "b", "3", 1);
    add(builder, "Zoe", "b", "2", 2);
    add(builder, "anna", "b", "1", 3);
    add(builder, "anna", "a", "9", 4);
    fixture_finish(fixture, builder);
    const struct evaluation_names *names = &fixture->data->participants;
    assert_string_equal(names->list[0], "Zoe");
    assert_string_equal(names->list[1], "anna");
    assert_string_equal(names->list[2], "\xc3\xa5sa");
    assert_string_equal(fixture->data->organisations.list[0], "org");
    assert_string_equal(fixture->data->columns[0].question, "a");
    const struct evaluation_column *column = evaluation_data_column(fixture->data, 1, "b");
    assert_true(column->cells[0].value == 2 && column->cells[2].value == 3);
    assert_int_equal(evaluation_data_column(fixture->data, 2, "b")->count, 0);
    assert_int_equal(evaluation_names_find(names, "anna"), 1);
    assert_int_equal(evaluation_names_find(names, "nobody"), EVALUATION_NONE);
}

static void test_duplicates_are_found(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    struct evaluation_duplicate duplicate;
    add(builder, "anna", "q", "3", 7);
    add(builder, "bert", "q", "3", 8);
    /* Another organisation makes it no other participant. */
    evaluation_builder_add(builder, &(struct evaluation_row){.participant = BASE_TEXT("anna"),
                                                             .organisation = BASE_TEXT("else"),
                                                             .cycle = 1,
                                                             .question = BASE_TEXT("q"),
                                                             .value = BASE_TEXT("4"),
                                                             .line = 9});
    assert_false(evaluation_builder_finish(builder, &fixture->data, &duplicate));
    assert_string_equal(duplicate.participant, "anna");
    assert_int_equal(duplicate.first_line, 7);
    assert_int_equal(duplicate.second_line, 9);
}

static void test_only_wanted_questions_are_kept(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    evaluation_builder_want(builder, "q");
    add(builder, "anna", "q", "3", 1);
    add(builder, "anna", "other", "3", 2);
    add(builder, "anna", "@invited", "1", 3);
    fixture_finish(fixture, builder);
    assert_int_equal(fixture->data->column_count, 2);
    assert_int_equal(fixture->data->row_count, 3);
}

static void test_many_rows(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    for (unsigned i = 0; i < 3000; i++) {
        char participant[16], question[16];
        snprintf(participant, sizeof(participant), "p%u", i * 7919 % 1000);
        snprintf(question, sizeof(question), "q%u", i / 1000);
        add(builder, participant, question, "1", i);
    }
    fixture_finish(fixture, builder);
    assert_int_equal(fixture->data->participants.count, 1000);
    assert_int_equal(fixture->data->member_count, 1000);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(fixture->data->columns[i].count, 1000);
}

static void test_referrers_are_participants(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    add(builder, "zoe", "@referrer", "anna", 1);
    add(builder, "anna", "@delivery", "declined", 2);
    add(builder, "bert", "@delivery", "by pigeon", 3);
    fixture_finish(fixture, builder);
    const struct evaluation_column *column =
        evaluation_data_column(fixture->data, 1, EVALUATION_REFERRER);
    assert_true(column->cells[0].value ==
                evaluation_names_find(&fixture->data->participants, "anna"));
    column = evaluation_data_column(fixture->data, 1, EVALUATION_DELIVERY);
    assert_true(column->cells[0].value == EVALUATION_DECLINED);
    assert_true(isinf(column->cells[1].value));
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_states_of_an_answer),
        TEST(test_sorted_whatever_the_order),
        TEST(test_duplicates_are_found),
        TEST(test_only_wanted_questions_are_kept),
        TEST(test_many_rows),
        TEST(test_referrers_are_participants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
