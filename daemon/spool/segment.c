#include "segment.h"

#include <string.h>

#include "crc32c.h"

#define LENGTH_OFFSET 4
#define NUMBER_OFFSET 8
#define KEY_ID_OFFSET 16
#define BODY_CRC_OFFSET 24
#define FRAME_CRC_OFFSET 28

static const uint8_t mark[4] = {0xb5, 'S', 'p', 0x1e};

static void put_u32(uint8_t *bytes, uint32_t number)
{
    for (size_t i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(number >> (24 - 8 * i));
    }
}

static uint32_t get_u32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

void segment_put_number(uint8_t *ret_bytes, uint64_t number)
{
    put_u32(ret_bytes, (uint32_t)(number >> 32));
    put_u32(ret_bytes + 4, (uint32_t)number);
}

uint64_t segment_get_number(const uint8_t *bytes)
{
    return (uint64_t)get_u32(bytes) << 32 | get_u32(bytes + 4);
}

void segment_frame_begin(uint8_t *ret_frame, size_t body_length, uint64_t number,
                         const uint8_t key_id[SEGMENT_KEY_ID_BYTES])
{
    memcpy(ret_frame, mark, sizeof mark);
    put_u32(ret_frame + LENGTH_OFFSET, (uint32_t)body_length);
    segment_put_number(ret_frame + NUMBER_OFFSET, number);
    memcpy(ret_frame + KEY_ID_OFFSET, key_id, SEGMENT_KEY_ID_BYTES);
}

void segment_frame_end(uint8_t *frame, size_t body_length)
{
    put_u32(frame + BODY_CRC_OFFSET, crc32c(frame + SEGMENT_FRAME_BYTES, body_length));
    put_u32(frame + FRAME_CRC_OFFSET, crc32c(frame, FRAME_CRC_OFFSET));
}

/* Whether a whole record begins at the offset. */
static bool record_at(const struct segment_reader *reader, size_t offset,
                      struct segment_stretch *ret_stretch)
{
    const uint8_t *frame = reader->bytes + offset;
    size_t rest = reader->length - offset;
    if (rest < SEGMENT_FRAME_BYTES + SEGMENT_BODY_BYTES(0) ||
        memcmp(frame, mark, sizeof mark) != 0 ||
        get_u32(frame + FRAME_CRC_OFFSET) != crc32c(frame, FRAME_CRC_OFFSET)) {
        return false;
    }
    size_t body_length = get_u32(frame + LENGTH_OFFSET);
    if (body_length < SEGMENT_BODY_BYTES(0) ||
        body_length > SEGMENT_BODY_BYTES((size_t)SPOOL_RECORD_BYTES) ||
        body_length > rest - SEGMENT_FRAME_BYTES ||
        get_u32(frame + BODY_CRC_OFFSET) != crc32c(frame + SEGMENT_FRAME_BYTES, body_length)) {
        return false;
    }
    size_t length = SEGMENT_ALIGNED(SEGMENT_FRAME_BYTES + body_length);
    *ret_stretch = (struct segment_stretch){
        .is_record = true,
        .offset = offset,
        .length = length < rest ? length : rest,
        .number = segment_get_number(frame + NUMBER_OFFSET),
        .key_id = frame + KEY_ID_OFFSET,
        .frame = frame,
        .body_length = body_length,
    };
    return true;
}

static bool is_zero_at(const struct segment_reader *reader, size_t offset)
{
    size_t rest = reader->length - offset;
    uint64_t words[SEGMENT_ALIGNMENT / 8] = {0};
    if (rest >= SEGMENT_ALIGNMENT) { /* a constant length: two loads */
        memcpy(words, reader->bytes + offset, SEGMENT_ALIGNMENT);
    } else {
        memcpy(words, reader->bytes + offset, rest);
    }
    return (words[0] | words[1]) == 0;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

bool segment_next(struct segment_reader *reader, struct segment_stretch *ret_stretch)
{
    size_t offset = reader->offset;
    if (offset == 0 && reader->length >= SEGMENT_HEAD_BYTES &&
        memcmp(reader->bytes, SEGMENT_HEAD, SEGMENT_HEAD_BYTES) == 0) {
        offset = SEGMENT_HEAD_BYTES;
    }
    while (offset < reader->length && is_zero_at(reader, offset)) {
        offset += SEGMENT_ALIGNMENT;
    }
    if (offset >= reader->length) {
        reader->offset = reader->length;
        return false;
    }
    if (record_at(reader, offset, ret_stretch)) {
        reader->offset = offset + ret_stretch->length;
        return true;
    }
    size_t next = offset + SEGMENT_ALIGNMENT, end = next;
    struct segment_stretch record;
    while (next < reader->length && !record_at(reader, next, &record)) {
        next += SEGMENT_ALIGNMENT;
        if (!is_zero_at(reader, next - SEGMENT_ALIGNMENT)) {
            end = next;
        }
    }
    reader->offset = smaller(next, reader->length);
    *ret_stretch = (struct segment_stretch){
        .offset = offset,
        .length = smaller(end, reader->length) - offset,
    };
    return true;
}
