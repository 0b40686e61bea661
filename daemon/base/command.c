#include "base/command.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* "surveyctl programme import --help", for the end of an error. */
static enum base_status usage_failure(const struct base_usage *usage, struct base_failure *reterr,
                                      const char *what)
{
    bool has_command = usage->command != NULL;
    return base_failure_set(reterr, STATUS_USAGE, "%s; see %s%s%s --help", what, usage->program,
                            has_command ? " " : "", has_command ? usage->command : "");
}

static const struct base_option *find_option(const struct base_option *options, size_t count,
                                             struct base_text name)
{
    for (size_t i = 0; i < count; i++) {
        if (base_text_equal_string(name, options[i].name)) {
            return &options[i];
        }
    }
    return NULL;
}

static bool is_word_of(const char *words, struct base_text wanted)
{
    struct base_text rest = base_text_of(words);
    while (rest.data != NULL) {
        struct base_text word;
        rest = base_text_split(rest, '|', &word);
        if (base_text_equal(word, wanted)) {
            return true;
        }
    }
    return false;
}

/* Sets the option's variable; NULL, or what is wrong. */
static const char *set_option(struct base_arena *arena, const struct base_option *option,
                              const char *argument)
{
    int64_t whole;
    switch (option->kind) {
    case BASE_OPTION_KIND_FLAG:
        *option->value.flag = true;
        return NULL;
    case BASE_OPTION_KIND_TEXT:
        *option->value.text = argument;
        return NULL;
    case BASE_OPTION_KIND_WHOLE:
        if (!base_text_integer(base_text_of(argument), &whole) || whole < option->minimum ||
            whole > option->maximum) {
            return base_arena_format(
                arena, "--%s takes a whole number from %" PRId64 " to %" PRId64 ", not \"%s\"",
                option->name, option->minimum, option->maximum, argument);
        }
        *option->value.whole = whole;
        return NULL;
    case BASE_OPTION_KIND_CHOICE:
        if (!is_word_of(option->words, base_text_of(argument))) {
            return base_arena_format(arena, "--%s takes one of %s, not \"%s\"", option->name,
                                     option->words, argument);
        }
        *option->value.text = argument;
        return NULL;
    }
    abort();
}

struct parse {
    struct base_arena *arena;
    const struct base_usage *usage;
    const struct base_option *options;
    size_t count;
    bool *seen;
    int argc;
    char **argv;
    int at;
    bool help;
    bool version;
};

/* At an argument that begins with "--". NULL, or what is wrong. */
static const char *parse_option(struct parse *parse)
{
    struct base_text name;
    struct base_text argument =
        base_text_split(base_text_of(parse->argv[parse->at++] + 2), '=', &name);
    if (argument.data == NULL && base_text_equal_string(name, "help")) {
        parse->help = true;
        return NULL;
    }
    if (argument.data == NULL && base_text_equal_string(name, "version")) {
        parse->version = true;
        return NULL;
    }
    const struct base_option *option = find_option(parse->options, parse->count, name);
    if (option == NULL) {
        return base_arena_format(parse->arena, "there is no option --%.*s", (int)name.length,
                                 name.data);
    }
    bool *seen = &parse->seen[option - parse->options];
    if (*seen) {
        return base_arena_format(parse->arena, "--%s is given twice", option->name);
    }
    *seen = true;
    if (option->kind == BASE_OPTION_KIND_FLAG) {
        return argument.data == NULL
                   ? set_option(parse->arena, option, NULL)
                   : base_arena_format(parse->arena, "--%s takes no argument", option->name);
    }
    if (argument.data == NULL) {
        if (parse->at == parse->argc) {
            return base_arena_format(parse->arena, "--%s needs an argument: --%s %s", option->name,
                                     option->name, option->argument);
        }
        argument.data = parse->argv[parse->at++];
    }
    return set_option(parse->arena, option, argument.data);
}

static const char *parse_all(struct parse *parse, struct base_operands *ret_operands)
{
    /* Operands gather at the front of argv, over what has been read already. */
    size_t operands = 0;
    bool options_over = false;
    while (parse->at < parse->argc) {
        char *argument = parse->argv[parse->at];
        if (options_over || argument[0] != '-' || argument[1] == '\0') {
            parse->argv[1 + operands++] = argument;
            parse->at++;
        } else if (strcmp(argument, "--") == 0) {
            options_over = true;
            parse->at++;
        } else if (strcmp(argument, "-h") == 0) {
            parse->help = true;
            parse->at++;
        } else if (argument[1] != '-') {
            return base_arena_format(parse->arena, "there is no option %s", argument);
        } else {
            const char *wrong = parse_option(parse);
            if (wrong != NULL) {
                return wrong;
            }
        }
    }
    *ret_operands = (struct base_operands){operands, parse->argv + 1};
    return NULL;
}

static const char *check_operands(struct base_arena *arena, const struct base_usage *usage,
                                  const struct base_operands *operands)
{
    const char *names = usage->operands == NULL ? "" : usage->operands;
    if (operands->count < usage->minimum_operands) {
        return operands->count == 0
                   ? base_arena_format(arena, "%s is missing", names)
                   : base_arena_format(arena, "too little is given; it takes %s", names);
    }
    if (operands->count > usage->maximum_operands) {
        return base_arena_format(arena, "\"%s\" is too much",
                                 operands->items[usage->maximum_operands]);
    }
    return NULL;
}

enum base_status base_options_parse(const struct base_usage *usage,
                                    const struct base_option *options, size_t count, int argc,
                                    char **argv, FILE *output, struct base_operands *ret_operands,
                                    bool *ret_ended, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct parse parse = {
        .arena = arena,
        .usage = usage,
        .options = options,
        .count = count,
        .seen = base_arena_array(arena, bool, count),
        .argc = argc,
        .argv = argv,
        .at = 1,
    };
    struct base_operands operands = {0, NULL};
    const char *wrong = parse_all(&parse, &operands);
    *ret_ended = wrong == NULL && (parse.help || parse.version);
    if (wrong == NULL && !*ret_ended) {
        wrong = check_operands(arena, usage, &operands);
    }
    if (wrong != NULL) {
        return usage_failure(usage, reterr, wrong);
    }
    if (parse.help) {
        base_options_help(usage, options, count, output);
    } else if (parse.version) {
        fprintf(output, "%s %s\n", usage->program, SURVEYD_VERSION);
    }
    *ret_operands = operands;
    return STATUS_OK;
}

int base_command_fail(const char *program, const struct base_failure *failure)
{
    fprintf(stderr, "%s: %s\n", program, failure->text);
    return base_status_exit(failure->status);
}
