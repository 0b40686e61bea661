/*
 * Gives equal texts equal small numbers, in the order in which they first come.
 */
#ifndef SURVEYD_EVALUATION_INTERNER_H
#define SURVEYD_EVALUATION_INTERNER_H

#include "evaluation/data.h"

struct evaluation_interner {
    struct base_arena *arena; /* the texts, and the interner's own tables until they grow */
    const char **list;
    uint32_t count, capacity;
    uint32_t *slots; /* open addressing: index + 1, or 0; twice as many as `capacity` */
};

/* An empty one; its tables live on the arena. */
void evaluation_interner_init(struct evaluation_interner *interner, struct base_arena *arena);

/* The number of a text, a new one if it was not seen before. */
uint32_t evaluation_interner_add(struct evaluation_interner *interner, struct base_text text);

/* Its number; EVALUATION_NONE if it was not seen. */
uint32_t evaluation_interner_find(const struct evaluation_interner *interner,
                                  struct base_text text);

/* Numbers the texts anew: in ascending byte order. `*ret_rank` (on the arena given) is the new
   number of each; NULL, and nothing changes, if they are in order. */
void evaluation_interner_reorder(struct evaluation_interner *interner, struct base_arena *arena,
                                 const uint32_t **ret_rank);

/* The texts in ascending byte order (the list on the arena, the texts as long as the interner);
   `*ret_rank` (on the arena too) gives the place of each number in that order. */
struct evaluation_names evaluation_interner_sort(const struct evaluation_interner *interner,
                                                 struct base_arena *arena,
                                                 const uint32_t **ret_rank);

#endif
