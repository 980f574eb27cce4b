/**
 * What may be shown of a text that can hold secrets: which names stand for secrets ({@link
 * dev.freshet.core.mask.SecretNames}), and texts and JSON without them ({@link
 * dev.freshet.core.mask.Mask}, {@link dev.freshet.core.mask.MaskedJson}).
 */
@NullMarked
package dev.freshet.core.mask;

import org.jspecify.annotations.NullMarked;
