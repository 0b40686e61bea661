/*
 * surveyctl: what its sub-commands share.
 *
 * Each sub-command is one `struct surveyctl_command` in a file of its own. It parses its options,
 * does its work through the rooms, prints its result on standard output and what a person should
 * know besides on standard error, and returns a status; main prints the failure and turns the
 * status into the exit code.
 */
#ifndef SURVEYD_SURVEYCTL_SURVEYCTL_H
#define SURVEYD_SURVEYCTL_SURVEYCTL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/command.h"
#include "base/config.h"
#include "base/key.h"
#include "base/status.h"
#include "store/programme.h"
#include "store/session.h"
#include "survey/programme.h"

struct surveyctl;

struct surveyctl_command {
    const char *words;    /* how it is called: "programme import" */
    const char *operands; /* as --help shows them: "PROGRAMME CYCLE"; "" for none */
    const char *summary;  /* one sentence */
    const char *details;  /* paragraphs for --help; may be NULL */
    const char *example;  /* lines for --help, indented by two blanks */
    enum base_status (*run)(struct surveyctl *surveyctl, struct base_failure *reterr);
};

/* One call of the program. */
struct surveyctl {
    struct base_arena *arena; /* lives as long as the call */
    const struct surveyctl_command *command;
    int argument_count; /* arguments[0] is the last of the command's words */
    char **arguments;
    const char *config_path;          /* --config, or the default */
    const struct base_config *config; /* NULL until read */
    struct store_session *session;    /* NULL until opened */
    struct base_keyring *keyring;     /* NULL until read */
};

extern const struct surveyctl_command surveyctl_migrate;
extern const struct surveyctl_command surveyctl_programme_check;
extern const struct surveyctl_command surveyctl_programme_import;
extern const struct surveyctl_command surveyctl_programme_list;
extern const struct surveyctl_command surveyctl_programme_show;
extern const struct surveyctl_command surveyctl_invite;
extern const struct surveyctl_command surveyctl_open_link;
extern const struct surveyctl_command surveyctl_token_create;
extern const struct surveyctl_command surveyctl_token_list;
extern const struct surveyctl_command surveyctl_token_revoke;
extern const struct surveyctl_command surveyctl_receipts;
extern const struct surveyctl_command surveyctl_withdraw;
extern const struct surveyctl_command surveyctl_cycle_open;
extern const struct surveyctl_command surveyctl_cycle_close;
extern const struct surveyctl_command surveyctl_config_example;
extern const struct surveyctl_command surveyctl_config_check;
extern const struct surveyctl_command surveyctl_reload;
extern const struct surveyctl_command surveyctl_spool_key;
extern const struct surveyctl_command surveyctl_spool_list;
extern const struct surveyctl_command surveyctl_doctor;

/* Parses the call's arguments with the command's own options and --config. `operands` gets as many
   words as the command's `operands` names, pointing into the arguments. False when the command must
   not go on: then `*ret_status` is STATUS_OK (--help was printed) or STATUS_USAGE with `reterr`
   filled. An option that was left out keeps its value; text options are never empty. */
BASE_MUST_CHECK bool surveyctl_parse(struct surveyctl *surveyctl, const struct base_option *options,
                                     size_t option_count, const char **operands,
                                     enum base_status *ret_status, struct base_failure *reterr);

/* STATUS_USAGE if the value of an option that must be given is NULL. `option` is as in the help:
   "--output FILE". */
BASE_MUST_CHECK enum base_status surveyctl_require(const char *value, const char *option,
                                                   struct base_failure *reterr);

/* What commands work with. Each is fetched once and lives as long as the call. */

/* The configuration. Its errors, a line each, go to standard error. */
BASE_MUST_CHECK enum base_status surveyctl_read_config(struct surveyctl *surveyctl,
                                                       struct base_failure *reterr);

/* A session as administrator, on a database whose schema is the one this program knows;
   STATUS_CONFLICT, saying to migrate, if it is not. */
BASE_MUST_CHECK enum base_status surveyctl_open_session(struct surveyctl *surveyctl,
                                                        struct base_failure *reterr);

/* The same without looking at the schema. */
BASE_MUST_CHECK enum base_status surveyctl_open_any_session(struct surveyctl *surveyctl,
                                                            struct base_failure *reterr);

/* The keys of a programme; STATUS_NOT_FOUND, saying what to restore, if this host has none. */
BASE_MUST_CHECK enum base_status surveyctl_find_keys(struct surveyctl *surveyctl,
                                                     const char *programme,
                                                     const struct base_programme_keys **ret_keys,
                                                     struct base_failure *reterr);

/* An imported programme: what the database counts, and its document. */
BASE_MUST_CHECK enum base_status
surveyctl_find_programme(struct surveyctl *surveyctl, const char *name,
                         const struct store_programme_summary **ret_summary,
                         const struct survey_programme **ret_programme,
                         struct base_failure *reterr);

/* The address for links: the word given (or, if NULL, server.public-url of the configuration)
   without final slashes. STATUS_USAGE unless it is https://host, with a port and path if need be.
 */
BASE_MUST_CHECK enum base_status surveyctl_base_url(struct surveyctl *surveyctl, const char *given,
                                                    const char **ret_url,
                                                    struct base_failure *reterr);

/* A cycle's number as typed. */
BASE_MUST_CHECK enum base_status surveyctl_cycle_number(const char *word, int *ret_cycle,
                                                        struct base_failure *reterr);

/* STATUS_IO if what was printed did not reach standard output. */
BASE_MUST_CHECK enum base_status surveyctl_flush(struct base_failure *reterr);

#endif
