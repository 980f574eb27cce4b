package dev.freshet.cli.verb;

import java.util.concurrent.Callable;

/**
 * A verb that a module beside the command line brings, such as {@code demo}. A class with picocli's
 * {@code Command} annotation and a public constructor without parameters, found by {@link
 * java.util.ServiceLoader}; what {@code call} returns is the exit code.
 */
public interface AddedVerb extends Callable<Integer> {}
