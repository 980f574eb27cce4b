package dev.freshet.core.maintenance;

/**
 * A step and why it is due.
 *
 * @param step what to do
 * @param reason for people, with the figures that led to it
 */
public record PlannedStep(MaintenanceStep step, String reason) {}
