#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "stored_fixture.h"

static const struct survey_cycle cycles[] = {{.cycle = 1}, {.cycle = 2}};
static const struct survey_programme programme = {.cycle_count = 2, .cycles = cycles};

static int setup(void **state)
{
    struct base_arena *arena = base_arena_new();
    struct stored_fixture *fixture = base_arena_object(arena, struct stored_fixture);
    stored_fixture_init(fixture, arena, &programme, NULL, 0);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    base_arena_free(((struct stored_fixture *)*state)->arena);
    return 0;
}

/* A run that finds these answers in cycle 1: a letter for who, a digit for which answers. */
static void update(struct stored_fixture *fixture, const char *answers)
{
    struct base_text rest = base_text_of(answers), answer;
    stored_fixture_begin(fixture);
    while (rest.data != NULL && rest.length > 0) {
        rest = base_text_split(rest, ' ', &answer);
        const char who[2] = {answer.data[0], '\0'};
        stored_fixture_respond(fixture, 0, who, (uint32_t)(answer.data[1] - '0'));
    }
    stored_fixture_settle(fixture);
}

static struct release_change changes(const struct stored_fixture *fixture, size_t cycle,
                                     uint32_t since)
{
    const bool cycles_marked[] = {cycle == 0, cycle == 1};
    return release_changes(&fixture->ledger, fixture->data, cycles_marked, since, fixture->arena);
}

static void test_new_answers_are_counted(void **state)
{
    struct stored_fixture *fixture = *state;
    update(fixture, "c1 a1");
    assert_int_equal(release_generation(&fixture->ledger, "item"), 0);
    release_note(&fixture->ledger, "item", EVALUATION_REASON_NONE);
    assert_int_equal(release_generation(&fixture->ledger, "item"), 1);
    update(fixture, "d1 a1 b1 c1");
    assert_int_equal(release_generation(&fixture->ledger, "item"), 1);
    assert_int_equal(fixture->ledger.generation, 2);
    struct release_change change = changes(fixture, 0, 1);
    assert_int_equal(change.new_count, 2);
    assert_true(change.is_new[stored_fixture_participant(fixture, "b")]);
    assert_true(change.is_new[stored_fixture_participant(fixture, "d")]);
    assert_false(change.is_new[stored_fixture_participant(fixture, "a")]);
    assert_false(change.is_uncertain);
    assert_int_equal(changes(fixture, 0, 2).new_count, 0);
    assert_int_equal(changes(fixture, 1, 1).new_count, 0);
}

static void test_nothing_new_is_no_generation(void **state)
{
    struct stored_fixture *fixture = *state;
    update(fixture, "a1 b2");
    const char *before =
        base_json_write(fixture->arena, release_write(&fixture->ledger, fixture->arena)).data;
    update(fixture, "b2 a1");
    assert_int_equal(fixture->part_count, 1);
    assert_string_equal(
        base_json_write(fixture->arena, release_write(&fixture->ledger, fixture->arena)).data,
        before);
}

static void test_changed_answers_are_uncertain(void **state)
{
    struct stored_fixture *fixture = *state;
    update(fixture, "a1 b1");
    update(fixture, "a1 b2");
    struct release_change change = changes(fixture, 0, 1);
    assert_true(change.is_uncertain);
    assert_int_equal(change.new_count, 0);
    assert_false(changes(fixture, 0, 2).is_uncertain);
    /* Who came and was changed since is simply new. */
    update(fixture, "a1 b2 c1");
    update(fixture, "a1 b2 c2");
    change = changes(fixture, 0, 2);
    assert_false(change.is_uncertain);
    assert_int_equal(change.new_count, 1);
}

static void test_erased_answers_are_uncertain(void **state)
{
    static const char *const without[] = {"b1 c1", "a1 c1", "a1 b1", ""};
    for (size_t i = 0; i < 4; i++) {
        struct stored_fixture *fixture = *state;
        stored_fixture_init(fixture, fixture->arena, &programme, NULL, 0);
        update(fixture, "a1 b1 c1");
        update(fixture, without[i]);
        assert_int_equal(fixture->ledger.generation, 2);
        assert_true(changes(fixture, 0, 1).is_uncertain);
        update(fixture, without[i]);
        assert_int_equal(fixture->ledger.generation, 2);
        assert_false(changes(fixture, 0, 2).is_uncertain);
    }
}

/* Somebody may withdraw and answer again between two runs; the answers have another mark then. */
static void test_erased_and_given_again(void **state)
{
    struct stored_fixture *fixture = *state;
    update(fixture, "a1 b1");
    update(fixture, "a1");
    update(fixture, "a1 b2");
    assert_int_equal(fixture->ledger.generation, 3);
    assert_int_equal(changes(fixture, 0, 2).new_count, 1);
    assert_true(changes(fixture, 0, 1).is_uncertain);
    update(fixture, "a1 b2");
    assert_int_equal(fixture->ledger.generation, 3);
}

/* How many stored entries begin with who gave them, and hold the mark (0: any). */
static size_t entries_of(const struct stored_fixture *fixture, char who, uint8_t mark)
{
    size_t count = 0;
    for (size_t i = 0; i < fixture->part_count; i++) {
        struct base_text answers = fixture->parts[i].answers;
        for (size_t at = 0; at < answers.length; at += 12)
            count += answers.data[at] == who >> 2 && (mark == 0 || answers.data[at + 11] == mark);
    }
    return count;
}

/* An entry that stayed would tell of whom the withdrawn receipt was that its mark is cut from. */
static void test_nothing_stays_of_what_went(void **state)
{
    struct stored_fixture *fixture = *state;
    update(fixture, "d1 h1 l1");
    update(fixture, "d1 h2 l1 p1");
    update(fixture, "d1 h2 l1 p1");
    assert_int_equal(entries_of(fixture, 'h', 1), 0);
    assert_int_equal(entries_of(fixture, 'h', 2), 1);
    update(fixture, "d1 l1 p1");
    assert_int_equal(entries_of(fixture, 'h', 0), 0);
    /* What is known of all others stays as it was. */
    assert_int_equal(fixture->ledger.generation, 3);
    assert_int_equal(changes(fixture, 0, 1).new_count, 1);
    assert_true(changes(fixture, 0, 2).is_uncertain);
    update(fixture, "d1 l1 p1");
    assert_int_equal(fixture->ledger.generation, 3);
    assert_int_equal(changes(fixture, 0, 1).new_count, 1);
    /* Somebody who comes again is new. */
    update(fixture, "d1 h3 l1 p1");
    assert_int_equal(changes(fixture, 0, 3).new_count, 1);
    assert_false(changes(fixture, 0, 3).is_uncertain);
    update(fixture, "");
    assert_int_equal(fixture->part_count, 0);
}

static void test_what_is_no_ledger(void **state)
{
    static const char *const texts[] = {
        "",
        "[]",
        "{\"generation\": 0, \"released\": {}, \"removed\": {}}",
        "{\"generation\": 1, \"released\": [], \"removed\": {}}",
        "{\"generation\": 1, \"released\": {}}",
    };
    struct stored_fixture *fixture = *state;
    struct base_failure failure;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct release_ledger ledger;
        assert_int_equal(release_read(fixture->arena, &programme, base_text_of(texts[i]), NULL,
                                      &ledger, &failure),
                         STATUS_MALFORMED);
    }
    struct release_history *history = release_history_new(fixture->arena);
    assert_int_equal(release_history_add(history, 1, BASE_TEXT("eleven byte"), &failure),
                     STATUS_MALFORMED);
    assert_int_equal(release_history_add(history, 0, BASE_TEXT("twelve bytes"), &failure),
                     STATUS_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_new_answers_are_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_new_is_no_generation, setup, teardown),
        cmocka_unit_test_setup_teardown(test_changed_answers_are_uncertain, setup, teardown),
        cmocka_unit_test_setup_teardown(test_erased_answers_are_uncertain, setup, teardown),
        cmocka_unit_test_setup_teardown(test_erased_and_given_again, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_stays_of_what_went, setup, teardown),
        cmocka_unit_test_setup_teardown(test_what_is_no_ledger, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
