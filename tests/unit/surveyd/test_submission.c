/* What a submission's body may say, and what hostile ones get. */
#include <limits.h>
#include <string.h>

#include "submission.h"
#include "survey/fixture.h"

#define ID "0a1b2c3d-0000-4000-8000-00000000000f"

struct outcome {
    enum base_status status;
    struct submission submission;
    struct survey_problems problems;
    struct base_failure failure;
};

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

/* A copy of exactly the body's length, so that the sanitizer sees whoever reads behind it. */
static struct base_text exact(struct base_arena *arena, const char *body)
{
    size_t length = strlen(body);
    char *bytes = base_arena_alloc(arena, length);
    memcpy(bytes, body, length);
    for (size_t i = 0; i < length; i++) {
        bytes[i] = bytes[i] == '\'' ? '"' : bytes[i];
    }
    return (struct base_text){bytes, length};
}

static struct outcome from_json(struct base_arena *arena, const char *body)
{
    struct outcome outcome = {.failure = {.text = ""}};
    survey_problems_init(&outcome.problems, arena);
    outcome.status = submission_from_json(arena, exact(arena, body), &outcome.problems,
                                          &outcome.submission, &outcome.failure);
    return outcome;
}

static struct outcome from_form(struct base_arena *arena, const char *body)
{
    struct outcome outcome = {.failure = {.text = ""}};
    outcome.status =
        submission_from_form(arena, exact(arena, body), &outcome.submission, &outcome.failure);
    return outcome;
}

static void test_json_whole(void **state)
{
    struct outcome outcome = from_json(
        *state, "{'submission': '" ID "', 'answers': {'useful': 4}, 'language': 'sv', 'cycle': 2}");
    assert_int_equal(outcome.status, STATUS_OK);
    assert_string_equal(outcome.submission.id_text, ID);
    assert_int_equal(outcome.submission.id[15], 15);
    assert_int_equal(outcome.submission.cycle, 2);
    assert_int_equal(outcome.submission.version, 0);
    assert_true(base_text_equal_string(outcome.submission.language, "sv"));
    assert_string_equal(fixture_text(*state, outcome.submission.answers), "{'useful':4}");
    assert_null(outcome.submission.fields);
}

static void test_json_least(void **state)
{
    struct outcome outcome =
        from_json(*state, "{'submission':'" ID "','answers':{},'cycle':null,'language':null}");
    assert_int_equal(outcome.status, STATUS_OK);
    assert_int_equal(outcome.submission.cycle, 0);
    assert_null(outcome.submission.language.data);
    assert_int_equal(json_object_object_length(outcome.submission.answers), 0);
}

/* The same id in capital letters is the same id: a client that prints it otherwise when it sends
   again must not be stored twice. */
static void test_json_id_in_any_case(void **state)
{
    struct outcome outcome =
        from_json(*state, "{'submission': '0A1B2C3D-0000-4000-8000-00000000000F', 'answers': {}}");
    assert_int_equal(outcome.status, STATUS_OK);
    assert_string_equal(outcome.submission.id_text, ID);
}

static void test_json_every_wrong_member_is_told(void **state)
{
    struct outcome outcome = from_json(*state, "{'submission': 7, 'answers': [], 'language': {}, "
                                               "'cycle': '2', 'respondent': 'eve', 'a/b~': 1}");
    assert_int_equal(outcome.status, STATUS_INVALID);
    assert_int_equal(outcome.problems.error_count, 6);
    assert_true(fixture_has(&outcome.problems, "/submission", "invalid_uuid"));
    assert_true(fixture_has(&outcome.problems, "/answers", "invalid_type"));
    assert_true(fixture_has(&outcome.problems, "/language", "invalid_type"));
    assert_true(fixture_has(&outcome.problems, "/cycle", "invalid_type"));
    assert_true(fixture_has(&outcome.problems, "/respondent", "unknown_property"));
    assert_true(fixture_has(&outcome.problems, "/a~1b~0", "unknown_property"));
}

static void test_json_missing_members(void **state)
{
    struct outcome outcome = from_json(*state, "{}");
    assert_int_equal(outcome.status, STATUS_INVALID);
    assert_true(fixture_has(&outcome.problems, "/submission", "required"));
    assert_true(fixture_has(&outcome.problems, "/answers", "required"));
}

static void test_json_ids_that_are_none(void **state)
{
    static const char *const ids[] = {
        "''",
        "'0a1b2c3d00004000800000000000000f'",
        "'0a1b2c3d-0000-4000-8000-00000000000'",
        "'0a1b2c3d-0000-4000-8000-00000000000ff'",
        "'0a1b2c3d-0000-4000-8000-00000000000g'",
        "'{0a1b2c3d-0000-4000-8000-0000000000}'",
        "'0a1b2c3d-0000-4000-8000-0000000000 f'",
        "['" ID "']",
        "true",
    };
    for (size_t i = 0; i < LENGTH(ids); i++) {
        const char *body = base_arena_format(*state, "{'submission': %s, 'answers': {}}", ids[i]);
        struct outcome outcome = from_json(*state, body);
        assert_int_equal(outcome.status, STATUS_INVALID);
        assert_true(fixture_has(&outcome.problems, "/submission", "invalid_uuid"));
    }
}

static void test_json_cycles_that_are_none(void **state)
{
    static const char *const cycles[] = {
        "0",   "-1",   "2147483648", "9223372036854775807", "-9223372036854775808", "1.0",
        "1e0", "true", "[1]"};
    for (size_t i = 0; i < LENGTH(cycles); i++) {
        const char *body = base_arena_format(
            *state, "{'submission': '" ID "', 'answers': {}, 'cycle': %s}", cycles[i]);
        struct outcome outcome = from_json(*state, body);
        assert_int_equal(outcome.status, STATUS_INVALID);
        assert_true(fixture_has(&outcome.problems, "/cycle", "invalid_type"));
    }
}

static void test_json_hostile(void **state)
{
    static const char *const bodies[] = {
        "",
        "null",
        "[]",
        "'" ID "'",
        "{",
        "{'submission': '" ID "', 'answers': {}} {}",
        "{'submission': '" ID "', 'submission': '" ID "', 'answers': {}}",
        "{'submission': '" ID "', 'answers': {'a': 1, 'a': 2}}",
        "{'submission': '" ID "', 'answers': {'a': NaN}}",
        "{'submission': '" ID "', 'answers': {'a': 1e999}}",
        "{'submission': '" ID "', 'answers': {'a': '\\u0000'}}",
        "{'submission': '" ID "', 'answers': {'a\\u0000b': 1}}",
        "{'submission': '" ID "', 'answers': {'a': '\\ud800'}}",
        "{'submission': '" ID "', 'answers': {'a': '\xc0\xaf'}}",
        "{'submission': '" ID "', 'answers': {'a': [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}}",
    };
    for (size_t i = 0; i < LENGTH(bodies); i++) {
        struct outcome outcome = from_json(*state, bodies[i]);
        assert_true(outcome.status == STATUS_MALFORMED || outcome.status == STATUS_TOO_LARGE);
        assert_string_not_equal(outcome.failure.text, "");
        assert_null(strstr(outcome.failure.text, ID));
    }
}

static void test_form_whole(void **state)
{
    struct outcome outcome =
        from_form(*state, "_submission=" ID "&_cycle=2&_version=3&_language=sv&useful=4&t=a+%26");
    assert_int_equal(outcome.status, STATUS_OK);
    assert_string_equal(outcome.submission.id_text, ID);
    assert_int_equal(outcome.submission.cycle, 2);
    assert_int_equal(outcome.submission.version, 3);
    assert_true(base_text_equal_string(outcome.submission.language, "sv"));
    assert_int_equal(outcome.submission.field_count, 6);
    assert_true(base_text_equal_string(outcome.submission.fields[5].value, "a &"));
    assert_null(outcome.submission.answers);
}

/* Numbers that somebody has changed in the page count as not given: the open cycle, the current
   version. */
static void test_form_numbers_that_are_none(void **state)
{
    static const char *const numbers[] = {"",    "0",  "-1",   "2147483648", "99999999999999999999",
                                          "1.0", "+1", "%201", "one"};
    for (size_t i = 0; i < LENGTH(numbers); i++) {
        struct outcome outcome =
            from_form(*state, base_arena_format(*state, "_submission=" ID "&_cycle=%s&_version=%s",
                                                numbers[i], numbers[i]));
        assert_int_equal(outcome.status, STATUS_OK);
        assert_int_equal(outcome.submission.cycle, 0);
        assert_int_equal(outcome.submission.version, 0);
        assert_null(outcome.submission.language.data);
    }
    struct outcome largest = from_form(*state, "_submission=" ID "&_cycle=2147483647");
    assert_int_equal(largest.submission.cycle, INT_MAX);
}

/* The first one counts, so that a field added behind ours changes nothing. */
static void test_form_doubled_fields(void **state)
{
    struct outcome outcome = from_form(*state, "_cycle=1&_cycle=2&_submission=" ID
                                               "&_submission=" ID "0&_version=4&_version=");
    assert_int_equal(outcome.status, STATUS_OK);
    assert_int_equal(outcome.submission.cycle, 1);
    assert_int_equal(outcome.submission.version, 4);
}

static void test_form_whole_is_no_page(void **state)
{
    struct outcome outcome = from_form(*state, "_submission=" ID "&_state=abc&_go=send");
    assert_false(outcome.submission.is_page);
    assert_int_equal(outcome.submission.go, SUBMISSION_GO_SEND);
}

static void test_form_page(void **state)
{
    struct outcome outcome = from_form(*state, "_submission=" ID "&_page=3&_state=a-b_c&_page=4");
    assert_true(outcome.submission.is_page);
    assert_int_equal(outcome.submission.page, 2);
    assert_true(base_text_equal_string(outcome.submission.state, "a-b_c"));
    assert_int_equal(outcome.submission.go, SUBMISSION_GO_ON);
    static const char *const numbers[] = {"", "0", "-1", "1.0", "99999999999999999999", "one"};
    for (size_t i = 0; i < LENGTH(numbers); i++) {
        struct outcome wrong =
            from_form(*state, base_arena_format(*state, "_submission=" ID "&_page=%s", numbers[i]));
        assert_int_equal(wrong.status, STATUS_OK);
        assert_true(wrong.submission.is_page);
        assert_true(wrong.submission.page == SUBMISSION_PAGE_NONE);
        assert_null(wrong.submission.state.data);
    }
}

/* A word that no button has must never send what somebody did not mean to send. */
static void test_form_buttons(void **state)
{
    static const struct {
        const char *word;
        enum submission_go go;
    } buttons[] = {
        {"send", SUBMISSION_GO_SEND},          {"next", SUBMISSION_GO_NEXT},
        {"back", SUBMISSION_GO_BACK},          {"language-sv", SUBMISSION_GO_LANGUAGE},
        {"language-", SUBMISSION_GO_LANGUAGE}, {"", SUBMISSION_GO_STAY},
        {"SEND", SUBMISSION_GO_STAY},          {"send+", SUBMISSION_GO_STAY},
        {"language", SUBMISSION_GO_STAY},      {"delete", SUBMISSION_GO_STAY},
    };
    for (size_t i = 0; i < LENGTH(buttons); i++) {
        struct outcome outcome = from_form(
            *state, base_arena_format(*state, "_submission=" ID "&_go=%s", buttons[i].word));
        assert_int_equal(outcome.submission.go, buttons[i].go);
    }
    struct outcome language = from_form(*state, "_submission=" ID "&_go=language-sv&_go=send");
    assert_true(base_text_equal_string(language.submission.go_language, "sv"));
}

static void test_form_hostile(void **state)
{
    static const char *const bodies[] = {
        "",
        "&",
        "=",
        "useful=4",
        "_submission",
        "_submission=",
        "_submission=" ID "0",
        "%5fsubmission=x",
        "_submission=" ID "&a=%",
        "_submission=" ID "&a=%4",
        "_submission=" ID "&a=%00",
        "_submission=" ID "&a=%ff",
        "_submission=" ID "&%c0%af=1",
    };
    for (size_t i = 0; i < LENGTH(bodies); i++) {
        struct outcome outcome = from_form(*state, bodies[i]);
        assert_int_equal(outcome.status, STATUS_MALFORMED);
        assert_string_not_equal(outcome.failure.text, "");
        assert_null(strstr(outcome.failure.text, ID));
    }
}

static void test_form_of_too_many_fields(void **state)
{
    struct base_buffer body;
    base_buffer_init(&body, *state);
    base_buffer_string(&body, "_submission=" ID);
    for (int i = 0; i < 2000; i++) {
        base_buffer_string(&body, "&a");
    }
    assert_int_equal(from_form(*state, body.data).status, STATUS_TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_json_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(test_json_least, setup, teardown),
        cmocka_unit_test_setup_teardown(test_json_id_in_any_case, setup, teardown),
        cmocka_unit_test_setup_teardown(test_json_every_wrong_member_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(test_json_missing_members, setup, teardown),
        cmocka_unit_test_setup_teardown(test_json_ids_that_are_none, setup, teardown),
        cmocka_unit_test_setup_teardown(test_json_cycles_that_are_none, setup, teardown),
        cmocka_unit_test_setup_teardown(test_json_hostile, setup, teardown),
        cmocka_unit_test_setup_teardown(test_form_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(test_form_numbers_that_are_none, setup, teardown),
        cmocka_unit_test_setup_teardown(test_form_doubled_fields, setup, teardown),
        cmocka_unit_test_setup_teardown(test_form_whole_is_no_page, setup, teardown),
        cmocka_unit_test_setup_teardown(test_form_page, setup, teardown),
        cmocka_unit_test_setup_teardown(test_form_buttons, setup, teardown),
        cmocka_unit_test_setup_teardown(test_form_hostile, setup, teardown),
        cmocka_unit_test_setup_teardown(test_form_of_too_many_fields, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
