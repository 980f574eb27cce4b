package dev.freshet.cli.architecture.planted.other;

import dev.freshet.cli.architecture.planted.one.One;

/** Breaks a rule: the other half of the cycle. */
public record Other(One one) {}
