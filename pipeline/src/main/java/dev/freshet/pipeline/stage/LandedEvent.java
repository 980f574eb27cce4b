package dev.freshet.pipeline.stage;

import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;

/** A valid event and the line it stood on. */
public record LandedEvent(LandedRow row, Reading.Event reading) {}
