#include "config_table.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct config_key config_keys[] = {
#define CONFIG_TEXT_KEY(section, key, member, value, help)                                         \
    {CONFIG_TEXT, #section, #key, offsetof(struct base_config, member), value, 0, 0, 0, NULL, help},
#define CONFIG_PATH_KEY(section, key, member, value, help)                                         \
    {CONFIG_PATH, #section, #key, offsetof(struct base_config, member), value, 0, 0, 0, NULL, help},
#define CONFIG_WHOLE_KEY(section, key, member, value, low, high, help)                             \
    {CONFIG_WHOLE, #section, #key, offsetof(struct base_config, member), NULL, value, low,         \
     high,         NULL,     help},
#define CONFIG_CHOICE_KEY(section, key, member, value, words, help)                                \
    {CONFIG_CHOICE, #section, #key, offsetof(struct base_config, member), value, 0, 0, 0,          \
     words,         help},
    BASE_CONFIG_LIST(CONFIG_TEXT_KEY, CONFIG_PATH_KEY, CONFIG_WHOLE_KEY, CONFIG_CHOICE_KEY)};

const struct config_key *config_table(size_t *ret_count)
{
    *ret_count = sizeof(config_keys) / sizeof(config_keys[0]);
    return config_keys;
}

const struct config_key *config_table_find(const char *section, const char *key)
{
    size_t count;
    const struct config_key *keys = config_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(keys[i].section, section) == 0 && strcmp(keys[i].key, key) == 0) {
            return &keys[i];
        }
    }
    return NULL;
}

void base_config_defaults(struct base_config *ret_config)
{
    size_t count;
    const struct config_key *keys = config_table(&count);
    for (size_t i = 0; i < count; i++) {
        char *member = (char *)ret_config + keys[i].offset;
        if (keys[i].kind == CONFIG_WHOLE) {
            memcpy(member, &keys[i].whole, sizeof(keys[i].whole));
        } else {
            memcpy(member, &keys[i].text, sizeof(keys[i].text));
        }
    }
}

const char *base_config_spool_key_path(struct base_arena *arena, const struct base_config *config)
{
    if (config->spool_key[0] != '\0') {
        return base_arena_string(arena, config->spool_key);
    }
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    if (credentials != NULL) {
        const char *path = base_arena_format(arena, "%s/spool.key", credentials);
        if (access(path, F_OK) == 0) {
            return path;
        }
    }
    return base_arena_format(arena, "%s/spool.key", config->keys_directory);
}

/* Adds a comment of words, broken so that no line is wider than 78. */
static void add_comment(struct base_buffer *buffer, const char *text)
{
    struct base_text rest = base_text_of(text);
    size_t width = 0;
    while (rest.data != NULL) {
        struct base_text word;
        rest = base_text_split(rest, ' ', &word);
        size_t word_width = base_text_characters(word);
        if (width > 0 && width + 1 + word_width > 78) {
            base_buffer_string(buffer, "\n");
            width = 0;
        }
        base_buffer_string(buffer, width == 0 ? "# " : " ");
        base_buffer_text(buffer, word);
        width += word_width + (width == 0 ? 2 : 1);
    }
    base_buffer_string(buffer, "\n");
}

static void add_key(struct base_buffer *buffer, const struct config_key *key)
{
    base_buffer_string(buffer, "\n");
    add_comment(buffer, key->help);
    switch (key->kind) {
    case CONFIG_WHOLE:
        add_comment(buffer, base_arena_format(buffer->arena, "A whole number from %lld to %lld.",
                                              (long long)key->minimum, (long long)key->maximum));
        base_buffer_format(buffer, "#%s = %lld\n", key->key, (long long)key->whole);
        return;
    case CONFIG_CHOICE:
        add_comment(buffer, base_arena_format(buffer->arena, "One of %s.", key->words));
        break;
    case CONFIG_PATH:
    case CONFIG_TEXT:
        break;
    }
    base_buffer_format(buffer, "#%s =%s%s\n", key->key, key->text[0] == '\0' ? "" : " ", key->text);
}

const char *base_config_example(struct base_arena *arena)
{
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    base_buffer_string(&buffer,
                       "# The configuration of surveyd, survey-aggregator and surveyctl.\n"
                       "#\n"
                       "# Every key stands here with its default. To change one, take the # away "
                       "and give\n"
                       "# the new value. Comments stand on lines of their own. Paths that do not "
                       "begin with\n"
                       "# a slash are relative to the folder of this file. Secrets are never "
                       "written here.\n"
                       "# surveyd --check-config tells whether the file is right.\n");
    size_t count;
    const struct config_key *keys = config_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(keys[i].section, keys[i - 1].section) != 0) {
            base_buffer_format(&buffer, "\n[%s]\n", keys[i].section);
        }
        add_key(&buffer, &keys[i]);
    }
    return buffer.data;
}
