#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "store/migration.h"
#include "surveyctl.h"

enum base_status surveyctl_read_config(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    if (surveyctl->config != NULL)
        return STATUS_OK;
    struct base_config *config = base_arena_object(surveyctl->arena, struct base_config);
    const char *errors = "";
    enum base_status status =
        base_config_read(surveyctl->arena, surveyctl->config_path, config, &errors);
    if (status == STATUS_IO)
        return base_failure_set(reterr, STATUS_CONFIG,
                                "%s cannot be read; name the configuration by --config FILE",
                                surveyctl->config_path);
    if (status != STATUS_OK) {
        size_t length = strlen(errors);
        fprintf(stderr, "%s%s", errors, length > 0 && errors[length - 1] != '\n' ? "\n" : "");
        return base_failure_set(reterr, status, "%s has errors", surveyctl->config_path);
    }
    surveyctl->config = config;
    return STATUS_OK;
}

enum base_status surveyctl_open_any_session(struct surveyctl *surveyctl,
                                            struct base_failure *reterr)
{
    if (surveyctl->session != NULL)
        return STATUS_OK;
    enum base_status status = surveyctl_read_config(surveyctl, reterr);
    if (status != STATUS_OK)
        return status;
    return store_session_open(surveyctl->config->database_administrator, "surveyctl",
                              &surveyctl->session, reterr);
}

enum base_status surveyctl_open_session(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    enum base_status status = surveyctl_open_any_session(surveyctl, reterr);
    int current = 0;

    if (status == STATUS_OK)
        status = store_migration_current(surveyctl->session, &current, reterr);
    if (status != STATUS_OK)
        return status;
    size_t count;
    const struct store_migration *migrations = store_migrations(&count);
    int known = count > 0 ? migrations[count - 1].number : 0;
    if (current < known)
        return base_failure_set(reterr, STATUS_CONFLICT,
                                "the database's schema is at %d, this program needs %d; run "
                                "surveyctl migrate",
                                current, known);
    if (current > known)
        return base_failure_set(reterr, STATUS_CONFLICT,
                                "a newer surveyctl has migrated the database (to %d, this program "
                                "knows %d); install the same version here",
                                current, known);
    return STATUS_OK;
}

enum base_status surveyctl_find_keys(struct surveyctl *surveyctl, const char *programme,
                                     const struct base_programme_keys **ret_keys,
                                     struct base_failure *reterr)
{
    enum base_status status = surveyctl_read_config(surveyctl, reterr);

    if (status == STATUS_OK && surveyctl->keyring == NULL)
        status = base_keyring_read(surveyctl->config->keys_directory, &surveyctl->keyring, reterr);
    if (status != STATUS_OK)
        return status;
    *ret_keys = base_keyring_find(surveyctl->keyring, base_text_of(programme));
    if (*ret_keys == NULL)
        return base_failure_set(reterr, STATUS_NOT_FOUND,
                                "%s has no keys of %s; restore them from the host on which the "
                                "programme was first imported",
                                surveyctl->config->keys_directory, programme);
    return STATUS_OK;
}

enum base_status surveyctl_find_programme(struct surveyctl *surveyctl, const char *name,
                                          const struct store_programme_summary **ret_summary,
                                          const struct survey_programme **ret_programme,
                                          struct base_failure *reterr)
{
    struct base_arena *arena = surveyctl->arena;
    size_t count = 0;
    enum base_status status = surveyctl_open_session(surveyctl, reterr);

    if (status == STATUS_OK)
        status = store_programme_list(surveyctl->session, name, arena, ret_summary, &count, reterr);
    if (status == STATUS_NOT_FOUND)
        return base_failure_set(
            reterr, status, "there is no programme %s; surveyctl programme list shows all", name);
    if (status != STATUS_OK)
        return status;
    struct json_object *root;
    struct base_json_error error;
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    status =
        base_json_parse(arena, (*ret_summary)->document, &base_json_limits_file, &root, &error);
    if (status == STATUS_OK)
        status = survey_programme_parse(arena, "programme.json", root, &problems, ret_programme);
    if (status != STATUS_OK)
        return base_failure_set(reterr, STATUS_CONFLICT,
                                "the stored programme.json of %s is not valid for this version of "
                                "surveyctl; import its folder again",
                                name);
    return STATUS_OK;
}

enum base_status surveyctl_base_url(struct surveyctl *surveyctl, const char *given,
                                    const char **ret_url, struct base_failure *reterr)
{
    if (given == NULL) {
        enum base_status status = surveyctl_read_config(surveyctl, reterr);
        if (status != STATUS_OK)
            return status;
        given = surveyctl->config->server_public_url;
        if (given[0] == '\0')
            return base_failure_set(reterr, STATUS_USAGE,
                                    "--base-url URL is missing, and server.public-url is not set "
                                    "in %s",
                                    surveyctl->config_path);
    }
    struct base_text url = base_text_of(given);
    while (url.length > 0 && url.data[url.length - 1] == '/')
        url.length--;
    const struct base_text scheme = BASE_TEXT("https://");
    bool good = base_text_starts_with(url, scheme) && url.length > scheme.length &&
                url.data[scheme.length] != '/' && url.data[scheme.length] != ':';
    for (size_t i = 0; i < url.length && good; i++)
        good = url.data[i] > 0x20 && url.data[i] < 0x7f &&
               strchr("?#\"<>\\^`{|}@", url.data[i]) == NULL;
    if (!good)
        return base_failure_set(reterr, STATUS_USAGE,
                                "the base URL must be the address that participants see, such as "
                                "https://survey.example.org or https://survey.example.org:8443");
    *ret_url = base_arena_copy(surveyctl->arena, url.data, url.length);
    return STATUS_OK;
}

enum base_status surveyctl_cycle_number(const char *word, int *ret_cycle,
                                        struct base_failure *reterr)
{
    int64_t number;

    if (!base_text_integer(base_text_of(word), &number) || number < 1 || number > 10000)
        return base_failure_set(reterr, STATUS_USAGE,
                                "a cycle is a whole number such as 1, not \"%s\"", word);
    *ret_cycle = (int)number;
    return STATUS_OK;
}

enum base_status surveyctl_flush(struct base_failure *reterr)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return base_failure_set(reterr, STATUS_IO, "writing to standard output failed: %s",
                                strerror(errno));
    return STATUS_OK;
}
