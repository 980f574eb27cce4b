/**
 * The errors, as types that callers react to. Every message reads {@code Cannot <do> <object>:
 * <why, with values>. <what to do>}; codes are listed in {@code docs/errors.md}, generated from
 * {@link ErrorCode}.
 */
@NullMarked
package dev.freshet.core.error;

import org.jspecify.annotations.NullMarked;
