/*
 * Sealed text: whatever comes is refused or opened without harm; what was sealed opens again, and
 * not after a change. The first byte chooses how much of the input is what it is bound to.
 */
#include <assert.h>
#include <stdint.h>

#include "base/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    static const struct base_key key = {.bytes = {42}};
    BASE_ARENA_SCOPED *arena = base_arena_new();
    size_t split = data[0] % size;
    struct base_text bound = {(const char *)data + 1, split};
    struct base_text text = {(const char *)data + 1 + split, size - 1 - split};
    struct base_text opened;
    enum base_status foreign = base_unseal(arena, &key, &bound, 1, text, &opened);
    assert(foreign == STATUS_MALFORMED);

    char *sealed = base_seal(arena, &key, &bound, 1, text);
    enum base_status status = base_unseal(arena, &key, &bound, 1, base_text_of(sealed), &opened);
    assert(status == STATUS_OK && base_text_equal(opened, text));
    size_t place = data[size - 1] % base_text_of(sealed).length;
    sealed[place] = sealed[place] == 'A' ? 'B' : 'A';
    status = base_unseal(arena, &key, &bound, 1, base_text_of(sealed), &opened);
    assert(status == STATUS_MALFORMED);
    return 0;
}
