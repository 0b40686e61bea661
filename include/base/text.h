/*
 * Text: slices, growing buffers, UTF-8, numerals and the encodings of binary data.
 *
 * Nothing here depends on the locale.
 */
#ifndef SURVEYD_BASE_TEXT_H
#define SURVEYD_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/* A slice of bytes that somebody else owns; not NUL-terminated unless the giver says so. */
struct base_text {
    const char *data;
    size_t length;
};

#define BASE_TEXT(literal) ((struct base_text){(literal), sizeof(literal) - 1})

/* The slice of a NUL-terminated string; NULL gives an empty slice. */
struct base_text base_text_of(const char *string);
bool base_text_equal(struct base_text a, struct base_text b);
bool base_text_equal_string(struct base_text a, const char *string);
bool base_text_equal_ignoring_case(struct base_text a, struct base_text b); /* ASCII letters */
bool base_text_starts_with(struct base_text text, struct base_text prefix);

/* Without leading and trailing ASCII blanks (space, tab, CR, LF). */
struct base_text base_text_trim(struct base_text text);

/* Splits at the first `separator`: `*ret_head` is what is before it, the result what is after.
   Without a separator the head is everything and the result has data NULL. */
struct base_text base_text_split(struct base_text text, char separator, struct base_text *ret_head);

/* Well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. NUL is allowed. */
bool base_text_is_utf8(struct base_text text);

/* The length in bytes (1 to 4) of the well-formed UTF-8 sequence at the start of the text, 0 if the
   text is empty or does not start with one. */
size_t base_text_utf8_sequence(struct base_text text);

/* Number of characters (code points) of a well-formed text. */
size_t base_text_characters(struct base_text text);

/* The longest prefix of at most `limit_bytes` bytes that does not cut a character. */
struct base_text base_text_cut(struct base_text text, size_t limit_bytes);

/* A name as questionnaires use it: [a-z][a-z0-9_]{0,31}. */
bool base_text_is_name(struct base_text text);

/* An identifier of a programme or an organisation: [a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?. */
bool base_text_is_identifier(struct base_text text);

/* A whole text as a decimal integer (optional minus) or a decimal numeral (sign, fraction,
   exponent; finite). False, and `*ret_value` untouched, for anything else. */
bool base_text_integer(struct base_text text, int64_t *ret_value);
bool base_text_number(struct base_text text, double *ret_value);

/* The decimal numeral with the fewest digits that reads back as the same double: "0.1", "-3",
   "1e-7", "1.5e300". Integral values below 2^53 have neither fraction nor exponent; the others are
   JSON numbers too. `value` must be finite. The second writes the NUL-terminated numeral to an
   array and returns its length. */
#define BASE_TEXT_NUMBER_BYTES 40
const char *base_text_from_number(struct base_arena *arena, double value);
size_t base_text_write_number(char ret_numeral[BASE_TEXT_NUMBER_BYTES], double value);

/* Compares in constant time for texts of equal length. */
bool base_text_equal_secret(struct base_text a, struct base_text b);

/* A buffer that grows on an arena. Its content is NUL-terminated at all times. */
struct base_buffer {
    struct base_arena *arena;
    char *data;
    size_t length;
    size_t capacity;
};

/* Makes an empty buffer. The bytes live as long as the arena, not as long as the struct. */
void base_buffer_init(struct base_buffer *buffer, struct base_arena *arena);

/* Appends bytes, a string, a slice, or formatted text. Pointers into the content may then be
   stale. */
void base_buffer_add(struct base_buffer *buffer, const void *bytes, size_t length);
void base_buffer_string(struct base_buffer *buffer, const char *string);
void base_buffer_text(struct base_buffer *buffer, struct base_text text);
void base_buffer_format(struct base_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The content; the slice is valid, and NUL-terminated, until the next append. */
struct base_text base_buffer_view(const struct base_buffer *buffer);

/* Encodings. The encoded text is NUL-terminated on the arena. Decoding refuses (false) anything
   that encoding would not have produced, so that one value has one spelling; `*ret_length` is the
   number of bytes written to `ret_bytes`, at most `capacity`. Base32 is Crockford's alphabet in
   capitals; decoding it also takes small letters, hyphens, and I, L, O for 1, 1, 0. */
char *base_text_hex(struct base_arena *arena, const void *bytes, size_t length);
bool base_text_from_hex(struct base_text text, uint8_t *ret_bytes, size_t capacity,
                        size_t *ret_length);
char *base_text_base64url(struct base_arena *arena, const void *bytes, size_t length);
bool base_text_from_base64url(struct base_text text, uint8_t *ret_bytes, size_t capacity,
                              size_t *ret_length);
bool base_text_from_base64(struct base_text text, uint8_t *ret_bytes, size_t capacity,
                           size_t *ret_length); /* RFC 4648 section 4, padding required */
char *base_text_base32(struct base_arena *arena, const void *bytes, size_t length);
bool base_text_from_base32(struct base_text text, uint8_t *ret_bytes, size_t capacity,
                           size_t *ret_length);

/* A UUID in its canonical form of 36 characters, any version, letters of either case. */
bool base_text_from_uuid(struct base_text text, uint8_t ret_bytes[16]);
char *base_text_uuid(struct base_arena *arena, const uint8_t bytes[16]);

#endif
