/*
 * What a segment looks like, as pure functions over bytes.
 *
 * A segment begins with SEGMENT_HEAD. Then come records, each at a multiple of 16 bytes, each a
 * frame, a body, and zeros up to the next multiple; zeros fill the rest of the file. Numbers are in
 * network order.
 *
 *   frame, 32 bytes     0  mark
 *                       4  length of the body, 4 bytes
 *                       8  number of the record, 8 bytes
 *                      16  id of the key, 8 bytes
 *                      24  CRC-32C of the body
 *                      28  CRC-32C of the frame's first 28 bytes
 *   body                0  nonce, 12 bytes
 *                      12  ciphertext: id, digest, time of acceptance (8 bytes), text
 *                     end  tag, 16 bytes
 *
 * The frame's own checksum says that a length can be trusted before that many bytes are looked at.
 * A reader needs nothing but the marks: neither the segment's head nor the record before.
 */
#ifndef SURVEYD_SPOOL_SEGMENT_H
#define SURVEYD_SPOOL_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "spool/spool.h"

/* A segment has at least and at most so many bytes. */
#define SEGMENT_BYTES_MIN ((uint64_t)1 << 20)
#define SEGMENT_BYTES_MAX ((uint64_t)64 << 20)

#define SEGMENT_HEAD "surveyd spool 1\n"
#define SEGMENT_HEAD_BYTES 16
#define SEGMENT_ALIGNMENT 16
#define SEGMENT_FRAME_BYTES 32
#define SEGMENT_KEY_ID_BYTES 8
#define SEGMENT_NONCE_BYTES 12
#define SEGMENT_TAG_BYTES 16
/* What a record's ciphertext holds before the text. */
#define SEGMENT_PREFIX_BYTES (SPOOL_ID_BYTES + SPOOL_DIGEST_BYTES + 8)
#define SEGMENT_BODY_BYTES(text_length)                                                            \
    (SEGMENT_NONCE_BYTES + SEGMENT_PREFIX_BYTES + (text_length) + SEGMENT_TAG_BYTES)
#define SEGMENT_ALIGNED(length)                                                                    \
    (((length) + SEGMENT_ALIGNMENT - 1) / SEGMENT_ALIGNMENT * SEGMENT_ALIGNMENT)
/* Bytes that a record with a text of this length takes in a segment. */
#define SEGMENT_RECORD_BYTES(text_length)                                                          \
    SEGMENT_ALIGNED(SEGMENT_FRAME_BYTES + SEGMENT_BODY_BYTES(text_length))
#define SEGMENT_RECORD_BYTES_MAX SEGMENT_RECORD_BYTES((size_t)SPOOL_RECORD_BYTES)

/* Part of a frame that is authenticated together with the body: mark, length, number, key. */
#define SEGMENT_BOUND_BYTES 24

/* Begins a frame: what comes before the checksums. */
void segment_frame_begin(uint8_t *ret_frame, size_t body_length, uint64_t number,
                         const uint8_t key_id[SEGMENT_KEY_ID_BYTES]);

/* Adds the checksums; the body lies behind the frame. */
void segment_frame_end(uint8_t *frame, size_t body_length);

/* What lies at a place of a segment. */
struct segment_stretch {
    bool is_record;        /* whole: both checksums are right */
    size_t offset, length; /* of a record: with the zeros behind it */
    uint64_t number;       /* these of records only */
    const uint8_t *key_id;
    const uint8_t *frame;
    size_t body_length;
};

/* Goes through the bytes of a segment, or of a part that begins at a multiple of 16. */
struct segment_reader {
    const uint8_t *bytes;
    size_t length;
    size_t offset; /* begin with 0 */
};

/* The next record, or the next stretch that is neither a record nor zeros; false at the end. A
   stretch reaches to the next record, without the zeros at its end. */
bool segment_next(struct segment_reader *reader, struct segment_stretch *ret_stretch);

/* Network order. */
void segment_put_number(uint8_t *ret_bytes, uint64_t number);
uint64_t segment_get_number(const uint8_t *bytes);

#endif
