#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/assets.h"

static void test_urls_hold_the_hash(void **state)
{
    (void)state;
    const struct http_asset list[] = {
        {"survey.css", "text/css; charset=utf-8", BASE_TEXT("abc")},
        {"survey.min.js", "text/javascript; charset=utf-8", BASE_TEXT("")},
    };
    struct http_assets *assets = http_assets_new(list, 2);
    /* FIPS 180-2's test vectors of SHA-256. */
    assert_string_equal(http_assets_url(assets, "survey.css"),
                        "/assets/survey.ba7816bf8f01cfea.css");
    assert_string_equal(http_assets_url(assets, "survey.min.js"),
                        "/assets/survey.min.e3b0c44298fc1c14.js");
    assert_null(http_assets_url(assets, "survey"));
    assert_null(http_assets_url(assets, ""));
    http_assets_free(assets);
}

static void test_no_assets(void **state)
{
    (void)state;
    struct http_assets *assets = http_assets_new(NULL, 0);
    assert_null(http_assets_url(assets, "survey.css"));
    http_assets_free(assets);
    http_assets_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_urls_hold_the_hash),
        cmocka_unit_test(test_no_assets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
