/**
 * How another storage is reached and as whom, said once: rendered into the settings of each client
 * that needs them. Secrets are references, resolved when a client is made.
 */
@NullMarked
package dev.freshet.storage.profile;

import org.jspecify.annotations.NullMarked;
