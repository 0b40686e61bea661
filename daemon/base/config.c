#include "base/config.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config_table.h"

#define CONFIG_FILE_BYTES ((size_t)1024 * 1024)
#define CONFIG_LINE_BYTES ((size_t)4096)

/* The reading of one file. inih splits lines; what it would cut or pass over in silence is
   reported before it sees the line. */
struct config_reading {
    struct base_arena *arena;
    const char *path;
    const char *folder;
    struct base_text rest;
    size_t line;
    size_t *lines; /* per key of the table: where the file sets it, 0 nowhere */
    bool known_section;
    struct base_config config;
    struct base_buffer errors;
};

static void report(size_t line, const char *message, void *context)
{
    struct config_reading *reading = context;
    if (line > 0) {
        base_buffer_format(&reading->errors, "%s:%zu: %s\n", reading->path, line, message);
    } else {
        base_buffer_format(&reading->errors, "%s: %s\n", reading->path, message);
    }
}

static void report_here(struct config_reading *reading, const char *message)
{
    report(reading->line, message, reading);
}

/* "server, tls, database": the sections, or the keys of one section. */
static const char *list_names(struct base_arena *arena, const char *section)
{
    struct base_buffer names;
    base_buffer_init(&names, arena);
    size_t count;
    const struct config_key *keys = config_table(&count);
    for (size_t i = 0; i < count; i++) {
        bool new_section = i == 0 || strcmp(keys[i].section, keys[i - 1].section) != 0;
        if (section == NULL ? new_section : strcmp(keys[i].section, section) == 0) {
            base_buffer_string(&names, names.length == 0 ? "" : ", ");
            base_buffer_string(&names, section == NULL ? keys[i].section : keys[i].key);
        }
    }
    return names.data;
}

static bool is_section(struct base_text name)
{
    size_t count;
    const struct config_key *keys = config_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (base_text_equal_string(name, keys[i].section)) {
            return true;
        }
    }
    return false;
}

static bool has_control_character(struct base_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return true;
        }
    }
    return false;
}

static bool check_section(struct config_reading *reading, struct base_text line)
{
    if (line.data[line.length - 1] != ']') {
        report_here(reading, "the ] after the name of the section is missing, or something "
                             "follows it");
        reading->known_section = false;
        return false;
    }
    struct base_text name = {line.data + 1, line.length - 2};
    reading->known_section = is_section(name);
    if (!reading->known_section) {
        report_here(reading, base_arena_format(
                                 reading->arena, "there is no section [%.*s]; the sections are %s",
                                 (int)name.length, name.data, list_names(reading->arena, NULL)));
    }
    return true;
}

/* Whether inih may see the line; otherwise the reason is reported. `line` is trimmed. */
static bool check_line(struct config_reading *reading, struct base_text line)
{
    if (line.length >= CONFIG_LINE_BYTES - 3) {
        report_here(reading, "the line is too long; at most 4,000 bytes are read");
        return false;
    }
    if (!base_text_is_utf8(line) || has_control_character(line)) {
        report_here(reading, "a control character, or text that is not UTF-8");
        return false;
    }
    if (line.length == 0 || line.data[0] == '#' || line.data[0] == ';') {
        return true;
    }
    if (line.data[0] == '[') {
        return check_section(reading, line);
    }
    const char *equals = memchr(line.data, '=', line.length);
    if (equals == NULL || equals == line.data ||
        memchr(line.data, ':', (size_t)(equals - line.data)) != NULL) {
        report_here(reading, "neither a section, nor key = value, nor a comment after #");
        return false;
    }
    for (size_t i = 0; i + 1 < line.length; i++) {
        bool blank = line.data[i] == ' ' || line.data[i] == '\t';
        if (blank && (line.data[i + 1] == ';' || line.data[i + 1] == '#')) {
            report_here(reading, "a comment behind a value; comments stand on lines of their own");
            return false;
        }
    }
    return true;
}

/* Gives inih the next line, without leading blanks (which would make it a continuation), or an
   empty one in the place of a line that was refused. */
static char *read_line(char *ret_line, int capacity, void *context)
{
    struct config_reading *reading = context;
    if (reading->rest.data == NULL || capacity < (int)CONFIG_LINE_BYTES) {
        return NULL;
    }
    struct base_text line;
    reading->rest = base_text_split(reading->rest, '\n', &line);
    reading->line++;
    line = base_text_trim(line);
    if (!check_line(reading, line)) {
        line.length = 0;
    }
    if (line.length > 0) {
        memcpy(ret_line, line.data, line.length);
    }
    memcpy(ret_line + line.length, "\n", 2);
    return ret_line;
}

static const char *resolve(struct config_reading *reading, const char *value)
{
    return value[0] == '/' || value[0] == '\0'
               ? base_arena_string(reading->arena, value)
               : base_arena_format(reading->arena, "%s/%s", reading->folder, value);
}

static bool is_word_of(const char *words, const char *value)
{
    struct base_text rest = base_text_of(words);
    while (rest.data != NULL) {
        struct base_text word;
        rest = base_text_split(rest, '|', &word);
        if (base_text_equal_string(word, value)) {
            return true;
        }
    }
    return false;
}

static void set_whole(struct config_reading *reading, const struct config_key *key,
                      const char *value)
{
    int64_t whole;
    if (!base_text_integer(base_text_of(value), &whole) || whole < key->minimum ||
        whole > key->maximum) {
        report_here(reading, base_arena_format(reading->arena,
                                               "%s must be a whole number from %" PRId64
                                               " to %" PRId64 ", not \"%s\"",
                                               key->key, key->minimum, key->maximum, value));
        return;
    }
    memcpy((char *)&reading->config + key->offset, &whole, sizeof(whole));
}

static void set_text(struct config_reading *reading, const struct config_key *key,
                     const char *value)
{
    if (key->kind == CONFIG_CHOICE && !is_word_of(key->words, value)) {
        report_here(reading, base_arena_format(reading->arena, "%s must be one of %s, not \"%s\"",
                                               key->key, key->words, value));
        return;
    }
    const char *text = key->kind == CONFIG_PATH ? resolve(reading, value)
                                                : base_arena_string(reading->arena, value);
    memcpy((char *)&reading->config + key->offset, &text, sizeof(text));
}

static int handle_value(void *context, const char *section, const char *name, const char *value)
{
    struct config_reading *reading = context;
    if (section[0] == '\0') {
        report_here(reading, base_arena_format(reading->arena,
                                               "%s stands before any section; begin with one of "
                                               "[%s]",
                                               name, list_names(reading->arena, NULL)));
        return 1;
    }
    if (!reading->known_section) {
        return 1;
    }
    const struct config_key *key = config_table_find(section, name);
    if (key == NULL) {
        report_here(reading,
                    base_arena_format(reading->arena, "there is no key %s in [%s]; its keys are %s",
                                      name, section, list_names(reading->arena, section)));
        return 1;
    }
    size_t count;
    size_t *line = &reading->lines[key - config_table(&count)];
    if (*line != 0) {
        report_here(reading, base_arena_format(reading->arena,
                                               "%s is set already in line %zu; keep one of them",
                                               name, *line));
        return 1;
    }
    *line = reading->line;
    if (key->kind == CONFIG_WHOLE) {
        set_whole(reading, key, value);
    } else {
        set_text(reading, key, value);
    }
    return 1;
}

static size_t line_of(size_t offset, void *context)
{
    const struct config_reading *reading = context;
    size_t count;
    const struct config_key *keys = config_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (keys[i].offset == offset) {
            return reading->lines[i];
        }
    }
    return 0;
}

/* Debian's inih is configured at run time. Its line must hold ours, or it would cut it in two. */
static void parse_lines(struct config_reading *reading)
{
    ini_use_stack = false;
    ini_allow_realloc = false;
    ini_initial_alloc = (int)CONFIG_LINE_BYTES;
    ini_max_line = (int)CONFIG_LINE_BYTES;
    ini_allow_multiline = false;
    ini_allow_inline_comments = false;
    ini_allow_no_value = false;
    ini_stop_on_first_error = false;
    int result = ini_parse_stream(read_line, reading, handle_value, reading);
    if (result != 0 && reading->errors.length == 0) {
        report(result > 0 ? (size_t)result : 0, "the line cannot be parsed", reading);
    }
    if (reading->rest.data != NULL) {
        report(0, "inih, as this system has it, does not take lines of 4,096 bytes", reading);
    }
}

static bool read_content(struct base_arena *arena, int descriptor, struct base_text *ret_content)
{
    struct base_buffer content;
    base_buffer_init(&content, arena);
    for (;;) {
        char bytes[8192];
        ssize_t got = read(descriptor, bytes, sizeof(bytes));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return false;
        }
        if (got == 0) {
            break;
        }
        base_buffer_add(&content, bytes, (size_t)got);
        if (content.length > CONFIG_FILE_BYTES) {
            errno = EFBIG;
            return false;
        }
    }
    *ret_content = base_buffer_view(&content);
    return true;
}

/* The folder that relative paths of the file are relative to, as an absolute path. */
static const char *folder_of(struct base_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash == NULL   ? "."
                         : slash == path ? "/"
                                         : base_arena_copy(arena, path, (size_t)(slash - path));
    char *absolute = realpath(folder, NULL);
    if (absolute == NULL) {
        return folder;
    }
    folder = strcmp(absolute, "/") == 0 ? "" : base_arena_string(arena, absolute);
    free(absolute);
    return folder;
}

enum base_status base_config_read(struct base_arena *arena, const char *path,
                                  struct base_config *ret_config, const char **ret_errors)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct base_text content;
    bool readable = descriptor >= 0 && read_content(arena, descriptor, &content);
    if (!readable) {
        *ret_errors = base_arena_format(arena, "%s: %s", path, strerror(errno));
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
    return readable ? base_config_parse(arena, path, content, ret_config, ret_errors) : STATUS_IO;
}

enum base_status base_config_parse(struct base_arena *arena, const char *path,
                                   struct base_text content, struct base_config *ret_config,
                                   const char **ret_errors)
{
    size_t count;
    config_table(&count);
    struct base_text mark = BASE_TEXT("\xef\xbb\xbf");
    if (base_text_starts_with(content, mark)) {
        content.data += mark.length;
        content.length -= mark.length;
    }
    struct config_reading reading = {
        .arena = arena,
        .path = path,
        .folder = folder_of(arena, path),
        .rest = content,
        .lines = base_arena_array(arena, size_t, count),
    };
    base_config_defaults(&reading.config);
    base_buffer_init(&reading.errors, arena);
    parse_lines(&reading);
    /* A value that was refused has its default here, so nothing is reported twice. */
    config_check(&reading.config, line_of, report, &reading);
    if (reading.errors.length > 0) {
        reading.errors.data[reading.errors.length - 1] = '\0';
        *ret_errors = reading.errors.data;
        return STATUS_CONFIG;
    }
    *ret_config = reading.config;
    return STATUS_OK;
}
