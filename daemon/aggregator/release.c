#include "release.h"

#include <limits.h>
#include <string.h>

#include "base/json.h"

/* A ledger may be as large as a programme has answers. */
static const struct base_json_limits ledger_limits = {
    .bytes = (size_t)1 << 30, .depth = 8, .members = 20000000};

static enum base_status malformed(struct base_failure *reterr)
{
    return base_failure_set(reterr, STATUS_MALFORMED,
                            "the record of earlier publications cannot be understood; was it "
                            "written by a newer version?");
}

/* "participant revision added changed" */
static bool read_entry(struct base_arena *arena, struct base_text text, struct release_entry *entry)
{
    struct base_text participant, part;
    int64_t numbers[3];
    struct base_text rest = base_text_split(text, ' ', &participant);
    for (size_t i = 0; i < 3; i++) {
        if (rest.data == NULL)
            return false;
        rest = base_text_split(rest, ' ', &part);
        if (!base_text_integer(part, &numbers[i]) || numbers[i] < 0 || numbers[i] > INT_MAX)
            return false;
    }
    *entry = (struct release_entry){
        .participant = base_arena_copy(arena, participant.data, participant.length),
        .revision = (int)numbers[0],
        .added = (int)numbers[1],
        .changed = (int)numbers[2],
    };
    return rest.data == NULL;
}

static bool read_cycle(struct release_ledger *ledger, struct json_object *object)
{
    struct json_object *answers = base_json_get(object, "answers");
    int number = json_object_get_int(base_json_get(object, "cycle"));
    if (!json_object_is_type(answers, json_type_array))
        return false;
    for (size_t i = 0; i < ledger->programme->cycle_count; i++) {
        if (ledger->programme->cycles[i].cycle != number)
            continue;
        struct release_cycle *cycle = &ledger->cycles[i];
        cycle->count = json_object_array_length(answers);
        cycle->entries = base_arena_array(ledger->arena, struct release_entry, cycle->count);
        cycle->removed = json_object_get_int(base_json_get(object, "removed"));
        /* None in a ledger from before there were withdrawals. */
        cycle->withdrawn = json_object_get_int64(base_json_get(object, "withdrawn"));
        for (size_t j = 0; j < cycle->count; j++) {
            struct base_text text = base_json_text(json_object_array_get_idx(answers, j));
            if (text.data == NULL || !read_entry(ledger->arena, text, &cycle->entries[j]))
                return false;
        }
    }
    return true;
}

enum base_status release_read(struct base_arena *arena, const struct survey_programme *programme,
                              struct base_text values, struct json_object *published,
                              struct release_ledger *ret_ledger, struct base_failure *reterr)
{
    struct json_object *root;
    struct base_json_error error;
    *ret_ledger = (struct release_ledger){
        .arena = arena,
        .programme = programme,
        .cycles = base_arena_array(arena, struct release_cycle, programme->cycle_count),
        .published = published,
    };
    if (values.data == NULL) {
        ret_ledger->released = base_json_own(arena, json_object_new_object());
        return STATUS_OK;
    }
    if (base_json_parse(arena, values, &ledger_limits, &root, &error) != STATUS_OK)
        return malformed(reterr);
    struct json_object *cycles = base_json_get(root, "cycles");
    ret_ledger->generation = json_object_get_int(base_json_get(root, "generation"));
    ret_ledger->released = base_json_get(root, "released");
    if (ret_ledger->generation < 1 || !json_object_is_type(cycles, json_type_array) ||
        !json_object_is_type(ret_ledger->released, json_type_object))
        return malformed(reterr);
    for (size_t i = 0; i < json_object_array_length(cycles); i++)
        if (!read_cycle(ret_ledger, json_object_array_get_idx(cycles, i)))
            return malformed(reterr);
    return STATUS_OK;
}

/* Merges what is stored now into one cycle; true if anything has changed. */
static bool merge(const struct release_ledger *ledger, struct release_cycle *cycle,
                  const struct stored_cycle *stored)
{
    int generation = ledger->generation + 1;
    struct release_entry *entries =
        base_arena_array(ledger->arena, struct release_entry, stored->answer_count);
    bool has_changed = false;
    size_t old = 0;
    for (size_t i = 0; i < stored->answer_count; i++) {
        const struct stored_answer *answer = &stored->answers[i];
        while (old < cycle->count &&
               strcmp(cycle->entries[old].participant, answer->participant) < 0) {
            old++;
            cycle->removed = generation;
            has_changed = true;
        }
        bool is_known =
            old < cycle->count && strcmp(cycle->entries[old].participant, answer->participant) == 0;
        entries[i] = is_known ? cycle->entries[old]
                              : (struct release_entry){.participant = answer->participant,
                                                       .revision = answer->revision,
                                                       .added = generation,
                                                       .changed = generation};
        if (entries[i].revision != answer->revision) {
            entries[i].revision = answer->revision;
            entries[i].changed = generation;
        }
        has_changed = has_changed || entries[i].changed == generation;
        old += is_known;
    }
    if (old < cycle->count || cycle->withdrawn != stored->withdrawn_count) {
        cycle->removed = generation;
        has_changed = true;
    }
    cycle->withdrawn = stored->withdrawn_count;
    cycle->entries = entries;
    cycle->count = stored->answer_count;
    return has_changed;
}

void release_update(struct release_ledger *ledger, const struct stored_data *data)
{
    bool has_changed = ledger->generation == 0;
    for (size_t i = 0; i < ledger->programme->cycle_count; i++)
        has_changed |= merge(ledger, &ledger->cycles[i], &data->cycles[i]);
    ledger->generation += has_changed;
}

struct json_object *release_write(const struct release_ledger *ledger)
{
    struct json_object *cycles = json_object_new_array();
    for (size_t i = 0; i < ledger->programme->cycle_count; i++) {
        const struct release_cycle *cycle = &ledger->cycles[i];
        struct json_object *answers = json_object_new_array();
        for (size_t j = 0; j < cycle->count; j++) {
            const struct release_entry *entry = &cycle->entries[j];
            BASE_ARENA_SCOPED *scratch = base_arena_new();
            json_object_array_add(answers, json_object_new_string(base_arena_format(
                                               scratch, "%s %d %d %d", entry->participant,
                                               entry->revision, entry->added, entry->changed)));
        }
        struct json_object *object = json_object_new_object();
        json_object_object_add(object, "cycle",
                               json_object_new_int(ledger->programme->cycles[i].cycle));
        json_object_object_add(object, "removed", json_object_new_int(cycle->removed));
        json_object_object_add(object, "withdrawn", json_object_new_int64(cycle->withdrawn));
        json_object_object_add(object, "answers", answers);
        json_object_array_add(cycles, object);
    }
    struct json_object *root = base_json_own(ledger->arena, json_object_new_object());
    json_object_object_add(root, "generation", json_object_new_int(ledger->generation));
    json_object_object_add(root, "released", json_object_get(ledger->released));
    json_object_object_add(root, "cycles", cycles);
    return root;
}

int release_generation(const struct release_ledger *ledger, const char *id)
{
    return json_object_get_int(base_json_get(ledger->released, id));
}

struct release_change release_changes(const struct release_ledger *ledger, const bool *cycles,
                                      int since)
{
    struct release_change change = {0};
    size_t capacity = 0;
    for (size_t i = 0; i < ledger->programme->cycle_count; i++)
        capacity += cycles[i] ? ledger->cycles[i].count : 0;
    const char **participants = base_arena_array(ledger->arena, const char *, capacity);
    for (size_t i = 0; i < ledger->programme->cycle_count; i++) {
        const struct release_cycle *cycle = &ledger->cycles[i];
        change.is_uncertain = change.is_uncertain || (cycles[i] && cycle->removed > since);
        for (size_t j = 0; cycles[i] && j < cycle->count; j++) {
            if (cycle->entries[j].added > since)
                participants[change.new_count++] = cycle->entries[j].participant;
            else if (cycle->entries[j].changed > since)
                change.is_uncertain = true;
        }
    }
    change.participants = participants;
    return change;
}

void release_note(struct release_ledger *ledger, const char *id)
{
    json_object_object_add(ledger->released, id, json_object_new_int(ledger->generation));
}
