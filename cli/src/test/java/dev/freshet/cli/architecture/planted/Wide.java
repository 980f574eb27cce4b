package dev.freshet.cli.architecture.planted;

/** Breaks a rule: a record with too many components. */
record Wide(int a, int b, int c, int d, int e, int f, int g, int h) {}
