#include "base/text.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <string.h>

struct base_text base_text_of(const char *string)
{
    return string == NULL ? (struct base_text){NULL, 0}
                          : (struct base_text){string, strlen(string)};
}

bool base_text_equal(struct base_text a, struct base_text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

bool base_text_equal_string(struct base_text a, const char *string)
{
    return base_text_equal(a, base_text_of(string));
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool base_text_equal_ignoring_case(struct base_text a, struct base_text b)
{
    if (a.length != b.length) {
        return false;
    }
    for (size_t i = 0; i < a.length; i++) {
        if (lower(a.data[i]) != lower(b.data[i])) {
            return false;
        }
    }
    return true;
}

bool base_text_starts_with(struct base_text text, struct base_text prefix)
{
    return text.length >= prefix.length &&
           base_text_equal((struct base_text){text.data, prefix.length}, prefix);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct base_text base_text_trim(struct base_text text)
{
    while (text.length > 0 && is_blank(text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length > 0 && is_blank(text.data[text.length - 1])) {
        text.length--;
    }
    return text;
}

struct base_text base_text_split(struct base_text text, char separator, struct base_text *ret_head)
{
    const char *found = text.length == 0 ? NULL : memchr(text.data, separator, text.length);
    if (found == NULL) {
        *ret_head = text;
        return (struct base_text){NULL, 0};
    }
    size_t before = (size_t)(found - text.data);
    *ret_head = (struct base_text){text.data, before};
    return (struct base_text){found + 1, text.length - before - 1};
}

/* The bounds of the second byte keep out overlong forms, surrogates and what is above U+10FFFF. */
size_t base_text_utf8_sequence(struct base_text text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    if (text.length == 0) {
        return 0;
    }
    unsigned char first = bytes[0];
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xc2 || first > 0xf4) {
        return 0;
    }
    size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (text.length < length) {
        return 0;
    }
    unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (bytes[1] < low || bytes[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return length;
}

bool base_text_is_utf8(struct base_text text)
{
    while (text.length > 0) {
        size_t length = base_text_utf8_sequence(text);
        if (length == 0) {
            return false;
        }
        text.data += length;
        text.length -= length;
    }
    return true;
}

size_t base_text_characters(struct base_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
    }
    return count;
}

struct base_text base_text_cut(struct base_text text, size_t limit_bytes)
{
    if (text.length <= limit_bytes) {
        return text;
    }
    size_t length = limit_bytes;
    while (length > 0 && ((unsigned char)text.data[length] & 0xc0) == 0x80) {
        length--;
    }
    return (struct base_text){text.data, length};
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

bool base_text_is_name(struct base_text text)
{
    if (text.length < 1 || text.length > 32 || !is_small(text.data[0])) {
        return false;
    }
    for (size_t i = 1; i < text.length; i++) {
        char c = text.data[i];
        if (!is_small(c) && !is_digit(c) && c != '_') {
            return false;
        }
    }
    return true;
}

bool base_text_is_identifier(struct base_text text)
{
    if (text.length < 1 || text.length > 64) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        bool inside = i > 0 && i + 1 < text.length;
        if (!is_small(c) && !is_digit(c) && !(c == '-' && inside)) {
            return false;
        }
    }
    return true;
}

bool base_text_equal_secret(struct base_text a, struct base_text b)
{
    if (a.length != b.length) {
        return false;
    }
    return a.length == 0 || CRYPTO_memcmp(a.data, b.data, a.length) == 0;
}
