/*
 * The configuration: every text is either a configuration with all values within their limits, or
 * refused with lines that name the file, and then nothing is changed.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_refused(const struct base_config *config, enum base_status status,
                          const char *errors)
{
    assert(status == STATUS_CONFIG);
    assert(config->server_workers == 4711);
    assert(errors != NULL && base_text_is_utf8(base_text_of(errors)));
    struct base_text rest = base_text_of(errors);
    while (rest.data != NULL) {
        struct base_text line;
        rest = base_text_split(rest, '\n', &line);
        assert(base_text_starts_with(line, BASE_TEXT("/f.conf:")));
    }
}

static void check_read(const struct base_config *config)
{
#define CHECK_TEXT(section, key, member, value, help) assert(config->member != NULL);
#define CHECK_PATH(section, key, member, value, help)                                              \
    assert(config->member[0] == '/' || config->member[0] == '\0');
#define CHECK_WHOLE(section, key, member, value, low, high, help)                                  \
    assert(config->member >= (low) && config->member <= (high));
#define CHECK_CHOICE(section, key, member, value, words, help)                                     \
    assert(config->member[0] != '\0' && strstr(words, config->member) != NULL);
    BASE_CONFIG_LIST(CHECK_TEXT, CHECK_PATH, CHECK_WHOLE, CHECK_CHOICE)
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_config config = {.server_workers = 4711};
    const char *errors = NULL;
    struct base_text content = {(const char *)data, size};
    enum base_status status = base_config_parse(arena, "/f.conf", content, &config, &errors);
    if (status == STATUS_OK) {
        check_read(&config);
    } else {
        check_refused(&config, status, errors);
    }
    return 0;
}
