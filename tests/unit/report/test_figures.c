/* Rows from publications made by hand. */
#include <string.h>

#include "report/figures.h"
#include "survey/fixture.h"

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

static struct store_metric_result result(struct base_arena *arena, const char *id,
                                         const char *metric, const char *subject,
                                         const char *published)
{
    struct store_metric_result made = {
        .id = id, .metric = metric, .subject = subject, .request = BASE_TEXT("{}")};
    if (published)
        made.published = base_json_write(arena, fixture_json(arena, published));
    return made;
}

/* The rows but for the header line and the provenance, which ends each; lines end in "\n". */
static const char *rows(struct base_arena *arena, const struct store_metric_result *results,
                        size_t count, const struct report_choice *choice)
{
    struct store_metric_run run = {.run = 3,
                                   .program_version = "0.1.0",
                                   .watermark = "w",
                                   .computed_at = "2026-11-23T17:32:05Z",
                                   .result_count = count,
                                   .results = results};
    struct base_buffer out, short_rows;
    base_buffer_init(&out, arena);
    base_buffer_init(&short_rows, arena);
    report_figures_csv(arena, &run, choice, &out);
    const char *line = strstr(base_buffer_view(&out).data, "\r\n") + 2;
    const char *provenance = base_arena_format(arena, ",%s\r\n", report_provenance(arena, &run));
    while (*line) {
        const char *end = strstr(line, provenance);
        assert_non_null(end);
        base_buffer_add(&short_rows, line, (size_t)(end - line));
        base_buffer_string(&short_rows, "\n");
        line = end + strlen(provenance);
    }
    return short_rows.length == 0 ? "" : base_buffer_view(&short_rows).data;
}

static void test_an_item_with_its_interval(void **state)
{
    struct store_metric_result item =
        result(*state, "item:c2:q", "reaction.item", "q",
               "{'n': 20, 'first': 1, 'percent': [40, 60], 'mean': 1.6, 'ci_low': 1.2,"
               " 'ci_high': 2}");
    item.cycle = 2;
    assert_string_equal(rows(*state, &item, 1, NULL),
                        "item:c2:q,reaction.item,2,q,n,20,20,,,,false\n"
                        "item:c2:q,reaction.item,2,q,first,1,20,,,,false\n"
                        "item:c2:q,reaction.item,2,q,percent.1,40,20,,,,false\n"
                        "item:c2:q,reaction.item,2,q,percent.2,60,20,,,,false\n"
                        "item:c2:q,reaction.item,2,q,mean,1.6,20,1.2,2,,false\n");
}

static void test_what_is_suppressed_shows_nothing(void **state)
{
    struct store_metric_result item = result(*state, "a", "reaction.item", "q", NULL);
    item.reason = "no_data";
    assert_string_equal(rows(*state, &item, 1, NULL), "a,reaction.item,,q,,,,,,left_out,true\n");
}

static void test_tables(void **state)
{
    const struct store_metric_result results[] = {
        result(
            *state, "b", "disclosure.breakdown", "s",
            "{'groups': [{'id': 'x', 'status': 'suppressed'},"
            " {'id': 'y', 'status': 'published', 'n': 7, 'mean': 3, 'ci_low': 2, 'ci_high': 4}]}"),
        result(*state, "t", "participation.turnover", NULL,
               "{'cycles': [{'cycle': 2, 'present': 9, 'new': 4}]}"),
        result(*state, "n", "network.structure", "r", "{'types': [[null, {'ties': 3}]]}"),
    };
    assert_string_equal(rows(*state, results, LENGTH(results), NULL),
                        "b,disclosure.breakdown,,s,groups.x,,,,,left_out,true\n"
                        "b,disclosure.breakdown,,s,groups.y.status,published,7,,,,false\n"
                        "b,disclosure.breakdown,,s,groups.y.n,7,7,,,,false\n"
                        "b,disclosure.breakdown,,s,groups.y.mean,3,7,2,4,,false\n"
                        "t,participation.turnover,,,cycles.2.present,9,9,,,,false\n"
                        "t,participation.turnover,,,cycles.2.new,4,9,,,,false\n"
                        "n,network.structure,,r,types.1.1,,,,,left_out,true\n"
                        "n,network.structure,,r,types.1.2.ties,3,,,,,false\n");
}

static void test_parts_that_are_left_out_are_told_from_those_undefined(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "d", "participation.diversity", NULL,
               "{'n': 9, 'effective_types': null, 'counts': {'x': null, 'y': 6}}"),
        result(*state, "t", "participation.turnover", NULL, "{'cycles': [{'cycle': 2}]}"),
        result(*state, "s", "spread.referral", NULL, "{'present': 9, 'referred': null}"),
        result(*state, "r", "learning.retrospective", NULL,
               "{'conventional': null, 'retrospective': {'n': 8, 'p': null}}"),
        result(*state, "o", "trajectory.overlap", NULL,
               "{'ci_low': null, 'ci_high': null, 'p': null, 'composition': null}"),
        result(*state, "o", "trajectory.overlap", NULL,
               "{'ci_low': null, 'ci_high': null, 'p': null, 'composition': 0.2}"),
    };
    assert_string_equal(rows(*state, results, LENGTH(results), NULL),
                        "d,participation.diversity,,,n,9,9,,,,false\n"
                        "d,participation.diversity,,,effective_types,,9,,,undefined,false\n"
                        "d,participation.diversity,,,counts.x,,,,,left_out,true\n"
                        "d,participation.diversity,,,counts.y,6,,,,,false\n"
                        "t,participation.turnover,,,cycles.2,,,,,left_out,true\n"
                        "s,spread.referral,,,present,9,9,,,,false\n"
                        "s,spread.referral,,,referred,,,,,left_out,true\n"
                        "r,learning.retrospective,,,conventional,,,,,left_out,true\n"
                        "r,learning.retrospective,,,retrospective.n,8,8,,,,false\n"
                        "r,learning.retrospective,,,retrospective.p,,8,,,undefined,false\n"
                        "o,trajectory.overlap,,,p,,,,,left_out,true\n"
                        "o,trajectory.overlap,,,composition,,,,,left_out,true\n"
                        "o,trajectory.overlap,,,p,,,,,undefined,false\n"
                        "o,trajectory.overlap,,,composition,0.2,,,,,false\n");
}

static void test_why_a_figure_is_undefined(void **state)
{
    struct store_metric_result nps =
        result(*state, "a", "reaction.scale", "q", "{'n': 4, 'mean': null}");
    nps.reason = "no_data";
    assert_string_equal(rows(*state, &nps, 1, NULL),
                        "a,reaction.scale,,q,n,4,4,,,no_data,false\n"
                        "a,reaction.scale,,q,mean,,4,,,no_data,false\n");
}

static void test_a_choice(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "a", "reaction.item", "q", NULL),
        result(*state, "b", "reaction.item", "p", NULL),
        result(*state, "c", "reaction.nps", "q", NULL),
        result(*state, "d", "reaction", "q", NULL),
    };
    struct report_choice choice = {.metrics = BASE_TEXT("reaction.nps,reaction.item")};
    assert_string_equal(rows(*state, results, LENGTH(results), &choice),
                        "a,reaction.item,,q,,,,,,left_out,true\n"
                        "b,reaction.item,,p,,,,,,left_out,true\n"
                        "c,reaction.nps,,q,,,,,,left_out,true\n");
    choice.subject = BASE_TEXT("p");
    assert_string_equal(rows(*state, results, LENGTH(results), &choice),
                        "b,reaction.item,,p,,,,,,left_out,true\n");
    choice.metrics = BASE_TEXT("");
    assert_string_equal(rows(*state, results, LENGTH(results), &choice), "");
}

static void test_a_choice_of_a_cycle_and_a_unit(void **state)
{
    struct store_metric_result results[] = {
        result(*state, "a", "network.structure", NULL, NULL),
        result(*state, "b", "network.structure", NULL, NULL),
        result(*state, "c", "network.change", NULL, NULL),
        result(*state, "d", "participation.diversity", NULL, NULL),
    };
    results[0].cycle = results[3].cycle = 1;
    results[1].cycle = 2;
    results[2].request = BASE_TEXT("{\"from\": 1, \"to\": 2}");
    results[3].request = BASE_TEXT("{\"unit\": \"organisation\"}");
    struct report_choice choice = {.cycle = 2};
    assert_string_equal(rows(*state, results, LENGTH(results), &choice),
                        "b,network.structure,2,,,,,,,left_out,true\n"
                        "c,network.change,,,,,,,,left_out,true\n");
    choice.cycle = 0;
    choice.unit = BASE_TEXT("organisation");
    assert_string_equal(rows(*state, results, LENGTH(results), &choice),
                        "d,participation.diversity,1,,,,,,,left_out,true\n");
}

static void test_bookkeeping_is_no_figure(void **state)
{
    const struct store_metric_result results[] = {
        result(*state, "releases", "disclosure.releases", NULL, NULL),
        result(*state, "display:c1:q", "disclosure.display", "q", NULL),
    };
    assert_string_equal(rows(*state, results, LENGTH(results), NULL), "");
}

static void test_nothing_computed(void **state)
{
    struct base_buffer csv, json;
    base_buffer_init(&csv, *state);
    base_buffer_init(&json, *state);
    report_figures_csv(*state, NULL, NULL, &csv);
    assert_string_equal(base_buffer_view(&csv).data,
                        "analysis,metric,cycle,subject,field,value,n,low,high,reason,suppressed,"
                        "provenance\r\n");
    report_figures_json(*state, "p", NULL, NULL, &json);
    assert_string_equal(base_buffer_view(&json).data,
                        "{\"programme\":\"p\",\"computed_at\":null,\"checked_at\":null,"
                        "\"provenance\":null,\"figures\":[]}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_item_with_its_interval, setup, teardown),
        cmocka_unit_test_setup_teardown(test_what_is_suppressed_shows_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_tables, setup, teardown),
        cmocka_unit_test_setup_teardown(test_parts_that_are_left_out_are_told_from_those_undefined,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_why_a_figure_is_undefined, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_choice, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_choice_of_a_cycle_and_a_unit, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bookkeeping_is_no_figure, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_computed, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
