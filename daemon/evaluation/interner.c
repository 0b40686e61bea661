#include "evaluation/interner.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static uint64_t hash_of(struct base_text text)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (uint8_t)text.data[i]) * 1099511628211u;
    return hash ^ (hash >> 29);
}

void evaluation_interner_init(struct evaluation_interner *interner, struct base_arena *arena)
{
    *interner = (struct evaluation_interner){.arena = arena, .capacity = 64};
    interner->list = base_arena_array(arena, const char *, interner->capacity);
    interner->slots = base_arena_array(arena, uint32_t, 2 * (size_t)interner->capacity);
}

static uint32_t *slot_of(const struct evaluation_interner *interner, struct base_text text)
{
    size_t mask = 2 * (size_t)interner->capacity - 1;
    for (size_t place = hash_of(text) & mask;; place = (place + 1) & mask) {
        uint32_t *slot = &interner->slots[place];
        if (*slot == 0 || base_text_equal_string(text, interner->list[*slot - 1]))
            return slot;
    }
}

static void grow(struct evaluation_interner *interner)
{
    assert(interner->capacity < UINT32_MAX / 4);
    const char **list = base_arena_array(interner->arena, const char *, 2 * interner->capacity);
    memcpy(list, interner->list, interner->count * sizeof(*list));
    interner->list = list;
    interner->capacity *= 2;
    interner->slots = base_arena_array(interner->arena, uint32_t, 2 * (size_t)interner->capacity);
    for (uint32_t i = 0; i < interner->count; i++)
        *slot_of(interner, base_text_of(list[i])) = i + 1;
}

uint32_t evaluation_interner_add(struct evaluation_interner *interner, struct base_text text)
{
    uint32_t *slot = slot_of(interner, text);
    if (*slot != 0)
        return *slot - 1;
    if (interner->count == interner->capacity) {
        grow(interner);
        slot = slot_of(interner, text);
    }
    interner->list[interner->count] = base_arena_copy(interner->arena, text.data, text.length);
    *slot = ++interner->count;
    return interner->count - 1;
}

uint32_t evaluation_interner_find(const struct evaluation_interner *interner, struct base_text text)
{
    uint32_t slot = *slot_of(interner, text);
    return slot == 0 ? EVALUATION_NONE : slot - 1;
}

struct entry {
    const char *name;
    uint32_t number;
};

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

struct evaluation_names evaluation_interner_sort(const struct evaluation_interner *interner,
                                                 struct base_arena *arena,
                                                 const uint32_t **ret_rank)
{
    struct entry *entries = base_arena_array(arena, struct entry, interner->count);
    for (uint32_t i = 0; i < interner->count; i++)
        entries[i] = (struct entry){interner->list[i], i};
    if (interner->count > 1)
        qsort(entries, interner->count, sizeof(*entries), compare_entries);
    const char **list = base_arena_array(arena, const char *, interner->count);
    uint32_t *rank = base_arena_array(arena, uint32_t, interner->count);
    for (uint32_t i = 0; i < interner->count; i++) {
        list[i] = entries[i].name;
        rank[entries[i].number] = i;
    }
    *ret_rank = rank;
    return (struct evaluation_names){.count = interner->count, .list = list};
}

void evaluation_interner_reorder(struct evaluation_interner *interner, struct base_arena *arena,
                                 const uint32_t **ret_rank)
{
    bool is_sorted = true;
    *ret_rank = NULL;
    for (uint32_t i = 1; is_sorted && i < interner->count; i++)
        is_sorted = strcmp(interner->list[i - 1], interner->list[i]) < 0;
    if (is_sorted)
        return;
    struct evaluation_names names = evaluation_interner_sort(interner, arena, ret_rank);
    memcpy(interner->list, names.list, interner->count * sizeof(*interner->list));
    memset(interner->slots, 0, 2 * (size_t)interner->capacity * sizeof(*interner->slots));
    for (uint32_t i = 0; i < interner->count; i++)
        *slot_of(interner, base_text_of(interner->list[i])) = i + 1;
}
