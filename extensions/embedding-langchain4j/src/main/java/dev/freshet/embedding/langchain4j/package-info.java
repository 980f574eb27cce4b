/**
 * Any embedding model of LangChain4j. This module is on nobody's class path unless it is put there;
 * {@link dev.freshet.embedding.langchain4j.LangChain4jProvider} is found by {@link
 * java.util.ServiceLoader}.
 *
 * <p>{@code ModelClass} finds the class and its builder, {@code ModelBuilder} applies the settings
 * to it ({@code SettingValue} converts), {@code ModelApi} asks the model once, within a time limit,
 * and {@code FailureReply} says what an exception means. What is done about trouble is decided in
 * the embedding module's {@code service} package, as for every other service.
 */
@NullMarked
package dev.freshet.embedding.langchain4j;

import org.jspecify.annotations.NullMarked;
