package dev.freshet.cli.architecture.planted.one;

import dev.freshet.cli.architecture.planted.other.Other;

/** Breaks a rule: half of a cycle. */
public record One(Other other) {}
