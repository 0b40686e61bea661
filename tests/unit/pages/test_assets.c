#include "pages/assets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static struct base_text asset(const char *name, const char *media_type)
{
    size_t count = 0;
    const struct pages_asset *list = pages_assets(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].name, name) == 0) {
            assert_string_equal(list[i].media_type, media_type);
            return list[i].bytes;
        }
    }
    fail_msg("there is no %s", name);
    abort();
}

static void assert_holds(struct base_text bytes, const char *text, bool expected)
{
    bool found = memmem(bytes.data, bytes.length, text, strlen(text)) != NULL;
    if (found != expected)
        fail_msg("%s: %s", expected ? "not found" : "found", text);
}

static void test_all_files_are_there_whole(void **state)
{
    (void)state;
    struct base_text css = asset("survey.css", "text/css; charset=utf-8");
    assert_holds(css, ":root", true);
    assert_int_equal(css.data[css.length - 1], '\n');
    struct base_text icon = asset("icon.svg", "image/svg+xml");
    assert_true(base_text_starts_with(icon, BASE_TEXT("<svg")));
    assert_holds(icon, "</svg>\n", true);
    asset("report.css", "text/css; charset=utf-8");
    asset("survey.js", "text/javascript; charset=utf-8");
}

static void assert_lacks_all(const char *name, const char *media_type, const char *const *forbidden)
{
    for (; *forbidden; forbidden++)
        assert_holds(asset(name, media_type), *forbidden, false);
}

/* Nothing from other sites, no cookie, and no text that becomes markup or code. */
static void test_they_ask_nothing_from_elsewhere(void **state)
{
    (void)state;
    static const char *const in_styles[] = {"http:", "https:", "@import", "url(", NULL};
    static const char *const in_scripts[] = {
        "http:",      "https:",         "import(",   "document.cookie",    "eval(",
        "Function(",  "innerHTML",      "outerHTML", "insertAdjacentHTML", "document.write",
        "sendBeacon", "XMLHttpRequest", "WebSocket", "sessionStorage",     NULL};
    static const char css[] = "text/css; charset=utf-8";
    static const char js[] = "text/javascript; charset=utf-8";
    assert_lacks_all("survey.css", css, in_styles);
    assert_lacks_all("report.css", css, in_styles);
    assert_lacks_all("room.css", css, in_styles);
    assert_lacks_all("survey.js", js, in_scripts);
    assert_lacks_all("room.js", js, in_scripts);
    /* Drafts are kept on the device; a projector's page keeps nothing. */
    assert_holds(asset("room.js", js), "localStorage", false);
}

static void test_they_adapt_to_the_reader(void **state)
{
    (void)state;
    struct base_text css = asset("survey.css", "text/css; charset=utf-8");
    assert_holds(css, "prefers-color-scheme: dark", true);
    assert_holds(css, "forced-colors: active", true);
    assert_holds(css, "prefers-reduced-motion", true);
    assert_holds(asset("report.css", "text/css; charset=utf-8"), "size: A4", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_files_are_there_whole),
        cmocka_unit_test(test_they_ask_nothing_from_elsewhere),
        cmocka_unit_test(test_they_adapt_to_the_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
