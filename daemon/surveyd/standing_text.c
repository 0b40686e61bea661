#include "standing_text.h"

#include <string.h>

#define STANDING_HEAD "surveyd standing copy 1\n"

static void put_number(struct base_buffer *out, int64_t number)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
    }
    base_buffer_add(out, bytes, sizeof bytes);
}

static void put_text(struct base_buffer *out, struct base_text text)
{
    put_number(out, (int64_t)text.length);
    base_buffer_add(out, text.data ? text.data : "", text.length);
    base_buffer_add(out, "", 1);
}

static void put_string(struct base_buffer *out, const char *string)
{
    put_text(out, base_text_of(string));
}

static void put_programme(struct base_buffer *out,
                          const struct store_catalogue_programme *programme)
{
    put_string(out, programme->programme);
    put_text(out, programme->document);
    put_string(out, programme->timezone);
    put_number(out, programme->minimum_group_size);
    put_number(out, (int64_t)programme->cycle_count);
    for (size_t i = 0; i < programme->cycle_count; i++) {
        const struct store_catalogue_cycle *cycle = &programme->cycles[i];
        put_number(out, cycle->cycle);
        put_number(out, cycle->opens_at);
        put_number(out, cycle->closes_at);
        put_string(out, cycle->opens_local);
        put_string(out, cycle->closes_local);
        put_number(out, cycle->version);
        put_number(out, cycle->sealed);
    }
    put_number(out, (int64_t)programme->questionnaire_count);
    for (size_t i = 0; i < programme->questionnaire_count; i++) {
        put_number(out, programme->questionnaires[i].cycle);
        put_number(out, programme->questionnaires[i].version);
        put_text(out, programme->questionnaires[i].document);
    }
}

static void put_people(struct base_buffer *out, const struct store_people *people)
{
    put_number(out, people->stamp);
    put_number(out, (int64_t)people->group_count);
    for (size_t i = 0; i < people->group_count; i++) {
        const struct store_people_group *group = &people->groups[i];
        put_string(out, group->programme);
        put_number(out, group->cycle);
        put_string(out, group->organisation);
        put_string(out, group->actor_type);
        put_text(out, (struct base_text){(const char *)group->fingerprints,
                                         group->count * STORE_FINGERPRINT_BYTES});
    }
}

struct base_text standing_text_write(struct base_arena *arena,
                                     const struct standing_content *content)
{
    struct base_buffer out;
    base_buffer_init(&out, arena);
    base_buffer_string(&out, STANDING_HEAD);
    put_number(&out, content->catalogue.stamp);
    put_number(&out, (int64_t)content->catalogue.programme_count);
    for (size_t i = 0; i < content->catalogue.programme_count; i++) {
        put_programme(&out, &content->catalogue.programmes[i]);
    }
    put_number(&out, content->knows_people);
    if (content->knows_people) {
        put_people(&out, &content->people);
    }
    return base_buffer_view(&out);
}

/* What has been read is taken off the front; after the first thing that is wrong everything read is
   zero or empty. */
struct reading {
    struct base_arena *arena;
    struct base_text rest;
    bool is_wrong;
};

static struct base_text take(struct reading *reading, size_t length)
{
    if (reading->is_wrong || length > reading->rest.length) {
        reading->is_wrong = true;
        return (struct base_text){"", 0};
    }
    struct base_text taken = {reading->rest.data, length};
    reading->rest.data += length;
    reading->rest.length -= length;
    return taken;
}

static int64_t take_number(struct reading *reading)
{
    struct base_text bytes = take(reading, 8);
    uint64_t number = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        number = number << 8 | (uint8_t)bytes.data[i];
    }
    return (int64_t)number;
}

static struct base_text take_text(struct reading *reading)
{
    uint64_t length = (uint64_t)take_number(reading);
    if (length >= reading->rest.length || reading->rest.data[length] != '\0') {
        reading->is_wrong = true;
        return (struct base_text){"", 0};
    }
    struct base_text text = take(reading, (size_t)length);
    (void)take(reading, 1);
    return text;
}

static const char *take_string(struct reading *reading)
{
    struct base_text text = take_text(reading);
    reading->is_wrong = reading->is_wrong || memchr(text.data, '\0', text.length);
    return text.data;
}

/* How many of something follow, each of which takes eight bytes at least. */
static size_t take_count(struct reading *reading)
{
    uint64_t count = (uint64_t)take_number(reading);
    if (count > reading->rest.length / 8) {
        reading->is_wrong = true;
        return 0;
    }
    return (size_t)count;
}

static void take_programme(struct reading *reading, struct store_catalogue_programme *ret_programme)
{
    ret_programme->programme = take_string(reading);
    ret_programme->document = take_text(reading);
    ret_programme->timezone = take_string(reading);
    ret_programme->minimum_group_size = (int)take_number(reading);
    ret_programme->cycle_count = take_count(reading);
    struct store_catalogue_cycle *cycles =
        base_arena_array(reading->arena, struct store_catalogue_cycle, ret_programme->cycle_count);
    for (size_t i = 0; i < ret_programme->cycle_count; i++) {
        cycles[i].cycle = (int)take_number(reading);
        cycles[i].opens_at = take_number(reading);
        cycles[i].closes_at = take_number(reading);
        cycles[i].opens_local = take_string(reading);
        cycles[i].closes_local = take_string(reading);
        cycles[i].version = (int)take_number(reading);
        cycles[i].sealed = take_number(reading) != 0;
    }
    ret_programme->cycles = cycles;
    ret_programme->questionnaire_count = take_count(reading);
    struct store_catalogue_questionnaire *questionnaires = base_arena_array(
        reading->arena, struct store_catalogue_questionnaire, ret_programme->questionnaire_count);
    for (size_t i = 0; i < ret_programme->questionnaire_count; i++) {
        questionnaires[i].cycle = (int)take_number(reading);
        questionnaires[i].version = (int)take_number(reading);
        questionnaires[i].document = take_text(reading);
    }
    ret_programme->questionnaires = questionnaires;
}

static void take_people(struct reading *reading, struct store_people *ret_people)
{
    ret_people->stamp = take_number(reading);
    ret_people->group_count = take_count(reading);
    struct store_people_group *groups =
        base_arena_array(reading->arena, struct store_people_group, ret_people->group_count);
    for (size_t i = 0; i < ret_people->group_count; i++) {
        groups[i].programme = take_string(reading);
        groups[i].cycle = (int)take_number(reading);
        groups[i].organisation = take_string(reading);
        groups[i].actor_type = take_string(reading);
        struct base_text fingerprints = take_text(reading);
        groups[i].count = fingerprints.length / STORE_FINGERPRINT_BYTES;
        groups[i].fingerprints = (const uint8_t *)fingerprints.data;
    }
    ret_people->groups = groups;
}

enum base_status standing_text_read(struct base_arena *arena, struct base_text text,
                                    struct standing_content *ret_content,
                                    struct base_failure *reterr)
{
    const struct base_text head = BASE_TEXT(STANDING_HEAD);
    if (!base_text_starts_with(text, head)) {
        return base_failure_set(reterr, STATUS_MALFORMED, "it is of another version of surveyd");
    }
    struct reading reading = {.arena = arena, .rest = text};
    (void)take(&reading, head.length);
    struct standing_content content = {.catalogue.stamp = take_number(&reading)};
    content.catalogue.programme_count = take_count(&reading);
    struct store_catalogue_programme *programmes = base_arena_array(
        arena, struct store_catalogue_programme, content.catalogue.programme_count);
    for (size_t i = 0; i < content.catalogue.programme_count; i++) {
        take_programme(&reading, &programmes[i]);
    }
    content.catalogue.programmes = programmes;
    content.knows_people = take_number(&reading) != 0;
    if (content.knows_people) {
        take_people(&reading, &content.people);
    }
    if (reading.is_wrong || reading.rest.length > 0) {
        return base_failure_set(reterr, STATUS_MALFORMED, "it is cut off, or not a copy");
    }
    *ret_content = content;
    return STATUS_OK;
}
