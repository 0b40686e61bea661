#include "merge.h"

#include <stdlib.h>
#include <string.h>

/* For each that is added so many must be in order already. */
#define SORTED_SHARE 8

static void *allocate(size_t count, size_t size)
{
    void *array = reallocarray(NULL, count > 0 ? count : 1, size);
    if (array == NULL)
        abort();
    return array;
}

/* How many of the sorted elements come before the one at the place, of which `low` are known to. */
static uint32_t count_before(const struct merge *merge, uint32_t low, uint32_t place,
                             merge_compare compare, void *context)
{
    uint32_t high = merge->sorted;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare(&middle, &place, context) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool merge_find(struct merge *merge, uint32_t sorted, uint32_t count, merge_compare compare,
                void *context)
{
    if (count - sorted > sorted / SORTED_SHARE)
        return false;
    *merge = (struct merge){.sorted = sorted, .added = count - sorted};
    merge->from = allocate(merge->added, sizeof(*merge->from));
    merge->before = allocate(merge->added, sizeof(*merge->before));
    for (uint32_t i = 0; i < merge->added; i++)
        merge->from[i] = sorted + i;
    qsort_r(merge->from, merge->added, sizeof(*merge->from), compare, context);
    uint32_t low = 0;
    for (uint32_t i = 0; i < merge->added; i++)
        merge->before[i] = low = count_before(merge, low, merge->from[i], compare, context);
    return true;
}

void merge_free(struct merge *merge)
{
    free(merge->from);
    free(merge->before);
}

void merge_apply(const struct merge *merge, void *array, size_t size)
{
    char *list = array, *added = allocate(merge->added, size);
    for (uint32_t i = 0; i < merge->added; i++)
        memcpy(added + i * size, list + merge->from[i] * size, size);
    /* From the end on, so that nothing is overwritten before it has been moved. */
    size_t end = merge->sorted;
    for (size_t i = merge->added; i-- > 0;) {
        size_t begin = merge->before[i];
        memmove(list + (begin + i + 1) * size, list + begin * size, (end - begin) * size);
        memcpy(list + (begin + i) * size, added + i * size, size);
        end = begin;
    }
    free(added);
}

uint32_t *merge_rank(const struct merge *merge)
{
    uint32_t *rank = allocate((size_t)merge->sorted + merge->added, sizeof(*rank));
    uint32_t place = 0;
    for (uint32_t i = 0; i < merge->added; i++) {
        for (; place < merge->before[i]; place++)
            rank[place] = place + i;
        rank[merge->from[i]] = merge->before[i] + i;
    }
    for (; place < merge->sorted; place++)
        rank[place] = place + merge->added;
    return rank;
}
