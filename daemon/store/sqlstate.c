#include "sqlstate.h"

#include <stddef.h>
#include <string.h>

/* The longest matching prefix counts. */
static const struct meaning {
    const char *prefix;
    enum base_status status;
} meanings[] = {
    {"08", STATUS_UNAVAILABLE},    /* connection */
    {"22", STATUS_INVALID},        /* a value that the server cannot take */
    {"23", STATUS_CONFLICT},       /* a constraint */
    {"23001", STATUS_CONFLICT},    /* a published questionnaire */
    {"25006", STATUS_UNAVAILABLE}, /* a standby */
    {"26000", STATUS_UNAVAILABLE}, /* prepared statement gone */
    {"0A000", STATUS_UNAVAILABLE}, /* its plan has changed */
    {"28", STATUS_FORBIDDEN},      /* login */
    {"3D000", STATUS_NOT_FOUND},   /* database */
    {"3F000", STATUS_CONFIG},      /* schema: not migrated */
    {"40", STATUS_UNAVAILABLE},    /* deadlock, serialization */
    {"42501", STATUS_FORBIDDEN},   /* rights */
    {"42883", STATUS_CONFIG},      /* function: not migrated */
    {"42P01", STATUS_CONFIG},      /* table: not migrated */
    {"53", STATUS_UNAVAILABLE},    /* disk full, memory, connections */
    {"55P03", STATUS_UNAVAILABLE}, /* lock not available */
    {"57", STATUS_UNAVAILABLE},    /* shutdown, starting up */
    {"57014", STATUS_TIMEOUT},     /* statement_timeout */
    {"58", STATUS_UNAVAILABLE},    /* the system around the server */
    {"P0002", STATUS_NOT_FOUND},
};

enum base_status store_sqlstate_status(const char *sqlstate)
{
    if (sqlstate == NULL || sqlstate[0] == '\0')
        return STATUS_UNAVAILABLE;
    enum base_status status = STATUS_INTERNAL;
    size_t longest = 0;
    for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
        size_t length = strlen(meanings[i].prefix);
        if (length > longest && strncmp(sqlstate, meanings[i].prefix, length) == 0) {
            longest = length;
            status = meanings[i].status;
        }
    }
    return status;
}

bool store_sqlstate_needs_new_connection(const char *sqlstate)
{
    return strcmp(sqlstate, "26000") == 0 || strcmp(sqlstate, "0A000") == 0 ||
           strcmp(sqlstate, "25006") == 0;
}

bool store_sqlstate_is_passing(const char *sqlstate)
{
    return strncmp(sqlstate, "40", 2) == 0 || strcmp(sqlstate, "55P03") == 0;
}

bool store_sqlstate_may_be_one_members(const char *sqlstate)
{
    return strncmp(sqlstate, "08", 2) != 0 && strncmp(sqlstate, "53", 2) != 0 &&
           strncmp(sqlstate, "57", 2) != 0 && strncmp(sqlstate, "58", 2) != 0 &&
           sqlstate[0] != '\0';
}
