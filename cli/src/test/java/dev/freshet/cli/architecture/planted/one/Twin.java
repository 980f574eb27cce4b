package dev.freshet.cli.architecture.planted.one;

/** Breaks a rule: another type has the same name. */
record Twin() {}
