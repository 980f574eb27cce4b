/** The contract of an object store, and one in memory whose answers can be lost. */
@NullMarked
package dev.freshet.testkit.objects;

import org.jspecify.annotations.NullMarked;
