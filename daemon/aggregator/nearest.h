/*
 * What somebody may have meant by a word that is not known: the known one that is most like it.
 */
#ifndef AGGREGATOR_NEAREST_H
#define AGGREGATOR_NEAREST_H

#include <stddef.h>

#include "base/text.h"

/* A search; begin with {.wanted = word}. */
struct nearest {
    struct base_text wanted;
    struct base_text found; /* data NULL: nothing is like it */
    size_t distance;        /* of what was found */
};

/* Looks at one known word. The first of several that are equally like stays. */
void nearest_try(struct nearest *nearest, struct base_text known);

/* The same for every word of a list, with this character between them. */
void nearest_try_list(struct nearest *nearest, const char *list, char separator);

/* The question for the end of a message: "; did you mean \"found\"?", or "" if nothing is like it.
   On the arena. */
const char *nearest_question(const struct nearest *nearest, struct base_arena *arena);

#endif
