#include "people.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "merge.h"

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

static int compare_to_key(const struct people_person *person, const uint8_t *key, bool is_open)
{
    if (person->is_open != is_open)
        return is_open ? -1 : 1;
    return memcmp(person->key, key, sizeof(person->key));
}

/* The number of a person among those in order; EVALUATION_NONE if not among them. */
static uint32_t find_sorted(const struct people *people, const uint8_t *key, bool is_open)
{
    uint32_t low = 0, high = people->sorted_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare_to_key(&people->list[middle], key, is_open);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return EVALUATION_NONE;
}

/* Where the person is in the slots, or belongs. Keys are random already. */
static uint32_t *slot_of(const struct people *people, const uint8_t *key, bool is_open)
{
    size_t mask = people->slot_count - 1;
    uint64_t hash;
    memcpy(&hash, key, sizeof(hash));
    for (size_t place = (hash + is_open) & mask;; place = (place + 1) & mask) {
        uint32_t *slot = &people->slots[place];
        if (*slot == 0 || compare_to_key(&people->list[*slot - 1], key, is_open) == 0)
            return slot;
    }
}

static void grow_slots(struct people *people)
{
    people->slot_count = people->slot_count == 0 ? 128 : 2 * people->slot_count;
    people->slots = grow(people->slots, people->slot_count, sizeof(*people->slots));
    memset(people->slots, 0, people->slot_count * sizeof(*people->slots));
    for (uint32_t i = people->sorted_count; i < people->count; i++)
        *slot_of(people, people->list[i].key, people->list[i].is_open) = i + 1;
}

static void forget_slots(struct people *people)
{
    free(people->slots);
    people->slots = NULL;
    people->slot_count = 0;
}

uint32_t people_add(struct people *people, const uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES],
                    bool is_open)
{
    uint32_t known = find_sorted(people, key, is_open);
    if (known != EVALUATION_NONE)
        return known;
    if (2 * (people->count - people->sorted_count + 1) > people->slot_count)
        grow_slots(people);
    uint32_t *slot = slot_of(people, key, is_open);
    if (*slot != 0)
        return *slot - 1;
    if (people->count == people->capacity) {
        assert(people->capacity < UINT32_MAX / 8);
        people->capacity = people->capacity == 0 ? 64 : people->capacity + people->capacity / 2;
        people->list = grow(people->list, people->capacity, sizeof(*people->list));
    }
    struct people_person *person = &people->list[people->count];
    *person = (struct people_person){.first_member = PEOPLE_NOBODY, .is_open = is_open};
    memcpy(person->key, key, sizeof(person->key));
    *slot = ++people->count;
    return people->count - 1;
}

uint32_t people_find(const struct people *people, const uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES],
                     bool is_open)
{
    uint32_t known = find_sorted(people, key, is_open);
    if (known != EVALUATION_NONE || people->slots == NULL)
        return known;
    uint32_t slot = *slot_of(people, key, is_open);
    return slot == 0 ? EVALUATION_NONE : slot - 1;
}

static uint32_t name_of(struct evaluation_interner *names, struct base_text name)
{
    struct base_text trimmed = base_text_trim(name);
    return trimmed.length == 0 ? EVALUATION_NONE : evaluation_interner_add(names, trimmed);
}

/* Another member of the same person; PEOPLE_NOBODY if there is no further one. */
static uint32_t next_member(const struct people *people, uint32_t member)
{
    if (member >= people->sorted_members)
        return people->next[member - people->sorted_members];
    uint32_t next = member + 1;
    bool is_same = next < people->sorted_members &&
                   people->members[next].participant == people->members[member].participant;
    return is_same ? next : PEOPLE_NOBODY;
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
    for (uint32_t i = person->first_member; i != PEOPLE_NOBODY; i = next_member(people, i))
        if (people->members[i].organisation == wanted.organisation &&
            people->members[i].actor_type == wanted.actor_type)
            return i;
    uint32_t added = people->member_count - people->sorted_members;
    if (people->member_count == people->member_capacity) {
        people->member_capacity = people->member_capacity == 0
                                      ? 64
                                      : people->member_capacity + people->member_capacity / 2;
        people->members = grow(people->members, people->member_capacity, sizeof(*people->members));
    }
    if (added == people->next_capacity) {
        people->next_capacity = added == 0 ? 64 : 2 * added;
        people->next = grow(people->next, people->next_capacity, sizeof(*people->next));
    }
    people->members[people->member_count] = wanted;
    people->next[added] = person->first_member;
    person->first_member = people->member_count;
    return people->member_count++;
}

static void rename_members(struct people *people)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    const uint32_t *organisation, *actor_type;
    evaluation_interner_reorder(&people->organisations, scratch, &organisation);
    evaluation_interner_reorder(&people->actor_types, scratch, &actor_type);
    if (organisation == NULL && actor_type == NULL)
        return;
    for (uint32_t i = 0; i < people->member_count; i++) {
        struct evaluation_member *member = &people->members[i];
        if (organisation != NULL && member->organisation != EVALUATION_NONE)
            member->organisation = organisation[member->organisation];
        if (actor_type != NULL && member->actor_type != EVALUATION_NONE)
            member->actor_type = actor_type[member->actor_type];
    }
}

static int compare_places(const void *a, const void *b, void *context)
{
    const struct people_person *list = context;
    const struct people_person *y = &list[*(const uint32_t *)b];
    return compare_to_key(&list[*(const uint32_t *)a], y->key, y->is_open);
}

/* A bucket of places, by the keys of the people there. Keys are random, so it holds few. */
static void sort_bucket(struct people *people, uint32_t *places, size_t count)
{
    if (count > 32) {
        qsort_r(places, count, sizeof(*places), compare_places, people->list);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        uint32_t place = places[i];
        size_t j = i;
        for (; j > 0 && compare_places(&places[j - 1], &place, people->list) > 0; j--)
            places[j] = places[j - 1];
        places[j] = place;
    }
}

/* The places of the people in the order of their keys: thrown into as many buckets as there are
   people, by the first bits of the key, and sorted in each. */
static uint32_t *order_people(struct people *people)
{
    unsigned bits = 1;
    while (bits < 24 && people->count >> bits > 0)
        bits++;
    size_t buckets = (size_t)1 << bits;
    uint32_t *ends = grow(NULL, buckets + 1, sizeof(*ends));
    uint32_t *order = grow(NULL, people->count, sizeof(*order));
    memset(ends, 0, (buckets + 1) * sizeof(*ends));
    for (uint32_t i = 0; i < people->count; i++)
        ends[(people_number(&people->list[i]) >> (63 - bits)) + 1]++;
    for (size_t i = 0; i < buckets; i++)
        ends[i + 1] += ends[i];
    /* Places are handed out from the beginning of each bucket, which so moves to its end. */
    for (uint32_t i = 0; i < people->count; i++)
        order[ends[people_number(&people->list[i]) >> (63 - bits)]++] = i;
    for (size_t i = 0; i < buckets; i++) {
        uint32_t begin = i == 0 ? 0 : ends[i - 1];
        sort_bucket(people, order + begin, ends[i] - begin);
    }
    free(ends);
    return order;
}

/* Puts the elements of an array into the order, ring by ring of those who change places; the order
   is used up. */
static void move(void *array, size_t size, uint32_t *order, uint32_t count)
{
    char *list = array, first[sizeof(struct people_person)];
    assert(size <= sizeof(first));
    for (uint32_t start = 0; start < count; start++) {
        uint32_t place = start;
        if (order[start] == start)
            continue;
        memcpy(first, list + start * size, size);
        while (order[place] != start) {
            uint32_t from = order[place];
            memcpy(list + place * size, list + from * size, size);
            order[place] = place;
            place = from;
        }
        memcpy(list + place * size, first, size);
        order[place] = place;
    }
}

/* Sorts the list, and gives the new number of each; NULL if it is sorted. */
static uint32_t *rank_people(struct people *people)
{
    uint32_t sorted = people->sorted_count > 0 ? people->sorted_count : 1;
    while (sorted < people->count &&
           compare_to_key(&people->list[sorted - 1], people->list[sorted].key,
                          people->list[sorted].is_open) < 0)
        sorted++;
    forget_slots(people);
    people->sorted_count = people->count;
    if (sorted >= people->count)
        return NULL;
    struct merge merge;
    if (merge_find(&merge, sorted, people->count, compare_places, people->list)) {
        uint32_t *merged = merge_rank(&merge);
        merge_apply(&merge, people->list, sizeof(*people->list));
        merge_free(&merge);
        return merged;
    }
    uint32_t *order = order_people(people), *rank = grow(NULL, people->count, sizeof(*rank));
    for (uint32_t i = 0; i < people->count; i++)
        rank[order[i]] = i;
    move(people->list, sizeof(*people->list), order, people->count);
    free(order);
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

static int compare_members(const void *a, const void *b, void *context)
{
    const struct evaluation_member *list = context;
    const struct evaluation_member *x = &list[*(const uint32_t *)a];
    const struct evaluation_member *y = &list[*(const uint32_t *)b];
    return is_before(x, y) ? -1 : is_before(y, x);
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

/* The places of the members in the order of people and names. */
static uint32_t *order_members(const struct people *people)
{
    uint32_t *free_place = count_members(people);
    uint32_t *from = grow(NULL, people->member_count, sizeof(*from));
    for (uint32_t i = 0; i < people->member_count; i++)
        from[i] = EVALUATION_NONE;
    /* Nearly everybody is one member: few are moved once more among their own. */
    for (uint32_t i = 0; i < people->member_count; i++) {
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
    return from;
}

/* Sorts the members, and gives the new number of each; NULL if they are sorted. */
static uint32_t *rank_members(struct people *people)
{
    uint32_t count = people->member_count, sorted = 1;
    while (sorted < count && is_before(&people->members[sorted - 1], &people->members[sorted]))
        sorted++;
    free(people->next);
    people->next = NULL;
    people->next_capacity = 0;
    people->sorted_members = count;
    if (sorted >= count)
        return NULL;
    struct merge merge;
    if (merge_find(&merge, sorted, count, compare_members, people->members)) {
        uint32_t *merged = merge_rank(&merge);
        merge_apply(&merge, people->members, sizeof(*people->members));
        merge_free(&merge);
        return merged;
    }
    uint32_t *order = order_members(people), *rank = grow(NULL, count, sizeof(*rank));
    for (uint32_t i = 0; i < count; i++)
        rank[order[i]] = i;
    move(people->members, sizeof(*people->members), order, count);
    free(order);
    return rank;
}

static void find_first_members(struct people *people)
{
    for (uint32_t i = 0; i < people->count; i++)
        people->list[i].first_member = PEOPLE_NOBODY;
    for (uint32_t i = people->member_count; i-- > 0;)
        people->list[people->members[i].participant].first_member = i;
}

void people_sort(struct people *people, uint32_t **ret_rank, uint32_t **ret_member_rank)
{
    rename_members(people);
    *ret_rank = rank_people(people);
    for (uint32_t i = 0; *ret_rank != NULL && i < people->member_count; i++)
        people->members[i].participant = (*ret_rank)[people->members[i].participant];
    *ret_member_rank = rank_members(people);
    find_first_members(people);
}
