/** What landing zones on Azure need beside Hadoop's file system for it. */
@NullMarked
package dev.freshet.storage.azure;

import org.jspecify.annotations.NullMarked;
