#include "base/status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

static void test_every_status_has_a_row(void **state)
{
    (void)state;
    for (int i = 0; i < STATUS_COUNT; i++) {
        enum base_status status = (enum base_status)i;
        assert_true(strncmp(base_status_name(status), "STATUS_", 7) == 0);
        assert_true(strlen(base_status_text(status)) > 0);
        assert_in_range(base_status_http(status), 200, 599);
        assert_true(status == STATUS_OK || base_status_exit(status) >= 64);
        assert_in_range(base_status_exit(status), 0, 78);
    }
    assert_string_equal(base_status_name(STATUS_TOO_LARGE), "STATUS_TOO_LARGE");
    assert_int_equal(base_status_http(STATUS_TOO_LARGE), 413);
    assert_int_equal(base_status_exit(STATUS_CONFIG), 78);
    assert_int_equal(base_status_exit(STATUS_OK), 0);
}

static void test_failure_is_filled(void **state)
{
    (void)state;
    struct base_failure failure = {0};
    errno = ENOENT;
    assert_int_equal(base_failure_set(&failure, STATUS_IO, "%s: %d", "file", 7), STATUS_IO);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(failure.status, STATUS_IO);
    assert_string_equal(failure.text, "file: 7");
    assert_int_equal(base_failure_set(NULL, STATUS_TIMEOUT, "nobody asks"), STATUS_TIMEOUT);
}

static void test_failure_is_one_line(void **state)
{
    (void)state;
    struct base_failure failure;
    base_failure_set(&failure, STATUS_INVALID, "%s", "FATAL:  no\n\tsuch\x1b[31m thing\n\n");
    assert_string_equal(failure.text, "FATAL:  no  such [31m thing");
    base_failure_set(&failure, STATUS_INVALID, "%s", "\xff\xfe file");
    assert_string_equal(failure.text, "?? file");
    base_failure_set(&failure, STATUS_INVALID, "%s", "Gn\xc3\xb6sj\xc3\xb6");
    assert_string_equal(failure.text, "Gn\xc3\xb6sj\xc3\xb6");
}

static void test_failure_is_cut_at_a_character(void **state)
{
    (void)state;
    struct base_failure failure;
    char text[700];
    for (size_t shift = 0; shift < 4; shift++) {
        memset(text, 'x', shift);
        for (size_t i = shift; i + 3 <= sizeof(text) - 1; i += 3) {
            memcpy(text + i, "\xe2\x82\xac", 4);
        }
        base_failure_set(&failure, STATUS_INVALID, "%s", text);
        size_t length = strlen(failure.text);
        assert_in_range(length, sizeof(failure.text) - 4, sizeof(failure.text) - 1);
        assert_true(base_text_is_utf8((struct base_text){failure.text, length}));
        assert_memory_equal(failure.text, text, length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_status_has_a_row),
        cmocka_unit_test(test_failure_is_filled),
        cmocka_unit_test(test_failure_is_one_line),
        cmocka_unit_test(test_failure_is_cut_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
