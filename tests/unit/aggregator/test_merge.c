#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "merge.h"

#define MOST 200

static int compare(const void *a, const void *b, void *context)
{
    const uint32_t *values = context;
    uint32_t x = values[*(const uint32_t *)a], y = values[*(const uint32_t *)b];
    return x < y ? -1 : x > y;
}

static int compare_values(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Different numbers, of which the first `sorted` are in order. */
static void fill(uint32_t *values, uint32_t sorted, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        values[i] = (uint32_t)rand() % 100000 * MOST + i;
    qsort(values, sorted, sizeof(*values), compare_values);
}

static void check(uint32_t sorted, uint32_t count)
{
    uint32_t values[MOST], before[MOST], expected[MOST];
    struct {
        uint32_t value;
        char rest[9];
    } wide[MOST];
    struct merge merge;
    fill(values, sorted, count);
    memcpy(before, values, sizeof(values));
    memcpy(expected, values, sizeof(values));
    qsort(expected, count, sizeof(*expected), compare_values);
    for (uint32_t i = 0; i < count; i++)
        wide[i].value = values[i];
    assert_true(merge_find(&merge, sorted, count, compare, values));
    uint32_t *rank = merge_rank(&merge);
    merge_apply(&merge, values, sizeof(*values));
    merge_apply(&merge, wide, sizeof(*wide));
    merge_free(&merge);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(values[i], expected[i]);
        assert_int_equal(wide[i].value, expected[i]);
        assert_int_equal(expected[rank[i]], before[i]);
    }
    free(rank);
}

static void test_few_are_merged(void **state)
{
    (void)state;
    srand(20261124);
    for (uint32_t sorted = 8; sorted <= 160; sorted += 8)
        for (uint32_t added = 0; added <= sorted / 8; added++)
            for (int time = 0; time < 20; time++)
                check(sorted, sorted + added);
}

static void test_many_are_not(void **state)
{
    (void)state;
    uint32_t values[MOST];
    struct merge merge;
    fill(values, 80, 91);
    assert_false(merge_find(&merge, 80, 91, compare, values));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_few_are_merged),
        cmocka_unit_test(test_many_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
