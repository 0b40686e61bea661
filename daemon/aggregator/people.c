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
    people->list = NULL;
    people->slots = NULL;
    people->members = NULL;
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
    memset(people->slots, 0, 2 * (size_t)people->capacity * sizeof(*people->slots));
    for (uint32_t i = 0; i < people->count; i++)
        *slot_of(people, people->list[i].key, people->list[i].is_open) = i + 1;
}

uint32_t people_add(struct people *people, const uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES],
                    bool is_open)
{
    if (people->count == people->capacity) {
        assert(people->capacity < UINT32_MAX / 4);
        people->capacity = people->capacity == 0 ? 64 : 2 * people->capacity;
        people->list = grow(people->list, people->capacity, sizeof(*people->list));
        people->slots = grow(people->slots, 2 * (size_t)people->capacity, sizeof(*people->slots));
        fill_slots(people);
    }
    uint32_t *slot = slot_of(people, key, is_open);
    if (*slot != 0)
        return *slot - 1;
    struct people_person *person = &people->list[people->count];
    *person = (struct people_person){.first_member = EVALUATION_NONE, .is_open = is_open};
    memcpy(person->key, key, sizeof(person->key));
    *slot = ++people->count;
    return people->count - 1;
}

uint32_t people_find(const struct people *people, const uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES],
                     bool is_open)
{
    uint32_t slot = people->count == 0 ? 0 : *slot_of(people, key, is_open);
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
    struct people_member wanted = {
        .participant = participant,
        .organisation = name_of(&people->organisations, organisation),
        .actor_type = name_of(&people->actor_types, actor_type),
        .next = person->first_member,
    };
    for (uint32_t i = person->first_member; i != EVALUATION_NONE; i = people->members[i].next)
        if (people->members[i].organisation == wanted.organisation &&
            people->members[i].actor_type == wanted.actor_type)
            return i;
    if (people->member_count == people->member_capacity) {
        people->member_capacity = people->member_capacity == 0
                                      ? 64
                                      : people->member_capacity + people->member_capacity / 2;
        people->members = grow(people->members, people->member_capacity, sizeof(*people->members));
    }
    person->first_member = people->member_count;
    people->members[people->member_count] = wanted;
    return people->member_count++;
}

static int compare_people(const void *a, const void *b)
{
    const struct people_person *x = a, *y = b;
    if (x->is_open != y->is_open)
        return x->is_open ? 1 : -1;
    return memcmp(x->key, y->key, sizeof(x->key));
}

/* Sorts the list, and gives the new number of each. */
static uint32_t *rank_people(struct people *people)
{
    bool is_sorted = true;
    for (uint32_t i = 1; is_sorted && i < people->count; i++)
        is_sorted = compare_people(&people->list[i - 1], &people->list[i]) < 0;
    if (is_sorted)
        return NULL;
    /* While they are sorted, first_member holds the number of before; it is set again later. */
    for (uint32_t i = 0; i < people->count; i++)
        people->list[i].first_member = i;
    qsort(people->list, people->count, sizeof(*people->list), compare_people);
    uint32_t *rank = grow(NULL, people->count, sizeof(*rank));
    for (uint32_t i = 0; i < people->count; i++)
        rank[people->list[i].first_member] = i;
    fill_slots(people);
    return rank;
}

struct named_member {
    struct people_member member;
    const char *organisation, *actor_type; /* "" if unknown */
    uint32_t number;
};

static int compare_members(const void *a, const void *b)
{
    const struct named_member *x = a, *y = b;
    if (x->member.participant != y->member.participant)
        return x->member.participant < y->member.participant ? -1 : 1;
    int order = strcmp(x->organisation, y->organisation);
    return order != 0 ? order : strcmp(x->actor_type, y->actor_type);
}

static const char *name_at(const struct evaluation_interner *names, uint32_t index)
{
    return index == EVALUATION_NONE ? "" : names->list[index];
}

static uint32_t count_own(const struct people *people, uint32_t first)
{
    uint32_t count = 0;
    for (uint32_t i = first; i != EVALUATION_NONE; i = people->members[i].next)
        count++;
    return count;
}

/* Members of one person, in the order of their names. */
static void sort_own(const struct people *people, uint32_t first, struct named_member *list)
{
    uint32_t count = 0;
    for (uint32_t i = first; i != EVALUATION_NONE; i = people->members[i].next) {
        const struct people_member *member = &people->members[i];
        list[count++] = (struct named_member){
            .member = *member,
            .organisation = name_at(&people->organisations, member->organisation),
            .actor_type = name_at(&people->actor_types, member->actor_type),
            .number = i,
        };
    }
    if (count > 1)
        qsort(list, count, sizeof(*list), compare_members);
}

/* The members in the order of people: first[] is the first member of each person, by old numbers.
 */
static uint32_t *rank_members(struct people *people, const uint32_t *first)
{
    struct people_member *sorted = grow(NULL, people->member_capacity + 1, sizeof(*sorted));
    uint32_t *rank = grow(NULL, people->member_count + 1, sizeof(*rank));
    struct named_member *own = NULL;
    uint32_t place = 0, capacity = 0;
    for (uint32_t i = 0; i < people->count; i++) {
        uint32_t count = count_own(people, first[i]), begin = place;
        if (count > capacity) {
            capacity = 2 * count;
            own = grow(own, capacity, sizeof(*own));
        }
        sort_own(people, first[i], own);
        for (uint32_t j = 0; j < count; j++) {
            rank[own[j].number] = place;
            sorted[place] = own[j].member;
            sorted[place].participant = i;
            sorted[place].next = j + 1 < count ? place + 1 : EVALUATION_NONE;
            place++;
        }
        people->list[i].first_member = count == 0 ? EVALUATION_NONE : begin;
    }
    free(own);
    free(people->members);
    people->members = sorted;
    return rank;
}

static bool members_are_sorted(const struct people *people)
{
    uint32_t place = 0;
    for (uint32_t i = 0; i < people->count; i++)
        for (uint32_t j = people->list[i].first_member; j != EVALUATION_NONE;
             j = people->members[j].next)
            if (j != place++)
                return false;
    return true;
}

void people_sort(struct people *people, uint32_t **ret_rank, uint32_t **ret_member_rank)
{
    *ret_rank = *ret_member_rank = NULL;
    if (people->count == 0)
        return;
    uint32_t *old_first = grow(NULL, people->count, sizeof(*old_first));
    for (uint32_t i = 0; i < people->count; i++)
        old_first[i] = people->list[i].first_member;
    uint32_t *rank = rank_people(people);
    uint32_t *first = grow(NULL, people->count, sizeof(*first));
    for (uint32_t i = 0; i < people->count; i++)
        first[rank == NULL ? i : rank[i]] = old_first[i];
    free(old_first);
    if (rank != NULL || !members_are_sorted(people))
        *ret_member_rank = rank_members(people, first);
    free(first);
    *ret_rank = rank;
}
