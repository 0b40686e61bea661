/*
 * What a store_result is: rows of libpq.
 */
#ifndef SURVEYD_STORE_RESULT_ROWS_H
#define SURVEYD_STORE_RESULT_ROWS_H

#include <libpq-fe.h>

#include "store/result.h"

struct store_result {
    PGresult *rows;
};

#endif
