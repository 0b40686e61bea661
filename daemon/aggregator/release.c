#include "release.h"

#include <endian.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* An answer in what is stored: who gave it (people_number) and its mark; both in network order. */
#define ENTRY_BYTES 12
/* Entries of one stored part. */
#define PART_ENTRIES 8192

static enum base_status malformed(struct base_failure *reterr)
{
    return base_failure_set(reterr, STATUS_MALFORMED,
                            "the record of earlier publications cannot be understood; was it "
                            "written by a newer version?");
}

/* [[generation, answers], ...] */
static bool read_removals(struct json_object *list, struct release_removals *ret_removals)
{
    size_t count = list == NULL ? 0 : json_object_array_length(list);
    if (count > RELEASE_REMOVALS_MAX)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json_object *pair = json_object_array_get_idx(list, i);
        if (!json_object_is_type(pair, json_type_array) || json_object_array_length(pair) != 2)
            return false;
        ret_removals->list[i].generation =
            (uint32_t)json_object_get_int64(json_object_array_get_idx(pair, 0));
        ret_removals->list[i].answers =
            (uint32_t)json_object_get_int64(json_object_array_get_idx(pair, 1));
    }
    ret_removals->count = count;
    return true;
}

static bool read_root(struct release_ledger *ledger, struct json_object *root)
{
    struct json_object *removed = base_json_get(root, "removed");
    int generation = json_object_get_int(base_json_get(root, "generation"));
    ledger->released = base_json_get(root, "released");
    ledger->reasons = base_json_get(root, "reasons");
    if (generation < 1 || !json_object_is_type(removed, json_type_object) ||
        !json_object_is_type(ledger->released, json_type_object) ||
        (ledger->reasons != NULL && !json_object_is_type(ledger->reasons, json_type_object)))
        return false;
    if (ledger->reasons == NULL) {
        ledger->reasons = json_object_new_object();
        json_object_object_add(root, "reasons", ledger->reasons);
    }
    ledger->generation = (uint32_t)generation;
    for (size_t i = 0; i < ledger->cycle_count; i++) {
        BASE_ARENA_SCOPED *scratch = base_arena_new();
        const char *cycle = base_arena_format(scratch, "%d", ledger->cycles[i]);
        ledger->removed[i] = (uint32_t)json_object_get_int(base_json_get(removed, cycle));
        struct json_object *removals = base_json_get(base_json_get(root, "removals"), cycle);
        if ((removals != NULL && !json_object_is_type(removals, json_type_array)) ||
            !read_removals(removals, &ledger->removals[i]))
            return false;
    }
    return true;
}

enum base_status release_read(struct base_arena *arena, const struct survey_programme *programme,
                              struct base_text values, struct json_object *published,
                              struct release_ledger *ret_ledger, struct base_failure *reterr)
{
    struct json_object *root;
    struct base_json_error error;
    int *cycles = base_arena_array(arena, int, programme->cycle_count);
    for (size_t i = 0; i < programme->cycle_count; i++)
        cycles[i] = programme->cycles[i].cycle;
    *ret_ledger = (struct release_ledger){
        .arena = arena,
        .cycle_count = programme->cycle_count,
        .cycles = cycles,
        .removed = base_arena_array(arena, uint32_t, programme->cycle_count),
        .removals = base_arena_array(arena, struct release_removals, programme->cycle_count),
        .stamp_count = 1,
        .stamp_capacity = 16,
        .stamps = base_arena_array(arena, struct release_stamp, 16),
        .published = published,
    };
    if (values.data == NULL) {
        ret_ledger->released = base_json_own(arena, json_object_new_object());
        ret_ledger->reasons = base_json_own(arena, json_object_new_object());
        return STATUS_OK;
    }
    if (base_json_parse(arena, values, &base_json_limits_file, &root, &error) != STATUS_OK ||
        !read_root(ret_ledger, root))
        return malformed(reterr);
    return STATUS_OK;
}

struct entry {
    uint64_t person;
    uint32_t generation;
    uint32_t mark;
};

struct release_history {
    size_t count, capacity;
    struct entry *entries;
};

static void free_history(void *object)
{
    free(((struct release_history *)object)->entries);
}

struct release_history *release_history_new(struct base_arena *arena)
{
    struct release_history *history = base_arena_object(arena, struct release_history);
    base_arena_on_free(arena, free_history, history);
    return history;
}

enum base_status release_history_add(struct release_history *history, int generation,
                                     struct base_text answers, struct base_failure *reterr)
{
    size_t count = answers.length / ENTRY_BYTES;
    if (generation < 1 || answers.length % ENTRY_BYTES != 0)
        return malformed(reterr);
    if (history->capacity - history->count < count) {
        history->capacity = history->count + count + history->count / 4;
        history->entries =
            reallocarray(history->entries, history->capacity, sizeof(*history->entries));
        if (history->entries == NULL)
            abort();
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t person;
        uint32_t mark;
        memcpy(&person, answers.data + i * ENTRY_BYTES, sizeof(person));
        memcpy(&mark, answers.data + i * ENTRY_BYTES + sizeof(person), sizeof(mark));
        history->entries[history->count++] = (struct entry){
            .person = be64toh(person), .generation = (uint32_t)generation, .mark = be32toh(mark)};
    }
    return STATUS_OK;
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return x->generation < y->generation ? -1 : x->generation > y->generation;
}

static void sort_history(struct release_history *history)
{
    bool is_sorted = true;
    for (size_t i = 1; is_sorted && i < history->count; i++)
        is_sorted = compare_entries(&history->entries[i - 1], &history->entries[i]) < 0;
    if (!is_sorted)
        qsort(history->entries, history->count, sizeof(*history->entries), compare_entries);
}

/* The stamp that stands for the two generations. */
static uint32_t stamp_of(struct release_ledger *ledger, uint32_t added, uint32_t changed)
{
    /* Answers of one run have few different stamps, and those of the last are asked for most. */
    for (size_t i = ledger->stamp_count; i-- > 1;)
        if (ledger->stamps[i].added == added && ledger->stamps[i].changed == changed)
            return (uint32_t)i;
    if (ledger->stamp_count == ledger->stamp_capacity) {
        struct release_stamp *grown =
            base_arena_array(ledger->arena, struct release_stamp, 2 * ledger->stamp_capacity);
        memcpy(grown, ledger->stamps, ledger->stamp_count * sizeof(*grown));
        ledger->stamps = grown;
        ledger->stamp_capacity *= 2;
    }
    ledger->stamps[ledger->stamp_count] = (struct release_stamp){added, changed};
    return (uint32_t)ledger->stamp_count++;
}

/* The last entry of one person, and where those of the next begin. The first says when the answers
   came. */
static size_t fold(const struct release_history *history, size_t first, struct entry *ret_last)
{
    size_t i = first;
    while (i < history->count && history->entries[i].person == history->entries[first].person)
        *ret_last = history->entries[i++];
    return i;
}

static uint64_t number_of(const struct stored_data *data, const struct answers_block *block,
                          size_t row)
{
    return people_number(&data->people.list[data->people.members[block->members[row]].participant]);
}

void release_match(struct release_ledger *ledger, struct release_history *history,
                   struct stored_data *data, size_t place)
{
    struct answers_cycle *cycle = &data->cycles[place];
    struct answers_block *block = &cycle->responses;
    size_t row = 0;
    sort_history(history);
    for (size_t first = 0, next; first < history->count; first = next) {
        struct entry last;
        uint32_t added = history->entries[first].generation;
        next = fold(history, first, &last);
        while (row < block->count && number_of(data, block, row) < last.person)
            row++;
        bool is_there = row < block->count && number_of(data, block, row) == last.person;
        if (!is_there) {
            cycle->removed_count++;
            continue;
        }
        uint32_t stamp = stamp_of(ledger, added, last.generation);
        answers_block_set_stamp(block, row,
                                block->marks[row] == last.mark ? stamp : stamp | STORED_CHANGED);
        row++;
    }
}

static bool has_changed(const struct answers_cycle *cycle)
{
    if (cycle->removed_count > 0)
        return true;
    for (size_t i = 0; i < answers_block_stamped(&cycle->responses); i++) {
        uint32_t stamp = answers_block_stamp(&cycle->responses, i);
        if (stamp == 0 || (stamp & STORED_CHANGED) != 0)
            return true;
    }
    return false;
}

static void note_removal(struct release_removals *removals, uint32_t generation, size_t answers)
{
    if (removals->count == RELEASE_REMOVALS_MAX) {
        removals->count--;
        memmove(removals->list, removals->list + 1, removals->count * sizeof(removals->list[0]));
    }
    removals->list[removals->count].generation = generation;
    removals->list[removals->count].answers = answers > UINT32_MAX ? UINT32_MAX : (uint32_t)answers;
    removals->count++;
}

bool release_settle(struct release_ledger *ledger, struct stored_data *data)
{
    bool is_new = ledger->generation == 0;
    for (size_t i = 0; !is_new && i < data->cycle_count; i++)
        is_new = has_changed(&data->cycles[i]);
    if (!is_new)
        return false;
    uint32_t generation = ++ledger->generation;
    uint32_t fresh = stamp_of(ledger, generation, generation);
    for (size_t i = 0; i < data->cycle_count; i++) {
        struct answers_block *block = &data->cycles[i].responses;
        if (data->cycles[i].removed_count > 0) {
            ledger->removed[i] = generation;
            note_removal(&ledger->removals[i], generation, data->cycles[i].removed_count);
        }
        /* At first all are new. */
        if (block->stamps == NULL && block->stamp == 0)
            block->stamp = fresh;
        for (size_t row = 0; block->stamps != NULL && row < block->count; row++) {
            uint32_t stamp = answers_block_stamp(block, row) & ~STORED_CHANGED;
            if (stamp == 0)
                answers_block_set_stamp(block, row, fresh);
            else if (stamp != answers_block_stamp(block, row))
                answers_block_set_stamp(block, row,
                                        stamp_of(ledger, ledger->stamps[stamp].added, generation));
        }
    }
    return true;
}

/* Whether answers that the record knows are gone or have become others in the present generation.
   An entry of what went would tell whose withdrawn receipt it was, so nothing of it may stay. */
static bool is_rewritten(const struct release_cursor *cursor)
{
    const struct answers_cycle *cycle = &cursor->data->cycles[cursor->place];
    const struct answers_block *block = &cycle->responses;
    bool is_changed = cycle->removed_count > 0;
    for (size_t row = 0; !is_changed && row < answers_block_stamped(block); row++) {
        const struct release_stamp *stamp =
            &cursor->ledger->stamps[answers_block_stamp(block, row)];
        is_changed = stamp->changed == cursor->ledger->generation && stamp->added < stamp->changed;
    }
    return is_changed;
}

static int compare_ages(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->generation != y->generation)
        return x->generation < y->generation ? -1 : 1;
    return x->person < y->person ? -1 : x->person > y->person;
}

/* The whole record of the present cycle as it is now: when each answer came, and when it was
   changed last. */
static void gather_anew(struct release_cursor *cursor)
{
    const struct answers_block *block = &cursor->data->cycles[cursor->place].responses;
    cursor->anew = base_arena_array(cursor->arena, struct entry, 2 * block->count + 1);
    cursor->anew_count = 0;
    for (size_t row = 0; row < block->count; row++) {
        const struct release_stamp *stamp =
            &cursor->ledger->stamps[answers_block_stamp(block, row)];
        struct entry entry = {number_of(cursor->data, block, row), stamp->added, 0};
        if (stamp->added < stamp->changed)
            cursor->anew[cursor->anew_count++] = entry;
        entry.generation = stamp->changed;
        entry.mark = block->marks[row];
        cursor->anew[cursor->anew_count++] = entry;
    }
    qsort(cursor->anew, cursor->anew_count, sizeof(*cursor->anew), compare_ages);
}

/* False at the end of the present cycle. */
static bool next_entry(struct release_cursor *cursor, struct entry *ret_entry)
{
    const struct answers_block *block = &cursor->data->cycles[cursor->place].responses;
    uint32_t generation = cursor->ledger->generation;
    if (cursor->anew != NULL) {
        if (cursor->row == cursor->anew_count)
            return false;
        *ret_entry = cursor->anew[cursor->row++];
        return true;
    }
    while (cursor->row < block->count &&
           cursor->ledger->stamps[answers_block_stamp(block, cursor->row)].changed != generation)
        cursor->row++;
    if (cursor->row == block->count)
        return false;
    *ret_entry = (struct entry){number_of(cursor->data, block, cursor->row), generation,
                                block->marks[cursor->row]};
    cursor->row++;
    return true;
}

static void put_entry(struct release_cursor *cursor, const struct entry *entry)
{
    char *to = cursor->bytes + cursor->entries++ * ENTRY_BYTES;
    uint64_t stored_person = htobe64(entry->person);
    uint32_t stored_mark = htobe32(entry->mark);
    memcpy(to, &stored_person, sizeof(stored_person));
    memcpy(to + sizeof(stored_person), &stored_mark, sizeof(stored_mark));
}

static void begin_cycle(struct release_cursor *cursor)
{
    cursor->is_begun = true;
    cursor->row = 0;
    cursor->part = 0;
    cursor->generation = 0;
    cursor->anew = NULL;
    cursor->replaces = is_rewritten(cursor);
    if (cursor->replaces)
        gather_anew(cursor);
}

/* Takes entries of one generation, as many as a part holds. */
static void fill_part(struct release_cursor *cursor)
{
    struct entry entry;
    cursor->entries = 0;
    for (size_t before = cursor->row; cursor->entries < PART_ENTRIES && next_entry(cursor, &entry);
         before = cursor->row) {
        if (cursor->entries > 0 && entry.generation != cursor->generation) {
            cursor->row = before;
            return;
        }
        if (entry.generation != cursor->generation)
            cursor->part = 0;
        cursor->generation = entry.generation;
        put_entry(cursor, &entry);
    }
}

bool release_next(struct release_cursor *cursor, struct store_release *ret_release)
{
    if (cursor->bytes == NULL)
        cursor->bytes = base_arena_alloc(cursor->arena, PART_ENTRIES * ENTRY_BYTES);
    for (; cursor->place < cursor->data->cycle_count; cursor->place++, cursor->is_begun = false) {
        if (!cursor->is_begun)
            begin_cycle(cursor);
        fill_part(cursor);
        if (cursor->entries > 0 || cursor->replaces) {
            *ret_release = (struct store_release){
                .cycle = cursor->data->cycles[cursor->place].cycle,
                .generation = (int)cursor->generation,
                .part = ++cursor->part,
                .replaces = cursor->replaces,
                .answers = {cursor->bytes, cursor->entries * ENTRY_BYTES},
            };
            cursor->replaces = false;
            return true;
        }
    }
    return false;
}

static struct json_object *removals_json(const struct release_removals *removals)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < removals->count; i++) {
        struct json_object *pair = json_object_new_array();
        json_object_array_add(pair, json_object_new_int64(removals->list[i].generation));
        json_object_array_add(pair, json_object_new_int64(removals->list[i].answers));
        json_object_array_add(list, pair);
    }
    return list;
}

struct json_object *release_write(const struct release_ledger *ledger, struct base_arena *arena)
{
    struct json_object *removed = json_object_new_object();
    struct json_object *removals = json_object_new_object();
    for (size_t i = 0; i < ledger->cycle_count; i++) {
        BASE_ARENA_SCOPED *scratch = base_arena_new();
        const char *cycle = base_arena_format(scratch, "%d", ledger->cycles[i]);
        if (ledger->removed[i] > 0)
            json_object_object_add(removed, cycle, json_object_new_int((int)ledger->removed[i]));
        if (ledger->removals[i].count > 0)
            json_object_object_add(removals, cycle, removals_json(&ledger->removals[i]));
    }
    struct json_object *root = base_json_own(arena, json_object_new_object());
    json_object_object_add(root, "generation", json_object_new_int((int)ledger->generation));
    json_object_object_add(root, "released", json_object_get(ledger->released));
    json_object_object_add(root, "reasons", json_object_get(ledger->reasons));
    json_object_object_add(root, "removed", removed);
    json_object_object_add(root, "removals", removals);
    return root;
}

uint32_t release_generation(const struct release_ledger *ledger, const char *id)
{
    return (uint32_t)json_object_get_int(base_json_get(ledger->released, id));
}

static bool has_changed_since(const struct release_ledger *ledger,
                              const struct answers_block *block, uint32_t since)
{
    for (size_t i = 0; i < answers_block_stamped(block); i++)
        if (ledger->stamps[answers_block_stamp(block, i)].changed > since)
            return true;
    return false;
}

static size_t gone_since(const struct release_removals *removals, uint32_t since)
{
    size_t gone = 0;
    for (size_t i = 0; i < removals->count; i++)
        if (removals->list[i].generation > since)
            gone += removals->list[i].answers;
    return gone;
}

struct release_change release_changes(const struct release_ledger *ledger,
                                      const struct stored_data *data, const bool *cycles,
                                      uint32_t since, struct base_arena *arena)
{
    struct release_change change = {0};
    bool *is_new = base_arena_array(arena, bool, data->table->participants.count);
    for (size_t i = 0; i < ledger->cycle_count; i++) {
        const struct answers_block *block = &data->cycles[i].responses;
        change.is_uncertain = change.is_uncertain || (cycles[i] && ledger->removed[i] > since);
        change.gone_count += cycles[i] ? gone_since(&ledger->removals[i], since) : 0;
        if (!cycles[i] || !has_changed_since(ledger, block, since))
            continue;
        for (size_t j = 0; j < block->count; j++) {
            const struct release_stamp *stamp = &ledger->stamps[answers_block_stamp(block, j)];
            if (stamp->changed <= since)
                continue;
            change.is_uncertain = change.is_uncertain || stamp->added <= since;
            if (stamp->added <= since)
                continue;
            is_new[data->table->members[block->members[j]].participant] = true;
            change.new_count++;
        }
    }
    change.is_new = is_new;
    return change;
}

enum evaluation_reason release_reason(const struct release_ledger *ledger, const char *id)
{
    return (enum evaluation_reason)json_object_get_int(base_json_get(ledger->reasons, id));
}

void release_note(struct release_ledger *ledger, const char *id, enum evaluation_reason reason)
{
    json_object_object_add(ledger->released, id, json_object_new_int((int)ledger->generation));
    if (reason == EVALUATION_REASON_NONE)
        json_object_object_del(ledger->reasons, id);
    else
        json_object_object_add(ledger->reasons, id, json_object_new_int((int)reason));
}
