#include "base/token.h"

#include <openssl/crypto.h>
#include <string.h>

#define TOKEN_MAC_BYTES 12
#define TOKEN_BYTES (BASE_TOKEN_LOCATOR_BYTES + TOKEN_MAC_BYTES)
#define OPEN_CODE_CHARACTERS 10
#define RECEIPT_CHARACTERS 16

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

int64_t base_token_order(const struct base_key *linkage, const char *programme,
                         const uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES], int cycle,
                         int64_t accepted_ms)
{
    /* Longer than what base_token_pseudonym authenticates with this key, so neither tells anything
       of the other. */
    uint8_t part[BASE_TOKEN_PSEUDONYM_BYTES + 4];
    memcpy(part, pseudonym, BASE_TOKEN_PSEUDONYM_BYTES);
    for (size_t i = 0; i < 4; i++) {
        part[BASE_TOKEN_PSEUDONYM_BYTES + i] = (uint8_t)((uint32_t)cycle >> (24 - 8 * i));
    }
    uint8_t bytes[8];
    hmac_prefix(linkage, programme, bytes_of(part, sizeof part), bytes, sizeof bytes);
    uint64_t offset = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        offset = offset << 8 | bytes[i];
    }
    return (int64_t)(offset >> 2) + accepted_ms;
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

/* What may stand between the characters of a receipt, first and last of each range: word processors
   and mail programs put dashes and blanks of their own for those that were typed. */
static const struct {
    uint32_t first;
    uint32_t last;
} separators[] = {
    {'\t', '\r'},     /* also the ends of lines */
    {' ', ' '},       /* blank */
    {'-', '-'},       /* hyphen, as we write it */
    {0xa0, 0xa0},     /* no-break blank */
    {0xad, 0xad},     /* soft hyphen */
    {0x2000, 0x2015}, /* blanks of every width, of none too; marks of direction; dashes */
    {0x2028, 0x202f}, /* ends of lines, marks of direction, narrow no-break blank */
    {0x205f, 0x2060}, /* mathematical blank, word joiner */
    {0x2212, 0x2212}, /* minus */
    {0x3000, 0x3000}, /* ideographic blank */
    {0xfe58, 0xfe58}, /* small dash */
    {0xfe63, 0xfe63}, /* small hyphen */
    {0xfeff, 0xfeff}, /* byte order mark */
    {0xff0d, 0xff0d}, /* wide hyphen */
};

/* The length in bytes of the separator that the text starts with; 0 if it starts with none. */
static size_t separator_length(struct base_text text)
{
    size_t length = base_text_utf8_sequence(text);
    if (length == 0) {
        return 0;
    }
    static const unsigned char bits_of_first[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t character = (unsigned char)text.data[0] & bits_of_first[length];
    for (size_t i = 1; i < length; i++) {
        character = character << 6 | ((unsigned char)text.data[i] & 0x3f);
    }
    for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
        if (separators[i].first <= character && character <= separators[i].last) {
            return length;
        }
    }
    return 0;
}

bool base_token_receipt_parse(struct base_text text, uint8_t ret_receipt[BASE_TOKEN_RECEIPT_BYTES])
{
    char typed[RECEIPT_CHARACTERS];
    size_t count = 0;
    while (text.length > 0) {
        size_t skipped = separator_length(text);
        if (skipped == 0) {
            if (count == sizeof(typed)) {
                return false;
            }
            typed[count++] = text.data[0];
            skipped = 1;
        }
        text = bytes_of(text.data + skipped, text.length - skipped);
    }
    uint8_t bytes[BASE_TOKEN_RECEIPT_BYTES];
    size_t length;
    if (!base_text_from_base32(bytes_of(typed, count), bytes, sizeof(bytes), &length) ||
        length != sizeof(bytes)) {
        return false;
    }
    memcpy(ret_receipt, bytes, sizeof(bytes));
    return true;
}
