/** What landing zones on S3 need beside Hadoop's file system for it. */
@NullMarked
package dev.freshet.storage.s3;

import org.jspecify.annotations.NullMarked;
