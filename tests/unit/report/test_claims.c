/* Every verdict and every guard, from publications made by hand. */
#include <math.h>
#include <string.h>

#include "report/build.h"
#include "survey/fixture.h"

static const char elements[] =
    "{'type': 'rating', 'name': 'view', 'title': 'View?', 'rateMin': 1, 'rateMax': 5},"
    "{'type': 'rating', 'name': 'other', 'title': 'Other?', 'rateMin': 1, 'rateMax': 5},"
    "{'type': 'boolean', 'name': 'done', 'title': 'Done?'},"
    "{'type': 'boolean', 'name': 'told', 'title': 'Told?'}";

struct fixture {
    struct base_arena *arena;
    struct survey_programme programme;
    size_t count;
    struct store_metric_result results[32];
    int64_t now; /* 0: not known; cycles close at 10, 20, ... */
    struct pages_report report;
};

static int setup(void **state)
{
    static const char *const agreement[] = {"view", "other"};
    struct base_arena *arena = base_arena_new();
    struct fixture *fixture = base_arena_object(arena, struct fixture);
    fixture->arena = arena;
    fixture->programme = *fixture_programme(arena);
    fixture->programme.linkage = SURVEY_LINKAGE_PROGRAMME;
    fixture->programme.evaluation.agreement = agreement;
    fixture->programme.evaluation.agreement_count = 2;
    fixture->programme.evaluation.roster = "ties";
    fixture->programme.evaluation.assignment = "done";
    fixture->programme.evaluation.spread_told = "told";
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    base_arena_free(((struct fixture *)*state)->arena);
    return 0;
}

/* `published` NULL: suppressed. */
static void add(struct fixture *fixture, const char *id, const char *metric, int cycle,
                const char *subject, const char *request, const char *published)
{
    struct store_metric_result *result = &fixture->results[fixture->count++];
    *result = (struct store_metric_result){
        .id = id,
        .metric = metric,
        .cycle = cycle,
        .subject = subject,
        .request = base_json_write(fixture->arena, fixture_json(fixture->arena, request)),
    };
    if (published)
        result->published =
            base_json_write(fixture->arena, fixture_json(fixture->arena, published));
}

static const struct pages_claim *claim(struct fixture *fixture, enum pages_claim_kind kind)
{
    struct report_cycle *cycles = base_arena_array(fixture->arena, struct report_cycle, 2);
    for (size_t i = 0; i < 2; i++)
        cycles[i] = (struct report_cycle){
            &fixture->programme.cycles[i],
            fixture_good_questionnaire(fixture->arena, &fixture->programme, elements), 0,
            10 * ((int64_t)i + 1)};
    struct report_source source = {&fixture->programme, 2, cycles, fixture->now};
    struct store_metric_run run = {.run = 1,
                                   .computed_at = "2026-11-23T17:32:05Z",
                                   .program_version = "0.1.0",
                                   .watermark = "w",
                                   .result_count = fixture->count,
                                   .results = fixture->results};
    fixture->report = report_build(fixture->arena, &source, 0, &run);
    assert_int_equal(fixture->report.claim_count, PAGES_CLAIM_COUNT);
    assert_int_equal(fixture->report.claims[kind].kind, kind);
    return &fixture->report.claims[kind];
}

static void assert_verdict(const struct pages_claim *claim, enum pages_claim_verdict verdict,
                           enum pages_claim_reason reason)
{
    assert_int_equal(claim->verdict, verdict);
    assert_int_equal(claim->reason, reason);
}

static const struct pages_guard *guard(const struct pages_claim *claim, enum pages_measure measure)
{
    for (size_t i = 0; i < claim->guard_count; i++)
        if (claim->guards[i].figure.measure == measure)
            return &claim->guards[i];
    fail_msg("no such guard");
    return NULL;
}

static const char view_request[] =
    "{'pre': {'question': 'view', 'cycle': 1}, 'post': {'question': 'view', 'cycle': 2}}";

static void add_convergence(struct fixture *fixture, const char *published)
{
    add(fixture, "convergence:c1-c2:view", "understanding.change", 0, "view", view_request,
        published);
}

static void test_views_came_closer(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "item:c1:view", "reaction.item", 1, "view", "{}", "{'n': 20, 'mean': 3.0}");
    add_convergence(fixture, "{'n': 12, 'ad_change': -0.4, 'ad_ci_low': -0.7, 'ad_ci_high': -0.1,"
                             " 'ad_p': 0.02, 'ad_median_pre': 1.1, 'ad_median_post': 0.7,"
                             " 'awg_pre': 0.3, 'awg_post': 0.6}");
    const struct pages_claim *made = claim(fixture, PAGES_CLAIM_UNDERSTANDING);
    assert_verdict(made, PAGES_VERDICT_GREW, PAGES_REASON_NONE);
    assert_string_equal(made->headline.analysis, "convergence:c1-c2:view");
    assert_string_equal(made->headline.field, "ad_change");
    assert_string_equal(made->headline.subject, "View?");
    assert_int_equal(made->headline.n, 12);
    assert_true(made->headline.has_interval);
    assert_int_equal(made->people, 12);
    assert_int_equal(made->of_people, 20);
    assert_int_equal(guard(made, PAGES_MEASURE_AWG)->verdict, PAGES_GUARD_HOLDS);
    assert_int_equal(guard(made, PAGES_MEASURE_FOLLOWED)->verdict, PAGES_GUARD_HOLDS);
    assert_int_equal(guard(made, PAGES_MEASURE_CONCORDANCE)->verdict, PAGES_GUARD_UNKNOWN);
}

static void test_views_moved_apart(void **state)
{
    add_convergence(*state, "{'n': 12, 'ad_change': 0.4, 'ad_ci_low': 0.1, 'ad_ci_high': 0.7,"
                            " 'awg_pre': 0.6, 'awg_post': 0.3}");
    assert_verdict(claim(*state, PAGES_CLAIM_UNDERSTANDING), PAGES_VERDICT_FELL, PAGES_REASON_NONE);
}

static void test_no_clear_change(void **state)
{
    add_convergence(*state, "{'n': 12, 'ad_change': -0.2, 'ad_ci_low': -0.5, 'ad_ci_high': 0.1,"
                            " 'awg_pre': 0.3, 'awg_post': 0.6}");
    assert_verdict(claim(*state, PAGES_CLAIM_UNDERSTANDING), PAGES_VERDICT_NO_CLEAR_CHANGE,
                   PAGES_REASON_NONE);
}

static void test_the_end_of_the_scale(void **state)
{
    add_convergence(*state, "{'n': 12, 'ad_change': -0.4, 'ad_ci_low': -0.7, 'ad_ci_high': -0.1,"
                            " 'ad_median_pre': 0.9, 'ad_median_post': 0.5,"
                            " 'awg_pre': 0.3, 'awg_post': null}");
    const struct pages_claim *made = claim(*state, PAGES_CLAIM_UNDERSTANDING);
    assert_verdict(made, PAGES_VERDICT_CANNOT_SAY, PAGES_REASON_CEILING);
    assert_int_equal(guard(made, PAGES_MEASURE_AWG)->figure.absence, PAGES_ABSENCE_UNDEFINED);
}

/* Both sides left out is not the end of the scale. */
static void test_agreement_left_out(void **state)
{
    static const char closer[] =
        "{'n': 12, 'ad_change': -0.4, 'ad_ci_low': -0.7, 'ad_ci_high': -0.1,"
        " 'ad_median_pre': null, 'ad_median_post': null, 'awg_pre': null, 'awg_post': null}";
    struct fixture *fixture = *state;
    add_convergence(fixture, closer);
    const struct pages_claim *made = claim(fixture, PAGES_CLAIM_UNDERSTANDING);
    assert_verdict(made, PAGES_VERDICT_CANNOT_SAY, PAGES_REASON_UNGUARDED);
    assert_int_equal(guard(made, PAGES_MEASURE_AWG)->figure.absence, PAGES_ABSENCE_LEFT_OUT);
    /* That of everybody, over all questions, is published: it guards instead. */
    static const struct {
        const char *last;
        enum pages_claim_verdict verdict;
    } cases[] = {{"{'n': 20, 'awg_mean': 0.6}", PAGES_VERDICT_GREW},
                 {"{'n': 20, 'awg_mean': 0.2}", PAGES_VERDICT_CANNOT_SAY}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        fixture->count = 0;
        add_convergence(fixture, closer);
        add(fixture, "agreement:c1:all", "understanding.agreement", 1, NULL, "{}",
            "{'n': 20, 'awg_mean': 0.4}");
        add(fixture, "agreement:c2:all", "understanding.agreement", 2, NULL, "{}", cases[i].last);
        made = claim(fixture, PAGES_CLAIM_UNDERSTANDING);
        assert_int_equal(made->verdict, cases[i].verdict);
        assert_int_equal(guard(made, PAGES_MEASURE_AWG_ALL)->verdict,
                         i == 0 ? PAGES_GUARD_HOLDS : PAGES_GUARD_WARNS);
    }
}

static void test_agreement_moved_the_other_way(void **state)
{
    add_convergence(*state, "{'n': 12, 'ad_change': -0.4, 'ad_ci_low': -0.7, 'ad_ci_high': -0.1,"
                            " 'awg_pre': 0.6, 'awg_post': 0.3}");
    const struct pages_claim *made = claim(*state, PAGES_CLAIM_UNDERSTANDING);
    assert_verdict(made, PAGES_VERDICT_CANNOT_SAY, PAGES_REASON_GUARD);
    assert_int_equal(guard(made, PAGES_MEASURE_AWG)->verdict, PAGES_GUARD_WARNS);
}

static void test_why_nothing_can_be_said_of_understanding(void **state)
{
    struct fixture *fixture = *state;
    assert_verdict(claim(fixture, PAGES_CLAIM_UNDERSTANDING), PAGES_VERDICT_CANNOT_SAY,
                   PAGES_REASON_NO_ANSWERS);
    add(fixture, "item:c1:view", "reaction.item", 1, "view", "{}", "{'n': 20, 'mean': 3.0}");
    assert_verdict(claim(fixture, PAGES_CLAIM_UNDERSTANDING), PAGES_VERDICT_CANNOT_SAY,
                   PAGES_REASON_ONE_CYCLE);
    add_convergence(fixture, NULL);
    const struct pages_claim *made = claim(fixture, PAGES_CLAIM_UNDERSTANDING);
    assert_verdict(made, PAGES_VERDICT_CANNOT_SAY, PAGES_REASON_FEW);
    assert_null(made->headline.analysis);
    fixture->programme.linkage = SURVEY_LINKAGE_SURVEY;
    assert_verdict(claim(fixture, PAGES_CLAIM_UNDERSTANDING), PAGES_VERDICT_CANNOT_SAY,
                   PAGES_REASON_UNLINKED);
    fixture->programme.evaluation.agreement_count = 0;
    assert_verdict(claim(fixture, PAGES_CLAIM_UNDERSTANDING), PAGES_VERDICT_CANNOT_SAY,
                   PAGES_REASON_NOT_ASKED);
}

/* The headline does not depend on what a question says, only on whether it may be shown. */
static void test_the_first_question_that_is_published(void **state)
{
    add_convergence(*state, NULL);
    add(*state, "convergence:c1-c2:other", "understanding.change", 0, "other",
        "{'pre': {'question': 'other', 'cycle': 1}, 'post': {'question': 'other', 'cycle': 2}}",
        "{'n': 12, 'ad_change': -0.2, 'ad_ci_low': -0.5, 'ad_ci_high': 0.1}");
    assert_string_equal(claim(*state, PAGES_CLAIM_UNDERSTANDING)->headline.subject, "Other?");
}

static void test_p_is_adjusted_among_what_is_published(void **state)
{
    struct fixture *fixture = *state;
    add_convergence(fixture, "{'n': 12, 'ad_change': -0.4, 'ad_ci_low': -0.7, 'ad_ci_high': -0.1,"
                             " 'ad_p': 0.02, 'awg_pre': 0.3, 'awg_post': 0.6}");
    add(fixture, "b", "understanding.change", 0, "other",
        "{'pre': {'question': 'other', 'cycle': 1}, 'post': {'question': 'other', 'cycle': 2}}",
        "{'n': 12, 'ad_change': 0.0, 'ad_p': 0.5}");
    add(fixture, "c", "understanding.change", 0, "other", "{}", NULL);
    add(fixture, "holm:understanding", "multiplicity.holm", 0, NULL,
        "{'family': [{'id': 'convergence:c1-c2:view', 'field': 'ad_p'},"
        " {'id': 'b', 'field': 'ad_p'}, {'id': 'c', 'field': 'ad_p'}]}",
        NULL);
    const struct pages_claim *made = claim(fixture, PAGES_CLAIM_UNDERSTANDING);
    assert_true(fabs(made->headline.p - 0.04) < 1e-12);
    assert_true(fabs(fixture->report.convergences[1].change.p - 0.5) < 1e-12);
}

static void add_turnover(struct fixture *fixture, int fresh, const char *effective)
{
    add(fixture, "turnover:organisation", "participation.turnover", 0, NULL,
        "{'unit': 'organisation'}",
        base_arena_format(fixture->arena,
                          "{'cycles': [{'cycle': 1, 'present': 8, 'new': 8},"
                          " {'cycle': 2, 'present': 9, 'new': %d}]}",
                          fresh));
    add(fixture, "diversity:c1:organisation", "participation.diversity", 1, NULL,
        "{'unit': 'organisation'}", "{'n': 8, 'k_observed': 2, 'effective_types': 2.0}");
    add(fixture, "diversity:c2:organisation", "participation.diversity", 2, NULL,
        "{'unit': 'organisation'}", effective);
}

static void test_new_actors(void **state)
{
    add_turnover(*state, 3, "{'n': 9, 'k_observed': 2, 'effective_types': 2.4}");
    const struct pages_claim *made = claim(*state, PAGES_CLAIM_ACTORS);
    assert_verdict(made, PAGES_VERDICT_GREW, PAGES_REASON_NONE);
    assert_true(made->headline.value == 3);
    assert_int_equal(guard(made, PAGES_MEASURE_EFFECTIVE_TYPES)->verdict, PAGES_GUARD_HOLDS);
    assert_int_equal(guard(made, PAGES_MEASURE_NEW_TYPES)->verdict, PAGES_GUARD_UNKNOWN);
}

static void test_new_actors_of_the_same_kind(void **state)
{
    add_turnover(*state, 3, "{'n': 9, 'k_observed': 2, 'effective_types': 1.4}");
    assert_verdict(claim(*state, PAGES_CLAIM_ACTORS), PAGES_VERDICT_CANNOT_SAY, PAGES_REASON_GUARD);
}

/* What is known up to a cycle stays known when the next one is left out; what is left out is no
   number to compare with. */
static void test_new_actors_as_far_as_known(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "turnover:organisation", "participation.turnover", 0, NULL,
        "{'unit': 'organisation'}",
        "{'cycles': [{'cycle': 1, 'present': 6, 'new': 6}, {'cycle': 2, 'present': 8, 'new': 2},"
        " {'cycle': 3, 'present': null, 'new': null}]}");
    add(fixture, "diversity:c1:organisation", "participation.diversity", 1, NULL,
        "{'unit': 'organisation'}", NULL);
    add(fixture, "diversity:c2:organisation", "participation.diversity", 2, NULL,
        "{'unit': 'organisation'}", "{'n': 8, 'k_observed': 1, 'effective_types': 1.0}");
    const struct pages_claim *made = claim(fixture, PAGES_CLAIM_ACTORS);
    assert_verdict(made, PAGES_VERDICT_GREW, PAGES_REASON_NONE);
    assert_true(made->headline.value == 2);
    assert_int_equal(made->headline.from, 1);
    assert_int_equal(made->headline.to, 2);
    for (size_t i = 0; i < made->guard_count; i++)
        assert_int_not_equal(made->guards[i].verdict, PAGES_GUARD_WARNS);
}

static void test_new_actors_while_the_second_cycle_is_open(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "item:c1:view", "reaction.item", 1, "view", "{}", "{'n': 20, 'mean': 3.0}");
    add(fixture, "item:c2:view", "reaction.item", 2, "view", "{}", NULL);
    add_turnover(fixture, 3, "{'n': 9, 'k_observed': 2, 'effective_types': 2.4}");
    fixture->now = 15;
    assert_verdict(claim(fixture, PAGES_CLAIM_ACTORS), PAGES_VERDICT_CANNOT_SAY,
                   PAGES_REASON_ONE_CYCLE);
    fixture->now = 20;
    assert_verdict(claim(fixture, PAGES_CLAIM_ACTORS), PAGES_VERDICT_GREW, PAGES_REASON_NONE);
    fixture->now = 5;
    assert_verdict(claim(fixture, PAGES_CLAIM_ACTORS), PAGES_VERDICT_GREW, PAGES_REASON_NONE);
}

/* Where it is not seen who was there, the mix may be left out: what joined is known all the same.
 */
static void test_new_actors_of_unknown_kinds(void **state)
{
    add_turnover(*state, 3, "{'n': 9, 'k_observed': null, 'effective_types': null}");
    const struct pages_claim *made = claim(*state, PAGES_CLAIM_ACTORS);
    assert_verdict(made, PAGES_VERDICT_GREW, PAGES_REASON_NONE);
    assert_int_equal(guard(made, PAGES_MEASURE_EFFECTIVE_TYPES)->verdict, PAGES_GUARD_UNKNOWN);
}

/* The first of thirty have answered the second cycle: no verdict follows from them. */
static void test_nothing_is_claimed_of_an_open_cycle(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "item:c1:view", "reaction.item", 1, "view", "{}", "{'n': 20, 'mean': 3.0}");
    add_convergence(fixture, "{'n': 12, 'ad_change': -0.4, 'ad_ci_low': -0.7, 'ad_ci_high': -0.1,"
                             " 'ad_p': 0.02, 'awg_pre': 0.3, 'awg_post': 0.6}");
    fixture->now = 15;
    assert_verdict(claim(fixture, PAGES_CLAIM_UNDERSTANDING), PAGES_VERDICT_CANNOT_SAY,
                   PAGES_REASON_ONE_CYCLE);
    fixture->now = 20;
    assert_verdict(claim(fixture, PAGES_CLAIM_UNDERSTANDING), PAGES_VERDICT_CANNOT_SAY,
                   PAGES_REASON_ONE_CYCLE);
    add(fixture, "item:c2:view", "reaction.item", 2, "view", "{}", "{'n': 20, 'mean': 3.0}");
    assert_verdict(claim(fixture, PAGES_CLAIM_UNDERSTANDING), PAGES_VERDICT_GREW,
                   PAGES_REASON_NONE);
}

static void test_nobody_new(void **state)
{
    add_turnover(*state, 0, "{'n': 9, 'k_observed': 2, 'effective_types': 2.0}");
    assert_verdict(claim(*state, PAGES_CLAIM_ACTORS), PAGES_VERDICT_NO_CLEAR_CHANGE,
                   PAGES_REASON_NONE);
}

static void add_network(struct fixture *fixture, int fresh, int lost, double coverage)
{
    add(fixture, "network:c2", "network.structure", 2, "ties", "{}",
        base_arena_format(fixture->arena,
                          "{'coverage': %.2f, 'cross_share': 0.6, 'ei_expected': 0.1}", coverage));
    add(fixture, "network-change:c1-c2", "network.change", 0, "ties", "{'from': 1, 'to': 2}",
        base_arena_format(fixture->arena,
                          "{'dyads_common': 40, 'maintained': 10, 'new': %d, 'lost': %d,"
                          " 'jaccard': 0.5, 'density_from': 0.3, 'density_to': 0.5}",
                          fresh, lost));
}

static void test_collaboration(void **state)
{
    static const struct {
        int fresh, lost;
        double coverage;
        enum pages_claim_verdict verdict;
        enum pages_claim_reason reason;
    } cases[] = {
        {9, 1, 0.9, PAGES_VERDICT_GREW, PAGES_REASON_NONE},
        {1, 9, 0.9, PAGES_VERDICT_FELL, PAGES_REASON_NONE},
        {3, 1, 0.9, PAGES_VERDICT_NO_CLEAR_CHANGE, PAGES_REASON_NONE},
        {0, 0, 0.9, PAGES_VERDICT_NO_CLEAR_CHANGE, PAGES_REASON_NONE},
        {9, 1, 0.5, PAGES_VERDICT_CANNOT_SAY, PAGES_REASON_COVERAGE},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        fixture->count = 0;
        add_network(fixture, cases[i].fresh, cases[i].lost, cases[i].coverage);
        const struct pages_claim *made = claim(fixture, PAGES_CLAIM_COLLABORATION);
        assert_verdict(made, cases[i].verdict, cases[i].reason);
        assert_int_equal(guard(made, PAGES_MEASURE_CROSS_SHARE)->verdict, PAGES_GUARD_HOLDS);
    }
}

/* Nine of ten changes in one direction: 2 (1 + 10) / 1024. */
static void test_the_chance_of_a_change(void **state)
{
    add_network(*state, 9, 1, 0.9);
    double p = claim(*state, PAGES_CLAIM_COLLABORATION)->headline.p;
    assert_true(fabs(p - 22.0 / 1024) < 1e-12);
}

static void test_assignments(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "assignment:c2", "transfer.assignment", 2, "done", "{'question': 'done'}", NULL);
    assert_verdict(claim(fixture, PAGES_CLAIM_ASSIGNMENTS), PAGES_VERDICT_CANNOT_SAY,
                   PAGES_REASON_NO_ANSWERS);
    fixture->count = 0;
    add(fixture, "assignment:c2", "transfer.assignment", 2, "done", "{'question': 'done'}",
        "{'eligible': 20, 'reported': 10, 'rate': 0.8, 'rate_low': 0.5, 'rate_high': 0.9,"
        " 'bound_low': 0.4, 'bound_high': 0.9}");
    const struct pages_claim *made = claim(fixture, PAGES_CLAIM_ASSIGNMENTS);
    assert_verdict(made, PAGES_VERDICT_LEVEL, PAGES_REASON_NONE);
    assert_int_equal(made->people, 10);
    assert_int_equal(made->of_people, 20);
    assert_int_equal(guard(made, PAGES_MEASURE_ASSIGNMENT_BOUNDS)->verdict, PAGES_GUARD_WARNS);
    assert_int_equal(guard(made, PAGES_MEASURE_APPLIED)->verdict, PAGES_GUARD_UNKNOWN);
}

static void test_spread(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "reach:c2", "spread.reach", 2, NULL, "{'told': 'told', 'reach': 'reach'}",
        "{'told_n': 12, 'told_share': 0.75, 'told_share_low': 0.5, 'told_share_high': 0.9,"
        " 'reach_n': 9, 'reach_median': 3, 'reach_max_share': 0.9}");
    const struct pages_claim *made = claim(fixture, PAGES_CLAIM_SPREAD);
    assert_verdict(made, PAGES_VERDICT_LEVEL, PAGES_REASON_NONE);
    assert_string_equal(made->headline.subject, "Told?");
    assert_int_equal(guard(made, PAGES_MEASURE_REACH_MEDIAN)->verdict, PAGES_GUARD_HOLDS);
    assert_int_equal(guard(made, PAGES_MEASURE_LARGEST_SHARE)->verdict, PAGES_GUARD_WARNS);
    /* Who came through whom says nothing of the first cycle. */
    static const char nobody[] = "{'present': 12, 'newcomers': 12, 'referred': 0}";
    add(fixture, "referral:c2", "spread.referral", 2, NULL, "{}", nobody);
    made = claim(fixture, PAGES_CLAIM_SPREAD);
    for (size_t i = 0; i < made->guard_count; i++)
        assert_int_not_equal(made->guards[i].figure.measure, PAGES_MEASURE_REFERRED);
    fixture->count--;
    add(fixture, "referral:c1", "spread.referral", 1, NULL, "{}", nobody);
    add(fixture, "referral:c2", "spread.referral", 2, NULL, "{}", nobody);
    made = claim(fixture, PAGES_CLAIM_SPREAD);
    assert_int_equal(guard(made, PAGES_MEASURE_REFERRED)->verdict, PAGES_GUARD_WARNS);
    fixture->programme.evaluation.spread_told = NULL;
    assert_verdict(claim(fixture, PAGES_CLAIM_SPREAD), PAGES_VERDICT_CANNOT_SAY,
                   PAGES_REASON_NOT_ASKED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_views_came_closer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_views_moved_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_clear_change, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_end_of_the_scale, setup, teardown),
        cmocka_unit_test_setup_teardown(test_agreement_left_out, setup, teardown),
        cmocka_unit_test_setup_teardown(test_agreement_moved_the_other_way, setup, teardown),
        cmocka_unit_test_setup_teardown(test_why_nothing_can_be_said_of_understanding, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_the_first_question_that_is_published, setup, teardown),
        cmocka_unit_test_setup_teardown(test_p_is_adjusted_among_what_is_published, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_new_actors, setup, teardown),
        cmocka_unit_test_setup_teardown(test_new_actors_of_the_same_kind, setup, teardown),
        cmocka_unit_test_setup_teardown(test_new_actors_as_far_as_known, setup, teardown),
        cmocka_unit_test_setup_teardown(test_new_actors_while_the_second_cycle_is_open, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_new_actors_of_unknown_kinds, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_is_claimed_of_an_open_cycle, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nobody_new, setup, teardown),
        cmocka_unit_test_setup_teardown(test_collaboration, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_chance_of_a_change, setup, teardown),
        cmocka_unit_test_setup_teardown(test_assignments, setup, teardown),
        cmocka_unit_test_setup_teardown(test_spread, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
