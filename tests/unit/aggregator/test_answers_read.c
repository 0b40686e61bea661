#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "answers_read.h"

#define HEADER "participant,organisation,actor_type,cycle,question,value\n"

struct reading {
    struct base_arena *arena;
    struct aggregator_problems problems;
    const struct evaluation_data *data;
};

static struct reading *read_text(void **state, const char *text)
{
    static const char *const wanted[] = {"q"};
    struct base_arena *arena = *state;
    struct reading *reading = base_arena_object(arena, struct reading);
    aggregator_problems_init(&reading->problems, arena);
    reading->data = aggregator_answers_read(arena, "data.csv", base_text_of(text), wanted, 1, NULL,
                                            &reading->problems);
    return reading;
}

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

static void test_rows(void **state)
{
    struct reading *reading =
        read_text(state, HEADER
                  "p1,\"AB \"\"X\"\", Y\",a,1,q,4\r\np2,,,2,q,\np3,,,1,other,5\np3,,,1,@invited,1");
    assert_int_equal(reading->problems.count, 0);
    assert_int_equal(reading->data->row_count, 4);
    assert_int_equal(reading->data->column_count, 3);
    assert_string_equal(reading->data->organisations.list[0], "AB \"X\", Y");
    const struct evaluation_column *column = evaluation_data_column(reading->data, 1, "q");
    assert_true(evaluation_column_value(column, 0) == 4);
    for (size_t i = 1; i < column->rows->count; i++)
        assert_true(evaluation_column_value(column, i) == EVALUATION_ABSENT);
}

static void assert_problem(const struct reading *reading, size_t place, const char *begin)
{
    assert_true(reading->problems.count > place);
    if (strncmp(reading->problems.lines[place], begin, strlen(begin)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", reading->problems.lines[place], begin);
    assert_null(reading->data);
}

static void test_every_error_with_its_line(void **state)
{
    struct reading *reading = read_text(
        state, HEADER "p1,,,one,q,4\n ,,,1,q,4\np1,,,1,,4\np1,,,1,q,4\np1,,,99999999999,q,4\n");
    assert_problem(reading, 0, "data.csv:2: the cycle");
    assert_problem(reading, 1, "data.csv:3: the participant");
    assert_problem(reading, 2, "data.csv:4: the question");
    assert_problem(reading, 3, "data.csv:6: the cycle");
    assert_int_equal(reading->problems.count, 4);
}

static void test_what_is_no_table(void **state)
{
    assert_problem(read_text(state, ""), 0, "data.csv:1: the file is empty");
    assert_problem(read_text(state, "a,b\n"), 0, "data.csv:1: the first line");
    assert_problem(read_text(state, "Participant,organisation,actor_type,cycle,question,value\n"),
                   0, "data.csv:1: the first line");
    assert_problem(read_text(state, HEADER "p1,,1,q,4\n"), 0, "data.csv:2: ");
    assert_problem(read_text(state, HEADER "p1,\"o,a,1,q,4\n"), 0, "data.csv:2: ");
}

static void test_two_answers_to_one_question(void **state)
{
    struct reading *reading =
        read_text(state, HEADER "p1,o,a,1,q,4\np2,o,a,1,q,4\np1,else,a,1,q,5\n");
    assert_problem(reading, 0, "data.csv:4: answers \"q\" of cycle 1");
    assert_non_null(strstr(reading->problems.lines[0], "line 2"));
}

/* Doubled answers are told of together with what cannot be read. */
static void test_everything_at_once(void **state)
{
    struct reading *reading =
        read_text(state, HEADER "p1,,,1,q,4\np2,,,one,q,4\np1,,,1,q,5\np3,,1,q,4\n");
    assert_problem(reading, 0, "data.csv:3: the cycle");
    assert_problem(reading, 1, "data.csv:5: ");
    assert_problem(reading, 2, "data.csv:4: answers \"q\" of cycle 1");
    assert_int_equal(reading->problems.count, 3);
}

static void test_only_so_many_problems_are_kept(void **state)
{
    struct base_buffer text;
    base_buffer_init(&text, *state);
    base_buffer_string(&text, HEADER);
    for (size_t i = 0; i < 300; i++)
        base_buffer_string(&text, "p,,,x,q,1\n");
    struct reading *reading = read_text(state, text.data);
    assert_int_equal(reading->problems.count, 300);
    assert_problem(reading, AGGREGATOR_PROBLEMS_MAX - 1, "data.csv:101: ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(test_every_error_with_its_line, setup, teardown),
        cmocka_unit_test_setup_teardown(test_what_is_no_table, setup, teardown),
        cmocka_unit_test_setup_teardown(test_two_answers_to_one_question, setup, teardown),
        cmocka_unit_test_setup_teardown(test_everything_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_only_so_many_problems_are_kept, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
