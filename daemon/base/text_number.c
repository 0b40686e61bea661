#include <assert.h>
#include <errno.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

bool base_text_integer(struct base_text text, int64_t *ret_value)
{
    bool negative = text.length > 0 && text.data[0] == '-';
    size_t at = negative ? 1 : 0;
    if (at == text.length) {
        return false;
    }
    int64_t value = 0;
    for (; at < text.length; at++) {
        char c = text.data[at];
        if (c < '0' || c > '9') {
            return false;
        }
        /* Summed up below zero, where there is room for INT64_MIN. */
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, c - '0', &value)) {
            return false;
        }
    }
    if (!negative && __builtin_sub_overflow(0, value, &value)) {
        return false;
    }
    *ret_value = value;
    return true;
}

static size_t skip_digits(struct base_text text, size_t at)
{
    while (at < text.length && text.data[at] >= '0' && text.data[at] <= '9') {
        at++;
    }
    return at;
}

/* [+-]? (digits ("." digits)? | "." digits) ([eE] [+-]? digits)? */
static bool is_numeral(struct base_text text)
{
    size_t at = 0;
    if (at < text.length && (text.data[at] == '-' || text.data[at] == '+')) {
        at++;
    }
    size_t whole = at;
    at = skip_digits(text, at);
    bool has_whole = at > whole;
    if (at < text.length && text.data[at] == '.') {
        size_t fraction = ++at;
        at = skip_digits(text, at);
        if (at == fraction) {
            return false;
        }
    } else if (!has_whole) {
        return false;
    }
    if (at < text.length && (text.data[at] == 'e' || text.data[at] == 'E')) {
        at++;
        if (at < text.length && (text.data[at] == '-' || text.data[at] == '+')) {
            at++;
        }
        size_t exponent = at;
        at = skip_digits(text, at);
        if (at == exponent) {
            return false;
        }
    }
    return at == text.length;
}

/* The C library hands out one static object for "C": nothing is allocated, nothing to free. */
static locale_t c_locale(void)
{
    locale_t locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    assert(locale != (locale_t)0);
    return locale;
}

static double number_of(const char *string)
{
    int saved_errno = errno;
    locale_t locale = c_locale();
    double value = strtod_l(string, NULL, locale);
    freelocale(locale);
    errno = saved_errno;
    return value;
}

bool base_text_number(struct base_text text, double *ret_value)
{
    if (!is_numeral(text)) {
        return false;
    }
    char shorter[128];
    char *string = shorter;
    if (text.length >= sizeof(shorter)) {
        string = malloc(text.length + 1);
        if (string == NULL) {
            abort();
        }
    }
    memcpy(string, text.data, text.length);
    string[text.length] = '\0';
    double value = number_of(string);
    if (string != shorter) {
        free(string);
    }
    if (!isfinite(value)) {
        return false;
    }
    *ret_value = value;
    return true;
}

/* Takes the plus sign and the leading zeros out of an exponent: "1e+07" becomes "1e7". */
static void shorten_exponent(char *numeral)
{
    char *exponent = strchr(numeral, 'e');
    if (exponent == NULL) {
        return;
    }
    char *to = exponent + 1;
    const char *from = to;
    if (*from == '-') {
        from++;
        to++;
    } else if (*from == '+') {
        from++;
    }
    while (from[0] == '0' && from[1] != '\0') {
        from++;
    }
    memmove(to, from, strlen(from) + 1);
}

size_t base_text_write_number(char ret_numeral[BASE_TEXT_NUMBER_BYTES], double value)
{
    assert(isfinite(value));
    locale_t locale = c_locale();
    locale_t before = uselocale(locale);
    if (fabs(value) < 9007199254740992.0 && value == trunc(value)) {
        snprintf(ret_numeral, BASE_TEXT_NUMBER_BYTES, "%.0f", value);
    } else {
        /* Every numeral of up to 15 digits survives as a double; a subnormal needs fewer. */
        int digits = fabs(value) < DBL_MIN ? 1 : 15;
        do {
            snprintf(ret_numeral, BASE_TEXT_NUMBER_BYTES, "%.*g", digits, value);
        } while (digits++ < 17 && strtod_l(ret_numeral, NULL, locale) != value);
        shorten_exponent(ret_numeral);
    }
    uselocale(before);
    freelocale(locale);
    return strlen(ret_numeral);
}

const char *base_text_from_number(struct base_arena *arena, double value)
{
    char numeral[BASE_TEXT_NUMBER_BYTES];
    size_t length = base_text_write_number(numeral, value);
    return base_arena_copy(arena, numeral, length);
}
