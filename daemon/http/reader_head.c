#include "reader_head.h"

#include <string.h>

#include "reader_target.h"

bool http_reader_refuse(struct http_reader *reader, int status, const char *reason)
{
    reader->status = status;
    reader->reason = reason;
    return false;
}

static bool is_token_character(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && c < 0x80 && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool is_token(struct base_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!is_token_character((unsigned char)text.data[i])) {
            return false;
        }
    }
    return text.length > 0;
}

static bool parse_version(struct http_reader *reader, struct base_text version)
{
    const char *data = version.data;
    if (version.length != HTTP_READER_VERSION_BYTES || memcmp(data, "HTTP/", 5) != 0 ||
        data[5] < '0' || data[5] > '9' || data[6] != '.' || data[7] < '0' || data[7] > '9') {
        return http_reader_refuse(reader, 400, "the request line does not end with HTTP/1.1");
    }
    if (data[5] != '1' || data[7] > '1') {
        return http_reader_refuse(reader, 505, "only HTTP/1.0 and HTTP/1.1 are served");
    }
    reader->request.minor_version = data[7] - '0';
    return true;
}

static bool parse_method(struct http_reader *reader, struct base_text method)
{
    static const struct {
        const char *name;
        enum http_method method;
    } served[] = {{"GET", HTTP_GET}, {"HEAD", HTTP_HEAD}, {"POST", HTTP_POST}};
    static const char *const refused[] = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"};
    for (size_t i = 0; i < sizeof served / sizeof *served; i++) {
        if (base_text_equal_string(method, served[i].name)) {
            reader->request.method = served[i].method;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (base_text_equal_string(method, refused[i])) {
            return http_reader_refuse(reader, 405, "only GET, HEAD and POST are served");
        }
    }
    return http_reader_refuse(reader, 501, "the method is unknown");
}

bool http_reader_request_line(struct http_reader *reader, struct base_text line)
{
    struct base_text method, target;
    struct base_text rest = base_text_split(line, ' ', &method);
    struct base_text version = base_text_split(rest, ' ', &target);
    if (rest.data == NULL || version.data == NULL || !is_token(method)) {
        return http_reader_refuse(reader, 400, "the request line is not well formed");
    }
    if (!parse_version(reader, version)) {
        return false;
    }
    if (target.length > reader->limits->target_bytes) {
        return http_reader_refuse(reader, 414, "the target is too long");
    }
    target.data = base_arena_copy(reader->arena, target.data, target.length);
    const char *wrong = http_reader_parse_target(target, &reader->request);
    /* The method goes first: OPTIONS and CONNECT have targets of their own forms. */
    if (!parse_method(reader, method)) {
        return false;
    }
    return wrong == NULL ? true : http_reader_refuse(reader, 400, wrong);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Only blanks around a value may go: an obs-text byte at its end is part of it. */
static struct base_text trim_blanks(struct base_text text)
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

static bool split_field(struct http_reader *reader, struct base_text line, struct base_text *name,
                        struct base_text *value)
{
    if (++reader->field_lines > reader->limits->field_count) {
        return http_reader_refuse(reader, 431, "there are too many fields");
    }
    if (is_blank(line.data[0])) {
        return http_reader_refuse(reader, 400, "a field is folded over lines");
    }
    *value = base_text_split(line, ':', name);
    if (value->data == NULL || !is_token(*name)) {
        return http_reader_refuse(reader, 400, "a field has no proper name");
    }
    *value = trim_blanks(*value);
    return true;
}

static void grow_fields(struct http_reader *reader)
{
    size_t capacity = reader->field_capacity == 0 ? 16 : reader->field_capacity * 2;
    struct http_reader_field *fields =
        base_arena_array(reader->arena, struct http_reader_field, capacity);
    if (reader->field_capacity > 0) {
        memcpy(fields, reader->fields, reader->field_capacity * sizeof *fields);
    }
    reader->fields = fields;
    reader->field_capacity = capacity;
    reader->request.fields = fields;
}

bool http_reader_field_line(struct http_reader *reader, struct base_text line)
{
    struct base_text name, value;
    if (!split_field(reader, line, &name, &value)) {
        return false;
    }
    if (reader->request.field_count == reader->field_capacity) {
        grow_fields(reader);
    }
    char *copy = base_arena_copy(reader->arena, name.data, name.length);
    for (size_t i = 0; i < name.length; i++) {
        if (copy[i] >= 'A' && copy[i] <= 'Z') {
            copy[i] = (char)(copy[i] - 'A' + 'a');
        }
    }
    reader->fields[reader->request.field_count++] = (struct http_reader_field){
        .name = {copy, name.length},
        .value = {base_arena_copy(reader->arena, value.data, value.length), value.length},
    };
    return true;
}

bool http_reader_trailer_line(struct http_reader *reader, struct base_text line)
{
    struct base_text name, value;
    return split_field(reader, line, &name, &value);
}

/* How many fields have this name; the value of the last. */
static size_t find_field(const struct http_request *request, const char *name,
                         struct base_text *ret_value)
{
    size_t found = 0;
    for (size_t i = 0; i < request->field_count; i++) {
        if (base_text_equal_string(request->fields[i].name, name)) {
            *ret_value = request->fields[i].value;
            found++;
        }
    }
    return found;
}

static bool check_host(struct http_reader *reader)
{
    struct base_text host = {0};
    size_t found = find_field(&reader->request, "host", &host);
    if (found > 1 || (found == 0 && reader->request.minor_version == 1)) {
        return http_reader_refuse(reader, 400, "there must be exactly one Host field");
    }
    if (found == 1 && !http_reader_is_authority(host)) {
        return http_reader_refuse(reader, 400, "the Host field is not a host and port");
    }
    /* RFC 9112 section 3.2.2: the host of an absolute target goes before the field. */
    if (reader->request.host.data == NULL) {
        reader->request.host = host;
    }
    return true;
}

/* A second one could mean something else to somebody in front of us. */
static bool check_singletons(struct http_reader *reader)
{
    static const char *const names[] = {"authorization", "content-type"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct base_text value;
        if (find_field(&reader->request, names[i], &value) > 1) {
            return http_reader_refuse(reader, 400, "a field that may come once came twice");
        }
    }
    return true;
}

static bool parse_content_length(struct http_reader *reader, struct base_text value)
{
    size_t length = 0;
    if (value.length == 0 || value.length > 12) {
        return http_reader_refuse(reader, 400, "Content-Length is not a number");
    }
    for (size_t i = 0; i < value.length; i++) {
        if (value.data[i] < '0' || value.data[i] > '9') {
            return http_reader_refuse(reader, 400, "Content-Length is not a number");
        }
        length = length * 10 + (size_t)(value.data[i] - '0');
    }
    reader->content_length = length;
    return true;
}

static bool parse_framing(struct http_reader *reader)
{
    struct base_text coding = {0}, length = {0};
    size_t codings = find_field(&reader->request, "transfer-encoding", &coding);
    size_t lengths = find_field(&reader->request, "content-length", &length);
    if (codings > 0 && lengths > 0) {
        return http_reader_refuse(reader, 400,
                                  "Content-Length and Transfer-Encoding exclude each other");
    }
    if (codings > 1 || lengths > 1) {
        return http_reader_refuse(reader, 400, "the length of the body is given twice");
    }
    if (codings == 1) {
        if (reader->request.minor_version == 0) {
            return http_reader_refuse(reader, 400, "HTTP/1.0 has no Transfer-Encoding");
        }
        if (!base_text_equal_ignoring_case(coding, BASE_TEXT("chunked"))) {
            return http_reader_refuse(reader, 501, "the only Transfer-Encoding is chunked");
        }
        reader->chunked = true;
    }
    return lengths == 0 || parse_content_length(reader, length);
}

static bool check_body_allowed(struct http_reader *reader)
{
    bool has_body = reader->chunked || reader->content_length > 0;
    if (has_body && reader->request.method != HTTP_POST) {
        return http_reader_refuse(reader, 400, "GET and HEAD have no body");
    }
    if (reader->content_length > reader->limits->body_bytes) {
        return http_reader_refuse(reader, 413, "the body is too large");
    }
    return true;
}

static bool has_option(struct base_text list, const char *option)
{
    while (list.data != NULL) {
        struct base_text item;
        list = base_text_split(list, ',', &item);
        if (base_text_equal_ignoring_case(trim_blanks(item), base_text_of(option))) {
            return true;
        }
    }
    return false;
}

static void parse_connection(struct http_request *request)
{
    bool closes = false, keeps = request->minor_version == 1;
    for (size_t i = 0; i < request->field_count; i++) {
        if (base_text_equal_string(request->fields[i].name, "connection")) {
            closes = closes || has_option(request->fields[i].value, "close");
            keeps = keeps || has_option(request->fields[i].value, "keep-alive");
        }
    }
    request->keep_alive = keeps && !closes;
}

static bool parse_expectation(struct http_reader *reader, bool *ret_expects_continue)
{
    const struct http_request *request = &reader->request;
    *ret_expects_continue = false;
    if (request->minor_version == 0) {
        return true;
    }
    for (size_t i = 0; i < request->field_count; i++) {
        if (!base_text_equal_string(request->fields[i].name, "expect")) {
            continue;
        }
        if (!base_text_equal_ignoring_case(request->fields[i].value, BASE_TEXT("100-continue"))) {
            return http_reader_refuse(reader, 417, "the only expectation met is 100-continue");
        }
        *ret_expects_continue = reader->chunked || reader->content_length > 0;
    }
    return true;
}

bool http_reader_end_of_head(struct http_reader *reader, bool *ret_expects_continue)
{
    parse_connection(&reader->request);
    return check_host(reader) && parse_framing(reader) && check_body_allowed(reader) &&
           check_singletons(reader) && parse_expectation(reader, ret_expects_continue);
}
