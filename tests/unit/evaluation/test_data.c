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
    assert_int_equal(column->rows->count, 8);
    assert_true(evaluation_column_value(column, 0) == 3 &&
                evaluation_column_value(column, 1) == 4.5);
    assert_true(isnan(evaluation_column_value(column, 2)) &&
                isnan(evaluation_column_value(column, 3)));
    for (size_t i = 4; i < 8; i++)
        assert_true(isinf(evaluation_column_value(column, i)));
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
    assert_true(evaluation_column_value(column, 0) == 2 && evaluation_column_value(column, 2) == 3);
    assert_int_equal(evaluation_data_column(fixture->data, 2, "b")->rows->count, 0);
    assert_int_equal(evaluation_names_find(names, "anna"), 1);
    assert_int_equal(evaluation_names_find(names, "nobody"), EVALUATION_NONE);
}

static void keep_duplicate(const struct evaluation_duplicate *duplicate, void *context)
{
    struct evaluation_duplicate **next = context;
    *(*next)++ = *duplicate;
}

static void test_duplicates_are_found(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    struct evaluation_duplicate found[4], *next = found;
    add(builder, "cleo", "other", "3", 3);
    add(builder, "cleo", "other", "3", 2);
    add(builder, "anna", "q", "3", 7);
    add(builder, "bert", "q", "3", 8);
    /* Another organisation makes it no other participant. */
    evaluation_builder_add(builder, &(struct evaluation_row){.participant = BASE_TEXT("anna"),
                                                             .organisation = BASE_TEXT("else"),
                                                             .cycle = 1,
                                                             .question = BASE_TEXT("q"),
                                                             .value = BASE_TEXT("4"),
                                                             .line = 9});
    assert_false(evaluation_builder_finish(builder, &fixture->data, keep_duplicate, &next));
    assert_int_equal(next - found, 2);
    assert_string_equal(found[0].participant, "cleo");
    assert_int_equal(found[0].first_line, 2);
    assert_int_equal(found[0].second_line, 3);
    assert_string_equal(found[1].participant, "anna");
    assert_int_equal(found[1].first_line, 7);
    assert_int_equal(found[1].second_line, 9);
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
        assert_int_equal(fixture->data->columns[i].rows->count, 1000);
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
    /* Everybody of the cycle has a row: anna, bert, zoe. */
    assert_true(evaluation_column_value(column, 2) ==
                evaluation_names_find(&fixture->data->participants, "anna"));
    assert_true(evaluation_column_value(column, 0) == EVALUATION_ABSENT);
    column = evaluation_data_column(fixture->data, 1, EVALUATION_DELIVERY);
    assert_true(evaluation_column_value(column, 0) == EVALUATION_DECLINED);
    assert_true(isinf(evaluation_column_value(column, 1)));
    assert_true(evaluation_column_value(column, 2) == EVALUATION_ABSENT);
}

static void test_cells_of_every_width(void **state)
{
    (void)state;
    static const struct {
        double value;
        enum evaluation_width width;
    } cases[] = {
        {0, EVALUATION_BYTES},
        {-125, EVALUATION_BYTES},
        {127, EVALUATION_BYTES},
        {-126, EVALUATION_SHORTS},
        {128, EVALUATION_SHORTS},
        {32767, EVALUATION_SHORTS},
        {-32765, EVALUATION_SHORTS},
        {-32766, EVALUATION_NUMBERS},
        {32768, EVALUATION_NUMBERS},
        {0.5, EVALUATION_NUMBERS},
        {1e300, EVALUATION_NUMBERS},
        {EVALUATION_MISSING, EVALUATION_BYTES},
        {EVALUATION_INVALID, EVALUATION_BYTES},
        {EVALUATION_ABSENT, EVALUATION_BYTES},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(evaluation_width_of(cases[i].value), cases[i].width);
        for (enum evaluation_width width = cases[i].width; width <= EVALUATION_NUMBERS; width++) {
            double cells[2];
            struct evaluation_column column = {.width = width, .values = cells};
            evaluation_cell_write(cells, width, 1, cases[i].value);
            double read = evaluation_column_value(&column, 1);
            assert_true(isnan(cases[i].value) ? isnan(read) : read == cases[i].value);
        }
    }
}

/* A column that grows wider while rows come keeps what it held. */
static void test_columns_grow_wider(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    static const char *const values[] = {"3", "", "three", "-100", "1000", "0.25", "-32768"};
    for (uint32_t i = 0; i < 7; i++)
        add(builder, base_arena_format(fixture->arena, "p%u", i), "q", values[i], i);
    fixture_finish(fixture, builder);
    const struct evaluation_column *column = evaluation_data_column(fixture->data, 1, "q");
    static const double expected[] = {3, 0, 0, -100, 1000, 0.25, -32768};
    for (size_t i = 0; i < 7; i++)
        if (i != 1 && i != 2)
            assert_true(evaluation_column_value(column, i) == expected[i]);
    assert_true(isnan(evaluation_column_value(column, 1)));
    assert_true(evaluation_column_value(column, 2) == EVALUATION_INVALID);
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
        TEST(test_cells_of_every_width),
        TEST(test_columns_grow_wider),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
