#include "index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "heap.h"

#define BLOCK_ENTRIES 1024
#define BUCKETS_MIN ((size_t)1024)
#define BUCKETS_MAX ((size_t)4 << 20)

struct index {
    uint32_t *buckets; /* the first slot, plus one */
    size_t bucket_mask;
    uint64_t seed;
    struct index_entry **blocks;
    size_t block_count;
    uint32_t *waiting; /* slots, in no order */
    size_t waiting_count, waiting_capacity;
    uint32_t free_slot; /* the first of a list */
    uint32_t generation;
    size_t count;
};

struct index *index_new(size_t expected_count)
{
    struct index *index = heap_new(sizeof *index);
    size_t buckets = BUCKETS_MIN;
    while (buckets < expected_count && buckets < BUCKETS_MAX) {
        buckets *= 2;
    }
    index->buckets = heap_new(buckets * sizeof *index->buckets);
    index->bucket_mask = buckets - 1;
    index->free_slot = INDEX_NONE;
    base_key_random(&index->seed, sizeof index->seed);
    return index;
}

static void free_blocks(struct index *index)
{
    for (size_t i = 0; i < index->block_count; i++) {
        free(index->blocks[i]);
    }
    free(index->blocks);
    free(index->waiting);
    index->blocks = NULL;
    index->waiting = NULL;
    index->block_count = index->waiting_count = index->waiting_capacity = 0;
    index->free_slot = INDEX_NONE;
}

void index_free(struct index *index)
{
    if (index != NULL) {
        free_blocks(index);
        free(index->buckets);
        free(index);
    }
}

size_t index_count(const struct index *index)
{
    return index->count;
}

size_t index_waiting_count(const struct index *index)
{
    return index->waiting_count;
}

static struct index_entry *entry_at(const struct index *index, uint32_t slot)
{
    return &index->blocks[slot / BLOCK_ENTRIES][slot % BLOCK_ENTRIES];
}

struct index_entry *index_entry(struct index *index, uint32_t slot)
{
    struct index_entry *entry = entry_at(index, slot);
    assert(entry->state != INDEX_FREE);
    return entry;
}

static uint32_t *bucket_of(const struct index *index, const uint8_t *id)
{
    uint64_t halves[2];
    memcpy(halves, id, sizeof halves);
    uint64_t hash = (halves[0] ^ index->seed) * 0x9e3779b97f4a7c15u;
    hash = (hash ^ hash >> 32 ^ halves[1]) * 0xd6e8feb86659fd93u;
    return &index->buckets[(hash ^ hash >> 32) & index->bucket_mask];
}

uint32_t index_find(const struct index *index, const uint8_t *id, const uint8_t *digest)
{
    for (uint32_t at = *bucket_of(index, id); at != 0;) {
        const struct index_entry *entry = entry_at(index, at - 1);
        if (memcmp(entry->id, id, SPOOL_ID_BYTES) == 0 &&
            (digest == NULL || memcmp(entry->digest, digest, INDEX_DIGEST_BYTES) == 0)) {
            return at - 1;
        }
        at = entry->next;
    }
    return INDEX_NONE;
}

static void add_block(struct index *index)
{
    index->blocks =
        heap_resize(index->blocks, index->block_count + 1, sizeof(struct index_entry *));
    struct index_entry *block = heap_new(BLOCK_ENTRIES * sizeof *block);
    uint32_t first = (uint32_t)(index->block_count * BLOCK_ENTRIES);
    for (uint32_t i = 0; i < BLOCK_ENTRIES; i++) {
        block[i].next = i + 1 < BLOCK_ENTRIES ? first + i + 1 : index->free_slot;
    }
    index->blocks[index->block_count++] = block;
    index->free_slot = first;
}

uint32_t index_add(struct index *index, const uint8_t *id, const uint8_t *digest)
{
    if (index->free_slot == INDEX_NONE) {
        add_block(index);
    }
    uint32_t slot = index->free_slot;
    struct index_entry *entry = entry_at(index, slot);
    index->free_slot = entry->next;
    uint32_t *bucket = bucket_of(index, id);
    *entry = (struct index_entry){
        .next = *bucket,
        .generation = index->generation++ & 0xfffffff,
        .state = INDEX_QUEUED,
    };
    memcpy(entry->id, id, SPOOL_ID_BYTES);
    memcpy(entry->digest, digest, INDEX_DIGEST_BYTES);
    *bucket = slot + 1;
    index->count++;
    return slot;
}

static void leave_waiting(struct index *index, struct index_entry *entry)
{
    uint32_t last = index->waiting[--index->waiting_count];
    index->waiting[entry->position] = last;
    entry_at(index, last)->position = entry->position;
}

void index_remove(struct index *index, uint32_t slot)
{
    struct index_entry *entry = index_entry(index, slot);
    if (entry->state == INDEX_WAITING) {
        leave_waiting(index, entry);
    }
    uint32_t *link = bucket_of(index, entry->id);
    while (*link != slot + 1) {
        link = &entry_at(index, *link - 1)->next;
    }
    *link = entry->next;
    entry->state = INDEX_FREE;
    entry->next = index->free_slot;
    index->free_slot = slot;
    index->count--;
    if (index->count == 0) {
        free_blocks(index);
    }
}

void index_wait(struct index *index, uint32_t slot)
{
    struct index_entry *entry = index_entry(index, slot);
    assert(entry->state != INDEX_WAITING);
    if (index->waiting_count == index->waiting_capacity) {
        index->waiting_capacity =
            index->waiting_capacity == 0 ? BLOCK_ENTRIES : 2 * index->waiting_capacity;
        index->waiting =
            heap_resize(index->waiting, index->waiting_capacity, sizeof *index->waiting);
    }
    entry->state = INDEX_WAITING;
    entry->position = (uint32_t)index->waiting_count;
    index->waiting[index->waiting_count++] = slot;
}

uint32_t index_take(struct index *index, size_t position)
{
    assert(position < index->waiting_count);
    uint32_t slot = index->waiting[position];
    struct index_entry *entry = index_entry(index, slot);
    leave_waiting(index, entry);
    entry->state = INDEX_TAKEN;
    return slot;
}

uint64_t index_reference(struct index *index, uint32_t slot)
{
    return (uint64_t)index_entry(index, slot)->generation << 32 | slot;
}

uint32_t index_by_reference(struct index *index, uint64_t reference)
{
    uint32_t slot = (uint32_t)reference;
    if (slot >= index->block_count * BLOCK_ENTRIES) {
        return INDEX_NONE;
    }
    const struct index_entry *entry = entry_at(index, slot);
    return entry->state != INDEX_FREE && entry->generation == reference >> 32 ? slot : INDEX_NONE;
}
