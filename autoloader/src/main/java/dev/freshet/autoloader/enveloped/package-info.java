/**
 * The envelope over formats with columns. {@link dev.freshet.autoloader.enveloped.EnvelopedForm}
 * plans the files of a batch, whose rows become JSON objects with their origin; damage of a file
 * and failures of its storage are told apart.
 */
@NullMarked
package dev.freshet.autoloader.enveloped;

import org.jspecify.annotations.NullMarked;
