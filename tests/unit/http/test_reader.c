#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "http/reader.h"
#include "reader_cases.h"

struct outcome {
    int status;
    size_t consumed;
    int continues;
    const char *summary;
    bool keep_alive;
    struct base_text host;
    size_t field_count;
};

/* Feeds the bytes in pieces of `piece` bytes, as a connection does, until the reader has decided.
 */
static struct outcome read_in_pieces(struct base_arena *arena, struct base_text bytes, size_t piece)
{
    struct http_reader reader;
    http_reader_init(&reader, &http_limits_default, arena);
    struct outcome outcome = {.status = READER_CASE_PARTIAL};
    size_t known = piece < bytes.length ? piece : bytes.length;
    for (;;) {
        size_t consumed;
        struct base_text unconsumed = {bytes.data + outcome.consumed, known - outcome.consumed};
        /* An allocation of exactly this size lets the sanitizer see a read behind the end. */
        char *copy = test_malloc(unconsumed.length + 1);
        memcpy(copy, unconsumed.data, unconsumed.length);
        enum http_reader_result result =
            http_reader_feed(&reader, (struct base_text){copy, unconsumed.length}, &consumed);
        test_free(copy);
        assert_true(consumed <= unconsumed.length);
        outcome.consumed += consumed;
        if (result == HTTP_READER_CONTINUE) {
            outcome.continues++;
            continue;
        }
        if (result == HTTP_READER_ERROR) {
            assert_non_null(reader.reason);
            outcome.status = reader.status;
            return outcome;
        }
        if (result == HTTP_READER_DONE) {
            outcome.status = READER_CASE_ACCEPTED;
            break;
        }
        if (known == bytes.length) {
            return outcome;
        }
        known = bytes.length - known < piece ? bytes.length : known + piece;
    }
    const struct http_request *request = &reader.request;
    outcome.summary =
        base_arena_format(arena, "%.*s?%.*s|%.*s", (int)request->path.length, request->path.data,
                          (int)request->query.length, request->query.data,
                          (int)request->body.length, request->body.data);
    outcome.keep_alive = request->keep_alive;
    outcome.host = request->host;
    outcome.field_count = request->field_count;
    return outcome;
}

static struct outcome read_whole(struct base_arena *arena, struct base_text bytes)
{
    return read_in_pieces(arena, bytes, bytes.length + 1);
}

static struct outcome read_string(struct base_arena *arena, const char *string)
{
    return read_whole(arena, base_text_of(string));
}

static void test_cases(void **state)
{
    (void)state;
    assert_true(reader_case_count >= 150);
    for (size_t i = 0; i < reader_case_count; i++) {
        const struct reader_case *wanted = &reader_cases[i];
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct outcome outcome = read_whole(arena, wanted->bytes);
        if (outcome.status != wanted->status) {
            fail_msg("%s: got %d, wanted %d", wanted->name, outcome.status, wanted->status);
        }
        if (outcome.status == READER_CASE_ACCEPTED) {
            assert_int_equal(outcome.consumed, wanted->bytes.length);
        }
        if (wanted->expect != NULL && strcmp(outcome.summary, wanted->expect) != 0) {
            fail_msg("%s: got %s, wanted %s", wanted->name, outcome.summary, wanted->expect);
        }
    }
}

static void test_pieces_make_no_difference(void **state)
{
    (void)state;
    static const size_t pieces[] = {1, 2, 3, 7, 16};
    for (size_t i = 0; i < reader_case_count; i++) {
        for (size_t j = 0; j < sizeof pieces / sizeof *pieces; j++) {
            BASE_ARENA_SCOPED *arena = base_arena_new();
            struct outcome whole = read_whole(arena, reader_cases[i].bytes);
            struct outcome split = read_in_pieces(arena, reader_cases[i].bytes, pieces[j]);
            if (whole.status != split.status || whole.consumed != split.consumed ||
                whole.continues != split.continues ||
                (whole.summary != NULL && strcmp(whole.summary, split.summary) != 0)) {
                fail_msg("%s: %d in one, %d in pieces of %zu", reader_cases[i].name, whole.status,
                         split.status, pieces[j]);
            }
        }
    }
}

static void test_pipelined_requests_are_cut_apart(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text bytes = BASE_TEXT("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
                                       "GET /b HTTP/1.1\r\nHost: a\r\n\r\n"
                                       "POST /c HTTP/1.1\r\nHost: a\r\n"
                                       "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
                                       "GET /d HTTP/1.1\r\nHost: a\r\n\r\n");
    static const char *const wanted[] = {"/a?|hi", "/b?|", "/c?|x", "/d?|"};
    for (size_t i = 0; i < 4; i++) {
        struct outcome outcome = read_whole(arena, bytes);
        assert_int_equal(outcome.status, READER_CASE_ACCEPTED);
        assert_string_equal(outcome.summary, wanted[i]);
        bytes.data += outcome.consumed;
        bytes.length -= outcome.consumed;
    }
    assert_int_equal(bytes.length, 0);
}

static char *letters(struct base_arena *arena, size_t length)
{
    char *text = base_arena_alloc(arena, length + 1);
    memset(text, 'a', length);
    text[length] = '\0';
    return text;
}

static void assert_status(const char *request, int status)
{
    static const size_t pieces[] = {1, 1000, SIZE_MAX / 2};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        assert_int_equal(read_in_pieces(arena, base_text_of(request), pieces[i]).status, status);
    }
}

static void test_target_limit(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static const char form[] = "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n";
    size_t limit = http_limits_default.target_bytes;
    assert_status(base_arena_format(arena, form, letters(arena, limit - 1)), 0);
    assert_status(base_arena_format(arena, form, letters(arena, limit)), 414);
    /* Refused before the line has ended, and without its end. */
    assert_status(base_arena_format(arena, "GET /%s", letters(arena, 3 * limit)), 414);
    assert_status(letters(arena, 3 * limit), 501);
}

static void test_field_bytes_limit(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static const char form[] = "GET / HTTP/1.1\r\nHost: a\r\nA: %s\r\n\r\n";
    size_t room = http_limits_default.field_bytes - strlen("Host: a\r\n") - strlen("A: \r\n");
    assert_status(base_arena_format(arena, form, letters(arena, room)), 0);
    assert_status(base_arena_format(arena, form, letters(arena, room + 1)), 431);
    assert_status(base_arena_format(arena, form, letters(arena, 4 * room)), 431);
    assert_status(base_arena_format(arena, "GET / HTTP/1.1\r\n%s", letters(arena, 17000)), 431);
}

static const char *with_fields(struct base_arena *arena, const char *head, size_t count)
{
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    base_buffer_string(&buffer, head);
    for (size_t i = 0; i < count; i++) {
        base_buffer_format(&buffer, "X%zu: y\r\n", i);
    }
    base_buffer_string(&buffer, "\r\n");
    return buffer.data;
}

static void test_field_count_limit(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static const char head[] = "GET / HTTP/1.1\r\nHost: a\r\n";
    size_t limit = http_limits_default.field_count;
    const char *full = with_fields(arena, head, limit - 1);
    assert_status(full, 0);
    assert_int_equal(read_string(arena, full).field_count, limit);
    assert_status(with_fields(arena, head, limit), 431);
}

static void test_trailers_count_as_fields(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static const char head[] =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
    size_t limit = http_limits_default.field_count;
    assert_status(with_fields(arena, head, limit - 2), 0);
    assert_status(with_fields(arena, head, limit - 1), 431);
}

static void test_body_limit(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static const char form[] = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %zu\r\n\r\n%s";
    size_t limit = http_limits_default.body_bytes;
    struct outcome outcome =
        read_string(arena, base_arena_format(arena, form, limit, letters(arena, limit)));
    assert_int_equal(outcome.status, READER_CASE_ACCEPTED);
    assert_int_equal(strlen(outcome.summary), strlen("/?|") + limit);
    outcome = read_string(arena, base_arena_format(arena, form, limit + 1, ""));
    assert_int_equal(outcome.status, 413);
}

static void test_chunked_body_limit(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static const char form[] = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                               "1\r\nx\r\n%zx\r\n%s";
    size_t room = http_limits_default.body_bytes - 1;
    const char *full = base_arena_format(arena, form, room, letters(arena, room));
    assert_int_equal(read_string(arena, base_arena_format(arena, "%s\r\n0\r\n\r\n", full)).status,
                     0);
    assert_int_equal(
        read_string(arena, base_arena_format(arena, "%s\r\n1\r\nx\r\n0\r\n\r\n", full)).status,
        413);
    assert_int_equal(read_string(arena, base_arena_format(arena, form, room + 1, "")).status, 413);
}

static void test_chunk_line_limit(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static const char form[] = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                               "0;%s\r\n\r\n";
    size_t room = 128 - strlen("0;\r\n");
    assert_status(base_arena_format(arena, form, letters(arena, room)), 0);
    assert_status(base_arena_format(arena, form, letters(arena, room + 1)), 400);
    assert_status(base_arena_format(arena, form, letters(arena, 5000)), 400);
}

static void test_keep_alive(void **state)
{
    (void)state;
    static const struct {
        const char *request;
        bool keep_alive;
    } cases[] = {
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: te, close\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: te\r\nConnection: close\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n", true},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, close\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n", true},
        {"GET / HTTP/1.0\r\nHost: a\r\n\r\n", false},
        {"GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", true},
        {"GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive, close\r\n\r\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct outcome outcome = read_string(arena, cases[i].request);
        assert_int_equal(outcome.status, READER_CASE_ACCEPTED);
        assert_int_equal(outcome.keep_alive, cases[i].keep_alive);
    }
}

static void test_continue_only_for_a_body(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static const char form[] = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n%s\r\n%s";
    assert_int_equal(
        read_string(arena, base_arena_format(arena, form, "Content-Length: 1\r\n", "a")).continues,
        1);
    assert_int_equal(
        read_string(arena,
                    base_arena_format(arena, form, "Transfer-Encoding: chunked\r\n", "0\r\n\r\n"))
            .continues,
        1);
    assert_int_equal(
        read_string(arena, base_arena_format(arena, form, "Content-Length: 0\r\n", "")).continues,
        0);
    assert_int_equal(read_string(arena, "POST / HTTP/1.0\r\nExpect: 100-continue\r\n"
                                        "Content-Length: 1\r\n\r\na")
                         .continues,
                     0);
}

static void test_host_of_an_absolute_target(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct outcome outcome =
        read_string(arena, "GET http://target:1/ HTTP/1.1\r\nHost: field\r\n\r\n");
    assert_true(base_text_equal_string(outcome.host, "target:1"));
    outcome = read_string(arena, "GET / HTTP/1.1\r\nHost: field\r\n\r\n");
    assert_true(base_text_equal_string(outcome.host, "field"));
    outcome = read_string(arena, "GET / HTTP/1.0\r\n\r\n");
    assert_null(outcome.host.data);
}

static void test_refused_method_leaves_the_path(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_reader reader;
    size_t consumed;
    http_reader_init(&reader, &http_limits_default, arena);
    assert_int_equal(http_reader_feed(&reader, BASE_TEXT("PUT /a HTTP/1.1\r\n"), &consumed),
                     HTTP_READER_ERROR);
    assert_int_equal(reader.status, 405);
    assert_true(base_text_equal_string(reader.request.path, "/a"));
}

static void test_fields_are_kept(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_reader reader;
    size_t consumed;
    http_reader_init(&reader, &http_limits_default, arena);
    assert_int_equal(
        http_reader_feed(&reader,
                         BASE_TEXT("GET / HTTP/1.1\r\nHOST: a\r\nX-Thing:  b \xa0 \r\n\r\n"),
                         &consumed),
        HTTP_READER_DONE);
    assert_int_equal(reader.request.field_count, 2);
    assert_true(base_text_equal_string(reader.request.fields[0].name, "host"));
    assert_true(base_text_equal_string(reader.request.fields[1].name, "x-thing"));
    assert_true(base_text_equal_string(reader.request.fields[1].value, "b \xa0"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_pieces_make_no_difference),
        cmocka_unit_test(test_pipelined_requests_are_cut_apart),
        cmocka_unit_test(test_target_limit),
        cmocka_unit_test(test_field_bytes_limit),
        cmocka_unit_test(test_field_count_limit),
        cmocka_unit_test(test_trailers_count_as_fields),
        cmocka_unit_test(test_body_limit),
        cmocka_unit_test(test_chunked_body_limit),
        cmocka_unit_test(test_chunk_line_limit),
        cmocka_unit_test(test_keep_alive),
        cmocka_unit_test(test_continue_only_for_a_body),
        cmocka_unit_test(test_host_of_an_absolute_target),
        cmocka_unit_test(test_refused_method_leaves_the_path),
        cmocka_unit_test(test_fields_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
