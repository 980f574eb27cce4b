package dev.freshet.pipeline.seam;

import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;

/** A valid event and the line it stood on. */
record LandedEvent(LandedRow row, Reading.Event reading) {}
