/* Who belongs to which organisation, by the fingerprint of a pseudonym. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/people.h"

#define PEOPLE 1000

static void pseudonym_of(uint32_t person, uint8_t ret_pseudonym[BASE_TOKEN_PSEUDONYM_BYTES])
{
    memset(ret_pseudonym, 7, BASE_TOKEN_PSEUDONYM_BYTES);
    memcpy(ret_pseudonym, &person, sizeof person);
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, STORE_FINGERPRINT_BYTES);
}

/* The persons `first`, `first` + `step` and so on. */
static const uint8_t *persons(struct base_arena *arena, uint32_t first, uint32_t step,
                              size_t *ret_count)
{
    uint8_t *all = base_arena_alloc(arena, (size_t)PEOPLE * STORE_FINGERPRINT_BYTES);
    size_t count = 0;
    for (uint32_t person = first; person < PEOPLE; person += step) {
        uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES];
        pseudonym_of(person, pseudonym);
        store_fingerprint(pseudonym, all + count++ * STORE_FINGERPRINT_BYTES);
    }
    qsort(all, count, STORE_FINGERPRINT_BYTES, compare);
    *ret_count = count;
    return all;
}

static const char *organisation(const struct store_people *people, const char *programme, int cycle,
                                uint32_t person)
{
    uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES];
    pseudonym_of(person, pseudonym);
    const struct store_people_group *group = store_people_find(people, programme, cycle, pseudonym);
    return group ? group->organisation : "nobody";
}

static void test_find(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_people_group groups[] = {
        {.programme = "other", .organisation = "elsewhere"},
        {.programme = "here", .organisation = "even"},
        {.programme = "here", .organisation = "odd"},
        {.programme = "here", .cycle = 2, .organisation = "in two"},
        {.programme = "here", .cycle = 3, .organisation = "in three"},
        {.programme = "here", .organisation = "empty"},
    };
    groups[0].fingerprints = persons(arena, 0, 1, &groups[0].count);
    groups[1].fingerprints = persons(arena, 0, 2, &groups[1].count);
    groups[2].fingerprints = persons(arena, 1, 2, &groups[2].count);
    groups[3].fingerprints = persons(arena, 0, 10, &groups[3].count);
    groups[4].fingerprints = persons(arena, 0, 5, &groups[4].count);
    const struct store_people people = {1, 6, groups};
    for (uint32_t person = 0; person < PEOPLE; person++) {
        const char *usual = person % 2 == 0 ? "even" : "odd";
        assert_string_equal(organisation(&people, "here", 1, person), usual);
        assert_string_equal(organisation(&people, "here", 2, person),
                            person % 10 == 0 ? "in two" : usual);
        assert_string_equal(organisation(&people, "here", 3, person),
                            person % 5 == 0 ? "in three" : usual);
        assert_string_equal(organisation(&people, "other", 1, person), "elsewhere");
        assert_string_equal(organisation(&people, "nowhere", 1, person), "nobody");
    }
    assert_string_equal(organisation(&people, "here", 1, PEOPLE + 1), "nobody");
}

/* As PostgreSQL computes it: substring(sha256('\x00..0f') for 16). */
static void test_fingerprint(void **state)
{
    (void)state;
    uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES], fingerprint[STORE_FINGERPRINT_BYTES];
    for (size_t i = 0; i < sizeof pseudonym; i++) {
        pseudonym[i] = (uint8_t)i;
    }
    store_fingerprint(pseudonym, fingerprint);
    static const uint8_t expected[] = {0xbe, 0x45, 0xcb, 0x26, 0x05, 0xbf, 0x36, 0xbe,
                                       0xbd, 0xe6, 0x84, 0x84, 0x1a, 0x28, 0xf0, 0xfd};
    assert_memory_equal(fingerprint, expected, sizeof expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_fingerprint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
