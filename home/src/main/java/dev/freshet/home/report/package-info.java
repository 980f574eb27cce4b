/**
 * What the processes of a home report to each other, as small JSON files that are replaced
 * atomically. {@link dev.freshet.home.report.RunStatus} is the report of the pipeline, {@link
 * dev.freshet.home.report.MaintenanceReport} that of maintenance; {@link
 * dev.freshet.home.report.HomeStatus} puts both together for {@code status}, the dashboard and
 * {@code GET /v1/status}.
 */
@NullMarked
package dev.freshet.home.report;

import org.jspecify.annotations.NullMarked;
