#include <stdlib.h>

#include "tally.h"

/* Affiliations while they are found. */
struct finding {
    uint32_t count, capacity;
    struct evaluation_affiliation *list;
    uint32_t *slots; /* open addressing: index + 1, or 0; twice as many as the capacity */
};

static uint32_t *slot_of(const struct finding *finding, const struct evaluation_member *member)
{
    size_t mask = 2 * (size_t)finding->capacity - 1;
    uint64_t hash = (uint64_t)member->organisation << 32 | member->actor_type;
    hash = (hash ^ (hash >> 31)) * UINT64_C(0x9e3779b97f4a7c15);
    for (size_t place = hash >> 32 & mask;; place = (place + 1) & mask) {
        uint32_t *slot = &finding->slots[place];
        if (*slot == 0)
            return slot;
        const struct evaluation_affiliation *other = &finding->list[*slot - 1];
        if (other->organisation == member->organisation && other->actor_type == member->actor_type)
            return slot;
    }
}

static void grow(struct finding *finding)
{
    uint32_t capacity = finding->capacity == 0 ? 64 : 2 * finding->capacity;
    finding->list = reallocarray(finding->list, capacity, sizeof(*finding->list));
    free(finding->slots);
    finding->slots = calloc(2 * (size_t)capacity, sizeof(*finding->slots));
    if (finding->list == NULL || finding->slots == NULL)
        abort();
    finding->capacity = capacity;
    for (uint32_t i = 0; i < finding->count; i++) {
        const struct evaluation_member member = {0, finding->list[i].organisation,
                                                 finding->list[i].actor_type};
        *slot_of(finding, &member) = i + 1;
    }
}

void evaluation_data_affiliate(struct evaluation_data *data, struct base_arena *arena)
{
    struct finding finding = {0};
    uint32_t *of = base_arena_alloc(arena, data->member_count * sizeof(*of));
    grow(&finding);
    for (size_t i = 0; i < data->member_count; i++) {
        const struct evaluation_member *member = &data->members[i];
        uint32_t *slot = slot_of(&finding, member);
        if (*slot == 0) {
            if (finding.count == finding.capacity) {
                grow(&finding);
                slot = slot_of(&finding, member);
            }
            finding.list[finding.count] =
                (struct evaluation_affiliation){member->organisation, member->actor_type};
            *slot = ++finding.count;
        }
        of[i] = *slot - 1;
    }
    free(finding.slots);
    base_arena_on_free(arena, free, finding.list);
    data->affiliation_count = finding.count;
    data->affiliations = finding.list;
    data->affiliation_of = of;
    data->tallies = evaluation_tallies_new(arena);
}

uint32_t evaluation_affiliation_unit(const struct evaluation_affiliation *affiliation,
                                     enum evaluation_unit unit)
{
    if (unit == EVALUATION_UNIT_ORGANISATION)
        return affiliation->organisation;
    return unit == EVALUATION_UNIT_ACTOR_TYPE ? affiliation->actor_type : 0;
}
