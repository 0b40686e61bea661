/* From results made by hand to what the report shows. */
#include <math.h>
#include <string.h>

#include "report/build.h"
#include "survey/fixture.h"

static const char elements[] =
    "{'type': 'rating', 'name': 'useful', 'title': {'default': 'Useful?', 'sv': 'Nyttigt?'},"
    " 'rateMin': 1, 'rateMax': 5, 'minRateDescription': {'default': 'no', 'sv': 'nej'}},"
    "{'type': 'text', 'inputType': 'number', 'name': 'balance', 'title': 'Balance'},"
    "{'type': 'boolean', 'name': 'again', 'title': 'Again?'},"
    "{'type': 'matrix', 'name': 'grid', 'title': 'Grid', 'columns': [1, 2, 3],"
    " 'rows': [{'value': 'a', 'text': 'Row A'}]}";

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

/* Two cycles with the same questionnaire. */
static const struct report_source *make_source(struct base_arena *arena)
{
    const struct survey_programme *programme = fixture_programme(arena);
    const struct survey_questionnaire *questionnaire =
        fixture_good_questionnaire(arena, programme, elements);
    struct report_cycle *cycles = base_arena_array(arena, struct report_cycle, 2);
    for (size_t i = 0; i < 2; i++) {
        cycles[i] = (struct report_cycle){&programme->cycles[i], questionnaire, 1000 + 100 * i,
                                          1050 + 100 * i};
    }
    struct report_source *made = base_arena_object(arena, struct report_source);
    *made = (struct report_source){programme, 2, cycles, 1120};
    return made;
}

/* `published` with ' for "; NULL: suppressed. */
static struct store_metric_result result(struct base_arena *arena, const char *metric, int cycle,
                                         const char *subject, const char *published)
{
    struct store_metric_result made = {.metric = metric, .cycle = cycle, .subject = subject};
    if (published) {
        made.published = base_json_write(arena, fixture_json(arena, published));
    }
    return made;
}

static struct pages_report build(struct base_arena *arena,
                                 const struct store_metric_result *results, size_t count)
{
    const struct report_source *in = make_source(arena);
    struct store_metric_run run = {.run = 7,
                                   .computed_at = "2026-11-23T17:32:05Z",
                                   .checked_at = "2026-11-23T18:00:00Z",
                                   .definition_version = 1,
                                   .program_version = "0.1.0",
                                   .watermark = "watermark of 12 rows",
                                   .result_count = count,
                                   .results = results};
    return report_build(arena, in, survey_programme_language(in->programme, BASE_TEXT("en")), &run);
}

/* A cycle of which nothing is computed has no answers; whether it is open is told by its times. */
static void test_state_of_cycles(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "participation.flow", 1, NULL, NULL),
        result(*state, "reaction.item", 1, "useful", NULL),
    };
    struct pages_report report = build(*state, results, 2);
    assert_int_equal(report.responses[0].state, PAGES_RESPONSE_CLOSED);
    assert_false(report.responses[0].is_empty);
    assert_int_equal(report.responses[1].state, PAGES_RESPONSE_OPEN);
    assert_true(report.responses[1].is_empty);
    assert_string_equal(report.checked, "2026-11-23T18:00:00Z");
    struct report_source source = *make_source(*state);
    source.now = 1060;
    report = report_build(*state, &source, 0, NULL);
    assert_int_equal(report.responses[1].state, PAGES_RESPONSE_NOT_OPENED);
    source.now = 0;
    report = report_build(*state, &source, 0, NULL);
    assert_int_equal(report.responses[1].state, PAGES_RESPONSE_UNKNOWN);
}

static void test_sensitive_questions(void **state)
{
    static const char *const sensitive[] = {"grid"};
    const struct store_metric_result results[] = {
        result(*state, "reaction.item", 1, "useful", NULL),
        result(*state, "reaction.item", 1, "grid_a", NULL),
    };
    struct report_source source = *make_source(*state);
    struct survey_programme programme = *source.programme;
    programme.evaluation.sensitive = sensitive;
    programme.evaluation.sensitive_count = 1;
    source.programme = &programme;
    const struct store_metric_run run = {.computed_at = "2026-11-23T17:32:05Z",
                                         .program_version = "0.1.0",
                                         .watermark = "w",
                                         .result_count = 2,
                                         .results = results};
    struct pages_report report = report_build(*state, &source, 0, &run);
    assert_int_equal(report.question_count, 2);
    assert_false(report.questions[0].is_sensitive);
    assert_true(report.questions[1].is_sensitive);
}

static void test_nothing_computed_yet(void **state)
{
    struct pages_report report = report_build(*state, make_source(*state), 0, NULL);
    assert_null(report.computed);
    assert_null(report.provenance);
    assert_int_equal(report.question_count, 0);
    assert_int_equal(report.response_count, 2);
    assert_int_equal(report.responses[1].cycle, 2);
    assert_false(report.responses[1].published);
    assert_int_equal(report.responses[1].open_responses, -1);
    assert_string_equal(report.responses[0].title, "Ett");
}

static void test_provenance_shows_no_count_of_rows(void **state)
{
    struct pages_report report = build(*state, NULL, 0);
    assert_non_null(strstr(report.provenance, "run 7"));
    assert_null(strstr(report.provenance, "12"));
    assert_string_equal(report.computed, "2026-11-23T17:32:05Z");
}

static void test_responses_of_each_cycle(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "participation.flow", 2, NULL,
               "{'eligible': 30, 'responded': 24, 'rr2': 0.8, 'open': 3}"),
        result(*state, "participation.flow", 1, NULL, NULL),
        result(*state, "participation.flow", 9, NULL,
               "{'eligible': 1, 'responded': 1, 'rr2': 1.0}"),
    };
    struct pages_report report = build(*state, results, LENGTH(results));
    assert_int_equal(report.response_count, 2);
    assert_false(report.responses[0].published);
    assert_true(report.responses[1].published);
    assert_int_equal(report.responses[1].eligible, 30);
    assert_int_equal(report.responses[1].responded, 24);
    assert_true(fabs(report.responses[1].rate - 0.8) < 1e-12);
    assert_int_equal(report.responses[1].open_responses, 3);
}

/* Nobody invited is no small group: there is no rate, but what is known is shown. */
static void test_a_cycle_of_the_open_link_alone(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "participation.flow", 1, NULL, "{'eligible': 0, 'responded': 0, 'open': 6}"),
    };
    struct pages_report report = build(*state, results, LENGTH(results));
    assert_true(report.responses[0].published);
    assert_int_equal(report.responses[0].eligible, 0);
    assert_int_equal(report.responses[0].open_responses, 6);
}

static void test_categories_of_a_rating(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "reaction.item", 1, "useful",
               "{'n': 20, 'mean': 3.5, 'ci_low': 3.0, 'ci_high': 4.0, 'first': 1,"
               " 'percent': [5, 10, 20, 40, 25]}"),
        result(*state, "reaction.item", 2, "useful", NULL),
    };
    struct pages_report report = build(*state, results, LENGTH(results));
    assert_int_equal(report.question_count, 1);
    const struct pages_report_question *question = &report.questions[0];
    assert_string_equal(question->text, "Useful?");
    assert_int_equal(question->category_count, 5);
    assert_string_equal(question->categories[0], "1 (no)");
    assert_string_equal(question->categories[4], "5");
    assert_true(question->diverging);
    assert_int_equal(question->point_count, 2);
    assert_int_equal(question->points[0].percent[3], 40);
    assert_true(question->points[0].has_interval);
    assert_false(question->points[1].published);
    assert_null(question->points[1].percent);
}

/* A page reads category_count figures of each point: a list of another length must not reach it. */
static void test_a_list_of_another_scale_is_left_out(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "reaction.item", 1, "useful",
               "{'n': 20, 'mean': 3.5, 'first': 1, 'percent': [5, 10, 20, 40, 25]}"),
        result(*state, "reaction.item", 2, "useful",
               "{'n': 20, 'mean': 2.0, 'first': 1, 'percent': [50, 50]}"),
    };
    struct pages_report report = build(*state, results, LENGTH(results));
    const struct pages_report_point *points = report.questions[0].points;
    assert_non_null(points[0].percent);
    assert_true(points[1].published);
    assert_null(points[1].percent);
}

static void test_a_list_that_begins_elsewhere_is_left_out(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "reaction.item", 1, "useful",
               "{'n': 20, 'mean': 3.5, 'first': 1, 'percent': [20, 20, 20, 20, 20]}"),
        result(*state, "reaction.item", 2, "useful",
               "{'n': 20, 'mean': 2.0, 'first': 0, 'percent': [20, 20, 20, 20, 20]}"),
    };
    struct pages_report report = build(*state, results, LENGTH(results));
    assert_null(report.questions[0].points[1].percent);
}

static void test_a_scale_of_means_holds_all_of_them(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "reaction.item", 1, "balance",
               "{'n': 20, 'mean': -12.5, 'ci_low': -20.0, 'ci_high': -5.0}"),
        result(*state, "reaction.item", 2, "balance", "{'n': 20, 'mean': 8.5}"),
    };
    struct pages_report report = build(*state, results, LENGTH(results));
    const struct pages_report_question *question = &report.questions[0];
    assert_int_equal(question->category_count, 0);
    assert_true(question->minimum <= -20.0);
    assert_true(question->maximum >= 8.5);
    assert_false(question->points[1].has_interval);
}

static void test_words_of_a_yes_and_no(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "reaction.item", 1, "again",
               "{'n': 20, 'mean': 0.5, 'first': 0, 'percent': [50, 50]}"),
    };
    struct pages_report report = build(*state, results, LENGTH(results));
    assert_string_equal(report.questions[0].categories[0], "No");
    assert_string_equal(report.questions[0].categories[1], "Yes");
    assert_false(report.questions[0].diverging);
}

/* The share of yes with Wilson's limits, in place of a mean with limits that may leave 0 to 1. */
static void test_a_yes_and_no_is_a_share(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "reaction.item", 1, "again",
               "{'n': 10, 'mean': 0.9, 'first': 0, 'percent': [10, 90], 'ci_low': 0.7,"
               " 'ci_high': 1.1}"),
        result(*state, "reaction.item", 1, "useful", "{'n': 10, 'mean': 3.5}"),
    };
    struct pages_report report = build(*state, results, LENGTH(results));
    const struct pages_report_point *point = &report.questions[0].points[0];
    assert_true(point->is_share && point->has_interval);
    assert_float_equal(point->mean, 0.9, 1e-9);
    /* In R: prop.test(9, 10, correct = FALSE)$conf.int */
    assert_float_equal(point->low, 0.5958500, 1e-6);
    assert_float_equal(point->high, 0.9821238, 1e-6);
    assert_false(report.questions[1].points[0].is_share);
}

static void test_the_net_promoter_score_stands_with_its_question(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "reaction.item", 1, "useful", "{'n': 20, 'mean': 3.5}"),
        result(*state, "reaction.item", 2, "useful", "{'n': 20, 'mean': 3.5}"),
        result(*state, "reaction.nps", 1, "useful",
               "{'n': 20, 'nps': -5, 'ci_low': -40, 'ci_high': 30}"),
        /* Without an interval it is not shown. */
        result(*state, "reaction.nps", 2, "useful",
               "{'n': 20, 'nps': 100, 'ci_low': null, 'ci_high': null}"),
        result(*state, "reaction.nps", 2, "gone",
               "{'n': 20, 'nps': -5, 'ci_low': -40, 'ci_high': 30}"),
    };
    struct pages_report report = build(*state, results, LENGTH(results));
    assert_int_equal(report.question_count, 1);
    const struct pages_report_point *points = report.questions[0].points;
    assert_true(points[0].has_nps);
    assert_int_equal(points[0].nps, -5);
    assert_int_equal(points[0].nps_low, -40);
    assert_int_equal(points[0].nps_high, 30);
    assert_false(points[1].has_nps);
}

static void test_a_row_of_a_matrix_belongs_to_its_group(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "reaction.item", 1, "grid_a", "{'n': 20, 'mean': 2.0}"),
    };
    struct pages_report report = build(*state, results, LENGTH(results));
    assert_string_equal(report.questions[0].group, "Grid");
    assert_string_equal(report.questions[0].text, "Row A");
}

/* Other metrics, questions that no questionnaire has, doubled results, broken documents. */
static void test_odd_results(void **state)
{
    struct store_metric_result broken = result(*state, "reaction.item", 1, "balance", NULL);
    broken.published = BASE_TEXT("{\"n\": ");
    const struct store_metric_result results[] = {
        result(*state, "reaction.item", 1, "gone", "{'n': 20, 'mean': 2.0}"),
        result(*state, "learning.change", 1, "useful", "{'n': 20, 'mean': 2.0}"),
        result(*state, "reaction.item", 0, NULL, "{'n': 20, 'mean': 2.0}"),
        result(*state, "reaction.item", 1, "useful", "{'n': 20, 'percent': 'many'}"),
        result(*state, "reaction.item", 2, "useful", "{'n': 20, 'percent': []}"),
        result(*state, "reaction.item", 2, "useful", "{'n': 99}"),
        result(*state, "participation.flow", 1, NULL, "{'rr2': null}"),
        broken,
    };
    struct pages_report report = build(*state, results, LENGTH(results));
    assert_int_equal(report.question_count, 2);
    assert_string_equal(report.questions[0].id, "useful");
    assert_int_equal(report.questions[0].point_count, 2);
    assert_int_equal(report.questions[0].points[1].n, 20);
    assert_int_equal(report.questions[0].category_count, 0);
    assert_false(report.questions[1].points[0].published);
    assert_false(report.responses[0].published);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_state_of_cycles, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sensitive_questions, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_computed_yet, setup, teardown),
        cmocka_unit_test_setup_teardown(test_provenance_shows_no_count_of_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(test_responses_of_each_cycle, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_cycle_of_the_open_link_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(test_categories_of_a_rating, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_list_of_another_scale_is_left_out, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_list_that_begins_elsewhere_is_left_out, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_a_scale_of_means_holds_all_of_them, setup, teardown),
        cmocka_unit_test_setup_teardown(test_words_of_a_yes_and_no, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_yes_and_no_is_a_share, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_net_promoter_score_stands_with_its_question, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_a_row_of_a_matrix_belongs_to_its_group, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_odd_results, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
