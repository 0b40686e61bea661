/* The standing copy as text: what is written is read back, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../../daemon/surveyd/standing_text.h"

static const uint8_t fingerprints[] = "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb";

static const struct store_catalogue_cycle cycles[] = {
    {1, -5, 1767225600, "2025-12-31T23:59", "2026-01-01T01:00", 2, true},
    {2, 1767225600, 1767225601, "2026-01-01T01:00", "2026-01-01T01:01", 1, false},
};
static const struct store_catalogue_questionnaire questionnaires[] = {
    {1, 1, {"{}", 2}},
    {1, 2, {"{\"a\": 1}", 8}},
};
static const struct store_catalogue_programme programmes[] = {
    {"first",
     {"{\"title\": \"\xc3\xa5\"}", 15},
     "Europe/Stockholm",
     5,
     2,
     cycles,
     2,
     questionnaires},
    {"second", {"", 0}, "UTC", 3, 0, NULL, 0, NULL},
};
static const struct store_people_group groups[] = {
    {"first", 0, "smedjan", "company", 2, fingerprints},
    {"first", 2, "", "school", 1, fingerprints},
};
static const struct standing_content content = {
    .catalogue = {77, 2, programmes}, .knows_people = true, .people = {88, 2, groups}};

static void test_read_back(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text text = standing_text_write(arena, &content);
    struct standing_content read;
    struct base_failure failure;
    assert_int_equal(standing_text_read(arena, text, &read, &failure), STATUS_OK);
    assert_int_equal(read.catalogue.stamp, 77);
    assert_int_equal(read.catalogue.programme_count, 2);
    const struct store_catalogue_programme *first = &read.catalogue.programmes[0];
    assert_string_equal(first->programme, "first");
    assert_true(base_text_equal(first->document, programmes[0].document));
    assert_string_equal(first->timezone, "Europe/Stockholm");
    assert_int_equal(first->minimum_group_size, 5);
    assert_int_equal(first->cycle_count, 2);
    assert_int_equal(first->cycles[0].opens_at, -5);
    assert_int_equal(first->cycles[1].closes_at, 1767225601);
    assert_string_equal(first->cycles[0].opens_local, "2025-12-31T23:59");
    assert_string_equal(first->cycles[1].closes_local, "2026-01-01T01:01");
    assert_int_equal(first->cycles[0].version, 2);
    assert_true(first->cycles[0].sealed);
    assert_false(first->cycles[1].sealed);
    assert_int_equal(first->questionnaire_count, 2);
    assert_int_equal(first->questionnaires[1].version, 2);
    assert_true(base_text_equal_string(first->questionnaires[1].document, "{\"a\": 1}"));
    assert_int_equal(read.catalogue.programmes[1].cycle_count, 0);
    assert_true(read.knows_people);
    assert_int_equal(read.people.stamp, 88);
    assert_int_equal(read.people.group_count, 2);
    assert_string_equal(read.people.groups[0].organisation, "smedjan");
    assert_string_equal(read.people.groups[1].organisation, "");
    assert_string_equal(read.people.groups[1].actor_type, "school");
    assert_int_equal(read.people.groups[1].cycle, 2);
    assert_int_equal(read.people.groups[0].count, 2);
    assert_memory_equal(read.people.groups[0].fingerprints, fingerprints, 32);
    struct base_text again = standing_text_write(arena, &read);
    assert_true(base_text_equal(again, text));
}

static void test_without_people(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text text =
        standing_text_write(arena, &(struct standing_content){.catalogue = content.catalogue});
    struct standing_content read;
    struct base_failure failure;
    assert_int_equal(standing_text_read(arena, text, &read, &failure), STATUS_OK);
    assert_false(read.knows_people);
    assert_int_equal(read.people.group_count, 0);
}

/* Each of these is read from memory of exactly its length, for the sanitizer to watch. */
static enum base_status read_copy_of(const char *bytes, size_t length)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    char *exact = malloc(length > 0 ? length : 1);
    assert_non_null(exact);
    memcpy(exact, bytes, length);
    struct standing_content read;
    struct base_failure failure;
    enum base_status status =
        standing_text_read(arena, (struct base_text){exact, length}, &read, &failure);
    free(exact);
    return status;
}

static void test_cut_or_longer(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text text = standing_text_write(arena, &content);
    for (size_t length = 0; length < text.length; length++) {
        assert_int_equal(read_copy_of(text.data, length), STATUS_MALFORMED);
    }
    char *longer = base_arena_alloc(arena, text.length + 1);
    memcpy(longer, text.data, text.length);
    longer[text.length] = '\0';
    assert_int_equal(read_copy_of(longer, text.length + 1), STATUS_MALFORMED);
}

/* Whatever it says of lengths and counts, nothing beyond the text is read, nor much allocated. */
static void test_changed(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text text = standing_text_write(arena, &content);
    char *changed = base_arena_alloc(arena, text.length);
    size_t refused = 0;
    for (size_t i = 0; i < text.length; i++) {
        for (int value = 0; value < 256; value += 51) {
            memcpy(changed, text.data, text.length);
            changed[i] = (char)(changed[i] ^ value);
            refused += read_copy_of(changed, text.length) != STATUS_OK;
        }
    }
    assert_true(refused > text.length);
}

static void test_another_version(void **state)
{
    (void)state;
    assert_int_equal(read_copy_of("surveyd standing copy 2\n", 24), STATUS_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_back),       cmocka_unit_test(test_without_people),
        cmocka_unit_test(test_cut_or_longer),   cmocka_unit_test(test_changed),
        cmocka_unit_test(test_another_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
