#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "release.h"

static const struct survey_cycle cycles[] = {{.cycle = 1}, {.cycle = 2}};
static const struct survey_programme programme = {.cycle_count = 2, .cycles = cycles};

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

static struct release_ledger read_ledger(struct base_arena *arena, struct base_text values)
{
    struct release_ledger ledger;
    struct base_failure failure;
    struct json_object *published = base_json_own(arena, json_object_new_object());
    assert_int_equal(release_read(arena, &programme, values, published, &ledger, &failure),
                     STATUS_OK);
    return ledger;
}

/* Takes in the answers of cycle 1: participants in ascending order, each with its revision; and how
   many receipts of it were withdrawn. */
static void update_withdrawn(struct release_ledger *ledger, const char *answers, int64_t withdrawn)
{
    struct stored_answer list[16];
    struct stored_cycle stored[2] = {{.answers = list, .withdrawn_count = withdrawn}, {0}};
    struct stored_data data = {.cycles = stored};
    struct base_text rest = base_text_of(answers), answer;
    while (rest.data != NULL && rest.length > 0) {
        rest = base_text_split(rest, ' ', &answer);
        list[stored[0].answer_count++] = (struct stored_answer){
            .participant = base_arena_copy(ledger->arena, answer.data, answer.length - 1),
            .revision = answer.data[answer.length - 1] - '0',
        };
    }
    release_update(ledger, &data);
}

static void update(struct release_ledger *ledger, const char *answers)
{
    update_withdrawn(ledger, answers, 0);
}

/* Writes the ledger and reads it again, as the next run does. */
static void pass_on(struct release_ledger *ledger)
{
    *ledger = read_ledger(ledger->arena, base_json_write(ledger->arena, release_write(ledger)));
}

static const bool first[] = {true, false};
static const bool second[] = {false, true};

static void test_new_answers_are_counted(void **state)
{
    struct release_ledger ledger = read_ledger(*state, (struct base_text){NULL, 0});
    update(&ledger, "a1 c1");
    assert_int_equal(release_generation(&ledger, "item"), 0);
    release_note(&ledger, "item");
    assert_int_equal(release_generation(&ledger, "item"), 1);
    pass_on(&ledger);
    update(&ledger, "a1 b1 c1 d1");
    assert_int_equal(ledger.generation, 2);
    struct release_change change = release_changes(&ledger, first, 1);
    assert_int_equal(change.new_count, 2);
    assert_string_equal(change.participants[0], "b");
    assert_string_equal(change.participants[1], "d");
    assert_false(change.is_uncertain);
    assert_int_equal(release_changes(&ledger, first, 2).new_count, 0);
    assert_int_equal(release_changes(&ledger, second, 1).new_count, 0);
}

static void test_nothing_new_is_no_generation(void **state)
{
    struct release_ledger ledger = read_ledger(*state, (struct base_text){NULL, 0});
    update(&ledger, "a1 b2");
    const char *before = base_json_write(*state, release_write(&ledger)).data;
    pass_on(&ledger);
    update(&ledger, "a1 b2");
    assert_string_equal(base_json_write(*state, release_write(&ledger)).data, before);
}

static void test_changed_answers_are_uncertain(void **state)
{
    struct release_ledger ledger = read_ledger(*state, (struct base_text){NULL, 0});
    update(&ledger, "a1 b1");
    pass_on(&ledger);
    update(&ledger, "a1 b2");
    struct release_change change = release_changes(&ledger, first, 1);
    assert_true(change.is_uncertain);
    assert_int_equal(change.new_count, 0);
    assert_false(release_changes(&ledger, first, 2).is_uncertain);
    /* Who came and was changed since is simply new. */
    pass_on(&ledger);
    update(&ledger, "a1 b2 c1");
    pass_on(&ledger);
    update(&ledger, "a1 b2 c2");
    change = release_changes(&ledger, first, 2);
    assert_false(change.is_uncertain);
    assert_int_equal(change.new_count, 1);
}

static void test_erased_answers_are_uncertain(void **state)
{
    static const char *const without[] = {"b1 c1", "a1 c1", "a1 b1", ""};
    for (size_t i = 0; i < 4; i++) {
        struct release_ledger ledger = read_ledger(*state, (struct base_text){NULL, 0});
        update(&ledger, "a1 b1 c1");
        pass_on(&ledger);
        update(&ledger, without[i]);
        assert_int_equal(ledger.generation, 2);
        assert_true(release_changes(&ledger, first, 1).is_uncertain);
        pass_on(&ledger);
        assert_false(release_changes(&ledger, first, 2).is_uncertain);
    }
}

static void test_who_withdrew_and_answered_again_is_uncertain(void **state)
{
    struct release_ledger ledger = read_ledger(*state, (struct base_text){NULL, 0});
    update(&ledger, "a1 b1");
    pass_on(&ledger);
    update_withdrawn(&ledger, "a1 b1", 2);
    assert_int_equal(ledger.generation, 2);
    assert_true(release_changes(&ledger, first, 1).is_uncertain);
    assert_false(release_changes(&ledger, second, 1).is_uncertain);
    pass_on(&ledger);
    update_withdrawn(&ledger, "a1 b1", 2);
    assert_int_equal(ledger.generation, 2);
    assert_false(release_changes(&ledger, first, 2).is_uncertain);
}

static void test_a_ledger_from_before_there_were_withdrawals(void **state)
{
    struct release_ledger ledger = read_ledger(
        *state, BASE_TEXT("{\"generation\": 1, \"released\": {}, \"cycles\": "
                          "[{\"cycle\": 1, \"removed\": 0, \"answers\": [\"a 1 1 1\"]}]}"));
    update(&ledger, "a1");
    assert_int_equal(ledger.generation, 1);
    update_withdrawn(&ledger, "a1", 1);
    assert_int_equal(ledger.generation, 2);
}

static void test_what_is_no_ledger(void **state)
{
    static const char *const texts[] = {
        "",
        "[]",
        "{\"generation\": 0, \"released\": {}, \"cycles\": []}",
        "{\"generation\": 1, \"released\": {}, \"cycles\": [{\"cycle\": 1, \"answers\": [\"a "
        "1\"]}]}",
        "{\"generation\": 1, \"released\": {}, \"cycles\": [{\"cycle\": 1, \"answers\": [\"a 1 1 "
        "x\"]}]}",
        "{\"generation\": 1, \"released\": {}, \"cycles\": [{\"cycle\": 1, \"answers\": [3]}]}",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct release_ledger ledger;
        struct base_failure failure;
        assert_int_equal(
            release_read(*state, &programme, base_text_of(texts[i]), NULL, &ledger, &failure),
            STATUS_MALFORMED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_new_answers_are_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_new_is_no_generation, setup, teardown),
        cmocka_unit_test_setup_teardown(test_changed_answers_are_uncertain, setup, teardown),
        cmocka_unit_test_setup_teardown(test_erased_answers_are_uncertain, setup, teardown),
        cmocka_unit_test_setup_teardown(test_who_withdrew_and_answered_again_is_uncertain, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_a_ledger_from_before_there_were_withdrawals, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_what_is_no_ledger, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
