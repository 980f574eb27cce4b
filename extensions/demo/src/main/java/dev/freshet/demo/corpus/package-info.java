/**
 * The records of the demo: public types and methods of a Java library, parsed from the sources of
 * its releases.
 *
 * <p>{@link dev.freshet.demo.corpus.DemoCorpus} names the library and reads its {@code -sources}
 * jars. Each jar becomes a {@link dev.freshet.demo.corpus.Release} with one record per public type
 * or method; two successive releases become a {@link dev.freshet.demo.corpus.ReleaseDiff} of
 * inserts, updates and deletes. {@link dev.freshet.demo.corpus.DemoQuestion} holds the questions
 * that the demo asks meanwhile.
 */
@NullMarked
package dev.freshet.demo.corpus;

import org.jspecify.annotations.NullMarked;
