/**
 * Small objects under names in a storage that several machines see, with the one thing that makes
 * writers safe from each other: a write that succeeds only if the name is free. Knows no client.
 */
@NullMarked
package dev.freshet.storage.objects;

import org.jspecify.annotations.NullMarked;
