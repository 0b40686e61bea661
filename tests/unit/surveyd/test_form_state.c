/* What a form carries from page to page, and that it opens nowhere else. */
#include <string.h>

#include "form_state.h"
#include "survey/fixture.h"

#define ID "0a1b2c3d-0000-4000-8000-00000000000f"
#define OTHER_ID "0a1b2c3d-0000-4000-8000-00000000000e"

static const struct survey_organisation organisations[] = {
    {.value = "smedjan", .actor_type = 1, .from_cycle = 1},
    {.value = "gymnasiet", .actor_type = 0, .from_cycle = 1},
};
static const struct survey_actor_type actor_types[] = {{.value = "school"}, {.value = "company"}};
static const struct survey_programme programme = {
    .programme = "demo",
    .actor_type_count = 2,
    .actor_types = actor_types,
    .organisation_count = 2,
    .organisations = organisations,
};
static const struct survey_programme other_programme = {.programme = "other"};
static const struct base_programme_keys keys = {.programme = "demo", .form = {.bytes = {7}}};
static const struct base_programme_keys other_keys = {.programme = "demo", .form = {.bytes = {8}}};
static const struct survey_cycle first = {.cycle = 1}, second = {.cycle = 2};
static const struct catalogue_cycle cycles[] = {{.cycle = &first}, {.cycle = &second}};

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

static struct visit visit_of(struct base_arena *arena)
{
    return (struct visit){
        .arena = arena,
        .programme = &programme,
        .keys = &keys,
        .link = BASE_TEXT("0123456789abcdef"),
        .cycle = &cycles[0],
    };
}

static struct form_state state_of(struct base_arena *arena, const char *answers)
{
    return (struct form_state){
        .answers = fixture_json(arena, answers),
        .knows_respondent = true,
        .respondent = {.organisation = &organisations[0], .actor_type = &actor_types[1]},
        .revision = 3,
    };
}

static void test_there_and_back(void **state)
{
    struct visit visit = visit_of(*state);
    struct form_state sent =
        state_of(*state, "{'word': 'Räka \\u0001', 'number': 0.1, 'typed': '1e',"
                         " 'rank': [null, 'a'], 'row': {'a': {'then': 1}}, 'yes': true}");
    const char *sealed = form_state_seal(&visit, ID, 2, &sent);
    struct form_state came;
    assert_true(form_state_open(&visit, ID, 2, base_text_of(sealed), &came));
    assert_string_equal(fixture_text(*state, came.answers), fixture_text(*state, sent.answers));
    assert_true(came.knows_respondent);
    assert_ptr_equal(came.respondent.organisation, &organisations[0]);
    assert_ptr_equal(came.respondent.actor_type, &actor_types[1]);
    assert_false(came.respondent.open_link);
    assert_int_equal(came.revision, 3);
}

static void test_nothing_known(void **state)
{
    struct visit visit = visit_of(*state);
    visit.open_link = true;
    struct form_state came;
    const char *sealed = form_state_seal(&visit, ID, 1, &(struct form_state){.answers = NULL});
    assert_true(form_state_open(&visit, ID, 1, base_text_of(sealed), &came));
    assert_null(came.answers);
    assert_false(came.knows_respondent);
    assert_true(came.respondent.open_link);
    assert_null(came.respondent.organisation);
    assert_int_equal(came.revision, 0);
}

static void test_opens_for_its_form_only(void **state)
{
    struct visit visit = visit_of(*state);
    struct form_state sent = state_of(*state, "{'word': 'x'}");
    struct form_state came;
    struct base_text sealed = base_text_of(form_state_seal(&visit, ID, 2, &sent));
    assert_true(form_state_open(&visit, ID, 2, sealed, &came));
    assert_false(form_state_open(&visit, OTHER_ID, 2, sealed, &came));
    assert_false(form_state_open(&visit, ID, 1, sealed, &came));
    assert_false(form_state_open(&visit, ID, 2, (struct base_text){NULL, 0}, &came));
    assert_false(form_state_open(&visit, ID, 2, BASE_TEXT(""), &came));

    struct visit other = visit;
    other.link = BASE_TEXT("0123456789abcdeg");
    assert_false(form_state_open(&other, ID, 2, sealed, &came));
    other = visit;
    other.cycle = &cycles[1];
    assert_false(form_state_open(&other, ID, 2, sealed, &came));
    other = visit;
    other.keys = &other_keys;
    assert_false(form_state_open(&other, ID, 2, sealed, &came));
    other = visit;
    other.programme = &other_programme;
    assert_false(form_state_open(&other, ID, 2, sealed, &came));
    /* Whatever is refused leaves nothing behind. */
    assert_null(came.answers);
    assert_false(came.knows_respondent);
}

/* An organisation that has left the programme since is not known any more. */
static void test_who_answers_may_have_gone(void **state)
{
    struct visit visit = visit_of(*state);
    struct form_state sent = state_of(*state, "{}");
    const char *sealed = form_state_seal(&visit, ID, 2, &sent);
    struct survey_programme smaller = programme;
    smaller.organisation_count = 0;
    smaller.actor_type_count = 1;
    visit.programme = &smaller;
    struct form_state came;
    assert_true(form_state_open(&visit, ID, 2, base_text_of(sealed), &came));
    assert_null(came.respondent.organisation);
    assert_null(came.respondent.actor_type);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_there_and_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_known, setup, teardown),
        cmocka_unit_test_setup_teardown(test_opens_for_its_form_only, setup, teardown),
        cmocka_unit_test_setup_teardown(test_who_answers_may_have_gone, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
