#include "http/router.h"

#include <string.h>

static const size_t segments_limit =
    sizeof((struct http_match *)0)->names / sizeof(struct base_text);

static struct base_text next_segment(struct base_text *rest)
{
    struct base_text segment;
    *rest = base_text_split(*rest, '/', &segment);
    return segment;
}

/* "{name}" and "{name}.suffix"; false for a literal. */
static bool parse_variable(struct base_text segment, struct base_text *ret_name,
                           struct base_text *ret_suffix)
{
    const char *end = segment.length > 2 && segment.data[0] == '{'
                          ? memchr(segment.data, '}', segment.length)
                          : NULL;
    if (end == NULL) {
        return false;
    }
    size_t name_end = (size_t)(end - segment.data);
    *ret_name = (struct base_text){segment.data + 1, name_end - 1};
    *ret_suffix = (struct base_text){end + 1, segment.length - name_end - 1};
    return true;
}

static bool match_segment(struct base_text pattern, struct base_text segment,
                          struct http_match *match)
{
    struct base_text name, suffix;
    if (!parse_variable(pattern, &name, &suffix)) {
        return base_text_equal(pattern, segment);
    }
    if (segment.length <= suffix.length || match->segment_count == segments_limit) {
        return false;
    }
    size_t length = segment.length - suffix.length;
    if (suffix.length > 0 && memcmp(segment.data + length, suffix.data, suffix.length) != 0) {
        return false;
    }
    match->names[match->segment_count] = name;
    match->values[match->segment_count] = (struct base_text){segment.data, length};
    match->segment_count++;
    return true;
}

static bool match_pattern(const char *pattern, struct base_text path, struct http_match *match)
{
    match->segment_count = 0;
    struct base_text rest = base_text_of(pattern);
    while (rest.data != NULL && path.data != NULL) {
        struct base_text wanted = next_segment(&rest);
        if (!match_segment(wanted, next_segment(&path), match)) {
            return false;
        }
    }
    return rest.data == NULL && path.data == NULL;
}

static unsigned methods_served(enum http_method method)
{
    unsigned mask = 1U << method;
    return method == HTTP_GET ? mask | 1U << HTTP_HEAD : mask;
}

void http_router_match(const struct http_route *routes, size_t count, enum http_method method,
                       struct base_text path, struct http_match *ret_match)
{
    *ret_match = (struct http_match){0};
    for (size_t i = 0; i < count; i++) {
        struct http_match candidate = {0};
        if (!match_pattern(routes[i].pattern, path, &candidate)) {
            continue;
        }
        unsigned mask = methods_served(routes[i].method);
        ret_match->allowed |= mask;
        if (ret_match->route == NULL && (mask & 1U << method) != 0) {
            ret_match->route = &routes[i];
            ret_match->segment_count = candidate.segment_count;
            memcpy(ret_match->names, candidate.names, sizeof candidate.names);
            memcpy(ret_match->values, candidate.values, sizeof candidate.values);
        }
    }
    ret_match->path_known = ret_match->allowed != 0;
}
