#include "people.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void *grow(void *array, size_t count, size_t size)
{
    void *grown = reallocarray(array, count, size);
    if (grown == NULL)
        abort();
    return grown;
}

void people_init(struct people *people, struct base_arena *arena)
{
    *people = (struct people){0};
    evaluation_interner_init(&people->organisations, arena);
    evaluation_interner_init(&people->actor_types, arena);
}

void people_free(struct people *people)
{
    free(people->list);
    free(people->slots);
    free(people->members);
    free(people->next);
    people->list = NULL;
    people->slots = NULL;
    people->members = NULL;
    people->next = NULL;
}

/* Where the person is in the slots, or belongs. Keys are random already. */
static uint32_t *slot_of(const struct people *people, const uint8_t *key, bool is_open)
{
    size_t mask = 2 * (size_t)people->capacity - 1;
    uint64_t hash;
    memcpy(&hash, key, sizeof(hash));
    for (size_t place = (hash + is_open) & mask;; place = (place + 1) & mask) {
        uint32_t *slot = &people->slots[place];
        if (*slot == 0)
            return slot;
        const struct people_person *person = &people->list[*slot - 1];
        if (person->is_open == is_open && memcmp(person->key, key, sizeof(person->key)) == 0)
            return slot;
    }
}

static void fill_slots(struct people *people)
{
    people->slots = grow(people->slots, 2 * (size_t)people->capacity, sizeof(*people->slots));
    memset(people->slots, 0, 2 * (size_t)people->capacity * sizeof(*people->slots));
    for (uint32_t i = 0; i < people->count; i++)
        *slot_of(people, people->list[i].key, people->list[i].is_open) = i + 1;
}

uint32_t people_add(struct people *people, const uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES],
                    bool is_open)
{
    if (people->count == people->capacity) {
        assert(people->capacity < UINT32_MAX / 8);
        people->capacity = people->capacity == 0 ? 64 : 2 * people->capacity;
        people->list = grow(people->list, people->capacity, sizeof(*people->list));
        fill_slots(people);
    }
    if (people->slots == NULL)
        fill_slots(people);
    uint32_t *slot = slot_of(people, key, is_open);
    if (*slot != 0)
        return *slot - 1;
    struct people_person *person = &people->list[people->count];
    *person = (struct people_person){.first_member = PEOPLE_NOBODY, .is_open = is_open};
    memcpy(person->key, key, sizeof(person->key));
    *slot = ++people->count;
    return people->count - 1;
}

uint32_t people_find(struct people *people, const uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES],
                     bool is_open)
{
    if (people->count == 0)
        return EVALUATION_NONE;
    if (people->slots == NULL)
        fill_slots(people);
    uint32_t slot = *slot_of(people, key, is_open);
    return slot == 0 ? EVALUATION_NONE : slot - 1;
}

static uint32_t name_of(struct evaluation_interner *names, struct base_text name)
{
    struct base_text trimmed = base_text_trim(name);
    return trimmed.length == 0 ? EVALUATION_NONE : evaluation_interner_add(names, trimmed);
}

uint32_t people_member(struct people *people, uint32_t participant, struct base_text organisation,
                       struct base_text actor_type)
{
    struct people_person *person = &people->list[participant];
    const struct evaluation_member wanted = {
        .participant = participant,
        .organisation = name_of(&people->organisations, organisation),
        .actor_type = name_of(&people->actor_types, actor_type),
    };
    for (uint32_t i = person->first_member; i != PEOPLE_NOBODY; i = people->next[i])
        if (people->members[i].organisation == wanted.organisation &&
            people->members[i].actor_type == wanted.actor_type)
            return i;
    if (people->member_count == people->member_capacity) {
        people->member_capacity = people->member_capacity == 0
                                      ? 64
                                      : people->member_capacity + people->member_capacity / 2;
        people->members = grow(people->members, people->member_capacity, sizeof(*people->members));
        people->next = grow(people->next, people->member_capacity, sizeof(*people->next));
    }
    people->members[people->member_count] = wanted;
    people->next[people->member_count] = person->first_member;
    person->first_member = people->member_count;
    return people->member_count++;
}

static void rename_members(struct people *people)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    const uint32_t *organisation, *actor_type;
    evaluation_interner_reorder(&people->organisations, scratch, &organisation);
    evaluation_interner_reorder(&people->actor_types, scratch, &actor_type);
    for (uint32_t i = 0; i < people->member_count; i++) {
        struct evaluation_member *member = &people->members[i];
        if (organisation != NULL && member->organisation != EVALUATION_NONE)
            member->organisation = organisation[member->organisation];
        if (actor_type != NULL && member->actor_type != EVALUATION_NONE)
            member->actor_type = actor_type[member->actor_type];
    }
}

static int compare_people(const void *a, const void *b)
{
    const struct people_person *x = a, *y = b;
    if (x->is_open != y->is_open)
        return x->is_open ? 1 : -1;
    return memcmp(x->key, y->key, sizeof(x->key));
}

/* Sorts the list, and gives the new number of each; NULL if it is sorted. */
static uint32_t *rank_people(struct people *people)
{
    bool is_sorted = true;
    for (uint32_t i = 1; is_sorted && i < people->count; i++)
        is_sorted = compare_people(&people->list[i - 1], &people->list[i]) < 0;
    if (is_sorted)
        return NULL;
    free(people->slots);
    people->slots = NULL;
    /* While they are sorted, first_member holds the number of before; it is set again later. */
    for (uint32_t i = 0; i < people->count; i++)
        people->list[i].first_member = i;
    qsort(people->list, people->count, sizeof(*people->list), compare_people);
    uint32_t *rank = grow(NULL, people->count, sizeof(*rank));
    for (uint32_t i = 0; i < people->count; i++)
        rank[people->list[i].first_member] = i;
    return rank;
}

/* Names that are not known, the greatest numbers, come last. */
static bool is_before(const struct evaluation_member *a, const struct evaluation_member *b)
{
    if (a->participant != b->participant)
        return a->participant < b->participant;
    if (a->organisation != b->organisation)
        return a->organisation < b->organisation;
    return a->actor_type < b->actor_type;
}

/* Where the members of each participant begin, and an end. */
static uint32_t *count_members(const struct people *people)
{
    uint32_t *begin = grow(NULL, people->count + 1, sizeof(*begin));
    memset(begin, 0, (people->count + (size_t)1) * sizeof(*begin));
    for (uint32_t i = 0; i < people->member_count; i++)
        begin[people->members[i].participant + 1]++;
    for (uint32_t i = 0; i < people->count; i++)
        begin[i + 1] += begin[i];
    return begin;
}

/* The members in the order of people and names; the new number of each; NULL if they are sorted. */
static uint32_t *rank_members(struct people *people)
{
    uint32_t count = people->member_count;
    bool is_sorted = true;
    for (uint32_t i = 1; is_sorted && i < count; i++)
        is_sorted = is_before(&people->members[i - 1], &people->members[i]);
    if (is_sorted)
        return NULL;
    uint32_t *free_place = count_members(people), *from = grow(NULL, count, sizeof(*from));
    for (uint32_t i = 0; i < count; i++)
        from[i] = EVALUATION_NONE;
    /* Nearly everybody is one member: few are moved once more among their own. */
    for (uint32_t i = 0; i < count; i++) {
        uint32_t participant = people->members[i].participant;
        uint32_t place = free_place[participant]++;
        for (; place > 0 && from[place - 1] != EVALUATION_NONE &&
               people->members[from[place - 1]].participant == participant &&
               is_before(&people->members[i], &people->members[from[place - 1]]);
             place--)
            from[place] = from[place - 1];
        from[place] = i;
    }
    free(free_place);
    struct evaluation_member *sorted = grow(NULL, people->member_capacity, sizeof(*sorted));
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = people->members[from[i]];
    free(people->members);
    people->members = sorted;
    uint32_t *rank = grow(NULL, count, sizeof(*rank));
    for (uint32_t i = 0; i < count; i++)
        rank[from[i]] = i;
    free(from);
    return rank;
}

/* Sets the first member of each person, and the next one of each member, to what the order is. */
static void chain_members(struct people *people)
{
    for (uint32_t i = 0; i < people->count; i++)
        people->list[i].first_member = PEOPLE_NOBODY;
    for (uint32_t i = people->member_count; i-- > 0;) {
        struct people_person *person = &people->list[people->members[i].participant];
        people->next[i] = person->first_member;
        person->first_member = i;
    }
}

void people_sort(struct people *people, uint32_t **ret_rank, uint32_t **ret_member_rank)
{
    rename_members(people);
    *ret_rank = rank_people(people);
    for (uint32_t i = 0; *ret_rank != NULL && i < people->member_count; i++)
        people->members[i].participant = (*ret_rank)[people->members[i].participant];
    *ret_member_rank = rank_members(people);
    chain_members(people);
}
