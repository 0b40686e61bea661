#include "reader_target.h"

#include <string.h>

enum { authority_limit_bytes = 255, port_limit_digits = 5 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_name_character(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && strchr("-._~", c) != NULL);
}

static bool is_port(struct base_text text)
{
    if (text.length > port_limit_digits) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        if (!is_digit(text.data[i])) {
            return false;
        }
    }
    return true;
}

static bool is_address_literal(struct base_text text)
{
    if (text.length < 4 || text.data[0] != '[' || text.data[text.length - 1] != ']') {
        return false;
    }
    for (size_t i = 1; i + 1 < text.length; i++) {
        char c = text.data[i];
        if (!is_hex(c) && c != ':' && c != '.') {
            return false;
        }
    }
    return true;
}

bool http_reader_is_authority(struct base_text text)
{
    if (text.length == 0 || text.length > authority_limit_bytes) {
        return false;
    }
    size_t host_end = 0;
    if (text.data[0] == '[') {
        const char *bracket = memchr(text.data, ']', text.length);
        if (bracket == NULL) {
            return false;
        }
        host_end = (size_t)(bracket - text.data) + 1;
        if (!is_address_literal((struct base_text){text.data, host_end})) {
            return false;
        }
    } else {
        while (host_end < text.length && is_name_character(text.data[host_end])) {
            host_end++;
        }
    }
    if (host_end == 0 || host_end == text.length) {
        return host_end > 0;
    }
    return text.data[host_end] == ':' &&
           is_port((struct base_text){text.data + host_end + 1, text.length - host_end - 1});
}

/* "." or "..", also with percent-encoded dots. */
static bool is_dot_segment(struct base_text segment)
{
    int dots = 0;
    size_t i = 0;
    while (i < segment.length) {
        if (segment.data[i] == '.') {
            i++;
        } else if (segment.length - i >= 3 && memcmp(segment.data + i, "%2", 2) == 0 &&
                   (segment.data[i + 2] | 0x20) == 'e') {
            i += 3;
        } else {
            return false;
        }
        dots++;
    }
    return dots == 1 || dots == 2;
}

static const char *check_path(struct base_text path)
{
    for (size_t i = 0; i < path.length; i++) {
        if (path.data[i] == '%' &&
            (path.length - i < 3 || !is_hex(path.data[i + 1]) || !is_hex(path.data[i + 2]))) {
            return "the path has a percent sign without two hexadecimal digits";
        }
    }
    struct base_text rest = path;
    while (rest.data != NULL) {
        struct base_text segment;
        rest = base_text_split(rest, '/', &segment);
        if (is_dot_segment(segment)) {
            return "the path has a dot segment";
        }
    }
    return NULL;
}

static const char *check_characters(struct base_text target)
{
    for (size_t i = 0; i < target.length; i++) {
        char c = target.data[i];
        if (c < 0x21 || c > 0x7e) {
            return "the target has a byte that is not visible ASCII";
        }
        if (c == '#') {
            return "the target has a fragment";
        }
        if (c == '%' && target.length - i >= 3 && memcmp(target.data + i, "%00", 3) == 0) {
            return "the target has an encoded NUL";
        }
    }
    return NULL;
}

/* Cuts "https://host" off an absolute target. */
static bool take_authority(struct base_text *target, struct http_request *request)
{
    struct base_text scheme;
    struct base_text rest = base_text_split(*target, ':', &scheme);
    if (rest.data == NULL || !base_text_starts_with(rest, BASE_TEXT("//")) ||
        (!base_text_equal_ignoring_case(scheme, BASE_TEXT("http")) &&
         !base_text_equal_ignoring_case(scheme, BASE_TEXT("https")))) {
        return false;
    }
    rest.data += 2;
    rest.length -= 2;
    size_t end = 0;
    while (end < rest.length && rest.data[end] != '/' && rest.data[end] != '?') {
        end++;
    }
    request->host = (struct base_text){rest.data, end};
    *target = (struct base_text){rest.data + end, rest.length - end};
    return http_reader_is_authority(request->host);
}

const char *http_reader_parse_target(struct base_text target, struct http_request *request)
{
    const char *wrong = check_characters(target);
    if (wrong != NULL) {
        return wrong;
    }
    bool absolute = target.length > 0 && target.data[0] != '/';
    if (target.length == 0 || (absolute && !take_authority(&target, request))) {
        return "the target is neither a path nor an http address";
    }
    struct base_text path;
    struct base_text query = base_text_split(target, '?', &path);
    if (path.length == 0) {
        path = BASE_TEXT("/");
    }
    wrong = check_path(path);
    if (wrong == NULL) {
        request->path = path;
        request->query = query.data == NULL ? BASE_TEXT("") : query;
    }
    return wrong;
}
