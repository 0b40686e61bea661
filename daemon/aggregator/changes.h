/*
 * What may have changed since the last run: gathered from the notifications of the store.
 */
#ifndef AGGREGATOR_CHANGES_H
#define AGGREGATOR_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "store/dataset.h"

/* More responses than this are not looked for one by one. */
#define CHANGES_KEYS_MOST 20000

/* Of one programme. Begin with everything zero. */
struct changes {
    bool everything;
    bool participation;
    size_t key_count, key_capacity;
    struct store_answers_key *keys; /* to be freed by changes_forget */
};

/* Takes in what a notification says after the name of the programme. What is not understood may be
   anything. */
void changes_add(struct changes *changes, struct base_text what);

bool changes_are_there(const struct changes *changes);

/* Nothing has changed. */
void changes_forget(struct changes *changes);

#endif
