#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "exchange_state.h"

/* An exchange with one field and a query, as far as values need one. */
static struct http_exchange *new_exchange(struct base_arena *arena, const char *field,
                                          const char *value, const char *query)
{
    struct http_exchange *exchange = base_arena_object(arena, struct http_exchange);
    struct http_reader_field *fields = base_arena_array(arena, struct http_reader_field, 1);
    fields[0] = (struct http_reader_field){base_text_of(field), base_text_of(value)};
    exchange->arena = arena;
    exchange->request.fields = fields;
    exchange->request.field_count = field == NULL ? 0 : 1;
    exchange->request.query = base_text_of(query);
    return exchange;
}

static void assert_login(const char *authorization, const char *name, const char *secret)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text got_name, got_secret;
    bool found = http_exchange_login(new_exchange(arena, "authorization", authorization, ""),
                                     &got_name, &got_secret);
    if (found != (name != NULL)) {
        fail_msg("%s: %s", authorization, found ? "taken" : "refused");
    }
    if (found) {
        assert_true(base_text_equal_string(got_name, name));
        assert_true(base_text_equal_string(got_secret, secret));
    }
}

static void test_basic_login(void **state)
{
    (void)state;
    assert_login("Basic YTpi", "a", "b");
    assert_login("basic YTpi", "a", "b");
    assert_login("BASIC  YTpi", "a", "b");
    assert_login("Basic YTpiOmM=", "a", "b:c");
    assert_login("Basic w6U6w6Q=", "\xc3\xa5", "\xc3\xa4");
    assert_login("Basic", NULL, NULL);
    assert_login("Basic ", NULL, NULL);
    assert_login("Basic YTpi YTpi", NULL, NULL);
    assert_login("Basic YTpiOmM", NULL, NULL); /* padding is missing */
    assert_login("Basic YTp", NULL, NULL);
    assert_login("Basic YTpi!", NULL, NULL);
    assert_login("Basic YWI=", NULL, NULL);     /* no colon */
    assert_login("Basic OmI=", NULL, NULL);     /* no name */
    assert_login("Basic YTo=", NULL, NULL);     /* no secret */
    assert_login("Basic 5Tri", NULL, NULL);     /* Latin-1 */
    assert_login("Basic YTpiAGM=", NULL, NULL); /* NUL */
    assert_login("Basic YTpiCmM=", NULL, NULL); /* line feed */
    assert_login("BasicYTpi", NULL, NULL);
    assert_login("Digest YTpi", NULL, NULL);
}

static void test_bearer_login(void **state)
{
    (void)state;
    assert_login("Bearer name:secret", "name", "secret");
    assert_login("bearer name:sec:ret", "name", "sec:ret");
    assert_login("Bearer   name:secret", "name", "secret");
    assert_login("Bearer name", NULL, NULL);
    assert_login("Bearer :secret", NULL, NULL);
    assert_login("Bearer name:", NULL, NULL);
    assert_login("Bearer", NULL, NULL);
    assert_login("Bearer name:a\xff", NULL, NULL);
    assert_login("", NULL, NULL);
}

static void test_no_login(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text name, secret;
    assert_false(http_exchange_login(new_exchange(arena, NULL, NULL, ""), &name, &secret));
}

static void assert_parameter(const char *query, const char *value)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text got = http_exchange_parameter(new_exchange(arena, NULL, NULL, query), "name");
    if (value == NULL) {
        assert_null(got.data);
        return;
    }
    if (got.data == NULL || !base_text_equal_string(got, value)) {
        fail_msg("%s: got %.*s", query, (int)got.length, got.data == NULL ? "" : got.data);
    }
}

static void test_parameters(void **state)
{
    (void)state;
    assert_parameter("name=a", "a");
    assert_parameter("x=1&name=a+b%20c&y", "a b c");
    assert_parameter("name=%C3%A5", "\xc3\xa5");
    assert_parameter("n%61me=a", "a");
    assert_parameter("name=a=b", "a=b");
    assert_parameter("name=", "");
    assert_parameter("name", "");
    assert_parameter("name=first&name=second", "first");
    assert_parameter("", NULL);
    assert_parameter("names=a", NULL);
    assert_parameter("Name=a", NULL);
    assert_parameter("name=%", NULL);
    assert_parameter("name=%4", NULL);
    assert_parameter("name=%zz", NULL);
    assert_parameter("name=%00", NULL);
    assert_parameter("name=%ff", NULL);
    assert_parameter("%zz=1&name=a", "a");
}

static void assert_media_type(const char *field, const char *wanted)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text got = http_exchange_media_type(new_exchange(arena, "content-type", field, ""));
    assert_true(base_text_equal_string(got, wanted));
}

static void test_media_types(void **state)
{
    (void)state;
    assert_media_type("application/json", "application/json");
    assert_media_type("Application/JSON ; charset=UTF-8", "application/json");
    assert_media_type("text/plain;", "text/plain");
    assert_media_type("", "");
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_int_equal(http_exchange_media_type(new_exchange(arena, NULL, NULL, "")).length, 0);
}

static void test_origin(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct http_exchange *exchange = new_exchange(arena, NULL, NULL, "");
    assert_string_equal(http_exchange_origin(exchange), "");
    exchange->request.host = BASE_TEXT("a.example:8443");
    assert_string_equal(http_exchange_origin(exchange), "http://a.example:8443");
    exchange->tls = true;
    assert_string_equal(http_exchange_origin(exchange), "https://a.example:8443");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_basic_login), cmocka_unit_test(test_bearer_login),
        cmocka_unit_test(test_no_login),    cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_media_types), cmocka_unit_test(test_origin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
