#include "base/token.h"

#include <openssl/crypto.h>
#include <string.h>

#define TOKEN_MAC_BYTES 12
#define TOKEN_BYTES (BASE_TOKEN_LOCATOR_BYTES + TOKEN_MAC_BYTES)
#define OPEN_CODE_CHARACTERS 10

static struct base_text bytes_of(const void *bytes, size_t length)
{
    return (struct base_text){bytes, length};
}

/* The first `length` bytes of HMAC(key; programme, part). */
static void hmac_prefix(const struct base_key *key, const char *programme, struct base_text part,
                        uint8_t *ret_bytes, size_t length)
{
    uint8_t digest[32];
    const struct base_text parts[] = {base_text_of(programme), part};
    base_key_hmac(key, parts, 2, digest);
    memcpy(ret_bytes, digest, length);
    OPENSSL_cleanse(digest, sizeof(digest));
}

static void token_mac(const struct base_programme_keys *keys,
                      const uint8_t locator[BASE_TOKEN_LOCATOR_BYTES],
                      uint8_t ret_mac[TOKEN_MAC_BYTES])
{
    hmac_prefix(&keys->token, keys->programme, bytes_of(locator, BASE_TOKEN_LOCATOR_BYTES), ret_mac,
                TOKEN_MAC_BYTES);
}

void base_token_locator(const struct base_programme_keys *keys, struct base_text participant_key,
                        uint8_t ret_locator[BASE_TOKEN_LOCATOR_BYTES])
{
    hmac_prefix(&keys->locator, keys->programme, participant_key, ret_locator,
                BASE_TOKEN_LOCATOR_BYTES);
}

char *base_token_personal(struct base_arena *arena, const struct base_programme_keys *keys,
                          struct base_text participant_key)
{
    uint8_t token[TOKEN_BYTES];
    base_token_locator(keys, participant_key, token);
    token_mac(keys, token, token + BASE_TOKEN_LOCATOR_BYTES);
    return base_text_base64url(arena, token, sizeof(token));
}

bool base_token_verify(const struct base_programme_keys *keys, struct base_text token,
                       uint8_t ret_locator[BASE_TOKEN_LOCATOR_BYTES])
{
    uint8_t bytes[TOKEN_BYTES];
    size_t length;
    if (!base_text_from_base64url(token, bytes, sizeof(bytes), &length) ||
        length != sizeof(bytes)) {
        return false;
    }
    uint8_t mac[TOKEN_MAC_BYTES];
    token_mac(keys, bytes, mac);
    if (CRYPTO_memcmp(mac, bytes + BASE_TOKEN_LOCATOR_BYTES, sizeof(mac)) != 0) {
        return false;
    }
    memcpy(ret_locator, bytes, BASE_TOKEN_LOCATOR_BYTES);
    return true;
}

void base_token_pseudonym(const struct base_key *linkage, const char *programme,
                          const uint8_t locator[BASE_TOKEN_LOCATOR_BYTES],
                          uint8_t ret_pseudonym[BASE_TOKEN_PSEUDONYM_BYTES])
{
    hmac_prefix(linkage, programme, bytes_of(locator, BASE_TOKEN_LOCATOR_BYTES), ret_pseudonym,
                BASE_TOKEN_PSEUDONYM_BYTES);
}

char *base_token_open_code(struct base_arena *arena, const struct base_programme_keys *keys)
{
    uint8_t digest[32];
    const struct base_text programme = base_text_of(keys->programme);
    base_key_hmac(&keys->open, &programme, 1, digest);
    /* Seven bytes are twelve characters; the first ten are all of digest bits. */
    char *code = base_text_base32(arena, digest, 7);
    code[OPEN_CODE_CHARACTERS] = '\0';
    return code;
}

bool base_token_open_verify(const struct base_programme_keys *keys, struct base_text code)
{
    char typed[OPEN_CODE_CHARACTERS];
    if (code.length != sizeof(typed)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(typed); i++) {
        char c = code.data[i];
        typed[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    BASE_ARENA_SCOPED *arena = base_arena_new();
    return base_text_equal_secret(base_text_of(base_token_open_code(arena, keys)),
                                  bytes_of(typed, sizeof(typed)));
}

void base_token_receipt(const struct base_programme_keys *keys, struct base_text link,
                        const uint8_t submission[16], uint8_t ret_receipt[BASE_TOKEN_RECEIPT_BYTES])
{
    uint8_t digest[32];
    const struct base_text parts[] = {base_text_of(keys->programme), link,
                                      bytes_of(submission, 16)};
    base_key_hmac(&keys->receipt, parts, 3, digest);
    memcpy(ret_receipt, digest, BASE_TOKEN_RECEIPT_BYTES);
}

char *base_token_receipt_text(struct base_arena *arena,
                              const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES])
{
    const char *text = base_text_base32(arena, receipt, BASE_TOKEN_RECEIPT_BYTES);
    return base_arena_format(arena, "%.4s-%.4s-%.4s-%.4s", text, text + 4, text + 8, text + 12);
}

bool base_token_receipt_parse(struct base_text text, uint8_t ret_receipt[BASE_TOKEN_RECEIPT_BYTES])
{
    uint8_t bytes[BASE_TOKEN_RECEIPT_BYTES];
    size_t length;
    if (!base_text_from_base32(text, bytes, sizeof(bytes), &length) || length != sizeof(bytes)) {
        return false;
    }
    memcpy(ret_receipt, bytes, sizeof(bytes));
    return true;
}
