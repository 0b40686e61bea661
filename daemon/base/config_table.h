/*
 * The keys of the configuration as a table, made from BASE_CONFIG_LIST. For the reader and the
 * writer of the example only.
 */
#ifndef SURVEYD_BASE_CONFIG_TABLE_H
#define SURVEYD_BASE_CONFIG_TABLE_H

#include "base/config.h"

enum config_kind { CONFIG_TEXT, CONFIG_PATH, CONFIG_WHOLE, CONFIG_CHOICE };

struct config_key {
    enum config_kind kind;
    const char *section;
    const char *key;
    size_t offset;    /* of the member in struct base_config */
    const char *text; /* the default; NULL for WHOLE */
    int64_t whole;    /* the default of WHOLE */
    int64_t minimum;
    int64_t maximum;
    const char *words; /* of CHOICE */
    const char *help;
};

/* All keys in the order of the list; static storage. */
const struct config_key *config_table(size_t *ret_count);

/* The key of a section; NULL if there is none. */
const struct config_key *config_table_find(const char *section, const char *key);

/* Checks what one line of the list cannot say (addresses, pairs of keys, no passwords). `line_of`
   gives the line of a member for the message, 0 if the file does not set it. Calls `report` for
   every mistake. */
void config_check(const struct base_config *config, size_t (*line_of)(size_t offset, void *context),
                  void (*report)(size_t line, const char *message, void *context), void *context);

#endif
