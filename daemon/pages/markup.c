#include "markup.h"

#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

void pages_escape_text(struct base_buffer *out, struct base_text text)
{
    size_t start = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *entity = NULL;
        switch (text.data[i]) {
        case '&':
            entity = "&amp;";
            break;
        case '<':
            entity = "&lt;";
            break;
        case '>':
            entity = "&gt;";
            break;
        case '"':
            entity = "&quot;";
            break;
        case '\'':
            entity = "&#39;";
            break;
        default:
            continue;
        }
        base_buffer_add(out, text.data + start, i - start);
        base_buffer_string(out, entity);
        start = i + 1;
    }
    if (text.length > start)
        base_buffer_add(out, text.data + start, text.length - start);
}

void pages_escape(struct base_buffer *out, const char *text)
{
    pages_escape_text(out, base_text_of(text));
}

/* Digits of a precision, as in %.2f. */
static const char *read_precision(const char *format, int *ret_digits)
{
    *ret_digits = 6;
    if (*format != '.')
        return format;
    *ret_digits = 0;
    for (format++; isdigit((unsigned char)*format); format++)
        *ret_digits = *ret_digits * 10 + (*format - '0');
    return format;
}

void pages_print(struct base_buffer *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    while (*format) {
        size_t literal = strcspn(format, "%");
        base_buffer_add(out, format, literal);
        format += literal;
        if (!*format)
            break;
        int digits = 0;
        format = read_precision(format + 1, &digits);
        if (*format == 's') {
            pages_escape(out, va_arg(arguments, const char *));
        } else if (*format == 'd') {
            base_buffer_format(out, "%d", va_arg(arguments, int));
        } else if (*format == 'f') {
            base_buffer_format(out, "%.*f", digits, va_arg(arguments, double));
        } else if (*format == 'z') {
            format++;
            assert(*format == 'u');
            base_buffer_format(out, "%zu", va_arg(arguments, size_t));
        } else {
            assert(*format == '%');
            base_buffer_add(out, "%", 1);
        }
        format++;
    }
    va_end(arguments);
}

void pages_print_id(struct base_buffer *out, const char *field, const char *suffix)
{
    for (const char *c = field; *c; c++) {
        if (isalnum((unsigned char)*c) || strchr("_.-", *c))
            base_buffer_add(out, c, 1);
        else
            base_buffer_format(out, "~%02x", (unsigned char)*c);
    }
    base_buffer_string(out, suffix);
}
