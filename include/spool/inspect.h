/*
 * Looking into a spool's folder without opening it: for surveyctl, also while a daemon has it open.
 */
#ifndef SURVEYD_SPOOL_INSPECT_H
#define SURVEYD_SPOOL_INSPECT_H

#include "spool/spool.h"

enum spool_entry_kind {
    SPOOL_ENTRY_PENDING, /* a whole record in a segment; it may have been settled already */
    SPOOL_ENTRY_DAMAGED, /* a torn or flipped stretch, in a segment or in quarantine/ */
    SPOOL_ENTRY_REFUSED, /* a record in quarantine/ */
};

struct spool_entry {
    enum spool_entry_kind kind;
    const char *file; /* below the folder */
    uint64_t offset, length;
    const char *reason; /* REFUSED: why */
    bool is_open;       /* the record could be opened with the key: `record` holds */
    struct spool_record record;
};

/* Hands over every entry; changes nothing. `key` NULL: nothing is opened. `each` returns anything
   but STATUS_OK to stop; that is then the result. */
BASE_MUST_CHECK enum base_status
spool_inspect(const char *directory, const struct base_key *key,
              enum base_status (*each)(const struct spool_entry *entry, void *context,
                                       struct base_failure *reterr),
              void *context, struct base_failure *reterr);

#endif
