#include "answer.h"

#include <string.h>

#include "base/clock.h"

enum { compress_from_bytes = 1024, compress_level = 6 };

static const char *const method_names[] = {
    [HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST"};

const char *http_answer_reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].status == status) {
            return reasons[i].reason;
        }
    }
    return "Error";
}

/* RFC 9110 section 13.1.2: the comparison is weak, so a "W/" does not count. */
static bool is_known_to_client(struct base_text if_none_match, const char *etag)
{
    struct base_text wanted = base_text_of(etag);
    if (base_text_starts_with(wanted, BASE_TEXT("W/"))) {
        wanted.data += 2;
        wanted.length -= 2;
    }
    while (if_none_match.data != NULL) {
        struct base_text item;
        if_none_match = base_text_split(if_none_match, ',', &item);
        item = base_text_trim(item);
        if (base_text_starts_with(item, BASE_TEXT("W/"))) {
            item.data += 2;
            item.length -= 2;
        }
        if (base_text_equal(item, wanted) || base_text_equal(item, BASE_TEXT("*"))) {
            return true;
        }
    }
    return false;
}

static bool is_text(const char *media_type)
{
    static const char *const prefixes[] = {"text/", "application/json", "application/problem+json",
                                           "application/xml", "image/svg+xml"};
    for (size_t i = 0; media_type != NULL && i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strncmp(media_type, prefixes[i], strlen(prefixes[i])) == 0) {
            return true;
        }
    }
    return false;
}

static bool may_compress(const struct http_answer_terms *terms,
                         const struct http_response *response)
{
    bool tells_nothing =
        response->compress_always || (terms->method != HTTP_POST && response->status == 200);
    return tells_nothing && response->content_encoding == NULL && !response->keep_uncompressed &&
           response->body.length > compress_from_bytes && is_text(response->media_type);
}

static void add_field(struct base_buffer *head, const char *name, const char *value)
{
    if (value != NULL) {
        base_buffer_format(head, "%s: %s\r\n", name, value);
    }
}

static void add_security_fields(struct base_buffer *head, bool tls, bool may_script)
{
    base_buffer_string(head, "Content-Security-Policy: default-src 'none'; style-src 'self'; "
                             "img-src 'self' data:; form-action 'self'; base-uri 'none'; "
                             "frame-ancestors 'none'");
    base_buffer_string(head, may_script ? "; script-src 'self'; connect-src 'self'\r\n" : "\r\n");
    base_buffer_string(head, "X-Content-Type-Options: nosniff\r\n"
                             "Referrer-Policy: no-referrer\r\n"
                             "Cross-Origin-Opener-Policy: same-origin\r\n"
                             "Cross-Origin-Resource-Policy: same-origin\r\n");
    if (tls) {
        /* RFC 6797 section 7.2 forbids it over plain HTTP. */
        base_buffer_string(head, "Strict-Transport-Security: max-age=31536000\r\n");
    }
}

static void add_connection(struct base_buffer *head, const struct http_answer_terms *terms)
{
    if (!terms->keep_alive) {
        base_buffer_string(head, "Connection: close\r\n");
    } else if (terms->minor_version == 0) {
        base_buffer_string(head, "Connection: keep-alive\r\n");
    }
}

static void add_allow(struct base_buffer *head, unsigned allowed)
{
    const char *separator = "Allow: ";
    for (size_t i = 0; i < sizeof method_names / sizeof *method_names; i++) {
        if ((allowed & 1U << i) != 0) {
            base_buffer_format(head, "%s%s", separator, method_names[i]);
            separator = ", ";
        }
    }
    base_buffer_string(head, allowed == 0 ? "Allow: \r\n" : "\r\n");
}

static void add_vary(struct base_buffer *head, const char *vary, bool by_encoding)
{
    if (by_encoding && vary != NULL) {
        base_buffer_format(head, "Vary: %s, Accept-Encoding\r\n", vary);
    } else {
        add_field(head, "Vary", by_encoding ? "Accept-Encoding" : vary);
    }
}

static bool has_body(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

static struct base_text make_head(struct base_arena *arena, const struct http_answer_terms *terms,
                                  const struct http_response *response, bool by_encoding)
{
    struct base_buffer head;
    base_buffer_init(&head, arena);
    base_buffer_format(&head, "HTTP/1.1 %d %s\r\n", response->status,
                       http_answer_reason(response->status));
    add_field(&head, "Date", base_clock_format_http(arena, terms->wall_seconds));
    if (has_body(response->status)) {
        base_buffer_format(&head, "Content-Length: %zu\r\n", response->body.length);
        add_field(&head, "Content-Type", response->media_type);
        add_field(&head, "Content-Encoding", response->content_encoding);
        add_field(&head, "Content-Language", response->language);
        add_field(&head, "Content-Disposition", response->disposition);
    }
    add_field(&head, "Location", response->location);
    add_field(&head, "WWW-Authenticate", response->challenge);
    add_field(&head, "ETag", response->etag);
    add_field(&head, "Cache-Control", response->cache != NULL ? response->cache : "no-store");
    add_vary(&head, response->vary, by_encoding);
    if (response->retry_after_s > 0) {
        base_buffer_format(&head, "Retry-After: %d\r\n", response->retry_after_s);
    }
    if (response->status == 405) {
        add_allow(&head, terms->allowed);
    }
    add_connection(&head, terms);
    add_security_fields(&head, terms->tls, response->may_script);
    base_buffer_string(&head, "\r\n");
    return base_buffer_view(&head);
}

static const char *weak_etag(struct base_arena *arena, const char *etag)
{
    bool strong = etag != NULL && strncmp(etag, "W/", 2) != 0;
    return strong ? base_arena_format(arena, "W/%s", etag) : etag;
}

void http_answer_make(struct base_arena *arena, const struct http_answer_terms *terms,
                      const struct http_response *response, struct http_answer *ret_answer)
{
    struct http_response final = *response;
    bool by_encoding = may_compress(terms, response);
    struct base_text compressed;
    if (response->status == 200 && response->etag != NULL && terms->method != HTTP_POST &&
        is_known_to_client(terms->if_none_match, response->etag)) {
        final.status = 304;
        final.body = BASE_TEXT("");
    } else if (by_encoding && http_gzip_accepted(terms->accept_encoding) &&
               http_gzip_compress(arena, response->body, compress_level, &compressed)) {
        final.body = compressed;
        final.body_is_static = false;
        final.content_encoding = "gzip";
        final.etag = weak_etag(arena, response->etag);
    }
    *ret_answer = (struct http_answer){
        .status = final.status,
        .head = make_head(arena, terms, &final, by_encoding),
        .body = has_body(final.status) && terms->method != HTTP_HEAD ? final.body : BASE_TEXT(""),
        .body_is_static = final.body_is_static,
    };
}
