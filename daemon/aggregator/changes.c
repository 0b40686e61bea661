#include "changes.h"

#include <stdlib.h>
#include <string.h>

/* "1p00…ff" or "2o00…ff". */
static bool read_key(struct base_text word, struct store_answers_key *ret_key)
{
    size_t digits = 0, length;
    int64_t cycle;
    while (digits < word.length && word.data[digits] >= '0' && word.data[digits] <= '9')
        digits++;
    if (digits == word.length ||
        !base_text_integer((struct base_text){word.data, digits}, &cycle) || cycle < 1 ||
        cycle > INT32_MAX)
        return false;
    char kind = word.data[digits];
    struct base_text hex = {word.data + digits + 1, word.length - digits - 1};
    *ret_key = (struct store_answers_key){.cycle = (int)cycle, .has_respondent = kind == 'p'};
    size_t wanted = kind == 'p' ? BASE_TOKEN_PSEUDONYM_BYTES : BASE_TOKEN_RECEIPT_BYTES;
    return (kind == 'p' || kind == 'o') &&
           base_text_from_hex(hex, ret_key->bytes, sizeof(ret_key->bytes), &length) &&
           length == wanted;
}

static void add_key(struct changes *changes, const struct store_answers_key *key)
{
    if (changes->key_count == CHANGES_KEYS_MOST) {
        changes->everything = true;
        return;
    }
    if (changes->key_count == changes->key_capacity) {
        changes->key_capacity = changes->key_capacity == 0 ? 64 : 2 * changes->key_capacity;
        changes->keys = reallocarray(changes->keys, changes->key_capacity, sizeof(*changes->keys));
        if (changes->keys == NULL)
            abort();
    }
    changes->keys[changes->key_count++] = *key;
}

void changes_add(struct changes *changes, struct base_text what)
{
    struct base_text rest = what, word;
    while (rest.data != NULL) {
        struct store_answers_key key;
        rest = base_text_split(rest, ' ', &word);
        if (base_text_equal_string(word, "p"))
            changes->participation = true;
        else if (read_key(word, &key))
            add_key(changes, &key);
        else
            changes->everything = true;
    }
}

bool changes_are_there(const struct changes *changes)
{
    return changes->everything || changes->participation || changes->key_count > 0;
}

void changes_forget(struct changes *changes)
{
    free(changes->keys);
    *changes = (struct changes){0};
}
