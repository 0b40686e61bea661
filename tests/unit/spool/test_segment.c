#include "record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define RECORDS 20
#define SEGMENT_BYTES 5120

static const struct base_key key = {.bytes = {9, 8, 7}};

struct fixture {
    struct record_sealer *sealer;
    uint8_t bytes[SEGMENT_BYTES];
    size_t offsets[RECORDS], ends[RECORDS]; /* without the zeros behind */
    size_t used;
};

static struct spool_record record_of(size_t i, char *text)
{
    struct spool_record record = {.accepted_ms = (int64_t)(1000 + i), .text = {text, 10 + 7 * i}};
    memset(record.id, (int)i + 1, sizeof record.id);
    memset(record.digest, (int)i + 101, sizeof record.digest);
    memset(text, 'a' + (int)i, record.text.length);
    return record;
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    fixture->sealer = record_sealer_new(&key);
    memcpy(fixture->bytes, SEGMENT_HEAD, SEGMENT_HEAD_BYTES);
    size_t offset = SEGMENT_HEAD_BYTES;
    for (size_t i = 0; i < RECORDS; i++) {
        char text[256];
        struct spool_record record = record_of(i, text);
        fixture->offsets[i] = offset;
        fixture->ends[i] = offset + SEGMENT_FRAME_BYTES + SEGMENT_BODY_BYTES(record.text.length);
        offset += record_seal(fixture->sealer, 500 + i, &record, fixture->bytes + offset);
        assert_true(offset < SEGMENT_BYTES - 64);
    }
    fixture->used = offset;
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    record_sealer_free(fixture->sealer);
    free(fixture);
    return 0;
}

/* Which records are found, as bits; each must be whole, as it was, and in its order. */
static uint32_t found_in(const struct fixture *fixture, const uint8_t *bytes, size_t length,
                         size_t *ret_damaged)
{
    struct segment_reader reader = {.bytes = bytes, .length = length};
    struct segment_stretch stretch;
    uint32_t found = 0;
    size_t end = 0;
    *ret_damaged = 0;
    while (segment_next(&reader, &stretch)) {
        assert_true(stretch.offset >= end && stretch.length > 0);
        end = stretch.offset + stretch.length;
        assert_true(end <= length);
        if (!stretch.is_record) {
            (*ret_damaged)++;
            continue;
        }
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct spool_record record;
        assert_true(record_open(fixture->sealer, arena, &stretch, &record));
        size_t i = stretch.number - 500;
        assert_true(i < RECORDS && stretch.offset == fixture->offsets[i]);
        assert_true(found >> i == 0);
        char text[256];
        struct spool_record expected = record_of(i, text);
        assert_memory_equal(record.id, expected.id, sizeof expected.id);
        assert_memory_equal(record.digest, expected.digest, sizeof expected.digest);
        assert_true(record.accepted_ms == expected.accepted_ms);
        assert_true(base_text_equal(record.text, expected.text));
        found |= 1u << i;
    }
    return found;
}

static const uint32_t all = (1u << RECORDS) - 1;

static void test_whole(void **state)
{
    struct fixture *fixture = *state;
    size_t damaged = 0;
    assert_int_equal(found_in(fixture, fixture->bytes, SEGMENT_BYTES, &damaged), all);
    assert_int_equal(damaged, 0);
}

/* A flipped bit costs the record it hits, and nothing else; a flip anywhere else costs nothing. */
static void test_every_bit_flipped(void **state)
{
    struct fixture *fixture = *state;
    for (size_t place = 0; place < SEGMENT_BYTES; place++) {
        uint32_t hit = 0;
        bool is_padding = false;
        for (size_t i = 0; i < RECORDS; i++) {
            size_t next = i + 1 < RECORDS ? fixture->offsets[i + 1] : fixture->used;
            if (place >= fixture->offsets[i] && place < fixture->ends[i]) {
                hit = 1u << i;
            } else if (place >= fixture->ends[i] && place < next) {
                is_padding = true;
            }
        }
        for (int bit = 0; bit < 8; bit++) {
            fixture->bytes[place] ^= (uint8_t)(1 << bit);
            size_t damaged = 0;
            assert_int_equal(found_in(fixture, fixture->bytes, SEGMENT_BYTES, &damaged),
                             all & ~hit);
            assert_int_equal(damaged, is_padding ? 0 : 1);
            fixture->bytes[place] ^= (uint8_t)(1 << bit);
        }
    }
}

/* A file cut anywhere, and one whose rest never reached the disk. */
static void test_torn_at_every_length(void **state)
{
    struct fixture *fixture = *state;
    for (size_t length = 0; length <= SEGMENT_BYTES; length++) {
        uint32_t expected = 0;
        for (size_t i = 0; i < RECORDS; i++) {
            expected |= fixture->ends[i] <= length ? 1u << i : 0;
        }
        uint8_t *cut = malloc(length == 0 ? 1 : length);
        assert_non_null(cut);
        memcpy(cut, fixture->bytes, length);
        size_t damaged = 0;
        assert_int_equal(found_in(fixture, cut, length, &damaged), expected);
        free(cut);
        uint8_t zeroed[SEGMENT_BYTES] = {0};
        memcpy(zeroed, fixture->bytes, length);
        expected |= found_in(fixture, zeroed, SEGMENT_BYTES, &damaged);
        /* Cut within zeros that belong to a record it is whole in both. */
        assert_int_equal(found_in(fixture, zeroed, SEGMENT_BYTES, &damaged), expected);
        assert_true(damaged <= 1);
    }
}

/* Blocks of the disk that were never written, with what came later behind them. */
static void test_lost_blocks(void **state)
{
    struct fixture *fixture = *state;
    for (size_t start = 0; start + 512 <= SEGMENT_BYTES; start += 512) {
        uint8_t holed[SEGMENT_BYTES];
        memcpy(holed, fixture->bytes, sizeof holed);
        memset(holed + start, 0, 512);
        uint32_t expected = 0;
        for (size_t i = 0; i < RECORDS; i++) {
            bool is_hit = fixture->offsets[i] < start + 512 && fixture->ends[i] > start;
            expected |= is_hit ? 0 : 1u << i;
        }
        size_t damaged = 0;
        assert_int_equal(found_in(fixture, holed, SEGMENT_BYTES, &damaged), expected);
        assert_true(damaged <= 2);
    }
}

/* Two neighbours that are both damaged are one stretch, from the first to the end of the second. */
static void test_stretch_reaches_to_the_next_record(void **state)
{
    struct fixture *fixture = *state;
    fixture->bytes[fixture->offsets[4]] ^= 1;
    fixture->bytes[fixture->offsets[5] + 40] ^= 1;
    struct segment_reader reader = {.bytes = fixture->bytes, .length = SEGMENT_BYTES};
    struct segment_stretch stretch = {.is_record = true};
    while (stretch.is_record) {
        assert_true(segment_next(&reader, &stretch));
    }
    assert_int_equal(stretch.offset, fixture->offsets[4]);
    assert_int_equal(stretch.offset + stretch.length, fixture->offsets[6]);
    assert_true(segment_next(&reader, &stretch));
    assert_true(stretch.is_record && stretch.number == 506);
    fixture->bytes[fixture->offsets[4]] ^= 1;
    fixture->bytes[fixture->offsets[5] + 40] ^= 1;
}

static void test_other_key(void **state)
{
    struct fixture *fixture = *state;
    static const struct base_key other = {.bytes = {9, 8, 6}};
    struct record_sealer *sealer = record_sealer_new(&other);
    struct segment_reader reader = {.bytes = fixture->bytes, .length = SEGMENT_BYTES};
    struct segment_stretch stretch;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct spool_record record;
    assert_true(segment_next(&reader, &stretch) && stretch.is_record);
    assert_true(record_is_mine(fixture->sealer, &stretch));
    assert_false(record_is_mine(sealer, &stretch));
    assert_false(record_open(sealer, arena, &stretch, &record));
    record_sealer_free(sealer);
}

/* What is authenticated beside the text cannot be exchanged, whatever the checksums say. */
static void test_checksums_are_not_enough(void **state)
{
    struct fixture *fixture = *state;
    uint8_t *frame = fixture->bytes + fixture->offsets[3];
    size_t body = fixture->ends[3] - fixture->offsets[3] - SEGMENT_FRAME_BYTES;
    uint8_t kept[512];
    memcpy(kept, frame, SEGMENT_FRAME_BYTES + body);
    size_t places[] = {15, SEGMENT_FRAME_BYTES, SEGMENT_FRAME_BYTES + 20,
                       SEGMENT_FRAME_BYTES + body - 1};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        frame[places[i]] ^= 4;
        segment_frame_end(frame, body);
        struct segment_reader reader = {.bytes = frame, .length = SEGMENT_FRAME_BYTES + body};
        struct segment_stretch stretch;
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct spool_record record;
        assert_true(segment_next(&reader, &stretch) && stretch.is_record);
        assert_false(record_open(fixture->sealer, arena, &stretch, &record));
        memcpy(frame, kept, SEGMENT_FRAME_BYTES + body);
    }
}

static void test_nothing_readable_inside(void **state)
{
    struct fixture *fixture = *state;
    assert_null(memmem(fixture->bytes, SEGMENT_BYTES, "cccccccc", 8));
    static const uint8_t id[16] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
    assert_null(memmem(fixture->bytes, SEGMENT_BYTES, id, sizeof id));
}

static void test_empty(void **state)
{
    (void)state;
    uint8_t zeros[100] = {0};
    struct segment_stretch stretch;
    struct segment_reader nothing = {.bytes = zeros, .length = 0};
    assert_false(segment_next(&nothing, &stretch));
    struct segment_reader reader = {.bytes = zeros, .length = sizeof zeros};
    assert_false(segment_next(&reader, &stretch));
    assert_false(segment_next(&reader, &stretch));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_every_bit_flipped),
        cmocka_unit_test(test_torn_at_every_length),
        cmocka_unit_test(test_lost_blocks),
        cmocka_unit_test(test_stretch_reaches_to_the_next_record),
        cmocka_unit_test(test_other_key),
        cmocka_unit_test(test_checksums_are_not_enough),
        cmocka_unit_test(test_nothing_readable_inside),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
