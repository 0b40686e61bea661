/*
 * Segments of the spool: any bytes are gone through in order and within their bounds; and wherever
 * the input is written over a good segment, every record that it does not touch is still found.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"

#define RECORDS 4
#define SEGMENT_BYTES 2048

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The numbers of the records found, as bits. */
static unsigned read_all(struct record_sealer *sealer, const uint8_t *bytes, size_t length)
{
    struct segment_reader reader = {.bytes = bytes, .length = length};
    struct segment_stretch stretch;
    unsigned found = 0;
    size_t end = 0;
    while (segment_next(&reader, &stretch)) {
        assert(stretch.offset % SEGMENT_ALIGNMENT == 0 && stretch.offset >= end);
        assert(stretch.length > 0 && stretch.length <= length - stretch.offset);
        end = stretch.offset + stretch.length;
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct spool_record record;
        if (stretch.is_record && record_open(sealer, arena, &stretch, &record) &&
            stretch.number < RECORDS) {
            assert(record.id[0] == stretch.number && record.text.length == 50 * stretch.number);
            found |= 1u << stretch.number;
        }
    }
    return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct base_key key = {.bytes = {17}};
    struct record_sealer *sealer = record_sealer_new(&key);
    read_all(sealer, data, size);

    uint8_t bytes[SEGMENT_BYTES] = SEGMENT_HEAD;
    char text[50 * RECORDS] = "";
    size_t place = size < 2 ? 0 : (data[0] << 8 | data[1]) % SEGMENT_BYTES;
    size_t written = size < 2 ? 0 : size - 2;
    written = written < SEGMENT_BYTES - place ? written : SEGMENT_BYTES - place;
    unsigned untouched = 0;
    size_t offset = SEGMENT_HEAD_BYTES;
    for (uint8_t i = 0; i < RECORDS; i++) {
        struct spool_record record = {.id = {i}, .text = {text, 50 * (size_t)i}};
        size_t length = record_seal(sealer, i, &record, bytes + offset);
        untouched |= place >= offset + length || place + written <= offset ? 1u << i : 0;
        offset += length;
    }
    if (written > 0) {
        memcpy(bytes + place, data + 2, written);
    }
    unsigned found = read_all(sealer, bytes, sizeof bytes);
    assert((found & untouched) == untouched);
    record_sealer_free(sealer);
    return 0;
}
