/*
 * What has changed since it was last asked for: the database writes it down while somebody follows,
 * who takes it away (sql/migrations/0016_write_changes.sql).
 *
 * Only the session for which store_metric_try_follow said yes calls these, and none within a
 * transaction. When that session ends, nothing is written down any more.
 */
#ifndef SURVEYD_STORE_CHANGES_H
#define SURVEYD_STORE_CHANGES_H

#include "store/session.h"

/* Begins to follow: whatever is not written down from now on is there to be read. What an earlier
   follower has left is thrown away. */
BASE_MUST_CHECK enum base_status store_changes_begin(struct store_session *session,
                                                     struct base_failure *reterr);

/* Anything of the programme may have changed. */
#define STORE_CHANGES_ANYTHING "*"

/* A change: the programme, and what of it, words with a blank between: STORE_CHANGES_ANYTHING, "p"
   (participation), or a response: cycle, then "p" and a pseudonym or "o" and a receipt, in
   hexadecimal digits. Both live during the call only. */
typedef void (*store_changes_each)(struct base_text programme, struct base_text what,
                                   void *context);

/* Takes away what has been written down, and calls `each` for it. `*ret_any`: whether there was
   something. */
BASE_MUST_CHECK enum base_status store_changes_take(struct store_session *session,
                                                    store_changes_each each, void *context,
                                                    bool *ret_any, struct base_failure *reterr);

/* Asks to be notified of the next change, which makes that one's commit slower. Not granted
   (`*ret_is_asleep` false) while a change is under way. When it is granted, take once more: what
   was committed just before is not notified. */
BASE_MUST_CHECK enum base_status store_changes_sleep(struct store_session *session,
                                                     bool *ret_is_asleep,
                                                     struct base_failure *reterr);

/* Takes that back, after store_changes_sleep has granted it. */
BASE_MUST_CHECK enum base_status store_changes_wake(struct store_session *session,
                                                    struct base_failure *reterr);

/* Waits up to `timeout_ms` (0: not at all) to be notified; `*ret_is_woken` also when that was left
   over from before. STATUS_UNAVAILABLE when the connection is gone. */
BASE_MUST_CHECK enum base_status store_changes_wait(struct store_session *session, int timeout_ms,
                                                    bool *ret_is_woken,
                                                    struct base_failure *reterr);

/* Throws away what a follower has left that is not there any more. For who does not follow. */
BASE_MUST_CHECK enum base_status store_changes_clear(struct store_session *session,
                                                     struct base_failure *reterr);

#endif
