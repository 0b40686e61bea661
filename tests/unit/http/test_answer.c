#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#include "answer.h"

static const struct http_answer_terms usual = {
    .method = HTTP_GET,
    .minor_version = 1,
    .tls = true,
    .keep_alive = true,
    .wall_seconds = 1732384325,
};

static struct http_answer make(struct base_arena *arena, const struct http_answer_terms *terms,
                               const struct http_response *response)
{
    struct http_answer answer;
    http_answer_make(arena, terms, response, &answer);
    return answer;
}

static bool head_has(const struct http_answer *answer, const char *text)
{
    return strstr(answer->head.data, text) != NULL;
}

static const struct http_response hello = {
    .status = 200, .media_type = "text/plain; charset=utf-8", .body = {"hello", 5}};

static void test_whole_head(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_answer answer = make(arena, &usual, &hello);
    assert_string_equal(answer.head.data,
                        "HTTP/1.1 200 OK\r\n"
                        "Date: Sat, 23 Nov 2024 17:52:05 GMT\r\n"
                        "Content-Length: 5\r\n"
                        "Content-Type: text/plain; charset=utf-8\r\n"
                        "Cache-Control: no-store\r\n"
                        "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src "
                        "'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors "
                        "'none'\r\n"
                        "X-Content-Type-Options: nosniff\r\n"
                        "Referrer-Policy: no-referrer\r\n"
                        "Cross-Origin-Opener-Policy: same-origin\r\n"
                        "Cross-Origin-Resource-Policy: same-origin\r\n"
                        "Strict-Transport-Security: max-age=31536000\r\n"
                        "\r\n");
    assert_true(base_text_equal_string(answer.body, "hello"));
}

static void test_plain_connections_get_no_hsts(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_answer_terms terms = usual;
    terms.tls = false;
    struct http_answer answer = make(arena, &terms, &hello);
    assert_false(head_has(&answer, "Strict-Transport-Security"));
    assert_true(head_has(&answer, "Content-Security-Policy"));
}

static void test_scripts_only_when_allowed(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_response response = hello;
    struct http_answer answer = make(arena, &usual, &response);
    assert_false(head_has(&answer, "script-src"));
    response.may_script = true;
    answer = make(arena, &usual, &response);
    assert_true(head_has(&answer, "; script-src 'self'; connect-src 'self'\r\n"));
}

static void test_connection_field(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_answer_terms terms = usual;
    struct http_answer answer = make(arena, &terms, &hello);
    assert_false(head_has(&answer, "Connection:"));
    terms.minor_version = 0;
    answer = make(arena, &terms, &hello);
    assert_true(head_has(&answer, "Connection: keep-alive\r\n"));
    terms.keep_alive = false;
    answer = make(arena, &terms, &hello);
    assert_true(head_has(&answer, "Connection: close\r\n"));
}

static void test_head_keeps_the_length(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_answer_terms terms = usual;
    terms.method = HTTP_HEAD;
    struct http_answer answer = make(arena, &terms, &hello);
    assert_true(head_has(&answer, "Content-Length: 5\r\n"));
    assert_int_equal(answer.body.length, 0);
}

static void test_every_field(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_answer answer = make(arena, &usual,
                                     &(struct http_response){.status = 503,
                                                             .media_type = "text/csv",
                                                             .body = {"a", 1},
                                                             .location = "/there",
                                                             .retry_after_s = 7,
                                                             .etag = "\"tag\"",
                                                             .cache = "private",
                                                             .challenge = "Basic realm=\"x\"",
                                                             .language = "sv",
                                                             .vary = "Accept-Language",
                                                             .content_encoding = "br",
                                                             .disposition = "attachment"});
    assert_true(head_has(&answer, "HTTP/1.1 503 Service Unavailable\r\n"));
    assert_true(head_has(&answer, "\r\nLocation: /there\r\n"));
    assert_true(head_has(&answer, "\r\nRetry-After: 7\r\n"));
    assert_true(head_has(&answer, "\r\nETag: \"tag\"\r\n"));
    assert_true(head_has(&answer, "\r\nCache-Control: private\r\n"));
    assert_true(head_has(&answer, "\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"));
    assert_true(head_has(&answer, "\r\nContent-Language: sv\r\n"));
    assert_true(head_has(&answer, "\r\nVary: Accept-Language\r\n"));
    assert_true(head_has(&answer, "\r\nContent-Encoding: br\r\n"));
    assert_true(head_has(&answer, "\r\nContent-Disposition: attachment\r\n"));
}

static void test_allow(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_answer_terms terms = usual;
    terms.allowed = 1U << HTTP_GET | 1U << HTTP_HEAD;
    struct http_response response = {.status = 405};
    struct http_answer answer = make(arena, &terms, &response);
    assert_true(head_has(&answer, "\r\nAllow: GET, HEAD\r\n"));
    terms.allowed = 1U << HTTP_POST;
    answer = make(arena, &terms, &response);
    assert_true(head_has(&answer, "\r\nAllow: POST\r\n"));
    answer = make(arena, &terms, &hello);
    assert_false(head_has(&answer, "Allow:"));
}

static int status_for(const char *if_none_match, const char *etag, enum http_method method)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_answer_terms terms = usual;
    terms.method = method;
    terms.if_none_match = base_text_of(if_none_match);
    struct http_response response = hello;
    response.etag = etag;
    struct http_answer answer = make(arena, &terms, &response);
    assert_int_equal(answer.status == 304, head_has(&answer, "HTTP/1.1 304 Not Modified\r\n"));
    if (answer.status == 304) {
        assert_false(head_has(&answer, "\r\nContent-Length"));
        assert_false(head_has(&answer, "\r\nContent-Type"));
        assert_true(head_has(&answer, "ETag: "));
        assert_true(head_has(&answer, "Cache-Control: "));
        assert_int_equal(answer.body.length, 0);
    }
    return answer.status;
}

static void test_not_modified(void **state)
{
    (void)state;
    assert_int_equal(status_for("\"a\"", "\"a\"", HTTP_GET), 304);
    assert_int_equal(status_for("W/\"a\"", "\"a\"", HTTP_GET), 304);
    assert_int_equal(status_for("\"a\"", "W/\"a\"", HTTP_GET), 304);
    assert_int_equal(status_for("\"b\", \"a\"", "\"a\"", HTTP_HEAD), 304);
    assert_int_equal(status_for("*", "\"a\"", HTTP_GET), 304);
    assert_int_equal(status_for("\"b\"", "\"a\"", HTTP_GET), 200);
    assert_int_equal(status_for("a", "\"a\"", HTTP_GET), 200);
    assert_int_equal(status_for(NULL, "\"a\"", HTTP_GET), 200);
    assert_int_equal(status_for("\"a\"", NULL, HTTP_GET), 200);
    assert_int_equal(status_for("\"a\"", "\"a\"", HTTP_POST), 200);
}

static struct http_response long_page(struct base_arena *arena, size_t length)
{
    char *text = base_arena_alloc(arena, length + 1);
    memset(text, 'a', length);
    return (struct http_response){.status = 200,
                                  .media_type = "text/html; charset=utf-8",
                                  .body = {text, length},
                                  .etag = "\"page\""};
}

static bool is_compressed(const struct http_answer *answer)
{
    bool named = head_has(answer, "Content-Encoding: gzip\r\n");
    assert_int_equal(named,
                     answer->body.length > 2 && memcmp(answer->body.data, "\x1f\x8b", 2) == 0);
    return named;
}

static void test_gzip(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_answer_terms terms = usual;
    terms.accept_encoding = BASE_TEXT("gzip, br");
    struct http_response response = long_page(arena, 5000);
    struct http_answer answer = make(arena, &terms, &response);
    assert_true(is_compressed(&answer));
    assert_true(head_has(&answer, "ETag: W/\"page\"\r\n"));
    assert_true(head_has(&answer, "Vary: Accept-Encoding\r\n"));
    char plain[5001];
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)answer.body.data,
                       .avail_in = (uInt)answer.body.length,
                       .next_out = (Bytef *)plain,
                       .avail_out = sizeof plain};
    assert_int_equal(inflateInit2(&stream, 31), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, 5000);
    inflateEnd(&stream);
    assert_memory_equal(plain, response.body.data, 5000);
}

static void test_when_not_to_compress(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_answer_terms terms = usual;
    terms.accept_encoding = BASE_TEXT("gzip");
    struct http_response response = long_page(arena, 1024);
    struct http_answer answer = make(arena, &terms, &response);
    assert_false(is_compressed(&answer));
    response = long_page(arena, 1025);
    answer = make(arena, &terms, &response);
    assert_true(is_compressed(&answer));
    response.keep_uncompressed = true;
    answer = make(arena, &terms, &response);
    assert_false(is_compressed(&answer));
    response = long_page(arena, 5000);
    response.media_type = "image/png";
    answer = make(arena, &terms, &response);
    assert_false(is_compressed(&answer));
    response = long_page(arena, 5000);
    response.status = 422;
    answer = make(arena, &terms, &response);
    assert_false(is_compressed(&answer));
    response = long_page(arena, 5000);
    terms.method = HTTP_POST;
    answer = make(arena, &terms, &response);
    assert_false(is_compressed(&answer));
    response.compress_always = true;
    response.status = 422;
    answer = make(arena, &terms, &response);
    assert_true(is_compressed(&answer));
    response.keep_uncompressed = true;
    answer = make(arena, &terms, &response);
    assert_false(is_compressed(&answer));
    response = long_page(arena, 5000);
    terms.method = HTTP_GET;
    terms.accept_encoding = BASE_TEXT("br");
    answer = make(arena, &terms, &response);
    assert_false(is_compressed(&answer));
    assert_true(head_has(&answer, "ETag: \"page\"\r\n"));
    assert_true(head_has(&answer, "Vary: Accept-Encoding\r\n"));
}

static void test_gzip_accepted(void **state)
{
    (void)state;
    assert_true(http_gzip_accepted(BASE_TEXT("gzip")));
    assert_true(http_gzip_accepted(BASE_TEXT("br, GZIP;q=0.5, *;q=0")));
    assert_true(http_gzip_accepted(BASE_TEXT("gzip;q=1.0")));
    assert_true(http_gzip_accepted(BASE_TEXT("gzip ; q=0.001")));
    assert_false(http_gzip_accepted(BASE_TEXT("gzip;q=0")));
    assert_false(http_gzip_accepted(BASE_TEXT("gzip; Q=0.000")));
    assert_false(http_gzip_accepted(BASE_TEXT("identity")));
    assert_false(http_gzip_accepted(BASE_TEXT("xgzip")));
    assert_false(http_gzip_accepted(BASE_TEXT("")));
    assert_false(http_gzip_accepted((struct base_text){NULL, 0}));
}

static void test_gzip_never_grows(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text compressed = {NULL, 0};
    assert_false(http_gzip_compress(arena, BASE_TEXT("x"), 9, &compressed));
    assert_false(http_gzip_compress(arena, BASE_TEXT(""), 9, &compressed));
    assert_null(compressed.data);
}

static void test_problem(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_response response;
    const struct http_problem_error errors[] = {
        {"/answers/a~1b", "required", "Choose \"one\".", NULL},
        {"", "odd", "tab\tand\\\x01", "a.b-Comment"}};
    http_problem_make(arena, "0123456789abcdef", 422, "answers_invalid", "Two.", errors, 2,
                      &response);
    assert_int_equal(response.status, 422);
    assert_string_equal(response.media_type, "application/problem+json");
    assert_string_equal(
        response.body.data,
        "{\"type\":\"about:blank\",\"title\":\"Unprocessable Content\",\"status\":422,"
        "\"detail\":\"Two.\",\"code\":\"answers_invalid\",\"request_id\":\"0123456789abcdef\","
        "\"errors\":[{\"pointer\":\"/answers/a~1b\",\"code\":\"required\",\"message\":\"Choose "
        "\\\"one\\\".\"},{\"pointer\":\"\",\"code\":\"odd\",\"message\":"
        "\"tab\\u0009and\\\\\\u0001\",\"field\":\"a.b-Comment\""
        "}]}\n");
    http_problem_make(arena, "0123456789abcdef", 413, NULL, NULL, NULL, 0, &response);
    assert_string_equal(response.body.data,
                        "{\"type\":\"about:blank\",\"title\":\"Content Too Large\",\"status\":413,"
                        "\"code\":\"body_too_large\",\"request_id\":\"0123456789abcdef\"}\n");
}

static void test_problem_with_bad_utf8(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_response response;
    http_problem_make(arena, "id", 400, NULL, "\xff", NULL, 0, &response);
    assert_true(base_text_is_utf8(response.body));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_head),
        cmocka_unit_test(test_plain_connections_get_no_hsts),
        cmocka_unit_test(test_scripts_only_when_allowed),
        cmocka_unit_test(test_connection_field),
        cmocka_unit_test(test_head_keeps_the_length),
        cmocka_unit_test(test_every_field),
        cmocka_unit_test(test_allow),
        cmocka_unit_test(test_not_modified),
        cmocka_unit_test(test_gzip),
        cmocka_unit_test(test_when_not_to_compress),
        cmocka_unit_test(test_gzip_accepted),
        cmocka_unit_test(test_gzip_never_grows),
        cmocka_unit_test(test_problem),
        cmocka_unit_test(test_problem_with_bad_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
