#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "people.h"

static const struct survey_actor_type actor_types[] = {{.value = "company"}};
static const struct survey_organisation organisations[] = {
    {.value = "forge", .actor_type = 0, .from_cycle = 1},
    {.value = "mill", .actor_type = 0, .from_cycle = 3},
};
static const struct survey_programme programme = {
    .programme = "example",
    .actor_type_count = 1,
    .actor_types = actor_types,
    .organisation_count = 2,
    .organisations = organisations,
};

static struct people parse(struct base_arena *arena, struct base_text text,
                           struct survey_problems *problems)
{
    struct people people;

    survey_problems_init(problems, arena);
    people_parse(arena, text, "people.csv", &programme, problems, &people);
    return people;
}

static void reads_people_and_copies_other_columns(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    struct people people =
        parse(arena,
              BASE_TEXT("name,key,e-mail,organisation\r\n"
                        "Åsa,p1,asa@example.org,forge\r\n\"Öst, Bo\",p2,,mill\r\n"),
              &problems);
    assert_int_equal(problems.count, 0);
    assert_int_equal(people.count, 2);
    assert_int_equal(people.other_count, 2);
    assert_true(base_text_equal_string(people.other_names[0], "name"));
    assert_true(base_text_equal_string(people.other_names[1], "e-mail"));
    assert_true(base_text_equal_string(people.list[0].key, "p1"));
    assert_ptr_equal(people.list[0].organisation, &organisations[0]);
    assert_true(base_text_equal_string(people.list[0].others[1], "asa@example.org"));
    assert_int_equal(people.list[1].line, 3);
    assert_ptr_equal(people.list[1].organisation, &organisations[1]);
    assert_true(base_text_equal_string(people.list[1].others[0], "Öst, Bo"));
    assert_int_equal(people.list[1].others[1].length, 0);
}

static void takes_semicolons_of_spreadsheets(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    struct people people = parse(
        arena, BASE_TEXT("\xef\xbb\xbfkey;organisation\r\np1;forge\r\np2;mill\r\n"), &problems);
    assert_int_equal(problems.count, 0);
    assert_int_equal(people.count, 2);
    assert_true(base_text_equal_string(people.list[1].key, "p2"));
}

static void many_people_grow_the_list(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    struct base_buffer text;
    base_buffer_init(&text, arena);
    base_buffer_string(&text, "key,organisation\n");
    for (int i = 0; i < 500; i++)
        base_buffer_format(&text, "p%d,forge\n", i);
    struct people people = parse(arena, base_buffer_view(&text), &problems);
    assert_int_equal(problems.count, 0);
    assert_int_equal(people.count, 500);
    assert_true(base_text_equal_string(people.list[499].key, "p499"));
}

static void reports_everything_at_once(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *codes; /* of all problems, in order */
        size_t people;
    } cases[] = {
        {"key,organisation\np1,forge\np1,mill\n", "duplicate", 2},
        {"key,organisation\np1,forge\nP1,mill\n", "", 2},
        {"key,organisation\np1,nowhere\n", "unknown_value", 0},
        {"key,organisation\n,forge\n", "missing", 0},
        {"key,organisation\n,nowhere\np2,forge\np2,forge\n", "missing unknown_value duplicate", 2},
        {"key,organisation\np1 ,forge\n", "blank", 0},
        {"key,organisation\n\"p\n1\",forge\n", "control", 0},
        {"key,organisation\np1,\n", "no_organisation", 1},
        {"key,organisation\np1\n", "not_csv", 0},
        {"key,organisation\np1,forge\n\np2,forge\n", "not_csv", 2},
        {"key,organisation\n\np1\np1,forge,x\np2,nowhere\np3,\xe5\np4,forge\n",
         "not_csv not_csv not_csv unknown_value not_csv", 1},
        {"key,\xe5\np1,nowhere\n", "not_csv", 0},
        {"key,organisation\np1,\"forge\n", "not_csv", 0},
        {"key,organisation\np1,\xe5\n", "not_csv", 0},
        {"key,organisation\n", "empty", 0},
        {"", "empty", 0},
        {"name,organisation\np1,forge\n", "missing", 0},
        {"name,mail\np1,forge\n", "missing missing", 0},
        {"key,organisation,link\np1,forge,x\n", "reserved", 0},
        {"key,organisation,a,a\np1,forge,x,y\n", "duplicate", 0},
        {"key,key,organisation\np1,p2,forge\n", "duplicate", 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        struct people people = parse(arena, base_text_of(cases[i].text), &problems);
        struct base_buffer codes;
        base_buffer_init(&codes, arena);
        base_buffer_string(&codes, "");
        for (size_t j = 0; j < problems.count; j++)
            base_buffer_format(&codes, "%s%s", j > 0 ? " " : "", problems.list[j].code);
        assert_string_equal(codes.data != NULL ? codes.data : "", cases[i].codes);
        assert_int_equal(people.count, cases[i].people);
    }
}

static void says_line_and_remedy(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    parse(arena, BASE_TEXT("key,organisation\np1,forge\np2,fogre\n"), &problems);
    assert_int_equal(problems.error_count, 1);
    assert_string_equal(survey_problem_line(arena, &problems.list[0]),
                        "people.csv: /: line 3: there is no organisation \"fogre\" in "
                        "programme.json; use one of its values");
}

static void a_key_is_not_too_long(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    char key[PEOPLE_KEY_BYTES_MAX + 2];
    struct survey_problems problems;
    for (size_t length = PEOPLE_KEY_BYTES_MAX; length <= PEOPLE_KEY_BYTES_MAX + 1; length++) {
        memset(key, 'k', length);
        key[length] = '\0';
        const char *text = base_arena_format(arena, "key,organisation\n%s,forge\n", key);
        struct people people = parse(arena, base_text_of(text), &problems);
        assert_int_equal(people.count, length == PEOPLE_KEY_BYTES_MAX ? 1 : 0);
        assert_int_equal(problems.error_count, length == PEOPLE_KEY_BYTES_MAX ? 0 : 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_people_and_copies_other_columns),
        cmocka_unit_test(takes_semicolons_of_spreadsheets),
        cmocka_unit_test(many_people_grow_the_list),
        cmocka_unit_test(reports_everything_at_once),
        cmocka_unit_test(says_line_and_remedy),
        cmocka_unit_test(a_key_is_not_too_long),
    };
    return cmocka_run_group_tests_name("surveyctl.people", tests, NULL, NULL);
}
