#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "people.h"

struct fixture {
    struct base_arena *arena;
    struct people people;
};

static int setup(void **state)
{
    struct base_arena *arena = base_arena_new();
    struct fixture *fixture = base_arena_object(arena, struct fixture);
    fixture->arena = arena;
    people_init(&fixture->people, arena);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    people_free(&fixture->people);
    base_arena_free(fixture->arena);
    return 0;
}

static void key_of(uint32_t number, uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES])
{
    memset(key, 0, BASE_TOKEN_PSEUDONYM_BYTES);
    uint32_t mixed = number * UINT32_C(2654435761);
    memcpy(key, &mixed, sizeof(mixed));
    memcpy(key + 4, &number, sizeof(number));
}

static uint32_t add(struct people *people, uint32_t number, bool is_open)
{
    uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES];
    key_of(number, key);
    return people_add(people, key, is_open);
}

static void test_everybody_has_a_number(void **state)
{
    struct people *people = &((struct fixture *)*state)->people;
    uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES];
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(add(people, i, false), i);
    assert_int_equal(add(people, 7, false), 7);
    /* The same key of the open link is somebody else. */
    assert_int_equal(add(people, 7, true), 1000);
    key_of(7, key);
    assert_int_equal(people_find(people, key, true), 1000);
    key_of(5000, key);
    assert_int_equal(people_find(people, key, false), EVALUATION_NONE);
}

static void test_members(void **state)
{
    struct people *people = &((struct fixture *)*state)->people;
    uint32_t anna = add(people, 1, false), bert = add(people, 2, false);
    uint32_t first = people_member(people, anna, BASE_TEXT(" works "), BASE_TEXT("company"));
    assert_int_equal(people_member(people, anna, BASE_TEXT("works"), BASE_TEXT("company")), first);
    assert_int_not_equal(people_member(people, anna, BASE_TEXT("works"), BASE_TEXT("")), first);
    assert_int_not_equal(people_member(people, bert, BASE_TEXT("works"), BASE_TEXT("company")),
                         first);
    assert_int_equal(people->member_count, 3);
}

/* Everything is in order after sorting, and the ranks lead from the old numbers to the new ones. */
static void test_sorting(void **state)
{
    struct people *people = &((struct fixture *)*state)->people;
    static const char *const organisations[] = {"zinc", "alum", "", "brass"};
    uint64_t numbers[600];
    const char *names[2400];
    uint32_t count = 0;
    for (uint32_t i = 0; i < 600; i++) {
        uint32_t person = add(people, i, i % 5 == 0);
        numbers[i] = people_number(&people->list[person]);
        for (uint32_t j = 0; j <= i % 4; j++) {
            assert_int_equal(
                people_member(people, person, base_text_of(organisations[j]), BASE_TEXT("type")),
                count);
            names[count++] = organisations[j];
        }
    }
    uint32_t *rank, *member_rank;
    uint32_t *owners = malloc(count * sizeof(*owners));
    for (uint32_t i = 0; i < count; i++)
        owners[i] = people->members[i].participant;
    people_sort(people, &rank, &member_rank);
    assert_non_null(rank);
    assert_non_null(member_rank);
    for (uint32_t i = 0; i < 600; i++)
        assert_true(people_number(&people->list[rank[i]]) == numbers[i]);
    for (uint32_t i = 1; i < 600; i++)
        assert_true(people_number(&people->list[i - 1]) < people_number(&people->list[i]));
    for (uint32_t i = 0; i < count; i++) {
        const struct evaluation_member *member = &people->members[member_rank[i]];
        assert_int_equal(member->participant, rank[owners[i]]);
        assert_string_equal(member->organisation == EVALUATION_NONE
                                ? ""
                                : people->organisations.list[member->organisation],
                            names[i]);
    }
    for (uint32_t i = 1; i < count; i++)
        assert_true(people->members[i - 1].participant < people->members[i].participant ||
                    (people->members[i - 1].participant == people->members[i].participant &&
                     people->members[i - 1].organisation < people->members[i].organisation));
    free(owners);
    free(rank);
    free(member_rank);
    /* Sorted once, sorted for ever; and everybody is still found. */
    people_sort(people, &rank, &member_rank);
    assert_null(rank);
    assert_null(member_rank);
    for (uint32_t i = 0; i < 600; i++) {
        uint32_t person = add(people, i, i % 5 == 0);
        assert_true(people_number(&people->list[person]) == numbers[i]);
        people_member(people, person, BASE_TEXT("zinc"), BASE_TEXT("type"));
    }
    assert_int_equal(people->count, 600);
    assert_int_equal(people->member_count, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_everybody_has_a_number, setup, teardown),
        cmocka_unit_test_setup_teardown(test_members, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sorting, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
