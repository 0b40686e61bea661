#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/router.h"

static void serve(struct http_exchange *exchange, void *context)
{
    (void)exchange;
    (void)context;
}

static const struct http_route routes[] = {
    {"root", HTTP_GET, "/", serve},
    {"form", HTTP_GET, "/p/{programme}/{token}", serve},
    {"submit", HTTP_POST, "/p/{programme}/{token}", serve},
    {"receipt", HTTP_GET, "/p/{programme}/{token}/receipt/{receipt}", serve},
    {"csv", HTTP_GET, "/api/{p}/{file}.csv", serve},
    {"literal", HTTP_GET, "/api/{p}/metrics.json", serve},
    {"json", HTTP_GET, "/api/{p}/{file}.json", serve},
    {"post only", HTTP_POST, "/post", serve},
    {"many", HTTP_GET, "/m/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}", serve},
};

static struct http_match match(enum http_method method, const char *path)
{
    struct http_match found;
    http_router_match(routes, sizeof routes / sizeof *routes, method, base_text_of(path), &found);
    return found;
}

static void assert_route(enum http_method method, const char *path, const char *name)
{
    struct http_match found = match(method, path);
    if (name == NULL) {
        assert_null(found.route);
    } else {
        assert_non_null(found.route);
        assert_string_equal(found.route->name, name);
    }
}

static void test_literals(void **state)
{
    (void)state;
    assert_route(HTTP_GET, "/", "root");
    assert_route(HTTP_GET, "//", NULL);
    assert_route(HTTP_GET, "/post/", NULL);
    assert_route(HTTP_POST, "/post", "post only");
    assert_route(HTTP_POST, "/POST", NULL);
    assert_route(HTTP_POST, "/p%6fst", NULL);
    assert_route(HTTP_POST, "/post/more", NULL);
    assert_route(HTTP_GET, "", NULL);
}

static void test_segments(void **state)
{
    (void)state;
    struct http_match found = match(HTTP_GET, "/p/skills/abc%2F/receipt/R-1");
    assert_string_equal(found.route->name, "receipt");
    assert_int_equal(found.segment_count, 3);
    assert_true(base_text_equal_string(found.names[0], "programme"));
    assert_true(base_text_equal_string(found.values[0], "skills"));
    assert_true(base_text_equal_string(found.names[1], "token"));
    assert_true(base_text_equal_string(found.values[1], "abc%2F"));
    assert_true(base_text_equal_string(found.values[2], "R-1"));
}

static void test_empty_segments_do_not_match(void **state)
{
    (void)state;
    assert_route(HTTP_GET, "/p//abc", NULL);
    assert_route(HTTP_GET, "/p/skills/", NULL);
    assert_route(HTTP_GET, "/p/skills", NULL);
    assert_route(HTTP_GET, "p/skills/abc", NULL);
    assert_route(HTTP_GET, "/p/skills/abc/", NULL);
}

static void test_suffixes(void **state)
{
    (void)state;
    struct http_match found = match(HTTP_GET, "/api/skills/responses.csv");
    assert_string_equal(found.route->name, "csv");
    assert_true(base_text_equal_string(found.values[1], "responses"));
    assert_route(HTTP_GET, "/api/skills/.csv", NULL);
    assert_route(HTTP_GET, "/api/skills/responses.CSV", NULL);
    assert_route(HTTP_GET, "/api/skills/responses.csvx", NULL);
    assert_route(HTTP_GET, "/api/skills/a.b.csv", "csv");
}

static void test_first_route_wins(void **state)
{
    (void)state;
    assert_route(HTTP_GET, "/api/skills/metrics.json", "literal");
    assert_route(HTTP_GET, "/api/skills/other.json", "json");
}

static void test_methods(void **state)
{
    (void)state;
    assert_route(HTTP_POST, "/p/skills/abc", "submit");
    assert_route(HTTP_HEAD, "/p/skills/abc", "form");
    struct http_match found = match(HTTP_GET, "/post");
    assert_null(found.route);
    assert_true(found.path_known);
    assert_int_equal(found.allowed, 1U << HTTP_POST);
    found = match(HTTP_POST, "/");
    assert_null(found.route);
    assert_int_equal(found.allowed, 1U << HTTP_GET | 1U << HTTP_HEAD);
    found = match(HTTP_GET, "/p/skills/abc");
    assert_int_equal(found.allowed, 1U << HTTP_GET | 1U << HTTP_HEAD | 1U << HTTP_POST);
    found = match(HTTP_HEAD, "/post");
    assert_null(found.route);
    found = match(HTTP_GET, "/unknown");
    assert_false(found.path_known);
    assert_int_equal(found.allowed, 0);
}

static void test_eight_segments(void **state)
{
    (void)state;
    struct http_match found = match(HTTP_GET, "/m/1/2/3/4/5/6/7/8");
    assert_int_equal(found.segment_count, 8);
    assert_true(base_text_equal_string(found.values[7], "8"));
    assert_route(HTTP_GET, "/m/1/2/3/4/5/6/7/8/9", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_literals),
        cmocka_unit_test(test_segments),
        cmocka_unit_test(test_empty_segments_do_not_match),
        cmocka_unit_test(test_suffixes),
        cmocka_unit_test(test_first_route_wins),
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_eight_segments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
