/*
 * Feeds every file of the folders given to a fuzz target once, so that what fuzzing found stays
 * found, with any compiler. Fails when a folder is missing or empty.
 */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat status;
    if (file == NULL || fstat(fileno(file), &status) != 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return -1;
    }
    if (!S_ISREG(status.st_mode)) {
        fclose(file);
        return 0;
    }
    /* Exactly as large as the file, so that the sanitizer sees a read past the end. */
    size_t size = (size_t)status.st_size;
    uint8_t *data = malloc(size == 0 ? 1 : size);
    size_t got = data == NULL ? 0 : fread(data, 1, size, file);
    fclose(file);
    if (data == NULL || got != size) {
        fprintf(stderr, "%s: cannot be read\n", path);
        free(data);
        return -1;
    }
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 1;
}

static int run_folder(const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    if (count < 0) {
        fprintf(stderr, "%s: %s\n", folder, strerror(errno));
        return -1;
    }
    int total = 0;
    for (int i = 0; i < count; i++) {
        char *path = NULL;
        int run = asprintf(&path, "%s/%s", folder, entries[i]->d_name) < 0 ? -1 : run_file(path);
        free(path);
        free(entries[i]);
        total = run < 0 || total < 0 ? -1 : total + run;
    }
    free(entries);
    return total;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        int total = run_folder(argv[i]);
        if (total <= 0) {
            fprintf(stderr, "%s: no input\n", argv[i]);
            return 1;
        }
        printf("%s: %d inputs\n", argv[i], total);
    }
    return argc > 1 ? 0 : 1;
}
