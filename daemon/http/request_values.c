/* Values that an exchange decodes from what its request says: media type, parameters, login. */
#include <string.h>

#include "exchange_state.h"

struct base_text http_exchange_media_type(const struct http_exchange *exchange)
{
    struct base_text type;
    (void)base_text_split(http_exchange_field(exchange, "content-type"), ';', &type);
    type = base_text_trim(type);
    char *small = base_arena_copy(exchange->arena, type.data, type.length);
    for (size_t i = 0; i < type.length; i++) {
        if (small[i] >= 'A' && small[i] <= 'Z') {
            small[i] = (char)(small[i] - 'A' + 'a');
        }
    }
    return (struct base_text){small, type.length};
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char small = (char)(c | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/* Percent-encoding and "+" of a form. False for a stray percent sign, NUL, or bad UTF-8. */
static bool decode(struct base_arena *arena, struct base_text raw, struct base_text *ret_text)
{
    char *text = base_arena_alloc(arena, raw.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < raw.length; i++) {
        char c = raw.data[i] == '+' ? ' ' : raw.data[i];
        if (c == '%') {
            int high = raw.length - i > 2 ? hex_value(raw.data[i + 1]) : -1;
            int low = raw.length - i > 2 ? hex_value(raw.data[i + 2]) : -1;
            if (high < 0 || low < 0 || high + low == 0) {
                return false;
            }
            c = (char)(high * 16 + low);
            i += 2;
        }
        text[length++] = c;
    }
    text[length] = '\0';
    *ret_text = (struct base_text){text, length};
    return base_text_is_utf8(*ret_text);
}

struct base_text http_exchange_parameter(struct http_exchange *exchange, const char *name)
{
    struct base_text rest = exchange->request.query;
    while (rest.data != NULL) {
        struct base_text pair, raw_name, text;
        rest = base_text_split(rest, '&', &pair);
        struct base_text raw_value = base_text_split(pair, '=', &raw_name);
        if (!decode(exchange->arena, raw_name, &text) || !base_text_equal_string(text, name)) {
            continue;
        }
        if (raw_value.data == NULL) {
            return BASE_TEXT("");
        }
        return decode(exchange->arena, raw_value, &text) ? text : (struct base_text){NULL, 0};
    }
    return (struct base_text){NULL, 0};
}

static bool is_plain(struct base_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7f) {
            return false;
        }
    }
    return text.length > 0 && base_text_is_utf8(text);
}

static bool split_login(struct base_text login, struct base_text *ret_name,
                        struct base_text *ret_secret)
{
    struct base_text name;
    struct base_text secret = base_text_split(login, ':', &name);
    if (secret.data == NULL || !is_plain(name) || !is_plain(secret)) {
        return false;
    }
    *ret_name = name;
    *ret_secret = secret;
    return true;
}

bool http_exchange_login(struct http_exchange *exchange, struct base_text *ret_name,
                         struct base_text *ret_secret)
{
    struct base_text scheme;
    struct base_text rest =
        base_text_split(http_exchange_field(exchange, "authorization"), ' ', &scheme);
    struct base_text credentials = base_text_trim(rest);
    if (rest.data == NULL || credentials.length == 0) {
        return false;
    }
    if (base_text_equal_ignoring_case(scheme, BASE_TEXT("bearer"))) {
        return split_login(credentials, ret_name, ret_secret);
    }
    if (!base_text_equal_ignoring_case(scheme, BASE_TEXT("basic"))) {
        return false;
    }
    size_t capacity = credentials.length, length;
    uint8_t *bytes = base_arena_alloc(exchange->arena, capacity);
    if (!base_text_from_base64(credentials, bytes, capacity, &length)) {
        return false;
    }
    return split_login((struct base_text){(const char *)bytes, length}, ret_name, ret_secret);
}
