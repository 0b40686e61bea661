#include "base/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What the options of these tests set. */
struct settings {
    bool check;
    const char *config;
    int64_t cycle;
    const char *format;
};

struct outcome {
    enum base_status status;
    struct base_operands operands;
    bool ended;
    struct base_failure failure;
    char *output;
    size_t output_length;
};

static void parse(struct settings *settings, struct outcome *outcome, int argc, char **argv)
{
    *settings = (struct settings){.config = "/default", .cycle = -1, .format = "html"};
    const struct base_option options[] = {
        BASE_OPTION_TEXT("config", "FILE", &settings->config, "Read this configuration."),
        BASE_OPTION_FLAG("check", &settings->check, "Only check."),
        BASE_OPTION_WHOLE("cycle", "N", &settings->cycle, 1, 99, "Of this cycle."),
        BASE_OPTION_CHOICE("format", "FORMAT", &settings->format, "html|json|csv",
                           "How to write it, with words enough that the help must go on in a "
                           "second line."),
    };
    const struct base_usage usage = {.program = "surveyctl",
                                     .command = "thing make",
                                     .operands = "DIR [NAME]",
                                     .summary = "Makes a thing.",
                                     .minimum_operands = 1,
                                     .maximum_operands = 2};
    memset(outcome, 0, sizeof(*outcome));
    FILE *output = open_memstream(&outcome->output, &outcome->output_length);
    outcome->status = base_options_parse(&usage, options, COUNT(options), argc, argv, output,
                                         &outcome->operands, &outcome->ended, &outcome->failure);
    fclose(output);
}

#define PARSE(settings, outcome, ...)                                                              \
    char *arguments[] = {(char *)"make", ##__VA_ARGS__, NULL};                                     \
    parse(settings, outcome, (int)COUNT(arguments) - 1, arguments)

static void test_options_and_operands(void **state)
{
    (void)state;
    struct settings settings;
    struct outcome outcome;
    PARSE(&settings, &outcome, (char *)"one", (char *)"--config", (char *)"file", (char *)"--check",
          (char *)"two", (char *)"--cycle=7", (char *)"--format=csv");
    assert_int_equal(outcome.status, STATUS_OK);
    assert_false(outcome.ended);
    assert_string_equal(settings.config, "file");
    assert_true(settings.check);
    assert_int_equal(settings.cycle, 7);
    assert_string_equal(settings.format, "csv");
    assert_int_equal(outcome.operands.count, 2);
    assert_string_equal(outcome.operands.items[0], "one");
    assert_string_equal(outcome.operands.items[1], "two");
    free(outcome.output);
}

static void test_defaults_stay(void **state)
{
    (void)state;
    struct settings settings;
    struct outcome outcome;
    PARSE(&settings, &outcome, (char *)"-", (char *)"--", (char *)"--check");
    assert_int_equal(outcome.status, STATUS_OK);
    assert_string_equal(settings.config, "/default");
    assert_false(settings.check);
    assert_int_equal(settings.cycle, -1);
    assert_string_equal(outcome.operands.items[0], "-");
    assert_string_equal(outcome.operands.items[1], "--check");
    free(outcome.output);
}

static void test_empty_argument(void **state)
{
    (void)state;
    struct settings settings;
    struct outcome outcome;
    PARSE(&settings, &outcome, (char *)"one", (char *)"--config=");
    assert_int_equal(outcome.status, STATUS_OK);
    assert_string_equal(settings.config, "");
    free(outcome.output);
}

static void check_wrong(const char *expected, int argc, char **argv)
{
    struct settings settings;
    struct outcome outcome;
    parse(&settings, &outcome, argc, argv);
    assert_int_equal(outcome.status, STATUS_USAGE);
    assert_int_equal(outcome.failure.status, STATUS_USAGE);
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_string_equal(outcome.failure.text,
                        base_arena_format(arena, "%s; see surveyctl thing make --help", expected));
    assert_false(outcome.ended);
    assert_int_equal(outcome.output_length, 0);
    free(outcome.output);
}

#define WRONG(expected, ...)                                                                       \
    do {                                                                                           \
        char *arguments[] = {(char *)"make", ##__VA_ARGS__, NULL};                                 \
        check_wrong(expected, (int)COUNT(arguments) - 1, arguments);                               \
    } while (0)

static void test_wrong_calls(void **state)
{
    (void)state;
    WRONG("DIR [NAME] is missing");
    WRONG("\"c\" is too much", (char *)"a", (char *)"b", (char *)"c");
    WRONG("there is no option --conf", (char *)"--conf", (char *)"x");
    WRONG("there is no option --", (char *)"--=x");
    WRONG("there is no option -c", (char *)"-c");
    WRONG("--config needs an argument: --config FILE", (char *)"a", (char *)"--config");
    WRONG("--config is given twice", (char *)"--config=a", (char *)"--config=b");
    WRONG("--check is given twice", (char *)"--check", (char *)"--check");
    WRONG("--check takes no argument", (char *)"--check=yes");
    WRONG("--cycle takes a whole number from 1 to 99, not \"0\"", (char *)"--cycle", (char *)"0");
    WRONG("--cycle takes a whole number from 1 to 99, not \"1x\"", (char *)"--cycle=1x");
    WRONG("--format takes one of html|json|csv, not \"xml\"", (char *)"--format=xml");
    WRONG("--format takes one of html|json|csv, not \"html|json\"", (char *)"--format=html|json");
    WRONG("there is no option --help", (char *)"--help=x");
}

static void test_help(void **state)
{
    (void)state;
    const char *const spellings[] = {"--help", "-h"};
    for (size_t i = 0; i < 2; i++) {
        struct settings settings;
        struct outcome outcome;
        PARSE(&settings, &outcome, (char *)spellings[i]);
        assert_int_equal(outcome.status, STATUS_OK);
        assert_true(outcome.ended);
        assert_string_equal(outcome.output,
                            "Usage: surveyctl thing make [OPTION]... DIR [NAME]\n\n"
                            "Makes a thing.\n\n"
                            "Options:\n"
                            "  --config FILE    Read this configuration.\n"
                            "  --check          Only check.\n"
                            "  --cycle N        Of this cycle.\n"
                            "  --format FORMAT  How to write it, with words enough that the help "
                            "must go on\n"
                            "                   in a second line.\n"
                            "  --help           Print this help and end.\n"
                            "  --version        Print the version and end.\n");
        free(outcome.output);
    }
}

static void test_version(void **state)
{
    (void)state;
    struct settings settings;
    struct outcome outcome;
    PARSE(&settings, &outcome, (char *)"--version");
    assert_int_equal(outcome.status, STATUS_OK);
    assert_true(outcome.ended);
    assert_string_equal(outcome.output, "surveyctl " SURVEYD_VERSION "\n");
    free(outcome.output);
}

struct ran {
    const char *words;
    int argc;
    const char *first;
};

static int run_command(const struct base_command *command, int argc, char **argv, void *context)
{
    *(struct ran *)context = (struct ran){command->words, argc, argv[0]};
    return 42;
}

static const struct base_command commands[] = {
    {"migrate", NULL, "Brings the database up to date.", run_command},
    {"programme check", "DIR", "Checks a programme folder.", run_command},
    {"programme list", NULL, "Lists the programmes.", run_command},
    {"programme", "NAME", "Never chosen when a longer one matches.", run_command},
};

/* Runs the dispatcher with standard output and error kept in `ret_text`. */
static int dispatch(size_t count, int argc, char **argv, struct ran *ran, char *ret_text,
                    size_t capacity)
{
    const struct base_usage usage = {.program = "surveyctl", .summary = "Cares for surveyd."};
    char path[] = "/tmp/surveyd-unit-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    unlink(path);
    fflush(stdout);
    int saved_output = dup(STDOUT_FILENO);
    int saved_error = dup(STDERR_FILENO);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    *ran = (struct ran){NULL, 0, NULL};
    int code = base_command_dispatch(&usage, commands, count, argc, argv, ran);
    fflush(stdout);
    dup2(saved_output, STDOUT_FILENO);
    dup2(saved_error, STDERR_FILENO);
    close(saved_output);
    close(saved_error);
    ssize_t length = pread(file, ret_text, capacity - 1, 0);
    ret_text[length < 0 ? 0 : length] = '\0';
    close(file);
    return code;
}

static void check_dispatch(size_t count, char *const *words, int code, const char *command,
                           const char *text)
{
    char *argv[8] = {(char *)"surveyctl"};
    int argc = 1;
    for (; words[argc - 1] != NULL; argc++) {
        argv[argc] = words[argc - 1];
    }
    struct ran ran;
    char output[4096];
    assert_int_equal(dispatch(count, argc, argv, &ran, output, sizeof(output)), code);
    if (command == NULL) {
        assert_null(ran.words);
    } else {
        assert_string_equal(ran.words, command);
    }
    assert_string_equal(output, text);
}

#define WORDS(...) ((char *[]){__VA_ARGS__, NULL})

static void test_dispatch(void **state)
{
    (void)state;
    check_dispatch(4, WORDS((char *)"migrate"), 42, "migrate", "");
    check_dispatch(4, WORDS((char *)"programme", (char *)"check", (char *)"x"), 42,
                   "programme check", "");
    check_dispatch(4, WORDS((char *)"programme", (char *)"x"), 42, "programme", "");
    check_dispatch(3, WORDS((char *)"programme", (char *)"x"), 64, NULL,
                   "surveyctl: there is no command \"programme x\"; see surveyctl programme "
                   "--help\n");
    check_dispatch(3, WORDS((char *)"programme"), 64, NULL,
                   "surveyctl: programme what? See surveyctl programme --help\n");
    check_dispatch(3, WORDS((char *)"migrates"), 64, NULL,
                   "surveyctl: there is no command \"migrates\"; see surveyctl --help\n");
    check_dispatch(3, WORDS((char *)"--nope"), 64, NULL,
                   "surveyctl: there is no option \"--nope\"; see surveyctl --help\n");
    check_dispatch(3, (char *[]){NULL}, 64, NULL,
                   "surveyctl: a command is missing; see surveyctl --help\n");
    check_dispatch(3, WORDS((char *)"--version"), 0, NULL, "surveyctl " SURVEYD_VERSION "\n");
    check_dispatch(3, WORDS((char *)"--help"), 0, NULL,
                   "Usage: surveyctl COMMAND [OPTION]...\n\nCares for surveyd.\n\nCommands:\n"
                   "  migrate              Brings the database up to date.\n"
                   "  programme check DIR  Checks a programme folder.\n"
                   "  programme list       Lists the programmes.\n\n"
                   "surveyctl COMMAND --help tells what a command takes.\n");
    check_dispatch(3, WORDS((char *)"programme", (char *)"--help"), 0, NULL,
                   "Commands:\n"
                   "  programme check DIR  Checks a programme folder.\n"
                   "  programme list       Lists the programmes.\n\n"
                   "surveyctl COMMAND --help tells what a command takes.\n");
}

static void test_command_gets_its_own_arguments(void **state)
{
    (void)state;
    char *argv[] = {(char *)"surveyctl", (char *)"programme", (char *)"check", (char *)"dir", NULL};
    struct ran ran;
    char output[64];
    assert_int_equal(dispatch(4, 4, argv, &ran, output, sizeof(output)), 42);
    assert_int_equal(ran.argc, 2);
    assert_string_equal(ran.first, "check");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_and_operands),
        cmocka_unit_test(test_defaults_stay),
        cmocka_unit_test(test_empty_argument),
        cmocka_unit_test(test_wrong_calls),
        cmocka_unit_test(test_help),
        cmocka_unit_test(test_version),
        cmocka_unit_test(test_dispatch),
        cmocka_unit_test(test_command_gets_its_own_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
