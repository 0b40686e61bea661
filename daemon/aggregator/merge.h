/*
 * Bringing into order an array of which all but a few last elements are in order: as when some
 * answers come to a quarter of a million.
 */
#ifndef AGGREGATOR_MERGE_H
#define AGGREGATOR_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct merge {
    uint32_t sorted, added;
    uint32_t *from;   /* of each added element, in order: its place, at least `sorted` */
    uint32_t *before; /* and how many of the sorted ones come before it */
};

/* Compares the elements at two places (uint32_t) of what `context` stands for. */
typedef int (*merge_compare)(const void *a, const void *b, void *context);

/* Finds where the elements from `sorted` on belong among those before, which are in order. False,
   and nothing is made, if these are too many for it to be worth while. */
bool merge_find(struct merge *merge, uint32_t sorted, uint32_t count, merge_compare compare,
                void *context);
void merge_free(struct merge *merge);

/* Puts an array, whose elements have this size, in order. */
void merge_apply(const struct merge *merge, void *array, size_t size);

/* The new place of each element; to be freed. */
uint32_t *merge_rank(const struct merge *merge);

#endif
