#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

struct captured {
    size_t count;
    char line[8192];
};

static void capture(const char *line, void *context)
{
    struct captured *captured = context;
    captured->count++;
    strncpy(captured->line, line, sizeof(captured->line) - 1);
}

static struct base_log *log_to(struct captured *captured, enum base_log_level level)
{
    *captured = (struct captured){0};
    struct base_log *log = base_log_new("unit", BASE_LOG_LINES, level);
    base_log_set_sink(log, capture, captured);
    return log;
}

/* The line after its time, which must have the form of a time. */
static const char *after_time(const char *line)
{
    struct base_text time = {line, 19};
    assert_true(strlen(line) > 21);
    assert_true(base_clock_is_local_time(time));
    assert_memory_equal(line + 19, "Z ", 2);
    return line + 21;
}

static void test_a_line(void **state)
{
    (void)state;
    struct captured captured;
    struct base_log *log = log_to(&captured, BASE_LOG_INFO);
    base_log_event(log, BASE_LOG_INFO, "request answered", base_log_text("route", "form"),
                   base_log_number("status", 200), base_log_text("why", "two words"),
                   base_log_text("nothing", NULL), base_log_number("change", INT64_MIN));
    assert_string_equal(after_time(captured.line),
                        "info request answered route=form status=200 why=\"two words\" "
                        "nothing=\"\" change=-9223372036854775808");
    base_log_event(log, BASE_LOG_WARNING, "no fields");
    assert_string_equal(after_time(captured.line), "warning no fields");
    base_log_free(log);
}

static void test_levels(void **state)
{
    (void)state;
    struct captured captured;
    struct base_log *log = log_to(&captured, BASE_LOG_WARNING);
    base_log_event(log, BASE_LOG_NOTICE, "dropped");
    assert_int_equal(captured.count, 0);
    base_log_event(log, BASE_LOG_WARNING, "kept");
    base_log_event(log, BASE_LOG_ERROR, "kept");
    assert_int_equal(captured.count, 2);
    base_log_set_level(log, BASE_LOG_DEBUG);
    base_log_event(log, BASE_LOG_DEBUG, "kept");
    assert_int_equal(captured.count, 3);
    assert_string_equal(after_time(captured.line), "debug kept");
    base_log_free(log);
}

/* What somebody plants in a value cannot make a second line, a second field, or move a terminal. */
static void test_planted_values(void **state)
{
    (void)state;
    const struct {
        const char *value;
        const char *written;
    } cases[] = {
        {"a\n2026-01-01T00:00:00Z error fake", "\"a\\n2026-01-01T00:00:00Z error fake\""},
        {"x\" level=\"y", "\"x\\\" level=\\\"y\""},
        {"back\\slash", "\"back\\\\slash\""},
        {"\x1b[2J", "\"\\x1b[2J\""},
        {"\r\t\x7f", "\"\\x0d\\x09\\x7f\""},
        {"\xc2\x9b"
         "31m",
         "\"\\xc2\\x9b31m\""},
        {"\xff"
         "ok",
         "\"\\xffok\""},
        {"Gn\xc3\xb6sj\xc3\xb6", "\"Gn\xc3\xb6sj\xc3\xb6\""},
        {"a=b", "\"a=b\""},
        {"plain/path:1", "plain/path:1"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct captured captured;
        struct base_log *log = log_to(&captured, BASE_LOG_INFO);
        base_log_event(log, BASE_LOG_INFO, "m", base_log_text("v", cases[i].value));
        char expected[200] = "info m v=";
        strcat(expected, cases[i].written);
        assert_string_equal(after_time(captured.line), expected);
        assert_null(strchr(captured.line, '\n'));
        base_log_event(log, BASE_LOG_INFO, cases[i].value);
        assert_null(strpbrk(captured.line, "\n\r\x1b\x7f"));
        base_log_free(log);
    }
}

static void test_long_values_are_cut(void **state)
{
    (void)state;
    struct captured captured;
    struct base_log *log = log_to(&captured, BASE_LOG_INFO);
    char *large = malloc(100001);
    memset(large, 'v', 100000);
    large[100000] = '\0';
    base_log_event(log, BASE_LOG_INFO, "m", base_log_text("v", large), base_log_number("n", 1));
    assert_in_range(strlen(captured.line), 4000, 4200);
    assert_string_equal(captured.line + strlen(captured.line) - 4, " n=1");
    free(large);
    base_log_free(log);
}

/* A pipe of packets: each write of the log is one packet. */
static void test_lines_are_one_write_each(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC | O_DIRECT), 0);
    int saved = dup(STDERR_FILENO);
    struct base_log *log = base_log_new("unit", BASE_LOG_AUTO, BASE_LOG_INFO);
    dup2(ends[1], STDERR_FILENO);
    errno = EAGAIN;
    base_log_event(log, BASE_LOG_INFO, "one", base_log_text("v", "x y"));
    int kept_errno = errno;
    base_log_event(log, BASE_LOG_INFO, "two");
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(ends[1]);
    char bytes[4096];
    ssize_t length = read(ends[0], bytes, sizeof(bytes) - 1);
    assert_true(length > 0);
    bytes[length] = '\0';
    assert_string_equal(after_time(bytes), "info one v=\"x y\"\n");
    length = read(ends[0], bytes, sizeof(bytes) - 1);
    assert_true(length > 0);
    bytes[length] = '\0';
    assert_string_equal(after_time(bytes), "info two\n");
    assert_int_equal(read(ends[0], bytes, sizeof(bytes)), 0);
    assert_int_equal(kept_errno, EAGAIN);
    close(ends[0]);
    base_log_free(log);
}

int main(void)
{
    unsetenv("JOURNAL_STREAM");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_planted_values),
        cmocka_unit_test(test_long_values_are_cut),
        cmocka_unit_test(test_lines_are_one_write_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
