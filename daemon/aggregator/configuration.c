#include "aggregator.h"

int aggregator_configure(struct base_arena *arena, const char *path, struct base_config *ret_config)
{
    struct base_failure failure;
    const char *errors = "";
    enum base_status status = base_config_read(arena, path, ret_config, &errors);
    if (status == STATUS_OK)
        return 0;
    if (status == STATUS_IO) {
        base_failure_set(&failure, STATUS_CONFIG, "%s; name the configuration by --config", errors);
    } else {
        fprintf(stderr, "%s\n", errors);
        base_failure_set(&failure, STATUS_CONFIG, "%s: has errors", path);
    }
    return base_command_fail(AGGREGATOR_PROGRAM, &failure);
}
