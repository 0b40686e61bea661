#include "record.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cipher.h"
#include "heap.h"

_Static_assert(SEGMENT_NONCE_BYTES == CIPHER_NONCE_BYTES && SEGMENT_TAG_BYTES == CIPHER_TAG_BYTES,
               "a body is what the cipher makes");

struct record_sealer {
    struct cipher *cipher;
    uint8_t key_id[SEGMENT_KEY_ID_BYTES];
};

struct record_sealer *record_sealer_new(const struct base_key *key)
{
    struct record_sealer *sealer = heap_new(sizeof *sealer);
    sealer->cipher = cipher_new(key, "spool records");
    struct base_text part = BASE_TEXT("spool id of the key");
    uint8_t digest[32];
    base_key_hmac(key, &part, 1, digest);
    memcpy(sealer->key_id, digest, sizeof sealer->key_id);
    return sealer;
}

void record_sealer_free(struct record_sealer *sealer)
{
    if (sealer != NULL) {
        cipher_free(sealer->cipher);
        free(sealer);
    }
}

bool record_is_mine(const struct record_sealer *sealer, const struct segment_stretch *stretch)
{
    return memcmp(sealer->key_id, stretch->key_id, sizeof sealer->key_id) == 0;
}

static struct base_text text_of(const uint8_t *bytes, size_t length)
{
    return (struct base_text){(const char *)bytes, length};
}

size_t record_seal(struct record_sealer *sealer, uint64_t number, const struct spool_record *record,
                   uint8_t *ret_bytes)
{
    assert(record->text.length <= SPOOL_RECORD_BYTES);
    size_t body_length = SEGMENT_BODY_BYTES(record->text.length);
    size_t length = SEGMENT_RECORD_BYTES(record->text.length);
    uint8_t prefix[SEGMENT_PREFIX_BYTES];
    memcpy(prefix, record->id, SPOOL_ID_BYTES);
    memcpy(prefix + SPOOL_ID_BYTES, record->digest, SPOOL_DIGEST_BYTES);
    segment_put_number(prefix + SPOOL_ID_BYTES + SPOOL_DIGEST_BYTES, (uint64_t)record->accepted_ms);
    segment_frame_begin(ret_bytes, body_length, number, sealer->key_id);
    cipher_seal(sealer->cipher, text_of(ret_bytes, SEGMENT_BOUND_BYTES),
                text_of(prefix, sizeof prefix), record->text, ret_bytes + SEGMENT_FRAME_BYTES);
    segment_frame_end(ret_bytes, body_length);
    size_t end = SEGMENT_FRAME_BYTES + body_length;
    memset(ret_bytes + end, 0, length - end);
    return length;
}

bool record_open(struct record_sealer *sealer, struct base_arena *arena,
                 const struct segment_stretch *stretch, struct spool_record *ret_record)
{
    assert(stretch->is_record);
    size_t text_length = stretch->body_length - SEGMENT_BODY_BYTES(0);
    char *text = base_arena_alloc(arena, text_length + 1);
    uint8_t prefix[SEGMENT_PREFIX_BYTES];
    if (!record_is_mine(sealer, stretch) ||
        !cipher_open(sealer->cipher, text_of(stretch->frame, SEGMENT_BOUND_BYTES),
                     text_of(stretch->frame + SEGMENT_FRAME_BYTES, stretch->body_length), prefix,
                     sizeof prefix, (uint8_t *)text)) {
        return false;
    }
    text[text_length] = '\0';
    *ret_record = (struct spool_record){
        .accepted_ms = (int64_t)segment_get_number(prefix + SPOOL_ID_BYTES + SPOOL_DIGEST_BYTES),
        .text = {text, text_length},
    };
    memcpy(ret_record->id, prefix, SPOOL_ID_BYTES);
    memcpy(ret_record->digest, prefix + SPOOL_ID_BYTES, SPOOL_DIGEST_BYTES);
    return true;
}
