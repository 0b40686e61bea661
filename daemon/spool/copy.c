#include <stdlib.h>
#include <string.h>

#include "cipher.h"
#include "file.h"
#include "heap.h"
#include "spool_state.h"

#define COPY_HEAD "surveyd copy  1\n"
#define COPY_HEAD_BYTES 16
#define COPY_OVERHEAD_BYTES (COPY_HEAD_BYTES + CIPHER_OVERHEAD_BYTES)
#define COPY_PURPOSE "spool copy"

static const struct base_text head = BASE_TEXT(COPY_HEAD);
static const struct base_text nothing = BASE_TEXT("");

static enum base_status write_sealed(struct spool *spool, struct base_text text,
                                     struct base_failure *reterr)
{
    if (text.length > SPOOL_COPY_BYTES) {
        return base_failure_set(reterr, STATUS_TOO_LARGE, "the copy is too large");
    }
    size_t length = text.length + COPY_OVERHEAD_BYTES;
    uint8_t *bytes = heap_new(length);
    memcpy(bytes, COPY_HEAD, COPY_HEAD_BYTES);
    struct cipher *cipher = cipher_new(&spool->options.key, COPY_PURPOSE);
    cipher_seal(cipher, head, nothing, text, bytes + COPY_HEAD_BYTES);
    cipher_free(cipher);
    enum base_status status =
        file_make(spool->folder.directory, FOLDER_COPY, bytes, length, true, reterr);
    free(bytes);
    return status;
}

void copy_write(struct spool *spool, struct base_text text)
{
    struct base_failure failure;
    if (write_sealed(spool, text, &failure) != STATUS_OK) {
        spool_count(&spool->counters.sync_failures, 1);
        spool_tell(spool, SPOOL_EVENT_SYNC_FAILED, 0, failure.text);
    }
    free((char *)(uintptr_t)text.data);
}

static bool open_sealed(const struct spool *spool, struct base_arena *arena,
                        const struct file_content *content, struct base_text *ret_text)
{
    if (content->length < COPY_OVERHEAD_BYTES ||
        memcmp(content->bytes, COPY_HEAD, COPY_HEAD_BYTES) != 0) {
        return false;
    }
    size_t length = content->length - COPY_OVERHEAD_BYTES;
    char *text = base_arena_alloc(arena, length + 1);
    struct cipher *cipher = cipher_new(&spool->options.key, COPY_PURPOSE);
    struct base_text sealed = {(const char *)content->bytes + COPY_HEAD_BYTES,
                               content->length - COPY_HEAD_BYTES};
    uint8_t none[1];
    bool is_genuine = cipher_open(cipher, head, sealed, none, 0, (uint8_t *)text);
    cipher_free(cipher);
    text[length] = '\0';
    *ret_text = (struct base_text){text, length};
    return is_genuine;
}

enum base_status spool_copy_read(struct spool *spool, struct base_arena *arena,
                                 struct base_text *ret_text)
{
    struct file_content content;
    struct base_failure failure;
    struct base_text text;
    enum base_status status =
        file_load(spool->folder.directory, FOLDER_COPY, SPOOL_COPY_BYTES + COPY_OVERHEAD_BYTES,
                  false, &content, &failure);
    if (status == STATUS_OK && !open_sealed(spool, arena, &content, &text)) {
        status = STATUS_MALFORMED;
    }
    free(content.bytes);
    if (status == STATUS_OK) {
        *ret_text = text;
    }
    return status;
}
