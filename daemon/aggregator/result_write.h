/*
 * Results as JSON.
 */
#ifndef AGGREGATOR_RESULT_WRITE_H
#define AGGREGATOR_RESULT_WRITE_H

#include <json-c/json.h>

#include "base/text.h"
#include "evaluation/result.h"

/* The fields of a record as a JSON object; numbers are the shortest that read back the same. The
   caller owns the reference. */
struct json_object *aggregator_record_json(const struct evaluation_record *record);

/* {"results": [{"id", "metric", "reason", "values"}, ...]}, a result a line, ended by a newline. */
void aggregator_results_write(struct base_buffer *out, const struct evaluation_result *results,
                              size_t count);

#endif
