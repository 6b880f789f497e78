// Replays a trace of file writes and deletes on littlefs over a flash in memory, and counts the erases of each block.
#include "lfs.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 4096

static uint8_t *flash;
static uint32_t *erases;

static int rd(const struct lfs_config *c, lfs_block_t b, lfs_off_t o, void *p, lfs_size_t n) { (void)c; memcpy(p, flash + (size_t)b * BLOCK + o, n); return 0; }
static int pg(const struct lfs_config *c, lfs_block_t b, lfs_off_t o, const void *p, lfs_size_t n) {
    (void)c;
    uint8_t *at = flash + (size_t)b * BLOCK + o;
    for (lfs_size_t i = 0; i < n; i++) { at[i] &= ((const uint8_t *)p)[i]; }
    return 0;
}
static int er(const struct lfs_config *c, lfs_block_t b) { (void)c; memset(flash + (size_t)b * BLOCK, 0xff, BLOCK); erases[b]++; return 0; }
static int sy(const struct lfs_config *c) { (void)c; return 0; }

int main(int argc, char **argv) {
    if (argc != 3) { fprintf(stderr, "usage: replay BLOCKS TRACE\n"); return 2; }
    lfs_size_t blocks = (lfs_size_t)atoi(argv[1]);
    flash = malloc((size_t)blocks * BLOCK);
    memset(flash, 0xff, (size_t)blocks * BLOCK);
    erases = calloc(blocks, sizeof *erases);
    // The sizes of esp_littlefs, which nanoFramework's ESP32 images use (its Kconfig defaults).
    struct lfs_config cfg = { .read = rd, .prog = pg, .erase = er, .sync = sy, .read_size = 128, .prog_size = 128, .block_size = BLOCK,
        .block_count = blocks, .cache_size = 512, .lookahead_size = 128, .block_cycles = 512 };
    lfs_t lfs;
    if (lfs_format(&lfs, &cfg) || lfs_mount(&lfs, &cfg)) { fprintf(stderr, "cannot format\n"); return 1; }
    memset(erases, 0, blocks * sizeof *erases);
    FILE *trace = fopen(argv[2], "r");
    if (!trace) { perror(argv[2]); return 1; }
    static uint8_t bytes[65536];
    memset(bytes, 0x5a, sizeof bytes);
    char op, name[64];
    int position, length;
    long ops = 0, refused = 0;
    while (fscanf(trace, " %c %63s %d %d", &op, name, &position, &length) == 4) {
        int err = 0;
        ops++;
        if (op == 'D') { err = lfs_remove(&lfs, name); err = err == LFS_ERR_NOENT ? 0 : err; }   // what a cut left is not in the trace
        else if (op == 'P') { err = lfs_unmount(&lfs); if (!err) { err = lfs_mount(&lfs, &cfg); } }
        else {
            lfs_file_t file;
            err = lfs_file_open(&lfs, &file, name, LFS_O_RDWR | LFS_O_CREAT);
            if (!err) {
                if (lfs_file_size(&lfs, &file) > position) { err = lfs_file_truncate(&lfs, &file, (lfs_off_t)position); }
                if (!err) { lfs_soff_t at = lfs_file_seek(&lfs, &file, position, LFS_SEEK_SET); err = at < 0 ? (int)at : 0; }
                if (!err) { lfs_ssize_t n = lfs_file_write(&lfs, &file, bytes, (lfs_size_t)length); err = n < 0 ? (int)n : 0; }
                int closed = lfs_file_close(&lfs, &file);
                err = err ? err : closed;
            }
        }
        if (err) { refused++; if (refused < 5) { fprintf(stderr, "%c %s %d %d: %d\n", op, name, position, length, err); } }
    }
    uint64_t all = 0; uint32_t most = 0;
    for (lfs_size_t i = 0; i < blocks; i++) { all += erases[i]; if (erases[i] > most) { most = erases[i]; } }
    printf("%u blocks, %ld operations, %ld refused, %llu erases, %u on the most worn block, mean %.1f, blocks in use %d\n",
        (unsigned)blocks, ops, refused, (unsigned long long)all, most, (double)all / blocks, (int)lfs_fs_size(&lfs));
    return refused != 0;
}
