package dev.freshet.cli.architecture.planted.other;

/** Breaks a rule: another type has the same name. */
record Twin() {}
