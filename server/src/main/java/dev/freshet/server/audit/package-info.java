/**
 * The audit log: {@link dev.freshet.server.audit.AuditLog} records who called which path and when,
 * in files of JSON lines.
 */
@NullMarked
package dev.freshet.server.audit;

import org.jspecify.annotations.NullMarked;
