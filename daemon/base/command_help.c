#include <string.h>

#include "base/command.h"
#include "base/text.h"

#define HELP_WIDTH ((size_t)80)
#define HELP_WIDEST_LABEL ((size_t)30)

/* Prints a label and beside it, from `column` on, a text broken at spaces. */
static void print_row(FILE *output, const char *label, size_t column, const char *text)
{
    fprintf(output, "  %s", label);
    size_t at = 2 + base_text_characters(base_text_of(label));
    if (at + 2 > column) {
        fputc('\n', output);
        at = 0;
    }
    struct base_text rest = base_text_of(text);
    bool first = true;
    while (rest.data != NULL) {
        struct base_text word;
        rest = base_text_split(rest, ' ', &word);
        size_t width = base_text_characters(word);
        if (!first && at + 1 + width > HELP_WIDTH) {
            fputc('\n', output);
            at = 0;
            first = true;
        }
        if (first) {
            fprintf(output, "%*s", (int)(column - at), "");
            at = column;
        } else {
            fputc(' ', output);
            at++;
        }
        fprintf(output, "%.*s", (int)word.length, word.data);
        at += width;
        first = false;
    }
    fputc('\n', output);
}

struct help_row {
    const char *label;
    const char *text;
};

static void print_rows(FILE *output, const struct help_row *rows, size_t count)
{
    size_t widest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t width = base_text_characters(base_text_of(rows[i].label));
        if (width > widest && width <= HELP_WIDEST_LABEL) {
            widest = width;
        }
    }
    for (size_t i = 0; i < count; i++) {
        print_row(output, rows[i].label, widest + 4, rows[i].text);
    }
}

static const char *option_label(struct base_arena *arena, const struct base_option *option)
{
    return option->argument == NULL
               ? base_arena_format(arena, "--%s", option->name)
               : base_arena_format(arena, "--%s %s", option->name, option->argument);
}

void base_options_help(const struct base_usage *usage, const struct base_option *options,
                       size_t count, FILE *output)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    fprintf(output, "Usage: %s", usage->program);
    if (usage->command != NULL) {
        fprintf(output, " %s", usage->command);
    }
    fputs(" [OPTION]...", output);
    if (usage->operands != NULL) {
        fprintf(output, " %s", usage->operands);
    }
    fprintf(output, "\n\n%s\n", usage->summary);
    if (usage->details != NULL) {
        fprintf(output, "\n%s\n", usage->details);
    }
    struct help_row *rows = base_arena_array(arena, struct help_row, count + 2);
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct help_row){option_label(arena, &options[i]), options[i].help};
    }
    rows[count] = (struct help_row){"--help", "Print this help and end."};
    rows[count + 1] = (struct help_row){"--version", "Print the version and end."};
    fputs("\nOptions:\n", output);
    print_rows(output, rows, count + 2);
}

/* How many arguments of `argv[1]...` are the words of the command; 0 if they are not. */
static int match_words(const char *words, int argc, char **argv)
{
    struct base_text rest = base_text_of(words);
    int at = 1;
    while (rest.data != NULL) {
        struct base_text word;
        rest = base_text_split(rest, ' ', &word);
        if (at == argc || !base_text_equal_string(word, argv[at])) {
            return 0;
        }
        at++;
    }
    return at - 1;
}

/* Whether the command is of the group `word` ("programme" of "programme import"); every command
   is of the group NULL. */
static bool is_in_group(const struct base_command *command, const char *word)
{
    size_t length = word == NULL ? 0 : strlen(word);
    return word == NULL ||
           (strncmp(command->words, word, length) == 0 && command->words[length] == ' ');
}

static size_t count_group(const struct base_command *commands, size_t count, const char *group)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        found += is_in_group(&commands[i], group);
    }
    return found;
}

static void print_commands(const struct base_usage *usage, const struct base_command *commands,
                           size_t count, const char *group, FILE *output)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct help_row *rows = base_arena_array(arena, struct help_row, count);
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        const struct base_command *command = &commands[i];
        if (is_in_group(command, group)) {
            const char *label =
                command->operands == NULL
                    ? command->words
                    : base_arena_format(arena, "%s %s", command->words, command->operands);
            rows[filled++] = (struct help_row){label, command->summary};
        }
    }
    if (group == NULL) {
        fprintf(output, "Usage: %s COMMAND [OPTION]...\n\n%s\n", usage->program, usage->summary);
        if (usage->details != NULL) {
            fprintf(output, "\n%s\n", usage->details);
        }
        fputc('\n', output);
    }
    fputs("Commands:\n", output);
    print_rows(output, rows, filled);
    fprintf(output, "\n%s COMMAND --help tells what a command takes.\n", usage->program);
}

static bool is_help(const char *argument)
{
    return strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0 ||
           strcmp(argument, "help") == 0;
}

/* No command matches: helps, or says why. */
static int dispatch_none(const struct base_usage *usage, const struct base_command *commands,
                         size_t count, int argc, char **argv)
{
    const char *first = argc > 1 ? argv[1] : NULL;
    struct base_failure failure;
    if (first == NULL) {
        base_failure_set(&failure, STATUS_USAGE, "a command is missing; see %s --help",
                         usage->program);
    } else if (is_help(first)) {
        print_commands(usage, commands, count, NULL, stdout);
        return 0;
    } else if (strcmp(first, "--version") == 0) {
        printf("%s %s\n", usage->program, SURVEYD_VERSION);
        return 0;
    } else if (count_group(commands, count, first) == 0) {
        base_failure_set(&failure, STATUS_USAGE, "there is no %s \"%s\"; see %s --help",
                         first[0] == '-' ? "option" : "command", first, usage->program);
    } else if (argc > 2 && is_help(argv[2])) {
        print_commands(usage, commands, count, first, stdout);
        return 0;
    } else if (argc > 2) {
        base_failure_set(&failure, STATUS_USAGE, "there is no command \"%s %s\"; see %s %s --help",
                         first, argv[2], usage->program, first);
    } else {
        base_failure_set(&failure, STATUS_USAGE, "%s what? See %s %s --help", first, usage->program,
                         first);
    }
    return base_command_fail(usage->program, &failure);
}

int base_command_dispatch(const struct base_usage *usage, const struct base_command *commands,
                          size_t count, int argc, char **argv, void *context)
{
    const struct base_command *best = NULL;
    int best_words = 0;
    for (size_t i = 0; i < count; i++) {
        int words = match_words(commands[i].words, argc, argv);
        if (words > best_words) {
            best = &commands[i];
            best_words = words;
        }
    }
    if (best == NULL) {
        return dispatch_none(usage, commands, count, argc, argv);
    }
    return best->run(best, argc - best_words, argv + best_words, context);
}
