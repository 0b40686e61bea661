#include "index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void name(uint64_t number, uint8_t *ret_id, uint8_t *ret_digest)
{
    memset(ret_id, 0, SPOOL_ID_BYTES);
    memset(ret_digest, 0, SPOOL_DIGEST_BYTES);
    memcpy(ret_id, &number, sizeof number);
    memcpy(ret_digest, &number, sizeof number);
}

static uint32_t add(struct index *index, uint64_t number)
{
    uint8_t id[SPOOL_ID_BYTES], digest[SPOOL_DIGEST_BYTES];
    name(number, id, digest);
    return index_add(index, id, digest);
}

static uint32_t find(struct index *index, uint64_t number)
{
    uint8_t id[SPOOL_ID_BYTES], digest[SPOOL_DIGEST_BYTES];
    name(number, id, digest);
    uint32_t slot = index_find(index, id, NULL);
    assert_int_equal(slot, index_find(index, id, digest));
    digest[INDEX_DIGEST_BYTES - 1] ^= 1;
    assert_int_equal(index_find(index, id, digest), INDEX_NONE);
    return slot;
}

static void test_size(void **state)
{
    (void)state;
    /* An entry, its place in a bucket, and its place among those that wait. */
    assert_true(sizeof(struct index_entry) + 2 * sizeof(uint32_t) <= 64);
}

static void test_many(void **state)
{
    (void)state;
    struct index *index = index_new(0);
    uint32_t slots[5000];
    for (uint64_t i = 0; i < 5000; i++) {
        slots[i] = add(index, i);
        index_wait(index, slots[i]);
    }
    assert_int_equal(index_count(index), 5000);
    for (uint64_t i = 0; i < 5000; i++) {
        assert_int_equal(find(index, i), slots[i]);
    }
    for (uint64_t i = 0; i < 5000; i += 2) {
        index_remove(index, slots[i]);
    }
    for (uint64_t i = 0; i < 5000; i++) {
        assert_int_equal(find(index, i), i % 2 == 0 ? INDEX_NONE : slots[i]);
    }
    assert_int_equal(index_waiting_count(index), 2500);
    for (uint64_t i = 1; i < 5000; i += 2) {
        index_remove(index, slots[i]);
    }
    assert_int_equal(index_count(index), 0);
    assert_int_equal(find(index, 1), INDEX_NONE);
    assert_int_not_equal(add(index, 1), INDEX_NONE);
    index_free(index);
}

static void test_each_is_taken_once(void **state)
{
    (void)state;
    struct index *index = index_new(100);
    for (uint64_t i = 0; i < 100; i++) {
        index_wait(index, add(index, i));
    }
    bool seen[100] = {false};
    while (index_waiting_count(index) > 0) {
        uint32_t slot = index_take(index, index_waiting_count(index) / 3);
        uint64_t number;
        memcpy(&number, index_entry(index, slot)->id, sizeof number);
        assert_false(seen[number]);
        seen[number] = true;
        assert_int_equal(index_entry(index, slot)->state, INDEX_TAKEN);
    }
    uint32_t again = find(index, 42);
    index_wait(index, again);
    assert_int_equal(index_take(index, 0), again);
    index_free(index);
}

static void test_same_id_with_two_digests(void **state)
{
    (void)state;
    struct index *index = index_new(1);
    uint8_t id[SPOOL_ID_BYTES], digest[SPOOL_DIGEST_BYTES], other[SPOOL_DIGEST_BYTES];
    name(1, id, digest);
    memcpy(other, digest, sizeof other);
    other[0] ^= 1;
    uint32_t first = index_add(index, id, digest), second = index_add(index, id, other);
    assert_int_equal(index_find(index, id, digest), first);
    assert_int_equal(index_find(index, id, other), second);
    index_remove(index, first);
    assert_int_equal(index_find(index, id, digest), INDEX_NONE);
    assert_int_equal(index_find(index, id, NULL), second);
    index_free(index);
}

static void test_references_end(void **state)
{
    (void)state;
    struct index *index = index_new(1);
    add(index, 0);
    uint32_t slot = add(index, 1);
    uint64_t reference = index_reference(index, slot);
    assert_int_equal(index_by_reference(index, reference), slot);
    index_remove(index, slot);
    assert_int_equal(index_by_reference(index, reference), INDEX_NONE);
    assert_int_equal(add(index, 2), slot);
    assert_int_equal(index_by_reference(index, reference), INDEX_NONE);
    assert_int_equal(index_by_reference(index, 12345), INDEX_NONE);
    index_free(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_each_is_taken_once),
        cmocka_unit_test(test_same_id_with_two_digests),
        cmocka_unit_test(test_references_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
