#include <string.h>

#include "answer.h"

/* The words for problems that the server itself finds. */
static const char *code_of(int status)
{
    static const struct {
        int status;
        const char *code;
    } codes[] = {
        {400, "request_malformed"},     {404, "not_found"},
        {405, "method_not_allowed"},    {408, "request_timeout"},
        {413, "body_too_large"},        {414, "target_too_long"},
        {417, "expectation_failed"},    {431, "fields_too_large"},
        {500, "internal_error"},        {501, "not_implemented"},
        {505, "version_not_supported"},
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (codes[i].status == status) {
            return codes[i].code;
        }
    }
    return "error";
}

static void add_character(struct base_buffer *buffer, char c)
{
    if (c == '"' || c == '\\') {
        base_buffer_format(buffer, "\\%c", c);
    } else if ((unsigned char)c < 0x20) {
        base_buffer_format(buffer, "\\u%04x", (unsigned)(unsigned char)c);
    } else {
        base_buffer_add(buffer, &c, 1);
    }
}

static void add_string(struct base_buffer *buffer, const char *string)
{
    struct base_text text = base_text_of(string);
    if (!base_text_is_utf8(text)) {
        text = BASE_TEXT("?");
    }
    base_buffer_string(buffer, "\"");
    for (size_t i = 0; i < text.length; i++) {
        add_character(buffer, text.data[i]);
    }
    base_buffer_string(buffer, "\"");
}

static void add_member(struct base_buffer *buffer, const char *name, const char *value)
{
    base_buffer_format(buffer, "\"%s\":", name);
    add_string(buffer, value);
}

static void add_errors(struct base_buffer *buffer, const struct http_problem_error *errors,
                       size_t count)
{
    base_buffer_string(buffer, ",\"errors\":[");
    for (size_t i = 0; i < count; i++) {
        base_buffer_string(buffer, i == 0 ? "{" : ",{");
        add_member(buffer, "pointer", errors[i].pointer);
        base_buffer_string(buffer, ",");
        add_member(buffer, "code", errors[i].code);
        base_buffer_string(buffer, ",");
        add_member(buffer, "message", errors[i].message);
        if (errors[i].field != NULL) {
            base_buffer_string(buffer, ",");
            add_member(buffer, "field", errors[i].field);
        }
        base_buffer_string(buffer, "}");
    }
    base_buffer_string(buffer, "]");
}

void http_problem_make(struct base_arena *arena, const char *request_id, int status,
                       const char *code, const char *detail,
                       const struct http_problem_error *errors, size_t error_count,
                       struct http_response *ret_response)
{
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    base_buffer_string(&buffer, "{\"type\":\"about:blank\",");
    add_member(&buffer, "title", http_answer_reason(status));
    base_buffer_format(&buffer, ",\"status\":%d,", status);
    if (detail != NULL) {
        add_member(&buffer, "detail", detail);
        base_buffer_string(&buffer, ",");
    }
    add_member(&buffer, "code", code != NULL ? code : code_of(status));
    base_buffer_string(&buffer, ",");
    add_member(&buffer, "request_id", request_id);
    if (error_count > 0) {
        add_errors(&buffer, errors, error_count);
    }
    base_buffer_string(&buffer, "}\n");
    *ret_response = (struct http_response){
        .status = status,
        .media_type = "application/problem+json",
        .body = base_buffer_view(&buffer),
    };
}
