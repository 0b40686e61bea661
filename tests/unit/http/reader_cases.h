/*
 * Raw requests, and what the reader must make of them.
 */
#ifndef SURVEYD_TESTS_READER_CASES_H
#define SURVEYD_TESTS_READER_CASES_H

#include "base/text.h"

enum { READER_CASE_ACCEPTED = 0, READER_CASE_PARTIAL = -1 };

struct reader_case {
    const char *name;
    struct base_text bytes;
    int status;         /* of the refusal, or one of the above */
    const char *expect; /* path, "?", query, "|", body of an accepted request; NULL: any */
};

extern const struct reader_case reader_cases[];
extern const size_t reader_case_count;

#endif
