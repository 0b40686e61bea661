#include "base/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/temporary.h"

static enum base_status parse(struct base_arena *arena, const char *content,
                              struct base_config *ret_config, const char **ret_errors)
{
    return base_config_parse(arena, "/etc/x/surveyd.conf", base_text_of(content), ret_config,
                             ret_errors);
}

static void check_errors(const char *content, const char *expected)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_config config = {.server_workers = 4711};
    const char *errors = NULL;
    assert_int_equal(parse(arena, content, &config, &errors), STATUS_CONFIG);
    assert_string_equal(errors, expected);
    assert_int_equal(config.server_workers, 4711);
}

static void check_error_part(const char *content, const char *part)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_config config;
    const char *errors = "";
    assert_int_equal(parse(arena, content, &config, &errors), STATUS_CONFIG);
    if (strstr(errors, part) == NULL) {
        fail_msg("\"%s\" is not in: %s", part, errors);
    }
    assert_null(strchr(errors, '\n'));
}

static struct base_config read_good(struct base_arena *arena, const char *content)
{
    struct base_config config;
    const char *errors = NULL;
    if (parse(arena, content, &config, &errors) != STATUS_OK) {
        fail_msg("%s", errors);
    }
    return config;
}

static void check_equal_configs(const struct base_config *a, const struct base_config *b)
{
#define CHECK_TEXT(section, key, member, value, help) assert_string_equal(a->member, b->member);
#define CHECK_WHOLE(section, key, member, value, low, high, help)                                  \
    assert_int_equal(a->member, b->member);
#define CHECK_CHOICE(section, key, member, value, words, help)                                     \
    assert_string_equal(a->member, b->member);
    BASE_CONFIG_LIST(CHECK_TEXT, CHECK_TEXT, CHECK_WHOLE, CHECK_CHOICE)
}

static void test_defaults_are_valid(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_config defaults;
    base_config_defaults(&defaults);
    assert_string_equal(defaults.server_listen, "0.0.0.0:8443");
    assert_int_equal(defaults.database_batch, 64);
    struct base_config empty = read_good(arena, "");
    check_equal_configs(&empty, &defaults);
}

/* The example, as it is and with every key taken out of its comment, gives the defaults. */
static void test_example_is_complete(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    char *example = base_arena_string(arena, base_config_example(arena));
    struct base_config defaults;
    base_config_defaults(&defaults);
    struct base_config config = read_good(arena, example);
    check_equal_configs(&config, &defaults);
#define CHECK_KEY(section, key, ...) assert_non_null(strstr(example, "\n#" #key " ="));
    BASE_CONFIG_LIST(CHECK_KEY, CHECK_KEY, CHECK_KEY, CHECK_KEY)
    struct base_buffer active;
    base_buffer_init(&active, arena);
    size_t keys = 0;
    for (struct base_text rest = base_text_of(example), line; rest.data != NULL;) {
        rest = base_text_split(rest, '\n', &line);
        assert_in_range(base_text_characters(line), 0, 90);
        if (line.length > 1 && line.data[0] == '#' && line.data[1] != ' ') {
            line.data++;
            line.length--;
            keys++;
        }
        base_buffer_text(&active, line);
        base_buffer_string(&active, "\n");
    }
#define COUNT_KEY(section, key, ...) +1
    assert_int_equal(keys, 0 BASE_CONFIG_LIST(COUNT_KEY, COUNT_KEY, COUNT_KEY, COUNT_KEY));
    config = read_good(arena, active.data);
    check_equal_configs(&config, &defaults);
}

static void test_values(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_config config =
        read_good(arena, "\xef\xbb\xbf# a comment\r\n; another\r\n"
                         "[server]\r\n  listen=[::]:443\r\nworkers =  8 \r\n"
                         "public-url = https://survey.example.org/collect\r\n\r\n"
                         "[operations]\nlisten = unix:/run/surveyd/operations\n"
                         "[tls]\nkey = tls/key.pem\ncertificate = /abs.pem\n[log]\nlevel = debug\n"
                         "[server]\nconnections = 16");
    assert_string_equal(config.server_listen, "[::]:443");
    assert_int_equal(config.server_workers, 8);
    assert_int_equal(config.server_connections, 16);
    assert_string_equal(config.server_public_url, "https://survey.example.org/collect");
    assert_string_equal(config.operations_listen, "unix:/run/surveyd/operations");
    assert_string_equal(config.tls_certificate, "/abs.pem");
    assert_string_equal(config.tls_key, "/etc/x/tls/key.pem");
    assert_string_equal(config.tls_second_key, "");
    assert_string_equal(config.log_level, "debug");
}

static void test_long_values_are_whole(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    char hosts[3000];
    memset(hosts, 'h', sizeof(hosts) - 1);
    hosts[sizeof(hosts) - 1] = '\0';
    const char *content = base_arena_format(arena, "[database]\ndaemon = host=%s\n", hosts);
    struct base_config config = read_good(arena, content);
    assert_int_equal(strlen(config.database_daemon), 5 + strlen(hosts));
}

static void test_all_errors_at_once(void **state)
{
    (void)state;
    check_errors("x = 1\n"
                 "[server]\n"
                 "workers = 257\n"
                 "  workers = 3\n"
                 "idle-timeout-ms = 5s\n"
                 "nonsense\n"
                 "[keys]\n"
                 "folder = /k\n"
                 "[sever]\n"
                 "listen = whatever\n"
                 "[log]\n"
                 "level = loud\n"
                 "[tls\n"
                 "key = a\n",
                 "/etc/x/surveyd.conf:1: x stands before any section; begin with one of "
                 "[server, tls, operations, database, keys, spool, log]\n"
                 "/etc/x/surveyd.conf:3: workers must be a whole number from 0 to 256, not "
                 "\"257\"\n"
                 "/etc/x/surveyd.conf:4: workers is set already in line 3; keep one of them\n"
                 "/etc/x/surveyd.conf:5: idle-timeout-ms must be a whole number from 100 to "
                 "600000, not \"5s\"\n"
                 "/etc/x/surveyd.conf:6: neither a section, nor key = value, nor a comment after "
                 "#\n"
                 "/etc/x/surveyd.conf:8: there is no key folder in [keys]; its keys are "
                 "directory\n"
                 "/etc/x/surveyd.conf:9: there is no section [sever]; the sections are server, "
                 "tls, operations, database, keys, spool, log\n"
                 "/etc/x/surveyd.conf:12: level must be one of error|warning|notice|info|debug, "
                 "not \"loud\"\n"
                 "/etc/x/surveyd.conf:13: the ] after the name of the section is missing, or "
                 "something follows it");
}

static void test_lines_that_are_refused(void **state)
{
    (void)state;
    check_error_part("[server]\nworkers = 4 ; cores\n", ":2: a comment behind a value");
    check_error_part("[server]\nlisten = 0.0.0.0:1 # x\n", ":2: a comment behind a value");
    check_error_part("[server] # x\n", ":1: the ]");
    check_error_part("[server]\nlisten: 0.0.0.0:1\n", ":2: neither");
    check_error_part("[server]\nlisten\n", ":2: neither");
    check_error_part("[server]\n= 5\n", ":2: neither");
    check_error_part("[server]\nlisten = a\x01:1\n", ":2: a control character");
    check_error_part("[server]\nlisten = \xff:1\n", ":2: a control character, or text that");
    check_error_part("[]\n", ":1: there is no section []");
    check_error_part("[server]\nworkers =\n", ":2: workers must be a whole number");
    check_error_part("[server]\nListen = a:1\n", ":2: there is no key Listen");
    char line[6000];
    memset(line, 'x', sizeof(line) - 1);
    line[0] = '#';
    line[sizeof(line) - 1] = '\0';
    check_error_part(line, ":1: the line is too long");
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_config config;
    const char *errors;
    assert_int_equal(base_config_parse(arena, "f", BASE_TEXT("[log]\0\n"), &config, &errors),
                     STATUS_CONFIG);
}

static void test_values_that_cannot_be_right(void **state)
{
    (void)state;
    const char *const addresses[] = {"",       "8443",  ":8443", "host:",   "host:65536",
                                     "host:x", "::1:1", "[]:1",  "host:-1", "unix:/x"};
    for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        check_error_part(base_arena_format(arena, "[server]\nlisten = %s\n", addresses[i]),
                         ":2: listen must be an address and a port");
    }
    check_error_part("[operations]\nlisten = unix:relative\n", ":2: listen must be");
    check_error_part("[server]\npublic-url = http://x\n", ":2: public-url must begin");
    check_error_part("[server]\npublic-url = https://x/\n", ":2: public-url must begin");
    check_error_part("[server]\npublic-url = https://\n", ":2: public-url must begin");
    check_error_part("[tls]\nsecond-key = /k\n", ":2: second-key needs");
    check_error_part("[tls]\n\nsecond-certificate = /c\n", ":3: second-certificate needs");
}

/* A password is refused, and not repeated in the message. */
static void test_passwords_are_refused(void **state)
{
    (void)state;
    const char *const connections[] = {"host=h password=hunter2", "host=h password = hunter2",
                                       "postgresql://u:hunter2@h/d",
                                       "postgres://h/d?password=hunter2"};
    for (size_t i = 0; i < sizeof(connections) / sizeof(connections[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        const char *content =
            base_arena_format(arena, "[database]\nadministrator = %s\n", connections[i]);
        check_error_part(content, ":2: a connection string with a password");
        struct base_config config;
        const char *errors = "";
        assert_int_equal(parse(arena, content, &config, &errors), STATUS_CONFIG);
        assert_null(strstr(errors, "hunter2"));
    }
    BASE_ARENA_SCOPED *arena = base_arena_new();
    read_good(arena, "[database]\nadministrator = postgresql://u@h:5432,h2:5433/d?passfile=/x\n");
}

static void test_files(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    char folder[256];
    temporary_make(folder);
    struct base_config config;
    const char *errors = NULL;
    const char *missing = base_arena_format(arena, "%s/none.conf", folder);
    assert_int_equal(base_config_read(arena, missing, &config, &errors), STATUS_IO);
    assert_non_null(strstr(errors, "none.conf: No such file"));
    assert_int_equal(base_config_read(arena, folder, &config, &errors), STATUS_IO);
    temporary_write(folder, "a.conf", "[keys]\ndirectory = keys\n", 0644);
    const char *path = base_arena_format(arena, "%s/a.conf", folder);
    assert_int_equal(base_config_read(arena, path, &config, &errors), STATUS_OK);
    char *absolute = realpath(folder, NULL);
    assert_string_equal(config.keys_directory, base_arena_format(arena, "%s/keys", absolute));
    free(absolute);
    temporary_write(folder, "b.conf", "[keys]\nx = keys\n", 0644);
    path = base_arena_format(arena, "%s/b.conf", folder);
    assert_int_equal(base_config_read(arena, path, &config, &errors), STATUS_CONFIG);
    assert_true(base_text_starts_with(
        base_text_of(errors), base_text_of(base_arena_format(arena, "%s:2: there is", path))));
    temporary_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults_are_valid),
        cmocka_unit_test(test_example_is_complete),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_long_values_are_whole),
        cmocka_unit_test(test_all_errors_at_once),
        cmocka_unit_test(test_lines_that_are_refused),
        cmocka_unit_test(test_values_that_cannot_be_right),
        cmocka_unit_test(test_passwords_are_refused),
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
