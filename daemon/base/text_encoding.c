#include <string.h>

#include "base/text.h"

static const char hex_digits[] = "0123456789abcdef";
static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char base32_digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Every encoding here is the same: the bits of the bytes, most significant first, in groups of
   `bits`, the last group filled up with zeros. */
static char *encode(struct base_arena *arena, const void *bytes, size_t length, unsigned bits,
                    const char *digits)
{
    const uint8_t *input = bytes;
    char *text = base_arena_alloc(arena, length * 8 / bits + 2);
    char *out = text;
    unsigned held = 0;
    unsigned held_bits = 0;
    for (size_t i = 0; i < length; i++) {
        held = (held << 8 | input[i]) & 0xffff;
        held_bits += 8;
        while (held_bits >= bits) {
            held_bits -= bits;
            *out++ = digits[held >> held_bits & ((1u << bits) - 1)];
        }
    }
    if (held_bits > 0) {
        *out++ = digits[held << (bits - held_bits) & ((1u << bits) - 1)];
    }
    *out = '\0';
    return text;
}

/* State of a decoding; `done` then tells whether the text was what `encode` would have made. */
struct decoder {
    uint8_t *bytes;
    size_t capacity;
    size_t length;
    unsigned bits;
    unsigned held;
    unsigned held_bits;
};

static bool decoder_add(struct decoder *decoder, unsigned value)
{
    decoder->held = (decoder->held << decoder->bits | value) & 0xffff;
    decoder->held_bits += decoder->bits;
    if (decoder->held_bits < 8) {
        return true;
    }
    if (decoder->length == decoder->capacity) {
        return false;
    }
    decoder->held_bits -= 8;
    decoder->bytes[decoder->length++] = (uint8_t)(decoder->held >> decoder->held_bits);
    return true;
}

static bool decoder_done(const struct decoder *decoder)
{
    /* A digit too many, or bits that encoding would have left zero, would be a second spelling. */
    return decoder->held_bits < decoder->bits &&
           (decoder->held & ((1u << decoder->held_bits) - 1)) == 0;
}

static bool decode(struct base_text text, unsigned bits, const char *digits, uint8_t *ret_bytes,
                   size_t capacity, size_t *ret_length)
{
    struct decoder decoder = {.bytes = ret_bytes, .capacity = capacity, .bits = bits};
    for (size_t i = 0; i < text.length; i++) {
        const char *digit = memchr(digits, text.data[i], (size_t)1 << bits);
        if (digit == NULL || !decoder_add(&decoder, (unsigned)(digit - digits))) {
            return false;
        }
    }
    if (!decoder_done(&decoder)) {
        return false;
    }
    *ret_length = decoder.length;
    return true;
}

char *base_text_hex(struct base_arena *arena, const void *bytes, size_t length)
{
    return encode(arena, bytes, length, 4, hex_digits);
}

bool base_text_from_hex(struct base_text text, uint8_t *ret_bytes, size_t capacity,
                        size_t *ret_length)
{
    /* The shared rule would let half a byte of zero pass as filling. */
    return text.length % 2 == 0 && decode(text, 4, hex_digits, ret_bytes, capacity, ret_length);
}

char *base_text_base64url(struct base_arena *arena, const void *bytes, size_t length)
{
    return encode(arena, bytes, length, 6, base64url_digits);
}

bool base_text_from_base64url(struct base_text text, uint8_t *ret_bytes, size_t capacity,
                              size_t *ret_length)
{
    return decode(text, 6, base64url_digits, ret_bytes, capacity, ret_length);
}

bool base_text_from_base64(struct base_text text, uint8_t *ret_bytes, size_t capacity,
                           size_t *ret_length)
{
    if (text.length % 4 != 0) {
        return false;
    }
    for (int i = 0; i < 2 && text.length > 0 && text.data[text.length - 1] == '='; i++) {
        text.length--;
    }
    return decode(text, 6, base64_digits, ret_bytes, capacity, ret_length);
}

char *base_text_base32(struct base_arena *arena, const void *bytes, size_t length)
{
    return encode(arena, bytes, length, 5, base32_digits);
}

/* The value of a digit as people type it; 32 if it is none. */
static unsigned base32_value(char c)
{
    if (c >= 'a' && c <= 'z') {
        c = (char)(c - 'a' + 'A');
    }
    if (c == 'I' || c == 'L') {
        c = '1';
    } else if (c == 'O') {
        c = '0';
    }
    const char *digit = memchr(base32_digits, c, 32);
    return digit == NULL ? 32 : (unsigned)(digit - base32_digits);
}

bool base_text_from_base32(struct base_text text, uint8_t *ret_bytes, size_t capacity,
                           size_t *ret_length)
{
    struct decoder decoder = {.bytes = ret_bytes, .capacity = capacity, .bits = 5};
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '-') {
            continue;
        }
        unsigned value = base32_value(text.data[i]);
        if (value > 31 || !decoder_add(&decoder, value)) {
            return false;
        }
    }
    if (!decoder_done(&decoder)) {
        return false;
    }
    *ret_length = decoder.length;
    return true;
}

bool base_text_from_uuid(struct base_text text, uint8_t ret_bytes[16])
{
    if (text.length != 36) {
        return false;
    }
    char digits[32];
    size_t count = 0;
    for (size_t i = 0; i < 36; i++) {
        char c = text.data[i];
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (c != '-') {
                return false;
            }
        } else {
            digits[count++] = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
        }
    }
    uint8_t bytes[16];
    size_t length;
    if (!base_text_from_hex((struct base_text){digits, sizeof(digits)}, bytes, sizeof(bytes),
                            &length)) {
        return false;
    }
    memcpy(ret_bytes, bytes, sizeof(bytes));
    return true;
}

char *base_text_uuid(struct base_arena *arena, const uint8_t bytes[16])
{
    const char *hex = base_text_hex(arena, bytes, 16);
    return base_arena_format(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
                             hex + 20);
}
