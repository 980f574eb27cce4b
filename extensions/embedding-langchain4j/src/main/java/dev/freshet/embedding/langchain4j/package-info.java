/**
 * Embeds with any model of LangChain4j. A user who wants it puts this module on the class path,
 * where {@link java.util.ServiceLoader} finds {@link
 * dev.freshet.embedding.langchain4j.LangChain4jProvider}.
 *
 * <p>{@code ModelClass} finds the class and its builder, {@code ModelBuilder} applies the settings
 * to it ({@code SettingValue} converts them), {@code ModelApi} asks the model once, within a time
 * limit, and {@code FailureReply} says what an exception means. What to do about failures is
 * decided in the embedding module's {@code service} package, as for every other service.
 */
@NullMarked
package dev.freshet.embedding.langchain4j;

import org.jspecify.annotations.NullMarked;
