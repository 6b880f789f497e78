// Cuts the power of littlefs at every program and erase of flash, before it and in its middle, while it carries out a trace of a board's file operations; mounts again and
// looks whether the file that was being changed is as it was before or as it was to be, and all others are as they were.
#include "lfs.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 4096
#define FILES 128
#define LONGEST 8192

struct file { char name[32]; int length; uint8_t bytes[LONGEST]; };
struct op { char kind, name[32]; int position, length; };

static uint8_t *flash;
static long until_cut = -1;
static int half;
static jmp_buf power_off;

static void step(uint8_t *at, const uint8_t *bytes, lfs_size_t n) {
    if (until_cut == 0) {
        for (lfs_size_t i = 0; half && i < n / 2; i++) { at[i] = bytes ? at[i] & bytes[i] : 0xff; }
        longjmp(power_off, 1);
    }
    if (until_cut > 0) { until_cut--; }
    for (lfs_size_t i = 0; i < n; i++) { at[i] = bytes ? at[i] & bytes[i] : 0xff; }
}
static int rd(const struct lfs_config *c, lfs_block_t b, lfs_off_t o, void *p, lfs_size_t n) { (void)c; memcpy(p, flash + (size_t)b * BLOCK + o, n); return 0; }
static int pg(const struct lfs_config *c, lfs_block_t b, lfs_off_t o, const void *p, lfs_size_t n) { (void)c; step(flash + (size_t)b * BLOCK + o, p, n); return 0; }
static int er(const struct lfs_config *c, lfs_block_t b) { (void)c; step(flash + (size_t)b * BLOCK, NULL, BLOCK); return 0; }
static int sy(const struct lfs_config *c) { (void)c; return 0; }

static struct lfs_config cfg = { .read = rd, .prog = pg, .erase = er, .sync = sy, .read_size = 128, .prog_size = 128, .block_size = BLOCK,
    .cache_size = 512, .lookahead_size = 128, .block_cycles = 512 };
static lfs_t lfs;
static struct file files[FILES];
static struct op ops[1 << 20];

static struct file *find(const char *name) {
    for (int i = 0; i < FILES; i++) { if (files[i].length >= 0 && !strcmp(files[i].name, name)) { return &files[i]; } }
    return NULL;
}
static uint8_t byte_of(int op, int at) { return (uint8_t)(op * 31 + at * 7); }

static int apply(int i) {
    struct op *op = &ops[i];
    if (op->kind == 'P') { return 0; }
    if (op->kind == 'D') { int err = lfs_remove(&lfs, op->name); return err == LFS_ERR_NOENT ? 0 : err; }
    static uint8_t bytes[LONGEST];
    for (int j = 0; j < op->length; j++) { bytes[j] = byte_of(i, j); }
    lfs_file_t file;
    int err = lfs_file_open(&lfs, &file, op->name, LFS_O_RDWR | LFS_O_CREAT);
    if (err) { return err; }
    if (lfs_file_size(&lfs, &file) > op->position) { lfs_file_truncate(&lfs, &file, (lfs_off_t)op->position); }
    lfs_file_seek(&lfs, &file, op->position, LFS_SEEK_SET);
    lfs_ssize_t n = lfs_file_write(&lfs, &file, bytes, (lfs_size_t)op->length);
    err = lfs_file_close(&lfs, &file);
    return n < 0 ? (int)n : err;
}

static void note(int i) {
    struct op *op = &ops[i];
    struct file *file = find(op->name);
    if (op->kind == 'D') { if (file) { file->length = -1; } }
    else if (op->kind == 'W') {
        for (int f = 0; !file && f < FILES; f++) { if (files[f].length < 0) { file = &files[f]; strcpy(file->name, op->name); } }
        for (int j = 0; j < op->length; j++) { file->bytes[op->position + j] = byte_of(i, j); }
        file->length = op->position + op->length;
    }
}

// As in `files`; "name" may have another content, which is judged by the caller's next look.
static int differs(const char *but) {
    for (int f = 0; f < FILES; f++) {
        if (files[f].length < 0 || (but && !strcmp(files[f].name, but))) { continue; }
        static uint8_t bytes[LONGEST];
        lfs_file_t file;
        if (lfs_file_open(&lfs, &file, files[f].name, LFS_O_RDONLY)) { return 1; }
        lfs_ssize_t n = lfs_file_read(&lfs, &file, bytes, LONGEST);
        lfs_file_close(&lfs, &file);
        if (n != files[f].length || memcmp(bytes, files[f].bytes, (size_t)n)) { return 1; }
    }
    struct lfs_info info;
    lfs_dir_t dir;
    int strangers = 0;
    if (lfs_dir_open(&lfs, &dir, "/")) { return 1; }
    while (lfs_dir_read(&lfs, &dir, &info) > 0) { strangers += info.type == LFS_TYPE_REG && !find(info.name) && !(but && !strcmp(info.name, but)); }
    lfs_dir_close(&lfs, &dir);
    return strangers != 0;
}

int main(int argc, char **argv) {
    if (argc != 5) { fprintf(stderr, "usage: cut BLOCKS TRACE SKIP OPERATIONS\n"); return 2; }
    cfg.block_count = (lfs_size_t)atoi(argv[1]);
    size_t bytes = (size_t)cfg.block_count * BLOCK;
    uint8_t *before = malloc(bytes);
    flash = malloc(bytes);
    memset(flash, 0xff, bytes);
    for (int f = 0; f < FILES; f++) { files[f].length = -1; }
    FILE *trace = fopen(argv[2], "r");
    int count = 0, skip = atoi(argv[3]), cut = atoi(argv[4]);
    if (!trace) { perror(argv[2]); return 1; }
    while (count < skip + cut && fscanf(trace, " %c %31s %d %d", &ops[count].kind, ops[count].name, &ops[count].position, &ops[count].length) == 4) { count++; }
    if (lfs_format(&lfs, &cfg) || lfs_mount(&lfs, &cfg)) { return 1; }
    for (int i = 0; i < skip && i < count; i++) { if (apply(i)) { fprintf(stderr, "operation %d refused\n", i); return 1; } note(i); }
    lfs_unmount(&lfs);
    static struct file after[FILES], old[FILES];
    long cuts = 0, kept = 0, changed = 0, empty = 0, broken = 0;
    for (int i = skip; i < count; i++) {
        memcpy(before, flash, bytes);
        memcpy(old, files, sizeof files);
        note(i);
        memcpy(after, files, sizeof files);
        int done = 0;
        for (long at = 0; !done; at++) {
            for (half = 0; half < 2 && !done; half++) {
                memcpy(flash, before, bytes);
                if (lfs_mount(&lfs, &cfg)) { return 1; }
                until_cut = at;
                if (!setjmp(power_off)) { apply(i); done = 1; until_cut = -1; break; }
                until_cut = -1;
                cuts++;
                if (lfs_mount(&lfs, &cfg)) { broken++; fprintf(stderr, "operation %d, cut %ld: does not mount\n", i, at); continue; }
                memcpy(files, old, sizeof files);
                int is_old = !differs(NULL);
                memcpy(files, after, sizeof files);
                int is_new = !differs(NULL);
                memcpy(files, old, sizeof files);
                int others = !differs(ops[i].name);
                struct lfs_info info;
                int is_empty = others && !is_old && !is_new && lfs_stat(&lfs, ops[i].name, &info) == 0 && info.size == 0;
                kept += is_old; changed += !is_old && is_new; empty += is_empty;
                if (!is_old && !is_new && !is_empty) { broken++; fprintf(stderr, "operation %d (%c %s), cut %ld: mixed\n", i, ops[i].kind, ops[i].name, at); }
                lfs_unmount(&lfs);
            }
        }
        memcpy(files, after, sizeof files);
        lfs_unmount(&lfs);
    }
    printf("%d operations, %ld cuts: %ld left the old file, %ld the new one, %ld a new file still empty, %ld anything else\n", count - skip, cuts, kept, changed, empty, broken);
    return broken != 0;
}
